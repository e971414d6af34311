"""The database itself keeps the sums: matches never promise more than the offer has, or than the
need asks for (MAT-1). Each trigger holds the offer and the need while it adds up, so that two at
once cannot both fit."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION matches_never_exceed(checked_need bigint, checked_offer bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    there bigint;
    given_once boolean;
    promised bigint;
BEGIN
    SELECT quantity INTO there FROM coalition_need WHERE id = checked_need FOR NO KEY UPDATE;
    SELECT coalesce(sum(CASE WHEN status IN ('declined', 'failed_checks', 'cancelled') THEN 0
                             WHEN status = 'completed' THEN delivered_quantity
                             ELSE quantity END), 0)
        INTO promised FROM coalition_match WHERE need_id = checked_need;
    IF promised > there THEN
        RAISE EXCEPTION 'More is promised to this need than it asks for.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT quantity, per = 'once' INTO there, given_once
        FROM coalition_offer WHERE id = checked_offer FOR NO KEY UPDATE;
    SELECT coalesce(sum(CASE WHEN status IN ('declined', 'failed_checks', 'cancelled') THEN 0
                             WHEN status = 'completed' AND given_once THEN delivered_quantity
                             WHEN status = 'completed' THEN 0
                             ELSE quantity END), 0)
        INTO promised FROM coalition_match WHERE offer_id = checked_offer;
    IF promised > there THEN
        RAISE EXCEPTION 'More of this offer is promised than there is.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION match_never_exceeds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM matches_never_exceed(NEW.need_id, NEW.offer_id);
    RETURN NULL;
END $$;
CREATE TRIGGER match_never_exceeds AFTER INSERT OR UPDATE ON coalition_match
    FOR EACH ROW EXECUTE FUNCTION match_never_exceeds();

CREATE FUNCTION need_keeps_its_matches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM matches_never_exceed(NEW.id, NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER need_keeps_its_matches AFTER UPDATE OF quantity ON coalition_need
    FOR EACH ROW WHEN (NEW.quantity < OLD.quantity) EXECUTE FUNCTION need_keeps_its_matches();

CREATE FUNCTION offer_keeps_its_matches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM matches_never_exceed(NULL, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER offer_keeps_its_matches AFTER UPDATE OF quantity ON coalition_offer
    FOR EACH ROW WHEN (NEW.quantity < OLD.quantity) EXECUTE FUNCTION offer_keeps_its_matches();
"""
BACK = """
DROP TRIGGER offer_keeps_its_matches ON coalition_offer;
DROP TRIGGER need_keeps_its_matches ON coalition_need;
DROP TRIGGER match_never_exceeds ON coalition_match;
DROP FUNCTION offer_keeps_its_matches();
DROP FUNCTION need_keeps_its_matches();
DROP FUNCTION match_never_exceeds();
DROP FUNCTION matches_never_exceed(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("coalition", "0011_needs_and_matches")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
