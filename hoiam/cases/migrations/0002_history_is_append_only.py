"""History cannot be rewritten: not updated, not deleted, not emptied. And lists of reasons move their counter."""

from django.db import migrations

from hoiam.kit.remembered import counter_sql

FORWARDS = """
CREATE FUNCTION cases_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'case history is append-only';
END $$;
CREATE TRIGGER cases_event_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_event
    FOR EACH STATEMENT EXECUTE FUNCTION cases_history_is_append_only();
"""
BACKWARDS = """
DROP TRIGGER cases_event_append_only ON cases_event;
DROP FUNCTION cases_history_is_append_only();
"""
COUNTER_FORWARDS, COUNTER_BACKWARDS = counter_sql("cases_reasonversion", ["cases_reason"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RunSQL(COUNTER_FORWARDS, COUNTER_BACKWARDS),
    ]
