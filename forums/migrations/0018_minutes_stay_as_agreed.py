"""Once minutes are agreed, the database itself keeps the meeting as it was: what is put right is
added beside them (MTG-5). A deputy's acknowledgement is only ever added (MEM-3, ACK-1)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION forums_meeting_is_agreed(meeting bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
    -- FOR SHARE waits for an agreement in progress, and then sees what came of it.
    SELECT status INTO found FROM forums_meeting WHERE id = meeting FOR SHARE;
    RETURN found IN ('minutes_agreed', 'published');
END $$;

CREATE FUNCTION forums_agreed_meeting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moves text[] := ARRAY['status', 'published_at'];
BEGIN
    IF OLD.status NOT IN ('minutes_agreed', 'published') THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status IN ('minutes_agreed', 'published')
       AND NOT (OLD.status = 'published' AND NEW.status <> 'published')
       AND to_jsonb(NEW) - moves = to_jsonb(OLD) - moves THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('Minutes that were agreed stay as they are.');
END $$;
CREATE TRIGGER meeting_stays_as_agreed BEFORE UPDATE OR DELETE ON forums_meeting
    FOR EACH ROW EXECUTE FUNCTION forums_agreed_meeting_stays();

-- Items and who came point to their meeting; what hangs on an item, to its item.
CREATE FUNCTION forums_part_of_meeting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND forums_meeting_is_agreed(OLD.meeting_id))
       OR (TG_OP <> 'DELETE' AND forums_meeting_is_agreed(NEW.meeting_id)) THEN
        PERFORM forums_refuse('Minutes that were agreed stay as they are.');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER item_stays_as_agreed BEFORE INSERT OR UPDATE OR DELETE ON forums_agendaitem
    FOR EACH ROW EXECUTE FUNCTION forums_part_of_meeting_stays();
CREATE TRIGGER attendance_stays_as_agreed BEFORE INSERT OR UPDATE OR DELETE ON forums_attendance
    FOR EACH ROW EXECUTE FUNCTION forums_part_of_meeting_stays();

CREATE FUNCTION forums_part_of_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE parent bigint;
BEGIN
    FOR parent IN SELECT meeting_id FROM forums_agendaitem
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.item_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.item_id END)
    LOOP
        IF forums_meeting_is_agreed(parent) THEN
            PERFORM forums_refuse('Minutes that were agreed stay as they are.');
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER recusal_stays_as_agreed BEFORE INSERT OR UPDATE OR DELETE ON forums_recusal
    FOR EACH ROW EXECUTE FUNCTION forums_part_of_item_stays();
CREATE TRIGGER paper_stays_as_agreed BEFORE INSERT OR UPDATE OR DELETE ON forums_paper
    FOR EACH ROW EXECUTE FUNCTION forums_part_of_item_stays();
CREATE TRIGGER mention_stays_as_agreed BEFORE INSERT OR UPDATE OR DELETE ON forums_mention
    FOR EACH ROW EXECUTE FUNCTION forums_part_of_item_stays();

CREATE FUNCTION forums_correction_is_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.status = 'appended' THEN
        RETURN NEW;
    END IF;
    IF (TG_OP <> 'INSERT' AND forums_meeting_is_agreed(OLD.meeting_id))
       OR (TG_OP <> 'DELETE' AND forums_meeting_is_agreed(NEW.meeting_id)) THEN
        PERFORM forums_refuse('Minutes that were agreed stay as they are.');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER correction_stays_as_agreed BEFORE INSERT OR UPDATE OR DELETE ON forums_correction
    FOR EACH ROW EXECUTE FUNCTION forums_correction_is_appended();

-- Who does it, by when, and what came of it go on; what was to be done stays as minuted.
CREATE FUNCTION forums_action_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moves text[] := ARRAY['owner_seat_id', 'due_on', 'status', 'ended_at', 'ended_note'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF forums_meeting_is_agreed(NEW.meeting_id) THEN
            PERFORM forums_refuse('Minutes that were agreed stay as they are.');
        END IF;
        RETURN NEW;
    END IF;
    IF forums_meeting_is_agreed(OLD.meeting_id)
       AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - moves <> to_jsonb(OLD) - moves) THEN
        PERFORM forums_refuse('Minutes that were agreed stay as they are.');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER action_stays_as_agreed BEFORE INSERT OR UPDATE OR DELETE ON forums_meetingaction
    FOR EACH ROW EXECUTE FUNCTION forums_action_stays();

CREATE FUNCTION forums_deputy_acknowledged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM forums_refuse('An acknowledgement is only ever added.');
END $$;
CREATE TRIGGER deputy_acknowledgement_stays BEFORE UPDATE OR DELETE
    ON forums_deputyacknowledgement
    FOR EACH ROW EXECUTE FUNCTION forums_deputy_acknowledged();
"""
BACK = """
DROP TRIGGER deputy_acknowledgement_stays ON forums_deputyacknowledgement;
DROP TRIGGER action_stays_as_agreed ON forums_meetingaction;
DROP TRIGGER correction_stays_as_agreed ON forums_correction;
DROP TRIGGER mention_stays_as_agreed ON forums_mention;
DROP TRIGGER paper_stays_as_agreed ON forums_paper;
DROP TRIGGER recusal_stays_as_agreed ON forums_recusal;
DROP TRIGGER attendance_stays_as_agreed ON forums_attendance;
DROP TRIGGER item_stays_as_agreed ON forums_agendaitem;
DROP TRIGGER meeting_stays_as_agreed ON forums_meeting;
DROP FUNCTION forums_deputy_acknowledged();
DROP FUNCTION forums_action_stays();
DROP FUNCTION forums_correction_is_appended();
DROP FUNCTION forums_part_of_item_stays();
DROP FUNCTION forums_part_of_meeting_stays();
DROP FUNCTION forums_agreed_meeting_stays();
DROP FUNCTION forums_meeting_is_agreed(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0017_meetings")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
