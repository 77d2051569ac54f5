"""Who did what to whose account cannot be rewritten: not updated, not deleted, not emptied."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION units_seating_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the lines of seating are append-only';
END $$;
CREATE TRIGGER units_seatingline_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON units_seatingline
    FOR EACH STATEMENT EXECUTE FUNCTION units_seating_is_append_only();
"""
BACKWARDS = """
DROP TRIGGER units_seatingline_append_only ON units_seatingline;
DROP FUNCTION units_seating_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0005_seating_lines")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
