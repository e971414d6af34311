"""The database itself refuses to change the words of a template version (LET-1)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION template_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A template version is never changed: save a new one.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER template_version_is_final BEFORE UPDATE ON recognition_templateversion
    FOR EACH ROW EXECUTE FUNCTION template_version_is_final();
"""
BACK = """
DROP TRIGGER template_version_is_final ON recognition_templateversion;
DROP FUNCTION template_version_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("recognition", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
