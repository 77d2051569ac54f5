"""A seal once laid is not changed: the same guard as the lines it covers."""

from django.db import migrations

FORWARDS = """
CREATE TRIGGER cases_seal_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_seal
    FOR EACH STATEMENT EXECUTE FUNCTION cases_history_is_append_only();
"""
BACKWARDS = "DROP TRIGGER cases_seal_append_only ON cases_seal;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_seals")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
