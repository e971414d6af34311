import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coalition', '0029_envelopes_in_latin_letters'),
        ('recognition', '0040_letters_signed_by_hand'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letterhead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('artwork', models.BinaryField()),
                ('says', models.CharField(max_length=120, verbose_name='what the picture says')),
                ('uses_royal_arms', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('issuing_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.organisation')),
                ('permitted_bodies', models.ManyToManyField(related_name='+', to='coalition.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.programme')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='campaign',
            name='letterhead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.letterhead'),
        ),
        migrations.AddConstraint(
            model_name='letterhead',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='letterhead_ends_after_it_begins', violation_error_message='The last day cannot come before the first.'),
        ),
        migrations.AddConstraint(
            model_name='letterhead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('says', ''), _negated=True)), name='letterhead_has_a_name_and_words'),
        ),
        migrations.AddConstraint(
            model_name='letterhead',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('programme', 'name'), name='letterhead_one_of_a_name', violation_error_message='There is a letterhead of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='letterhead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='letterhead_withdrawn_by_somebody'),
        ),
    ]
