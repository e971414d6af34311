"""Seals are only ever added, and what must be provable and was written before is sealed, in the
order in which it was written."""

from django.db import migrations

from coalition.sealing import FIRST, chain_of, is_sealed, seal_hash

FORWARD = """
CREATE TRIGGER journal_seal_is_append_only BEFORE UPDATE OR DELETE ON coalition_journalseal
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
"""
BACK = "DROP TRIGGER journal_seal_is_append_only ON coalition_journalseal;"


def seal_what_is_there(apps, schema_editor):
    entries = apps.get_model("coalition", "JournalEntry").objects.select_related("subject_type")
    seals = apps.get_model("coalition", "JournalSeal").objects
    last = {}
    for entry in entries.order_by("pk").iterator():
        if not is_sealed(entry.kind):
            continue
        chain = chain_of(entry.programme_id)
        number, previous = last.get(chain, (0, FIRST))
        number += 1
        subject = f"{entry.subject_type.app_label}.{entry.subject_type.model}"
        made = seal_hash(entry, subject, number=number, previous=previous)
        seals.create(entry=entry, chain=chain, number=number, previous=previous, hash=made)
        last[chain] = number, made


class Migration(migrations.Migration):
    dependencies = [("coalition", "0025_journal_entries_are_sealed")]
    operations = [
        migrations.RunPython(seal_what_is_there, migrations.RunPython.noop),
        migrations.RunSQL(FORWARD, BACK),
    ]
