"""What is published stays as it was published: it runs its course, and what is written down of that
is written once (DEC-3). Overrides are only ever added (OVR-1); dissent stays as its member approved
it (DEC-4)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION forums_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    called_in text[] := ARRAY['call_in_until', 'called_in_at', 'called_in_by_id', 'call_in_reason'];
    answered text[] := ARRAY['answered_at', 'answered_by_id', 'answer'];
    evaluated text[] := ARRAY['evaluated_at', 'evaluated_by_id', 'evaluation'];
    may_change text[] := ARRAY['status'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM forums_refuse('A decision is never deleted. It is withdrawn, or another takes its place.');
    END IF;
    IF OLD.published_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF OLD.called_in_at IS NULL THEN may_change := may_change || called_in; END IF;
    IF OLD.answered_at IS NULL THEN may_change := may_change || answered; END IF;
    IF OLD.evaluated_at IS NULL THEN may_change := may_change || evaluated; END IF;
    IF OLD.effective_at IS NULL THEN may_change := may_change || ARRAY['effective_at']; END IF;
    IF OLD.ended_at IS NULL THEN may_change := may_change || ARRAY['ended_at']; END IF;
    IF to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change
       AND (NEW.called_in_at IS NOT NULL OR NEW.call_in_until IS NOT DISTINCT FROM OLD.call_in_until)
    THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('A published decision never changes. Another takes its place.');
END $$;
CREATE TRIGGER decision_stays_as_published BEFORE UPDATE OR DELETE ON forums_decision
    FOR EACH ROW EXECUTE FUNCTION forums_decision_stays();

CREATE TRIGGER override_is_append_only BEFORE UPDATE OR DELETE ON forums_override
    FOR EACH ROW EXECUTE FUNCTION forums_append_only();

CREATE FUNCTION forums_dissent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status <> 'approved' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status = 'asked' AND EXISTS (
        SELECT FROM forums_decision WHERE id = OLD.decision_id AND published_at IS NULL
    ) THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('Dissent stays as its member approved it.');
END $$;
CREATE TRIGGER dissent_stays_as_approved BEFORE UPDATE OR DELETE ON forums_dissent
    FOR EACH ROW EXECUTE FUNCTION forums_dissent_stays();
"""
BACK = """
DROP TRIGGER dissent_stays_as_approved ON forums_dissent;
DROP FUNCTION forums_dissent_stays();
DROP TRIGGER override_is_append_only ON forums_override;
DROP TRIGGER decision_stays_as_published ON forums_decision;
DROP FUNCTION forums_decision_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0038_decisions_are_on_record")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
