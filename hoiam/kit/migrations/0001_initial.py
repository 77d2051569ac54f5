"""Teach the database Vietnamese: extensions, vi_fold, vi_key, and the text search configuration vi.

Runs again without harm. The extensions are trusted: the owner of the database may create them, no superuser needed.
"""

from django.db import migrations

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""

# unaccent() is only STABLE because its dictionary could be altered; ours is named, and nobody alters it. Its schema
# is written out, since indexes are rebuilt by pg_restore with an empty search path. lower() comes last and in
# collation C: by then every Vietnamese letter is ASCII, so no locale (C included, where lower('Đ') is 'Đ') matters.
VI_FOLD = """
DO $do$
DECLARE home text;
BEGIN
    SELECT nspname INTO STRICT home
    FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'unaccent';
    EXECUTE format($make$
        CREATE OR REPLACE FUNCTION vi_fold(text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
        BEGIN
            RETURN lower(%1$I.unaccent('%1$I.unaccent'::regdictionary, normalize($1, NFC)) COLLATE "C");
        END $fold$
    $make$, home);
END $do$;
"""

# The twin of hoiam.kit.fold.vi_key, which says why. Sort by it COLLATE "C".
VI_KEY = r"""
CREATE OR REPLACE FUNCTION vi_key(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $key$
    SELECT replace(replace(replace(replace(replace(replace(replace(
               translate(lower, U&'\0300\0309\0303\0301\0323', ''),
               U&'\0111', 'd~'), U&'a\0306', 'a~'), U&'a\0302', 'a~~'), U&'e\0302', 'e~'),
               U&'o\0302', 'o~'), U&'o\031B', 'o~~'), U&'u\031B', 'u~')
           || U&'\0001' || translate(lower, U&'\0300\0309\0303\0301\0323', '23456')
    FROM (SELECT translate(lower(normalize($1, NFD) COLLATE "C"), U&'\0110', U&'\0111') AS lower) AS word
$key$;
"""

SEARCH = """
DO $do$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = 'vi' AND pg_ts_config_is_visible(oid)) THEN
        CREATE TEXT SEARCH CONFIGURATION vi (COPY = simple);
    END IF;
    ALTER TEXT SEARCH CONFIGURATION vi
        ALTER MAPPING FOR word, hword, hword_part, numword, numhword, hword_numpart WITH unaccent, simple;
END $do$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(VI_FOLD, "DROP FUNCTION vi_fold(text)"),
        migrations.RunSQL(VI_KEY, "DROP FUNCTION vi_key(text)"),
        migrations.RunSQL(SEARCH, "DROP TEXT SEARCH CONFIGURATION vi"),
    ]
