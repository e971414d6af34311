"""A sent letter may lose whom it went to, and nothing else of it may change (LET-2, CON-5)."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION sent_letter_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    removed constant jsonb := '{"letter_name": "Removed.", "salutation": "Removed."}';
    block constant text[] := '{letter_name,salutation,email,address,values}';
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.email = '' AND NEW.address = '[]'
        AND NEW.letter_name = 'Removed.' AND NEW.salutation = 'Removed.'
        AND NEW.values = OLD.values || removed
        AND to_jsonb(NEW) - block = to_jsonb(OLD) - block
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A sent letter stays as it is: a correction is a new letter.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
BACK = """
CREATE OR REPLACE FUNCTION sent_letter_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A sent letter stays as it is: a correction is a new letter.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("recognition", "0005_who_says_thank_you")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
