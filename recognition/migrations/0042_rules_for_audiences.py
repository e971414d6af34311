import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coalition', '0030_no_more_questions'),
        ('recognition', '0041_letterheads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='rule_words',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='candidate',
            name='by_rule',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name='AudienceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('criteria', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('retired_at', models.DateTimeField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.programme')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='campaign',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.audiencerule'),
        ),
        migrations.AddConstraint(
            model_name='audiencerule',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='audience_rule_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='audiencerule',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('programme', 'name'), name='audience_rule_one_of_a_name', violation_error_message='There is a rule of this name already.'),
        ),
    ]
