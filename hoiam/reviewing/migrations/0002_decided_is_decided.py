"""Lines, decisions, tasks and their ends are added and never changed."""

from django.db import migrations

TABLES = ("reviewing_item", "reviewing_decision", "reviewing_task", "reviewing_taskend")
FORWARDS = """
CREATE FUNCTION reviewing_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a review decided is append-only';
END $$;
""" + "\n".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION reviewing_is_append_only();"
    for table in TABLES
)
BACKWARDS = (
    "\n".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in TABLES)
    + "\nDROP FUNCTION reviewing_is_append_only();"
)


class Migration(migrations.Migration):
    dependencies = [("reviewing", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
