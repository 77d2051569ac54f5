"""Letters of apology bear the symbol of a công văn, so both take their numbers from one register."""

from django.db import migrations

FORWARDS = """
UPDATE letters_register SET kinds = array_remove(kinds, 'apology') WHERE code = 'van-ban';
UPDATE letters_register SET kinds = kinds || 'apology'::varchar
    WHERE code = 'cong-van' AND NOT kinds @> ARRAY['apology']::varchar[];
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_issued_is_for_good")]
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]
