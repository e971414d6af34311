import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recognition', '0027_thanks_that_are_written'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='second_signatory',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.signatory'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('second_signatory', None), models.Q(('second_signatory', models.F('signatory')), _negated=True), _connector='OR'), name='campaign_is_signed_by_two_people', violation_error_message='Choose somebody else to sign with them.'),
        ),
    ]
