import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coalition', '0027_private_office_is_a_role'),
        ('recognition', '0029_mandates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Halt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('halted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('role', models.CharField(choices=[('programme_lead', 'Programme lead'), ('recognition_admin', 'Recognition admin'), ('recognition_approver', 'Recognition approver'), ('administrator', 'Administrator'), ('safeguarding_lead', 'Safeguarding lead'), ('info_rights_officer', 'Information rights officer'), ('private_office', 'Private office of a signatory')], max_length=30)),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='halt',
            name='halted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='halt',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='halt',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coalition.programme'),
        ),
        migrations.AddConstraint(
            model_name='halt',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('programme',), name='halt_one_at_a_time', violation_error_message='All letters are stopped already.'),
        ),
        migrations.AddConstraint(
            model_name='halt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), models.Q(('lifted_by', models.F('halted_by')), _negated=True)), _connector='OR'), name='halt_lifted_by_another', violation_error_message='Somebody else lets them go again.'),
        ),
    ]
