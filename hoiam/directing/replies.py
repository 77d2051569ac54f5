"""Replies (báo cáo của đơn vị) as they count: which are in force, the last word on each line.

A reply with a document counts from the moment the document is issued; a later one stands before an earlier.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import DateTimeField, F, Q, QuerySet
from django.db.models.functions import Coalesce

from hoiam.letters.models.document import OUT

from .models import Directive, Reply, ReplyItem

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Counted(TypedDict):
    counts_at: datetime


if TYPE_CHECKING:
    CountedItem = WithAnnotations[ReplyItem, Counted]


def counted(replies: QuerySet[Reply] | None = None) -> QuerySet[WithAnnotations[Reply, Counted]]:
    """Those that were said, with `counts_at`; a reply whose document is still a draft was not."""
    found = Reply.objects.all() if replies is None else replies
    said = found.filter(Q(document=None) | Q(document__state__in=OUT))
    return said.annotate(counts_at=Coalesce("document__issued_at", "at", output_field=DateTimeField()))


def last_words(lines: Iterable[int]) -> dict[int, CountedItem]:
    """The last item of each of these lines, with its reply; one query, whatever the number."""
    items = (
        ReplyItem.objects.filter(line__in=list(lines))
        .filter(Q(reply__document=None) | Q(reply__document__state__in=OUT))
        .annotate(counts_at=Coalesce("reply__document__issued_at", "reply__at"))
        .select_related("reply")
        .order_by("line_id", "-counts_at", "-id")
        .distinct("line_id")
    )
    return {item.line_id: item for item in items if item.line_id is not None}


def last_of_points(directive: Directive) -> dict[tuple[int, int], ReplyItem]:
    """(point, unit) → the last item said of the point itself, not of a line."""
    items = (
        ReplyItem.objects.filter(reply__directive=directive, line=None)
        .filter(Q(reply__document=None) | Q(reply__document__state__in=OUT))
        .annotate(counts_at=Coalesce("reply__document__issued_at", "reply__at"), unit=F("reply__unit_id"))
        .select_related("reply")
        .order_by("point_id", "unit", "-counts_at", "-id")
        .distinct("point_id", "unit")
    )
    return {(item.point_id, item.reply.unit_id): item for item in items}


def said_of_points(points: Iterable[int]) -> dict[tuple[int, int], list[datetime]]:
    """(point, unit) → when something was said of the point itself, each time."""
    found: dict[tuple[int, int], list[datetime]] = {}
    said = counted(Reply.objects.filter(items__point__in=list(points), items__line=None))
    for point, unit, at in said.values_list("items__point", "unit", "counts_at"):
        found.setdefault((point, unit), []).append(at)
    return found


def replied_at(directive: Directive) -> dict[int, datetime]:
    """Unit → when its first reply was in: in time or late is decided by that moment."""
    found: dict[int, datetime] = {}
    for reply in counted(directive.replies.all()):
        found[reply.unit_id] = min(reply.counts_at, found.get(reply.unit_id, reply.counts_at))
    return found
