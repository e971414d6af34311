"""Files stay with the papers to which they were added."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER paper_file_is_append_only BEFORE UPDATE OR DELETE ON forums_paperfile
    FOR EACH ROW EXECUTE FUNCTION forums_append_only();
"""
BACK = "DROP TRIGGER paper_file_is_append_only ON forums_paperfile;"


class Migration(migrations.Migration):
    dependencies = [("forums", "0029_meetings_count_votes")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
