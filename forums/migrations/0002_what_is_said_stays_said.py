"""The database itself keeps approved scopes and acknowledgements as they are (SCO-2, ACK-1),
seats members in the forum that the seat belongs to, and lets them acknowledge real versions only.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION forums_refuse(message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', message USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION forums_scope_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('effective', 'superseded') THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'effective' AND NEW.status = 'superseded'
       AND to_jsonb(NEW) - 'status' - 'superseded_at'
         = to_jsonb(OLD) - 'status' - 'superseded_at' THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('An approved scope statement never changes.');
END $$;
CREATE TRIGGER scope_is_final BEFORE UPDATE OR DELETE ON forums_scopestatement
    FOR EACH ROW EXECUTE FUNCTION forums_scope_is_final();

-- FOR SHARE waits for an approval in progress, and then sees what came of it.
CREATE FUNCTION forums_scope_items_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE parent forums_scopestatement%ROWTYPE;
BEGIN
    FOR parent IN SELECT * FROM forums_scopestatement
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.scope_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.scope_id END)
        FOR SHARE
    LOOP
        IF parent.status IN ('effective', 'superseded') THEN
            PERFORM forums_refuse('An approved scope statement never changes.');
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER scope_items_are_final BEFORE INSERT OR UPDATE OR DELETE ON forums_scopeitem
    FOR EACH ROW EXECUTE FUNCTION forums_scope_items_are_final();

CREATE FUNCTION forums_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM forums_refuse(TG_TABLE_NAME || ' is append-only.');
END $$;
CREATE TRIGGER acknowledgement_is_append_only BEFORE UPDATE OR DELETE ON forums_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION forums_append_only();
CREATE TRIGGER post_edit_is_append_only BEFORE UPDATE OR DELETE ON forums_postedit
    FOR EACH ROW EXECUTE FUNCTION forums_append_only();

ALTER TABLE forums_membership ADD CONSTRAINT membership_in_a_seat_of_its_forum
    FOREIGN KEY (seat_id, forum_id) REFERENCES forums_seat (id, forum_id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE forums_acknowledgement ADD CONSTRAINT acknowledgement_of_that_major_version
    FOREIGN KEY (scope_id, major) REFERENCES forums_scopestatement (id, major)
    DEFERRABLE INITIALLY DEFERRED;
"""
BACK = """
ALTER TABLE forums_acknowledgement DROP CONSTRAINT acknowledgement_of_that_major_version;
ALTER TABLE forums_membership DROP CONSTRAINT membership_in_a_seat_of_its_forum;
DROP TRIGGER post_edit_is_append_only ON forums_postedit;
DROP TRIGGER acknowledgement_is_append_only ON forums_acknowledgement;
DROP TRIGGER scope_items_are_final ON forums_scopeitem;
DROP TRIGGER scope_is_final ON forums_scopestatement;
DROP FUNCTION forums_append_only();
DROP FUNCTION forums_scope_items_are_final();
DROP FUNCTION forums_scope_is_final();
DROP FUNCTION forums_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
