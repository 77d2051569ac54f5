"""Sameness (đã có hay chưa): is a case of a file the one already here, further on, or another one?

Known already: the same lines → nothing; ours is a beginning of the file's → the rest is applied;
anything else → rejected. Who brought it is not compared: exports leave it out.
"""

from __future__ import annotations

from typing import Any, Final

from hoiam.cases.line import THE_SYSTEM, Line
from hoiam.cases.lives import Life, Said
from hoiam.cases.receive import first_line
from hoiam.cases.snapshot import Rules
from hoiam.kit.refusal import Refused

from .reading import Told

_NOT_COMPARED: Final = ("parent", "erased")


def lines_to_come(told: Told, here: Life, rules: Rules) -> list[Line]:
    """The lines of the file that are not here yet; Refused when it is not the same life."""
    _refuse_another_receipt(told, here, rules)
    ours = here.lines[1:]
    if len(ours) > len(told.lines):
        raise Refused(f"Phản ánh này đã có, với {len(ours)} dòng lịch sử; tệp chỉ có {len(told.lines)} dòng.")
    for number, (line, theirs) in enumerate(zip(ours, told.lines, strict=False), start=1):
        if not _is_same(line, theirs):
            raise Refused(f"Phản ánh này đã có, nhưng khác ở dòng lịch sử {number}.")
    return told.lines[len(ours) :]


def _refuse_another_receipt(told: Told, here: Life, rules: Rules) -> None:
    petition = told.petition
    theirs = first_line(petition, rules, THE_SYSTEM)
    differing = [key for key, one, other in _pairs(here.received, theirs) if one != other]
    if here.received.at != petition.received_at:
        differing.append("received_at")
    if here.content != petition.content and not (here.erased or told.erased):
        differing.append("content")
    if here.parent and petition.parent_code and here.parent != petition.parent_code:
        differing.append("parent")
    if differing:
        raise Refused(f"Phản ánh này đã có, nhưng khác ở trường “{differing[0]}”.")


def _is_same(ours: Said, theirs: Line) -> bool:
    return (ours.at, ours.verb, ours.actor) == (theirs.at, theirs.verb, theirs.by.name) and all(
        one == other for _, one, other in _pairs(ours, theirs)
    )


def _pairs(ours: Said, theirs: Line) -> list[tuple[str, Any, Any]]:
    """Each field with both values; words erased on either side say nothing."""
    known, given = dict(ours.facts), dict(theirs.facts)
    if not (ours.erased or "erased" in known or "erased" in given):
        known.update(ours.texts)
        given.update(theirs.texts)
    keys = sorted((known.keys() | given.keys()) - set(_NOT_COMPARED))
    return [(key, known.get(key), given.get(key)) for key in keys]
