"""An answer about influence is given once: nobody makes a forum look better afterwards (P8)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION forums_pulse_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.score IS NOT NULL THEN
        PERFORM forums_refuse('An answer about influence stays as it was given.');
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER pulse_stays BEFORE UPDATE OR DELETE ON forums_pulse
    FOR EACH ROW EXECUTE FUNCTION forums_pulse_stays();
"""
BACK = """
DROP TRIGGER pulse_stays ON forums_pulse;
DROP FUNCTION forums_pulse_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0040_influence_pulse")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
