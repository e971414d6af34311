from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognition", "0006_letters_will_not_go")]
    operations = [
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["releasing", "paused", "complete"]), _negated=True
                )
                | models.Q(("released_at__isnull", False)),
                name="campaign_goes_out_by_its_release",
                violation_error_message="These letters are not released yet.",
            ),
        ),
    ]
