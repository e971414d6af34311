"""The database itself refuses to change or delete a letter that was sent (LET-2)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION sent_letter_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A sent letter stays as it is: a correction is a new letter.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER sent_letter_is_final BEFORE UPDATE OR DELETE ON recognition_letter
    FOR EACH ROW WHEN (OLD.status = 'sent') EXECUTE FUNCTION sent_letter_is_final();
"""
BACK = """
DROP TRIGGER sent_letter_is_final ON recognition_letter;
DROP FUNCTION sent_letter_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("recognition", "0002_template_versions_are_final")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
