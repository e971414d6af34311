"""The sector of each organisation as it stands is the first of its history (ORG-3)."""

from django.db import migrations

FORWARD = """
INSERT INTO coalition_organisationsector (organisation_id, sector)
SELECT id, sector FROM coalition_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [("coalition", "0005_registers_in_full")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
