"""Once members know of a difference, its words stay as each organisation accepted them: the
database itself refuses (DIF-2)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION forums_difference_is_known(status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT status NOT IN ('raised', 'wording', 'withdrawn', 'returned')
$$;

CREATE FUNCTION forums_known_difference_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moves text[] := ARRAY['status', 'outcome', 'review_on', 'reviewed_at'];
BEGIN
    IF NOT forums_difference_is_known(OLD.status) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND forums_difference_is_known(NEW.status)
       AND to_jsonb(NEW) - moves = to_jsonb(OLD) - moves THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('A difference that members know stays as it was acknowledged.');
END $$;
CREATE TRIGGER difference_stays_as_known BEFORE UPDATE OR DELETE ON forums_difference
    FOR EACH ROW EXECUTE FUNCTION forums_known_difference_stays();

-- FOR SHARE waits for an acknowledgement in progress, and then sees what came of it.
CREATE FUNCTION forums_position_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE parent text;
BEGIN
    FOR parent IN SELECT status FROM forums_difference
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.difference_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.difference_id END)
        FOR SHARE
    LOOP
        IF forums_difference_is_known(parent) THEN
            PERFORM forums_refuse('A difference that members know stays as it was acknowledged.');
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER position_stays_as_accepted BEFORE INSERT OR UPDATE OR DELETE ON forums_position
    FOR EACH ROW EXECUTE FUNCTION forums_position_stays();
"""
BACK = """
DROP TRIGGER position_stays_as_accepted ON forums_position;
DROP TRIGGER difference_stays_as_known ON forums_difference;
DROP FUNCTION forums_position_stays();
DROP FUNCTION forums_known_difference_stays();
DROP FUNCTION forums_difference_is_known(text);
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0008_differences_are_named")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
