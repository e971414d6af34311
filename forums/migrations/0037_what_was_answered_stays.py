"""What members responded to, and what they said, stays as it was: a version once a round was held on
it, a round once it is over, a response from the moment that it is given (RND-4)."""

from django.db import migrations

FORWARD = """
ALTER TABLE forums_round ADD CONSTRAINT round_on_a_version_of_its_proposal
    FOREIGN KEY (version_id, proposal_id) REFERENCES forums_proposalversion (id, proposal_id)
    DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION forums_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM forums_round WHERE version_id = OLD.id) THEN
        PERFORM forums_refuse('A round was held on this version. Write another one.');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER proposal_version_stays BEFORE UPDATE OR DELETE ON forums_proposalversion
    FOR EACH ROW EXECUTE FUNCTION forums_version_stays();

CREATE FUNCTION forums_round_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.closed_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'noted_in_id' = to_jsonb(OLD) - 'noted_in_id' THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('A round that is over stays as it was.');
END $$;
CREATE TRIGGER round_stays BEFORE UPDATE OR DELETE ON forums_round
    FOR EACH ROW EXECUTE FUNCTION forums_round_stays();

CREATE FUNCTION forums_response_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE follows text[] := ARRAY['answer', 'answered_by_id', 'answered_at', 'reply', 'replied_at',
    'preference_at', 'voided_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.voided_at IS NULL
       AND to_jsonb(NEW) - follows = to_jsonb(OLD) - follows
       AND EXISTS (SELECT FROM forums_round WHERE id = OLD.round_id AND closed_at IS NULL) THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('What a seat responded stays as it was given.');
END $$;
CREATE TRIGGER response_stays BEFORE UPDATE OR DELETE ON forums_response
    FOR EACH ROW EXECUTE FUNCTION forums_response_stays();

CREATE TRIGGER classification_is_append_only BEFORE UPDATE OR DELETE ON forums_classification
    FOR EACH ROW EXECUTE FUNCTION forums_append_only();

CREATE FUNCTION forums_proxy_is_only_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL
       AND to_jsonb(NEW) - 'revoked_at' = to_jsonb(OLD) - 'revoked_at' THEN
        RETURN NEW;
    END IF;
    PERFORM forums_refuse('A proxy stays as it was written. It is only ever revoked.');
END $$;
CREATE TRIGGER proxy_is_only_revoked BEFORE UPDATE OR DELETE ON forums_proxy
    FOR EACH ROW EXECUTE FUNCTION forums_proxy_is_only_revoked();
"""
BACK = """
DROP TRIGGER proxy_is_only_revoked ON forums_proxy;
DROP FUNCTION forums_proxy_is_only_revoked();
DROP TRIGGER classification_is_append_only ON forums_classification;
DROP TRIGGER response_stays ON forums_response;
DROP FUNCTION forums_response_stays();
DROP TRIGGER round_stays ON forums_round;
DROP FUNCTION forums_round_stays();
DROP TRIGGER proposal_version_stays ON forums_proposalversion;
DROP FUNCTION forums_version_stays();
ALTER TABLE forums_round DROP CONSTRAINT round_on_a_version_of_its_proposal;
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0036_proposals_are_answered_in_rounds")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
