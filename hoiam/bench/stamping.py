"""Stamping out (nhân bản): every template many times over, each copy a life of its own moved in time.

What differs from copy to copy (id, code, moment, words, telephone) is streamed into one narrow table; the
rows of all case tables then follow from it and the templates in one INSERT … SELECT each. Keys and indexes
are lifted meanwhile and laid over the whole afterwards, which also proves every row against them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.apps import apps
from psycopg import Connection, sql

from hoiam.kit.ids import new_code
from hoiam.kit.progress import progress
from hoiam.kit.sealing import phone_hash

from .words import words

STAMP: Final = """
    CREATE UNLOGGED TABLE bench_stamp (
        template bigint, case_id bigint, first_event bigint, shift interval,
        code text, content text, phone bytea
    )
"""
TEMPLATES: Final = """
    SELECT c.id, c.received_at, (SELECT max(e.seq) + 1 FROM cases_event e WHERE e.case_id = c.id)
    FROM cases_case c WHERE c.id = ANY(%s) ORDER BY c.id
"""
KEYS: Final = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u', 'x') ORDER BY contype DESC, conname
"""
INDEXES: Final = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (
        SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
    )
"""
COLUMNS: Final = """
    SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
MOMENT: Final = "timestamp with time zone"
PHONES: Final = 5000  # telephones that come again and again


class Template(NamedTuple):
    case_id: int
    received_at: datetime
    events: int
    earliest: datetime
    latest: datetime


class Stamp(NamedTuple):
    template: int
    case_id: int
    first_event: int
    shift: timedelta
    code: str
    content: str
    phone: bytes


def case_tables() -> list[str]:
    """Every table of the room of cases that has rows of a case, its own first."""
    tables = [
        model._meta.db_table
        for model in apps.get_app_config("cases").get_models()
        if model.__name__ in {"Case", "EventText"} or any(f.name == "case" for f in model._meta.fields)
    ]
    return sorted(tables, key=lambda name: name != "cases_case")


def read_templates(
    owner: Connection[Any], ids: Sequence[int], earliest: datetime, latest: datetime
) -> list[Template]:
    rows = owner.execute(TEMPLATES, [list(ids)]).fetchall()
    return [Template(case, received_at, events, earliest, latest) for case, received_at, events in rows]


def stamp_out(owner: Connection[Any], shares: Sequence[tuple[list[Template], int]], seed: int) -> None:
    """`shares`: templates, and how many copies are to be made of them all together."""
    tables = case_tables()
    with owner.transaction():
        owner.execute(STAMP)
        _copy(owner, shares, random.Random(seed))
        owner.execute("ANALYZE bench_stamp")
    with owner.transaction():
        laid_over = _lift(owner, tables)
        with progress("Bảng", len(tables)) as shown:
            for table in tables:
                owner.execute(_insert(owner, table))
                shown.advance()
        _move_sequences(owner)
        owner.execute("DROP TABLE bench_stamp")
        with progress("Khóa, chỉ mục", len(laid_over)) as shown:
            for statement in laid_over:
                owner.execute(statement)
                shown.advance()


def _copy(
    owner: Connection[Any], shares: Sequence[tuple[list[Template], int]], chance: random.Random
) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, Stamp._fields))
    total = sum(count for _, count in shares)
    made = stamps(shares, chance, _taken(owner))
    with (
        progress("Đời phản ánh", total) as shown,
        owner.cursor().copy(sql.SQL("COPY bench_stamp ({}) FROM STDIN").format(names)) as copy,
    ):
        for stamp in made:
            copy.write_row(stamp)
            shown.advance()


class Taken(NamedTuple):
    """What the templates have already."""

    case_id: int
    event_id: int
    codes: set[str]


def _taken(owner: Connection[Any]) -> Taken:
    codes = {code for (code,) in owner.execute("SELECT code FROM cases_case").fetchall()}
    return Taken(_highest(owner, "cases_case"), _highest(owner, "cases_event"), codes)


