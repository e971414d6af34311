"""The database itself refuses to change or delete a journal entry."""

from django.core.management import call_command
from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON coalition_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
"""
BACK = """
DROP TRIGGER journal_is_append_only ON coalition_journalentry;
DROP FUNCTION journal_is_append_only();
"""


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("coalition", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
