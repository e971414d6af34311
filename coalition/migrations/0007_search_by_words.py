"""Search by words that forgives one wrong letter: coalition/models/search.py tells how."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations, models

import coalition.models.search

# unaccent() is no more than STABLE, for somebody could change its dictionary. We do not.
FUNCTIONS = r"""
CREATE FUNCTION coalition_words(said text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := public.unaccent('public.unaccent',
        lower(normalize(translate(said, '''’ʼ‘`´', ''), NFKC)));
BEGIN
    IF length(folded) > 60 THEN
        folded := regexp_replace(
            folded, '([^[:space:][:punct:]]{60})[^[:space:][:punct:]]+', '\1', 'g');
    END IF;
    RETURN array_remove(regexp_split_to_array(folded, '[[:space:][:punct:]]+'), '');
END $$;

CREATE FUNCTION coalition_lexemes(one text, other text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN array_to_tsvector(public.coalition_words(one || ' ' || other));
END $$;

CREATE FUNCTION coalition_one_letter_less(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(left(word, place - 1) || substr(word, place + 1)) || word
    FROM generate_series(1, length(word)) place
$$;

CREATE FUNCTION coalition_phone_digits(number text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(number, '\D', '', 'g'), '^(00)?(44)?0?', '')
$$;
"""
NO_FUNCTIONS = """
DROP FUNCTION coalition_phone_digits(text);
DROP FUNCTION coalition_one_letter_less(text);
DROP FUNCTION coalition_lexemes(text, text);
DROP FUNCTION coalition_words(text);
"""

# For each statement, not for each row: an import of 160,000 people asks once. Sorted, so that two
# statements that add the same words wait for each other and do not lock each other out.
LEARN = """
INSERT INTO {known} (word)
SELECT DISTINCT word FROM {rows}, unnest(coalition_words({name} || ' ' || known_as)) AS word
WHERE length(word) BETWEEN 3 AND 60 ORDER BY word ON CONFLICT DO NOTHING
"""
CHANGED = """(
    SELECT added.* FROM added JOIN gone USING (id)
    WHERE (added.{name}, added.known_as) IS DISTINCT FROM (gone.{name}, gone.known_as)
) AS changed"""
TRIGGERS = """
CREATE FUNCTION {known}_learns_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {learn_added}; RETURN NULL; END $$;
CREATE FUNCTION {known}_learns_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {learn_changed}; RETURN NULL; END $$;
CREATE TRIGGER {known}_learns_new AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION {known}_learns_new();
CREATE TRIGGER {known}_learns_changed AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS added OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION {known}_learns_changed();
{learn_all};
"""
NO_TRIGGERS = """
DROP TRIGGER {known}_learns_changed ON {table};
DROP TRIGGER {known}_learns_new ON {table};
DROP FUNCTION {known}_learns_changed();
DROP FUNCTION {known}_learns_new();
"""


def learning(known, table, name):
    names = {"known": known, "table": table, "name": name}
    learn = {
        "learn_added": LEARN.format(rows="added", **names),
        "learn_changed": LEARN.format(rows=CHANGED.format(**names), **names),
        "learn_all": LEARN.format(rows=table, **names),
    }
    return migrations.RunSQL(TRIGGERS.format(**names, **learn), NO_TRIGGERS.format(**names))


class Migration(migrations.Migration):

    dependencies = [
        ('coalition', '0006_first_sectors'),
    ]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name='OrganisationWord',
            fields=[
                ('word', models.CharField(max_length=60, primary_key=True, serialize=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PersonWord',
            fields=[
                ('word', models.CharField(max_length=60, primary_key=True, serialize=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='contributor',
            index=django.contrib.postgres.indexes.GinIndex(coalition.models.search.Lexemes('letter_name', 'known_as'), name='contributor_by_words'),
        ),
        migrations.AddIndex(
            model_name='contributor',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('email'), name='text_pattern_ops'), name='contributor_by_email'),
        ),
        migrations.AddIndex(
            model_name='contributor',
            index=models.Index(django.contrib.postgres.indexes.OpClass(coalition.models.search.PhoneDigits('phone'), name='text_pattern_ops'), name='contributor_by_phone'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(coalition.models.search.Lexemes('name', 'known_as'), name='organisation_by_words'),
        ),
        migrations.AddIndex(
            model_name='organisationidentifier',
            index=models.Index(django.db.models.functions.text.Upper('value'), name='organisation_by_number'),
        ),
        learning("coalition_personword", "coalition_contributor", "letter_name"),
        learning("coalition_organisationword", "coalition_organisation", "name"),
    ]
