"""Passing down (giao xuống): which of its own units answers for a line an addressee was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from hoiam.cases.queries import Present
from hoiam.units.directory import directory
from hoiam.units.roles import UnitKind

from .levels import office_of, units_words
from .models import Line


def own_unit(line: Line, case: Present | None, issuer: int, on: date) -> int:
    """The unit right below the issuer that holds the case, was charged, or whose land it is; else its Office.

    A body without an Office in the system answers for the line itself.
    """
    book = directory()
    area = line.report_line.area_id if line.report_line is not None else None
    committee = book.committee(area, on) if area is not None and book.is_area_valid(area, on) else None
    for unit in (case.holder_id if case else None, line.charged_id, committee):
        found = _right_below(unit, issuer, on)
        if found is not None:
            return found
    return office_of(issuer, on).unit or issuer


def _right_below(unit: int | None, issuer: int, on: date) -> int | None:
    if unit is None or unit == issuer or not directory().is_valid(unit, on):
        return None
    chain = (unit, *directory().ancestors(unit, on))
    return next((one for one in chain if directory().parent(one, on) == issuer), None)


def answering_units(executor: int, case: Present | None, on: date) -> tuple[int, ...]:
    """Who answers for a line today: its executor; of one that has ended, the successor that has the case,
    and where none has it, every successor."""
    book = directory()
    if book.is_valid(executor, on):
        return (executor,)
    heirs = book.successors(executor, on)
    holding = tuple(unit for unit in heirs if case and book.is_below(case.holder_id, unit, on))
    return holding or heirs


def company(executor: int, on: date) -> int | None:
    """The company that answers for this executor: itself, or the one that took it over; None: no company."""
    book = directory()
    keepers = book.keepers(executor, on)
    is_one = len(keepers) == 1 and book.unit(keepers[0], on).kind == UnitKind.PARTNER
    return keepers[0] if is_one else None


def named(units: Iterable[int], issuer: int, on: date) -> str:
    """Own units with lines in the issuer's letter: what nobody else answers for is its Office's."""
    others = [unit for unit in units if unit != issuer]
    words = [units_words(others, on)] if others else []
    if len(others) < len(list(units)):
        words.insert(0, office_of(issuer, on).name)
    return "; ".join(words)


def is_committee(unit: int, on: date) -> bool:
    return directory().unit(unit, on).kind == UnitKind.COMMITTEE


def assigned(
    lines: Iterable[Line],
    cases: Mapping[int, Present],
    issuer: int,
    on: date,
    chosen: Mapping[str, int] | None = None,
) -> dict[int, int]:
    """Line → own unit; `chosen` (code → unit) is what a person decided otherwise."""
    chosen = chosen or {}
    return {
        line.pk: chosen.get(line.code) or own_unit(line, cases.get(line.case_id or 0), issuer, on)
        for line in lines
    }
