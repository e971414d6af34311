"""An offer may be a household's."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coalition', '0020_people_by_postcode'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='offered_by',
            field=models.CharField(choices=[('person', 'One person'), ('household', 'A household')], default='person', max_length=10, verbose_name='who is offering'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offered_by', 'household'), _negated=True), ('organisation', None), _connector='OR'), name='offer_of_a_household_is_for_no_organisation', violation_error_message='An organisation makes this offer, so no household does.'),
        ),
    ]
