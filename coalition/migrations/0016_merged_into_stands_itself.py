"""The database itself refuses chains and circles of merges (ORG-2)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION merged_into_stands_itself() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    further bigint;
    others bigint;
BEGIN
    EXECUTE format('SELECT merged_into_id FROM %I WHERE id = $1 FOR SHARE', TG_TABLE_NAME)
        INTO further USING NEW.merged_into_id;
    EXECUTE format('SELECT count(*) FROM %I WHERE merged_into_id = $1', TG_TABLE_NAME)
        INTO others USING NEW.id;
    IF further IS NOT NULL OR others > 0 THEN
        RAISE EXCEPTION 'What something is merged into is not merged itself.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER merged_into_stands_itself
    BEFORE INSERT OR UPDATE OF merged_into_id ON coalition_organisation
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)
    EXECUTE FUNCTION merged_into_stands_itself();
CREATE TRIGGER merged_into_stands_itself
    BEFORE INSERT OR UPDATE OF merged_into_id ON coalition_contributor
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)
    EXECUTE FUNCTION merged_into_stands_itself();
"""
BACK = """
DROP TRIGGER merged_into_stands_itself ON coalition_organisation;
DROP TRIGGER merged_into_stands_itself ON coalition_contributor;
DROP FUNCTION merged_into_stands_itself();
"""


class Migration(migrations.Migration):
    dependencies = [("coalition", "0015_merging_keeps_a_signpost")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
