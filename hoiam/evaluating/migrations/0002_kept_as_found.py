"""What a matter's history says and what a month was found to hold is never changed, deleted or emptied."""

from django.db import migrations

FROZEN = ("matterline", "groundrow", "month", "fact", "signoff", "yearfile")
FORWARDS = """
CREATE FUNCTION evaluating_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evaluation keeps what was written';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER evaluating_{table}_frozen
    BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluating_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION evaluating_is_frozen();
"""
    for table in FROZEN
)
BACKWARDS = (
    "".join(f"DROP TRIGGER evaluating_{table}_frozen ON evaluating_{table};\n" for table in FROZEN)
    + "DROP FUNCTION evaluating_is_frozen();"
)


class Migration(migrations.Migration):
    dependencies = [("evaluating", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
