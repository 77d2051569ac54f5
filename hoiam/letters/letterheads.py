"""Letterheads (tiêu đề văn bản): what a body prints above its documents on a day, and its symbols.

A row is kept where somebody chose otherwise; everybody else has the usual form of Nghị định 30/2020,
Phụ lục I: a committee prints its own name alone, any other body the name of the one above it too.
"""

from __future__ import annotations

from datetime import date

from hoiam.kit.refusal import Refused
from hoiam.units.directory import UnitView, directory
from hoiam.units.roles import UnitKind

from .content import Head
from .models import DraftingSymbol, Letterhead

_SIGNS = " -,()./"
_SMALL = frozenset({"và", "của", "các", "tỉnh", "thành", "phố", "huyện", "thị", "xã", "phường", "trấn"})


def letterhead_of(unit: int, on: date, *, drafting: int | None = None) -> Head:
    """Box 2, symbol and place of body `unit` on that day; `drafting` is the unit that writes for it."""
    units = directory()
    if not units.is_valid(unit, on):
        raise Refused(f"{units.unit(unit, on).name} không còn vào ngày này, không ban hành văn bản được.")
    view = units.unit(unit, on)
    row = Letterhead.objects.filter(unit=unit, during__contains=on).first()
    symbol = drafting_symbol(unit, drafting if drafting is not None else unit, on)
    if row is not None:
        names = tuple(row.name_lines)
        return Head(unit, row.parent_name, names, row.symbol, symbol, row.place, view.full_name)
    above = units.unit(view.parent, on) if view.parent is not None else None
    return usual_head(view, above, symbol, place_of(unit, on))


def usual_head(view: UnitView, above: UnitView | None, drafting: str, place: str) -> Head:
    """Pure: the form nobody had to choose."""
    if view.kind == UnitKind.COMMITTEE:
        lines = committee_lines(view.full_name)
        return Head(view.id, "", lines, view.symbol or "UBND", drafting, place, view.full_name)
    parent = above.full_name.upper() if above is not None else ""
    lines = (view.full_name.upper(),)
    return Head(view.id, parent, lines, symbol_of(view), drafting, place, view.full_name)


def committee_lines(full_name: str) -> tuple[str, ...]:
    """ỦY BAN NHÂN DÂN over the name of the place: two lines, as both letters of 2021 print it."""
    whole = full_name.upper()
    first = "ỦY BAN NHÂN DÂN"
    return (first, whole.removeprefix(first).strip()) if whole.startswith(first + " ") else (whole,)


def symbol_of(view: UnitView) -> str:
    """The symbol the unit has, or the first letters of its name: Sở Nội vụ → SNV."""
    return view.symbol or initials(view.short_name)


def initials(name: str) -> str:
    """Pure. Sở Nội vụ → SNV; words in upper case stay whole: Văn phòng UBND tỉnh → VPUBND."""
    words = name
    for sign in _SIGNS:
        words = words.replace(sign, " ")
    parts = [word for word in words.split() if word.lower() not in _SMALL]
    return "".join(
        word if len(word) > 1 and (word.isupper() or word.isdigit()) else word[0] for word in parts
    ).upper()


def place_of(unit: int, on: date) -> str:
    """The place a body dates its documents from; without one of its own, that of the body above it."""
    units = directory()
    for one in (unit, *units.ancestors(unit, on)):
        if place := units.unit(one, on).place_name:
            return place
    return ""


def drafting_symbol(issuer: int, drafting: int, on: date) -> str:
    """ "HCC" of what the Office drafts for the committee; a body that drafts for itself prints "VP"."""
    row = DraftingSymbol.objects.filter(issuer=issuer, unit=drafting, during__contains=on).first()
    if row is not None:
        return row.symbol
    if drafting == issuer:
        return "VP"
    return symbol_of(directory().unit(drafting, on))
