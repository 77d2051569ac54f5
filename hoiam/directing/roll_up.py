"""Roll-up (tổng hợp): what a unit could reply, from the state of its cases and the replies of its own units.

The draft of a reply: nobody types again what the level below has said, and what the case itself shows is
already filled in. A person looks it over and sends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from hoiam.cases.queries import Present, present_of
from hoiam.kit.moments import civil_date

from .given import lines_given
from .models import Directive, Line, ReplyItem
from .replies import last_words
from .reply import Claim
from .saying import Said
from .settling import Stand, stand_of, stand_words

if TYPE_CHECKING:
    from .replies import CountedItem


def rolled_up(directive: Directive, unit: int, at: datetime) -> list[Said]:
    """One item a line of `unit`: what was said below, else what its own last reply or its case says."""
    lines = lines_given(directive, unit, civil_date(at))
    cases = present_of(line.case_id for line in lines if line.case_id)
    own = last_words(line.pk for line in lines)
    below = said_below_of(line.pk for line in lines)
    today = civil_date(at)
    return [
        said_of(line, cases.get(line.case_id or 0), _later(below.get(line.pk), own.get(line.pk)), today)
        for line in lines
    ]


def _later(*items: CountedItem | None) -> CountedItem | None:
    return max((item for item in items if item), key=lambda item: (item.counts_at, item.pk), default=None)


def said_below_of(lines: Iterable[int]) -> dict[int, CountedItem]:
    """Line → the last word of the unit it was passed on to, however far down; the nearest level counts."""
    found: dict[int, CountedItem] = {}
    above = {line: line for line in lines}
    while above:
        rows = Line.objects.filter(upper__in=list(above)).values_list("pk", "upper_id")
        lower = {pk: above[upper] for pk, upper in rows if upper is not None}
        for pk, item in last_words(lower).items() if lower else ():
            found.setdefault(lower[pk], item)
        above = lower
    return found


def said_of(line: Line, case: Present | None, item: ReplyItem | None, today: date) -> Said:
    """Pure: a claim that the case itself contradicts is not repeated."""
    settled = stand_of(case) == Stand.SETTLED
    claim = Claim.SETTLED if settled else _claim(item)
    until = item.until if item and claim in ReplyItem.UNDONE else None
    words: Mapping[str, str] = _words(item)
    return Said(
        claim=claim,
        code=line.code,
        until=until if until is None or until >= today else None,
        petitioner_word=words["petitioner_word"] or _petitioner(case),
        cause=words["cause"],
        responsibility=words["responsibility"],
        remedy=words["remedy"],
        text=words["text"] or (stand_words(case) if settled else ""),
    )


def _claim(item: ReplyItem | None) -> str:
    return item.claim if item and item.claim != Claim.SETTLED else Claim.IN_HAND


def _words(item: ReplyItem | None) -> dict[str, str]:
    names = ("cause", "responsibility", "remedy", "petitioner_word", "text")
    return {name: getattr(item, name) if item else "" for name in names}


FIXED = {"yes": "đã xong", "partly": "xong một phần", "no": "chưa xong"}


def _petitioner(case: Present | None) -> str:
    return FIXED.get(case.fixed or "", "") if case else ""
