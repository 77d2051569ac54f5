"""Receipts recorded before lines held a digest of what the petitioner wrote get it now, each from its words.

The same canonical JSON as `hoiam.cases.history`: PostgreSQL escapes a string exactly as Python does.
"""

from django.db import migrations

FORWARDS = """
ALTER TABLE cases_event DISABLE TRIGGER cases_event_append_only;
UPDATE cases_event e
SET content_digest = sha256(t.salt || convert_to('{"content":' || to_json(t.content)::text || '}', 'UTF8'))
FROM cases_casetext t
WHERE t.case_id = e.case_id AND e.seq = 0 AND e.content_digest IS NULL AND t.erased_at IS NULL;
ALTER TABLE cases_event ENABLE TRIGGER cases_event_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_leaves_of_the_seal")]
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]
