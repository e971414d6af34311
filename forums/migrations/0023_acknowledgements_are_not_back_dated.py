"""The database itself refuses an acknowledgement of what was not in force yet, and lets a member
object to one, once; nothing else about it ever changes (ACK-1)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION forums_acknowledgement_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.at < (SELECT effective_from FROM forums_scopestatement WHERE id = NEW.scope_id) THEN
            PERFORM forums_refuse('A scope is not acknowledged before it is in force.');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.objected_at IS NULL AND NEW.objected_at IS NOT NULL
       AND to_jsonb(NEW) - 'objected_at' = to_jsonb(OLD) - 'objected_at' THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse(TG_TABLE_NAME || ' is append-only.');
END $$;
DROP TRIGGER acknowledgement_is_append_only ON forums_acknowledgement;
CREATE TRIGGER acknowledgement_is_kept BEFORE INSERT OR UPDATE OR DELETE ON forums_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION forums_acknowledgement_is_kept();
"""
BACK = """
DROP TRIGGER acknowledgement_is_kept ON forums_acknowledgement;
CREATE TRIGGER acknowledgement_is_append_only BEFORE UPDATE OR DELETE ON forums_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION forums_append_only();
DROP FUNCTION forums_acknowledgement_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0022_acknowledged_in_a_meeting")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
