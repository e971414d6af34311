from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0003_seats_end_when_people_merge")]
    operations = [
        migrations.AlterField(
            "membership",
            "ended_reason",
            models.CharField(
                blank=True,
                choices=[
                    ("resigned", "Gave up the seat"),
                    ("left", "Left the organisation that they came from"),
                    ("merged", "Recorded twice, and has another seat in this forum"),
                ],
                max_length=20,
            ),
        ),
    ]
