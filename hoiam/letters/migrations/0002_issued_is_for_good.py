"""What is issued is for good: a document keeps all but its state, and steps, files, numbers are only added."""

from django.db import migrations

ADDED_ONLY = ("documentstep", "documentfile", "registerentry")
FORWARDS = """
CREATE FUNCTION letters_issued_is_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a document is never deleted';
    END IF;
    IF OLD.state IN ('issued', 'replaced', 'corrected') THEN
        IF to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state' THEN
            RAISE EXCEPTION 'an issued document is never changed: replace or correct it by another';
        END IF;
        IF NOT (OLD.state, NEW.state) IN (('issued', 'replaced'), ('issued', 'corrected'),
                                          ('corrected', 'replaced'), ('corrected', 'corrected')) THEN
            RAISE EXCEPTION 'an issued document does not become %', NEW.state;
        END IF;
    END IF;
    IF OLD.number IS NOT NULL AND (OLD.number, OLD.number_symbol, OLD.issued_on, OLD.content)
            IS DISTINCT FROM (NEW.number, NEW.number_symbol, NEW.issued_on, NEW.content) THEN
        RAISE EXCEPTION 'a number once given stays with its words';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letters_document_for_good BEFORE UPDATE OR DELETE ON letters_document
    FOR EACH ROW EXECUTE FUNCTION letters_issued_is_for_good();

CREATE FUNCTION letters_recipient_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a recipient is never taken off an issued document';
    END IF;
    IF to_jsonb(OLD) - 'delivered_at' - 'read_at' - 'read_by_id'
            IS DISTINCT FROM to_jsonb(NEW) - 'delivered_at' - 'read_at' - 'read_by_id'
        OR (OLD.delivered_at IS NOT NULL AND OLD.delivered_at IS DISTINCT FROM NEW.delivered_at)
        OR (OLD.read_at IS NOT NULL
            AND (OLD.read_at, OLD.read_by_id) IS DISTINCT FROM (NEW.read_at, NEW.read_by_id)) THEN
        RAISE EXCEPTION 'who got a document, and when it was first read, is never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letters_recipient_stays BEFORE UPDATE OR DELETE ON letters_recipient
    FOR EACH ROW EXECUTE FUNCTION letters_recipient_stays();

CREATE FUNCTION letters_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$;
CREATE TRIGGER letters_document_not_emptied BEFORE TRUNCATE ON letters_document
    FOR EACH STATEMENT EXECUTE FUNCTION letters_only_added();
CREATE TRIGGER letters_recipient_not_emptied BEFORE TRUNCATE ON letters_recipient
    FOR EACH STATEMENT EXECUTE FUNCTION letters_only_added();
""" + "".join(
    f"""
CREATE TRIGGER letters_{table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON letters_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION letters_only_added();
"""
    for table in ADDED_ONLY
)
BACKWARDS = (
    """
DROP TRIGGER letters_document_for_good ON letters_document;
DROP TRIGGER letters_document_not_emptied ON letters_document;
DROP TRIGGER letters_recipient_stays ON letters_recipient;
DROP TRIGGER letters_recipient_not_emptied ON letters_recipient;
"""
    + "".join(f"DROP TRIGGER letters_{table}_only_added ON letters_{table};\n" for table in ADDED_ONLY)
    + """
DROP FUNCTION letters_issued_is_for_good();
DROP FUNCTION letters_recipient_stays();
DROP FUNCTION letters_only_added();
"""
)


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
