"""What a directive ordered and what was replied is never changed: not updated, not deleted, not emptied."""

from django.db import migrations

KEPT = ("directive", "point", "executor", "line", "reply", "replyitem")
FORWARDS = """
CREATE FUNCTION directing_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a directive and its replies are kept as they were said';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER directing_{table}_kept
    BEFORE UPDATE OR DELETE OR TRUNCATE ON directing_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION directing_is_kept();
"""
    for table in KEPT
)
BACKWARDS = (
    "".join(f"DROP TRIGGER directing_{table}_kept ON directing_{table};\n" for table in KEPT)
    + "DROP FUNCTION directing_is_kept();"
)


class Migration(migrations.Migration):
    dependencies = [("directing", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
