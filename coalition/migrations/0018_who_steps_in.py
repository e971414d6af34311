import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coalition", "0017_when_a_match_had_come")]
    operations = [
        migrations.AddField(
            "user",
            "deputy",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                name="user_is_not_their_own_deputy",
                condition=models.Q(deputy=None) | ~models.Q(deputy=models.F("id")),
            ),
        ),
    ]
