"""Who lives at the same postcode."""

from django.db import migrations, models

import coalition.models.search

FORWARD = r"""
CREATE FUNCTION coalition_postcode(address text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(
        regexp_replace(
            substring(upper(address) FROM '\m([A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2})\M'),
            '\s*(.{3})$', ' \1'
        ), ''
    )
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('coalition', '0019_doubles_are_looked_for'),
    ]

    operations = [
        migrations.RunSQL(FORWARD, "DROP FUNCTION coalition_postcode(text)"),
        migrations.AddIndex(
            model_name='contributor',
            index=models.Index(coalition.models.search.PostcodeIn('address'), name='contributor_by_postcode'),
        ),
    ]
