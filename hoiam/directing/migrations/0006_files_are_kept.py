"""What was enclosed with a reply is kept like the reply: not changed, not deleted, not emptied."""

from django.db import migrations

FORWARDS = """
CREATE TRIGGER directing_replyfile_kept
    BEFORE UPDATE OR DELETE OR TRUNCATE ON directing_replyfile
    FOR EACH STATEMENT EXECUTE FUNCTION directing_is_kept();
"""
BACKWARDS = "DROP TRIGGER directing_replyfile_kept ON directing_replyfile;"


class Migration(migrations.Migration):
    dependencies = [("directing", "0005_files_of_replies")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