def stamps(
    shares: Sequence[tuple[list[Template], int]], chance: random.Random, given: Taken
) -> Iterator[Stamp]:
    """In the order of their moments, so that ids grow with time as they do in life."""
    case_id, event_id, taken = given.case_id, given.event_id, set(given.codes)
    phones = [phone_hash(f"+8490{number:07}") for number in range(PHONES)]
    for template, shift in sorted(_moved(shares, chance), key=lambda pair: pair[0].received_at + pair[1]):
        case_id += 1
        code = _code(template.received_at + shift, taken)
        yield Stamp(
            template.case_id, case_id, event_id + 1, shift, code, words(chance), chance.choice(phones)
        )
        event_id += template.events


def _moved(
    shares: Sequence[tuple[list[Template], int]], chance: random.Random
) -> Iterator[tuple[Template, timedelta]]:
    """Whole weeks, so that what was decided on a Tuesday stays on one, and a few minutes less."""
    for templates, count in shares:
        for number in range(count):
            template = templates[number % len(templates)]
            weeks = (template.latest - template.received_at) // timedelta(weeks=1)
            back = (template.received_at - template.earliest) // timedelta(weeks=1)
            moved = timedelta(weeks=chance.randint(-back, weeks))
            yield template, moved - timedelta(seconds=chance.randrange(1200))


def _code(at: datetime, taken: set[str]) -> str:
    while (code := new_code(at)) in taken:
        pass
    taken.add(code)
    return code


def _highest(owner: Connection[Any], table: str) -> int:
    row = owner.execute(sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table)))
    return int((row.fetchone() or (0,))[0])


def _lift(owner: Connection[Any], tables: list[str]) -> list[str]:
    """Take keys and indexes off, and say the statements that lay them on again."""
    keys = owner.execute(KEYS, [tables]).fetchall()
    indexes = owner.execute(INDEXES, [tables]).fetchall()
    for table, name, _ in sorted(keys, key=lambda key: not key[2].startswith("FOREIGN")):
        owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for index, _ in indexes:
        owner.execute(f"DROP INDEX {index}")
    added = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for table, name, definition in keys]
    return [*(definition for _, definition in indexes), *added]


def _insert(owner: Connection[Any], table: str) -> sql.Composed:
    names, values = [], []
    for name, kind in owner.execute(COLUMNS, [table]).fetchall():
        value = _value(table, name, kind)
        if value:
            names.append(sql.Identifier(name))
            values.append(sql.SQL(value))
    join = "t.case_id = s.template"
    if table == "cases_case":
        join = "t.id = s.template"
    elif table == "cases_eventtext":
        join = "e.id = t.event_id"
    events = " JOIN cases_event e ON e.case_id = s.template" if table == "cases_eventtext" else ""
    copy = "INSERT INTO {} ({}) SELECT {} FROM bench_stamp s{} JOIN {} t ON {} ORDER BY s.case_id"
    return sql.SQL(copy).format(
        sql.Identifier(table), sql.SQL(", ").join(names), sql.SQL(", ").join(values),
        sql.SQL(events), sql.Identifier(table), sql.SQL(join),
    )  # fmt: skip


def _value(table: str, name: str, kind: str) -> str:
    """What a copy has in this column; nothing where its sequence gives it."""
    own = {
        ("cases_case", "id"): "s.case_id",
        ("cases_case", "code"): "s.code",
        ("cases_case", "source_id"): "s.code",
        ("cases_casetext", "content"): "s.content",
        ("cases_petitioner", "phone_hash"): "s.phone",
        ("cases_event", "id"): "s.first_event + t.seq",
        ("cases_event", "content_digest"): "NULL",  # of words the copy does not have
        ("cases_eventtext", "event_id"): "s.first_event + e.seq",
    }
    if (table, name) in own:
        return own[table, name]
    if name == "case_id":
        return "s.case_id"
    if name == "id":
        return ""
    return f't."{name}" + s.shift' if kind == MOMENT else f't."{name}"'


def _move_sequences(owner: Connection[Any]) -> None:
    for table in ("cases_case", "cases_event"):
        owner.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                sql.Literal(table), sql.Identifier(table)
            )
        )
