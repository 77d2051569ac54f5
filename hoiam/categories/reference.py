"""Reference (dữ liệu nền): the 17 fields and 80 categories an installation starts with.

They have no first day: a case of any date can be sorted. What a centre has changed is never overwritten.
"""

import csv
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from . import lookup
from .models import Category, Field

FILE = Path(__file__).parent / "data" / "pakn_categories.csv"


def load() -> None:
    """Add every field and category of the file that is not there yet. Twice changes nothing."""
    rows = _read()
    fields = {row["field"]: row for row in rows}
    missing = {row["code"] for row in rows} - set(Category.objects.values_list("code", flat=True))
    if missing:
        _add(fields, [row for row in rows if row["code"] in missing])


@transaction.atomic
def _add(fields: dict[str, dict[str, str]], rows: list[dict[str, str]]) -> None:
    Field.objects.bulk_create(
        [
            Field(code=code, name=row["field_name"], name_en=row["field_name_en"], position=position)
            for position, (code, row) in enumerate(fields.items(), start=1)
        ],
        ignore_conflicts=True,
    )
    field_ids = dict(Field.objects.values_list("code", "pk"))
    Category.objects.bulk_create(_category(row, field_ids[row["field"]]) for row in rows)
    lookup.forget()


def _category(row: dict[str, str], field_id: int) -> Category:
    return Category(
        code=row["code"],
        field_id=field_id,
        name=row["name"],
        name_en=row["name_en"],
        usual_2021=row["usual_2021"],
        usual_2025=row["usual_2025"],
        proof=row["proof"],
        position=int(row["code"][-2:]),
        during=DateRange(None, None),
        source=row["basis"],
    )


def _read() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
