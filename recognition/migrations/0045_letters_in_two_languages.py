import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """In English and Welsh, for a household in which both are read (HH-2)."""

    dependencies = [
        ("recognition", "0044_letters_agreed_to_one_by_one"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="beside_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recognition.templateversion",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="beside_values",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
