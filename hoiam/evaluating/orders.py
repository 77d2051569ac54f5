"""Orders (văn bản đôn đốc): how many lines letters put to a unit, and of how many it reported in time.

A line belongs to the month of the day before which it was to be reported; "trước ngày D" is late from 00:00
of D. A reply by document counts from the moment that document was issued.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce

from hoiam.directing.models import Directive, Line, ReplyItem
from hoiam.kit.moments import VN

from .models import Month


class Orders(NamedTuple):
    lines: int
    in_time: int


def orders_of(unit: int, months: Iterable[Month]) -> dict[date, Orders]:
    """By month; two queries, however many. A line whose case is about conduct by now is nobody's."""
    starts = {month.start for month in months}
    if not starts:
        return {}
    rows = Line.objects.filter(
        executor=unit,
        directive__in=Directive.objects.in_force(),
        point__reply_before__year__in={start.year for start in starts},
        case__conduct_unit__isnull=True,
    ).values_list("pk", "point__reply_before")
    before = {pk: day for pk, day in rows if day is not None and day.replace(day=1) in starts}
    said = _first_said(before)
    found = dict.fromkeys(starts, Orders(0, 0))
    for pk, day in before.items():
        lines, in_time = found[day.replace(day=1)]
        late_from = datetime.combine(day, time(), tzinfo=VN)
        found[day.replace(day=1)] = Orders(lines + 1, in_time + (pk in said and said[pk] < late_from))
    return found


def _first_said(lines: Iterable[int]) -> dict[int, datetime]:
    """When each line was first reported; what waits in a document not yet issued is not said."""
    is_said = Q(reply__document=None) | Q(reply__document__issued_at__isnull=False)
    items = ReplyItem.objects.filter(is_said, line__in=list(lines))
    moments = items.annotate(said_at=Coalesce("reply__document__issued_at", "reply__at"))
    return {line: at for line, at in moments.order_by("-said_at").values_list("line_id", "said_at") if line}
