"""The contacts of a report are kept as they were found, like its lines."""

from django.db import migrations

FORWARDS = """
CREATE TRIGGER reporting_reportcontact_frozen
    BEFORE UPDATE OR DELETE OR TRUNCATE ON reporting_reportcontact
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_is_frozen();
"""
BACKWARDS = "DROP TRIGGER reporting_reportcontact_frozen ON reporting_reportcontact;"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_contacts_of_a_report")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
