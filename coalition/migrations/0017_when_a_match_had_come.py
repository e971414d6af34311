"""By which day help had come (O5). What was completed before is taken as come by its last day."""

from django.db import migrations, models
from django.db.models import Q

FILL = """
UPDATE coalition_match
    SET arrived_on = least(ends_on, (ended_at AT TIME ZONE 'Europe/London')::date)
    WHERE delivered_quantity > 0
"""


class Migration(migrations.Migration):
    dependencies = [("coalition", "0016_merged_into_stands_itself")]
    operations = [
        migrations.AddField(
            "match", "arrived_on", models.DateField("had come by", null=True)
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "match",
            models.CheckConstraint(
                name="match_arrived_on_a_day",
                condition=Q(delivered_quantity=0, arrived_on=None)
                | Q(delivered_quantity__gte=1, arrived_on__isnull=False),
            ),
        ),
    ]
