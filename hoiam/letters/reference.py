"""Reference rows (dữ liệu nền): groups of addressees and the symbols that the letters of 2021 show.

`load()` adds what is missing and changes nothing. Signers are people, and people are never reference data.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.roles import Level, UnitKind

from .models import DraftingSymbol, Group, Letterhead

ALWAYS: Final = DateRange(None, None)
IN_2021: Final = date(2021, 8, 4)

GROUPS: Final = (
    ("so-nganh", "Các sở, ban, ngành", [UnitKind.DEPARTMENT], Level.PROVINCE),
    ("ubnd-cap-duoi", "UBND các {places}", [UnitKind.COMMITTEE], ""),
    ("co-quan-huyen", "Các cơ quan, ban, ngành huyện", [UnitKind.DIVISION], Level.DISTRICT),
    ("co-quan-xa", "Các cơ quan, đơn vị trực thuộc", [UnitKind.DIVISION, UnitKind.AGENCY], Level.COMMUNE),
)
# Who drafts for whom, and the symbol printed behind the body's own.
DRAFTING: Final = (
    ("ubnd-tinh", "vp-ubnd", "HCC", "Công văn 9193/UBND-HCC ngày 04/8/2021"),
    ("ubnd-742", "nt-vp", "CCHC", "Công văn 6499/UBND-CCHC ngày 06/8/2021"),
)
# Symbols that are not the first letters of the name.
SYMBOLS: Final = (("1022", "TĐ1022", "chờ tỉnh quy định"),)


@transaction.atomic
def load() -> None:
    for code, label, kinds, level in GROUPS:
        known = Group.objects.filter(code=code, issuer=None, level=level)
        if not known.exists():
            Group.objects.create(
                code=code, label=label, kinds=[kind.value for kind in kinds], level=level, during=ALWAYS
            )
    for issuer, unit, symbol, source in DRAFTING:
        _drafting(issuer, unit, symbol, source)
    for unit, symbol, source in SYMBOLS:
        _letterhead(unit, symbol, source)


def _drafting(issuer: str, unit: str, symbol: str, source: str) -> None:
    body, drafts = _unit(issuer), _unit(unit)
    if body is None or drafts is None or DraftingSymbol.objects.filter(issuer=body, unit=drafts).exists():
        return
    DraftingSymbol.objects.create(issuer_id=body, unit_id=drafts, symbol=symbol, during=ALWAYS, source=source)


def _letterhead(code: str, symbol: str, source: str) -> None:
    unit = _unit(code)
    if unit is None or Letterhead.objects.filter(unit=unit).exists():
        return
    view = directory().unit(unit, IN_2021)
    above = directory().unit(view.parent, IN_2021) if view.parent is not None else None
    Letterhead.objects.create(
        unit_id=unit,
        during=ALWAYS,
        parent_name=above.full_name.upper() if above else "",
        name_lines=[view.full_name.upper()],
        symbol=symbol,
        place=view.place_name,
        source=source,
    )


def _unit(code: str) -> int | None:
    """A province with other units has none of these."""
    try:
        return directory().unit_id(code, IN_2021)
    except Refused:
        return None
