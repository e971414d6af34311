"""Whoever offers may ask not to be named."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coalition', '0021_offers_of_households'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='asks_not_to_be_named',
            field=models.BooleanField(default=False),
        ),
    ]
