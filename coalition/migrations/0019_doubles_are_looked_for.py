"""Pairs that look alike; and triggers that say which rows have to be compared."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# For each statement, not for each row: an import of 160,000 people asks once. No row waits here for
# another, for none of them is unique.
ADD = "INSERT INTO coalition_uncompared (kind, row_id) SELECT DISTINCT '{kind}', {column} FROM {rows}"
TRIGGER = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {add}; RETURN NULL; END $$;
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
TABLES = {
    "insert": "NEW TABLE AS added",
    "update": "NEW TABLE AS added OLD TABLE AS gone",
    "delete": "OLD TABLE AS gone",
}
CHANGED = """added JOIN gone USING (id)
    CROSS JOIN LATERAL unnest(ARRAY[{whom}]) AS whom
    WHERE ({new}) IS DISTINCT FROM ({old}) AND whom IS NOT NULL"""


def on(event, table, kind, rows, column):
    name = f"{table}_is_compared_on_{event}"
    return migrations.RunSQL(
        TRIGGER.format(
            name=name,
            event=event.upper(),
            table=table,
            tables=TABLES[event],
            add=ADD.format(kind=kind, column=column, rows=rows),
        ),
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def comparing(kind, columns):
    """New rows; changed ones; and what one was merged into, or stands beside again."""
    table = f"coalition_{kind}"
    said = [*columns, "merged_into_id"]
    changed = CHANGED.format(
        whom="added.id, added.merged_into_id, gone.merged_into_id",
        new=", ".join(f"added.{column}" for column in said),
        old=", ".join(f"gone.{column}" for column in said),
    )
    return [
        on("insert", table, kind, "added", "id"),
        on("update", table, kind, changed, "whom"),
        migrations.RunSQL(ADD.format(kind=kind, column="id", rows=table), migrations.RunSQL.noop),
    ]


def comparing_owner(kind, table, owner):
    """Of what belongs to a row: come, gone, or changed hands."""
    column = f"{owner}_id"
    both = f"(SELECT {column} FROM added UNION SELECT {column} FROM gone) AS owners"
    return [
        on("insert", table, kind, "added", column),
        on("update", table, kind, both, column),
        on("delete", table, kind, "gone", column),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('coalition', '0018_who_steps_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='Uncompared',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('row_id', models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='LikelyDouble',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('likeness', models.PositiveSmallIntegerField()),
                ('reasons', models.JSONField(default=list)),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('told_apart_at', models.DateTimeField(null=True)),
                ('first_contributor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='doubles_as_first', to='coalition.contributor')),
                ('first_organisation', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='doubles_as_first', to='coalition.organisation')),
                ('second_contributor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='doubles_as_second', to='coalition.contributor')),
                ('second_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='doubles_as_second', to='coalition.organisation')),
                ('told_apart_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('first_organisation__isnull', False), ('told_apart_at', None)), fields=['-likeness', '-id'], name='double_organisation_best_first'), models.Index(condition=models.Q(('first_contributor__isnull', False), ('told_apart_at', None)), fields=['-likeness', '-id'], name='double_contributor_best_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('first_contributor', None), ('first_organisation__isnull', False), ('second_contributor', None), ('second_organisation__isnull', False)), models.Q(('first_contributor__isnull', False), ('first_organisation', None), ('second_contributor__isnull', False), ('second_organisation', None)), _connector='OR'), name='double_is_of_two_of_a_kind'), models.CheckConstraint(condition=models.Q(('first_organisation', None), ('first_organisation__lt', models.F('second_organisation')), _connector='OR'), name='double_names_the_older_organisation_first'), models.CheckConstraint(condition=models.Q(('first_contributor', None), ('first_contributor__lt', models.F('second_contributor')), _connector='OR'), name='double_names_the_older_person_first'), models.UniqueConstraint(fields=('first_organisation', 'second_organisation'), name='double_of_two_organisations_once'), models.UniqueConstraint(fields=('first_contributor', 'second_contributor'), name='double_of_two_people_once'), models.CheckConstraint(condition=models.Q(('likeness__lte', 100)), name='double_likeness_is_in_hundredths'), models.CheckConstraint(condition=models.Q(models.Q(('told_apart_at', None), ('told_apart_by', None)), models.Q(('told_apart_at__isnull', False), ('told_apart_by__isnull', False)), _connector='OR'), name='double_telling_apart_is_whole')],
            },
        ),
        *comparing("organisation", ["name", "known_as", "area", "postcode", "website", "parent_id"]),
        *comparing("contributor", ["letter_name", "known_as", "email", "phone", "address"]),
        *comparing_owner("organisation", "coalition_organisationidentifier", "organisation"),
        *comparing_owner("organisation", "coalition_organisationsuccession", "successor"),
        *comparing_owner("contributor", "coalition_affiliation", "contributor"),
    ]
