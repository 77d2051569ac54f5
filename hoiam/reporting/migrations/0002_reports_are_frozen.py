"""What a report found is never changed: not updated, not deleted, not emptied. A recount is another version."""

from django.db import migrations

FROZEN = ("definition", "report", "reportline", "reportstep", "reportact")
FORWARDS = """
CREATE FUNCTION reporting_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a report is kept as it was made';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER reporting_{table}_frozen
    BEFORE UPDATE OR DELETE OR TRUNCATE ON reporting_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_is_frozen();
"""
    for table in FROZEN
)
BACKWARDS = (
    "".join(f"DROP TRIGGER reporting_{table}_frozen ON reporting_{table};\n" for table in FROZEN)
    + "DROP FUNCTION reporting_is_frozen();"
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
