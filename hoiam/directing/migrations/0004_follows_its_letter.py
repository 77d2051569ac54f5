"""What a directive follows when a letter is issued: the letter in place of its own, and the day it now says.

In the issuing transaction, whoever issues. Nobody else changes a directive or a point: a statement of its own
is still refused.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION directing_follow_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directing_directive SET document_id = NEW.id
        FROM letters_documentlink link
        WHERE link.document_id = NEW.id AND link.relation = 'replaces'
            AND directing_directive.document_id = link.to_id;
    UPDATE directing_point
        SET reply_before = coalesce((NEW.content->'facts'->>'reply_before')::date, reply_before)
        FROM directing_directive
        WHERE directing_point.directive_id = directing_directive.id AND directing_point.kind = 'task'
            AND directing_directive.document_id = NEW.id
            AND jsonb_array_length(coalesce(NEW.content->'facts'->'followed', '[]')) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER directing_follows_letter AFTER UPDATE OF state ON letters_document
    FOR EACH ROW WHEN (NEW.state = 'issued' AND OLD.state <> 'issued') EXECUTE FUNCTION directing_follow_letter();
""" + "".join(
    f"""
DROP TRIGGER directing_{table}_kept ON directing_{table};
CREATE TRIGGER directing_{table}_kept
    BEFORE UPDATE OR DELETE OR TRUNCATE ON directing_{table}
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION directing_is_kept();
"""
    for table in ("directive", "point")
)
BACKWARDS = (
    "".join(
        f"""
DROP TRIGGER directing_{table}_kept ON directing_{table};
CREATE TRIGGER directing_{table}_kept
    BEFORE UPDATE OR DELETE OR TRUNCATE ON directing_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION directing_is_kept();
"""
        for table in ("directive", "point")
    )
    + "DROP TRIGGER directing_follows_letter ON letters_document;\nDROP FUNCTION directing_follow_letter();"
)


class Migration(migrations.Migration):
    dependencies = [("directing", "0003_what_is_not_begun"), ("letters", "0006_annex_files_signed_outside")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
