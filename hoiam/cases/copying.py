"""COPY (ghi hàng loạt): many rows of one table in one stream, with the defaults Django would have given.

Columns the database fills by itself are left to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any, Final

from django.db import models
from psycopg.types.string import StrDumper

from .lifecycle import State, Verb

# Members of these are strings, but the driver would write their Python names.
WORDS: Final = (State, Verb)


@cache
def _columns(model: type[models.Model], with_id: bool) -> tuple[tuple[str, str, Any], ...]:
    """(attribute, column, default) of each column that is written."""
    return tuple(
        (field.attname, field.column, field.get_default())
        for field in model._meta.concrete_fields
        if field.column
        and not field.generated
        and not field.has_db_default()
        and (with_id or not isinstance(field, models.AutoField | models.BigAutoField))
    )


def take_ids(cursor: Any, model: type[models.Model], count: int) -> list[int]:
    """Reserve ids from the table's own sequence, so that live inserts never meet them."""
    table = model._meta.db_table
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
    )
    return [row[0] for row in cursor.fetchall()]


def copy_rows(cursor: Any, model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Stream `rows` (by attribute name, `…_id` for foreign keys) into the model's table."""
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    columns = _columns(model, "id" in first)
    names = ", ".join(f'"{column}"' for _, column, _ in columns)
    pairs = [(name, default) for name, _, default in columns]
    with (
        cursor.db.wrap_database_errors,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for word in WORDS:
            copy.cursor.adapters.register_dumper(word, StrDumper)
        for row in chain((first,), iterator):
            get = row.get
            copy.write_row([get(name, default) for name, default in pairs])
