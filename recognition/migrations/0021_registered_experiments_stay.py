"""The database itself refuses to change what an experiment registered, or its arms (EXP-1)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION registered_experiment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
        (OLD.campaign_id, OLD.question, OLD.hypothesis, OLD.unit, OLD.strata, OLD.primary_outcome,
         OLD.window_days, OLD.mde, OLD.baseline, OLD.answer_rate, OLD.registered_at,
         OLD.registered_by_id, OLD.needed_n_per_arm, OLD.planned_n_per_arm, OLD.seed)
        IS DISTINCT FROM
        (NEW.campaign_id, NEW.question, NEW.hypothesis, NEW.unit, NEW.strata, NEW.primary_outcome,
         NEW.window_days, NEW.mde, NEW.baseline, NEW.answer_rate, NEW.registered_at,
         NEW.registered_by_id, NEW.needed_n_per_arm, NEW.planned_n_per_arm, NEW.seed)
    THEN
        RAISE EXCEPTION 'What an experiment registered stays as it is.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registered_experiment_stays BEFORE UPDATE OR DELETE ON recognition_experiment
    FOR EACH ROW WHEN (OLD.registered_at IS NOT NULL)
    EXECUTE FUNCTION registered_experiment_stays();

CREATE FUNCTION arms_of_registered_experiment_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM recognition_experiment
        WHERE registered_at IS NOT NULL AND (
            (TG_OP <> 'INSERT' AND id = OLD.experiment_id)
            OR (TG_OP <> 'DELETE' AND id = NEW.experiment_id)
        )
    ) THEN
        RAISE EXCEPTION 'The arms of a registered experiment stay as they are.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER arms_of_registered_experiment_stay
    BEFORE INSERT OR UPDATE OR DELETE ON recognition_arm
    FOR EACH ROW EXECUTE FUNCTION arms_of_registered_experiment_stay();
"""
BACK = """
DROP TRIGGER arms_of_registered_experiment_stay ON recognition_arm;
DROP FUNCTION arms_of_registered_experiment_stay();
DROP TRIGGER registered_experiment_stays ON recognition_experiment;
DROP FUNCTION registered_experiment_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("recognition", "0020_experiments")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
