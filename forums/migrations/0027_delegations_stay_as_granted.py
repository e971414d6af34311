"""What was granted stays as it was granted: it can only end, and never later than it said. Only
what was granted can be handed on, so no chain runs in a circle (DEL-1, DEL-5, DEL-6)."""

from django.db import migrations

FORWARD = """
ALTER TABLE forums_delegation ADD CONSTRAINT delegation_to_a_seat_of_its_forum
    FOREIGN KEY (seat_id, forum_id) REFERENCES forums_seat (id, forum_id)
    DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION forums_delegation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moves text[] := ARRAY['status', 'last_day', 'ended_at', 'ended_by_id', 'end_reason'];
BEGIN
    IF OLD.approved_at IS NULL THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.last_day <= OLD.last_day
       AND to_jsonb(NEW) - moves = to_jsonb(OLD) - moves THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('What was granted never changes. It ends, and another takes its place.');
END $$;
CREATE TRIGGER delegation_stays_as_granted BEFORE UPDATE OR DELETE ON forums_delegation
    FOR EACH ROW EXECUTE FUNCTION forums_delegation_stays();

CREATE FUNCTION forums_delegation_hangs_on_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM forums_delegation
        WHERE id = NEW.parent_id AND approved_at IS NOT NULL AND sub_delegation
    ) THEN
        PERFORM forums_refuse('Only what was granted, and may be handed on, is handed on.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delegation_hangs_on_another BEFORE INSERT OR UPDATE ON forums_delegation
    FOR EACH ROW EXECUTE FUNCTION forums_delegation_hangs_on_another();
"""
BACK = """
DROP TRIGGER delegation_hangs_on_another ON forums_delegation;
DROP FUNCTION forums_delegation_hangs_on_another();
DROP TRIGGER delegation_stays_as_granted ON forums_delegation;
DROP FUNCTION forums_delegation_stays();
ALTER TABLE forums_delegation DROP CONSTRAINT delegation_to_a_seat_of_its_forum;
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0026_power_is_handed_over")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
