"""The database itself keeps a draw as it was (MIX-4)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION forums_draw_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM forums_refuse('Lots that were drawn stay drawn.');
END $$;
CREATE TRIGGER draw_is_final BEFORE UPDATE OR DELETE ON forums_draw
    FOR EACH ROW EXECUTE FUNCTION forums_draw_is_final();
"""
BACKWARD = """
DROP TRIGGER draw_is_final ON forums_draw;
DROP FUNCTION forums_draw_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0012_open_calls_for_seats")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
