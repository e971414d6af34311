"""Files stay with what they were added to; and where something was moved, and why, is not rewritten:
a parking is only ever ended."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER post_file_is_append_only BEFORE UPDATE OR DELETE ON forums_postfile
    FOR EACH ROW EXECUTE FUNCTION forums_append_only();

CREATE FUNCTION forums_parking_is_only_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.brought_back_at IS NULL
       AND to_jsonb(NEW) - 'brought_back_at' - 'brought_back_by_id'
         = to_jsonb(OLD) - 'brought_back_at' - 'brought_back_by_id' THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('What was said of a parked contribution stays said.');
END $$;
CREATE TRIGGER parking_is_only_ended BEFORE UPDATE OR DELETE ON forums_parking
    FOR EACH ROW EXECUTE FUNCTION forums_parking_is_only_ended();
"""
BACK = """
DROP TRIGGER parking_is_only_ended ON forums_parking;
DROP FUNCTION forums_parking_is_only_ended();
DROP TRIGGER post_file_is_append_only ON forums_postfile;
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0020_conversations_within_scope")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
