"""Compose a reorganisation (soạn tệp sắp xếp): what one day of the reference data changed, as a file.

python -m hoiam.units.compose_reorganisation 2025-07-01 > hoiam/units/data/reorganisation_2025-07-01.json
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from .reference_rows import AreaRow, Reference, SuccessionRow, UnitRow, reference

HEADS = {
    date(2025, 7, 1): (
        "Sắp xếp đơn vị hành chính, tổ chức chính quyền địa phương hai cấp từ 01/7/2025",
        "Nghị quyết số 202/2025/QH15; Nghị quyết số 1662/NQ-UBTVQH15",
    ),
}
# Identities of the reference data are named by keys; a plan names codes on a day.
NOT_IN_A_PLAN = {"key", "since", "until", "source", "confidence"}

RowOf = AreaRow | UnitRow


def compose(on: date, rows: Reference) -> dict[str, Any]:
    name, base_document = HEADS[on]
    area_codes, unit_codes = _codes(rows.areas, on), _codes(rows.units, on)
    return {
        "name": name,
        "base_document": base_document,
        "effective_on": on.isoformat(),
        "areas": _part(rows.areas, rows.area_successions, on, area_codes, area_codes),
        "units": _part(rows.units, rows.unit_successions, on, unit_codes, area_codes),
    }


def _codes(rows: Iterable[RowOf], on: date) -> dict[str, str]:
    """Key → the code it bears around that day."""
    near = [row for row in rows if (row.since or date.min) <= on <= (row.until or date.max)]
    return {row.key: row.code for row in near}


def _part(
    rows: Iterable[RowOf],
    successions: Iterable[SuccessionRow],
    on: date,
    codes: dict[str, str],
    area_codes: dict[str, str],
) -> dict[str, Any]:
    ended = {row.key: row for row in rows if row.until == on}
    begun = {row.key: row for row in rows if row.since == on}
    return {
        "abolished": [row.code for key, row in ended.items() if key not in begun],
        "new": [_told(row, codes, area_codes) for key, row in begun.items() if key not in ended],
        "changed": [
            {"code": row.code}
            | _difference(_told(ended[key], codes, area_codes), _told(row, codes, area_codes))
            for key, row in begun.items()
            if key in ended
        ],
        "successions": [
            {"old": codes[row.old], "new": codes[row.new], "how": row.how}
            | {name: text for name in ("clause", "scope") if (text := getattr(row, name))}
            for row in successions
            if row.on == on
        ],
    }


def _told(row: RowOf, codes: dict[str, str], area_codes: dict[str, str]) -> dict[str, Any]:
    told = {name: value for name, value in asdict(row).items() if value not in (None, "")}
    told |= {"parent": codes[row.parent]} if row.parent else {}
    told |= {"area": area_codes[row.area]} if isinstance(row, UnitRow) and row.area else {}
    return {name: value for name, value in told.items() if name not in NOT_IN_A_PLAN}


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if before.get(name) != value}


def text(on: date) -> str:
    return json.dumps(compose(on, reference()), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text(date.fromisoformat(sys.argv[1])))
