from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recognition', '0036_signatures_are_sealed'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('lease_until__isnull', False), ('status', 'queued')), fields=['lease_until'], name='letter_being_typeset'),
        ),
    ]
