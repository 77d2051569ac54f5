"""Who handles (ai giải quyết): home affairs of the authority over the accused, never the accused itself.

An accused home affairs, chairman, Office or centre goes one level up; at the top, to the inspectorate.
Which unit is what for which authority are rows (units' functions); no code names a department.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hoiam.cases.visible import is_walled
from hoiam.kit.refusal import Refused
from hoiam.units.directory import Directory, directory
from hoiam.units.roles import Function

# Who does these for an authority is not judged by that authority's own home affairs.
CLOSE_TO_THE_HEAD = (Function.OFFICE, Function.HOME_AFFAIRS, Function.CENTRE, Function.OPERATOR)


class Handler(NamedTuple):
    """The unit that works a matter, and the authority whose head decides; None: nobody stands above."""

    unit: int
    authority: int | None


def handler_of(accused: int, on: date) -> Handler:
    book = directory()
    # A company lies under nobody in the directory: the province asks it to account.
    for authority in book.ancestors(accused, on) or (book.root(on),):
        unit = book.function(Function.HOME_AFFAIRS, authority, on)
        if unit is not None and _may_judge(book, unit, accused, authority, on):
            return Handler(unit, authority)
    return _at_the_top(book, accused, on)


def _may_judge(book: Directory, unit: int, accused: int, authority: int, on: date) -> bool:
    is_close = any(authority in book.serves(accused, function, on) for function in CLOSE_TO_THE_HEAD)
    is_its_own = book.is_below(accused, unit, on)
    return not (is_close or is_its_own or is_walled(unit, accused, on))


def _at_the_top(book: Directory, accused: int, on: date) -> Handler:
    root = book.root(on)
    inspectorate = book.function(Function.INSPECTORATE, root, on)
    if inspectorate is None or inspectorate == accused or inspectorate in book.relatives(accused):
        raise Refused(
            "Chưa có cơ quan nào giải quyết được vụ việc về đơn vị này; cần ghi chức năng Thanh tra."
        )
    is_head_accused = accused == root or accused in book.relatives(root)
    return Handler(inspectorate, None if is_head_accused else root)


def handled_by(units: frozenset[int], on: date) -> frozenset[int]:
    """These units and those that no longer exist whose work is with them: their old matters come along."""
    book = directory()
    gone = frozenset(
        old for unit in units for old in book.predecessors(unit) if unit in book.keepers(old, on)
    )
    return units | gone
