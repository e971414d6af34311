from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recognition', '0025_letters_that_went_gave_thanks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='contributionevent',
            index=models.Index(fields=['programme', 'due_on'], name='contribution_due'),
        ),
    ]
