"""Who looked at whose identity cannot be rewritten: not updated, not deleted, not emptied."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION accounts_looks_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of looks at identities is append-only';
END $$;
CREATE TRIGGER accounts_identitylook_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_identitylook
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_looks_are_append_only();
"""
BACKWARDS = """
DROP TRIGGER accounts_identitylook_append_only ON accounts_identitylook;
DROP FUNCTION accounts_looks_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
