import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recognition', '0028_two_sign_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('max_count', models.PositiveIntegerField(verbose_name='number of letters')),
                ('used', models.PositiveIntegerField(default=0)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('mode', models.CharField(choices=[('hand', 'Signed by hand, each letter'), ('batch', 'With the picture of the signature')], max_length=10)),
                ('granted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='letter',
            name='mandates',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), editable=False, null=True, size=None),
        ),
        migrations.AddField(
            model_name='mandate',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='recognition.campaign'),
        ),
        migrations.AddField(
            model_name='mandate',
            name='granted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mandate',
            name='revoked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mandate',
            name='signatory',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.signatory'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('used__lte', models.F('max_count'))), name='mandate_is_not_exceeded'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('max_count__gte', 1)), name='mandate_is_for_letters', violation_error_message='A mandate is for at least one letter.'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='mandate_ends_after_it_begins', violation_error_message='The last day cannot come before the first.'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('campaign', 'signatory'), name='mandate_one_at_a_time', violation_error_message='There is a mandate for these letters already. Revoke it first.'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='mandate_revoked_by_somebody'),
        ),
    ]
