"""Published cases (phản ánh đã công khai): what everybody may read, in the words a reviewer has masked.

A conduct case is never here, whatever its flag says. The one who asks gets words and names of units only:
no row from which more could be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from hoiam.categories.lookup import by_id
from hoiam.kit.fold import Fold, fold
from hoiam.kit.ids import read_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .lists import public_label
from .models import Answer, Publication

__all__ = ["PAGE", "Mark", "Published", "published", "published_by_code"]
PAGE: Final = 20
MOST_WORDS: Final = 8


class Mark(NamedTuple):
    """Where a page begins: the moment and number of the publication just before it."""

    since: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Published:
    """One published case."""

    mark: Mark
    code: str
    title: str
    text: str
    state: str
    unit: str
    field: str
    received_at: datetime
    answered_at: datetime | None
    outcome: str
    in_time: bool | None


def published(words: str = "", after: Mark | None = None, count: int = PAGE) -> list[Published]:
    """The newest first; `words` are looked for without accents, all of them, in title and text."""
    rows = _shown()
    for word in fold(words).split()[:MOST_WORDS]:
        rows = rows.alias(folded_title=Fold("title"), folded_text=Fold("text"))
        rows = rows.filter(Q(folded_title__contains=word) | Q(folded_text__contains=word))
    if after is not None:
        rows = rows.filter(Q(since__lt=after.since) | Q(since=after.since, pk__lt=after.id))
    return _views(rows[:count])


def published_by_code(code: str) -> Published | None:
    """None for a code nobody has just as for one that is not shown."""
    try:
        digits = read_code(code)
    except Refused:
        return None
    return next(iter(_views(_shown().filter(case__code=digits)[:1])), None)


def _shown() -> QuerySet[Publication]:
    shown = Publication.objects.filter(until=None, case__is_published=True, case__conduct_unit=None)
    return shown.select_related("case").order_by("-since", "-pk")


def _views(rows: Iterable[Publication]) -> list[Published]:
    found = list(rows)
    answers = Answer.objects.filter(case__in=[row.case_id for row in found]).order_by("life")
    last = {answer.case_id: answer for answer in answers}
    return [_view(row, last.get(row.case_id)) for row in found]


def _view(row: Publication, answer: Answer | None) -> Published:
    case, on = row.case, civil_date(row.since)
    return Published(
        mark=Mark(row.since, row.pk),
        code=case.code,
        title=row.title,
        text=row.text,
        state=case.state,
        unit=directory().unit(answer.unit_id if answer else case.holder_id, on).name,
        field=by_id(case.category_id).name if case.category_id else "",
        received_at=case.received_at,
        answered_at=answer.at if answer else None,
        outcome=public_label("outcome", answer.outcome) if answer else "",
        in_time=answer.in_time if answer else None,
    )
