"""Enclosed (tài liệu kèm theo): what a unit sends with its word on a line or a point, seen as that word is.

What was sent stays enclosed: a later reply adds to it. With a report in writing it is the unit's own until
that report is issued.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet

from hoiam.letters.models.document import OUT

from .models import Directive, ReplyFile
from .visible import DirectiveSight

if TYPE_CHECKING:
    from hoiam.files.models import File

Place = int | tuple[int, int]  # a line; or a point, and the unit whose word on it this is
SAID: Final = Q(item__reply__document=None) | Q(item__reply__document__state__in=OUT)
OF_A_POINT: Final = Q(item__line=None)


def enclosed(directive: Directive, lines: Iterable[int]) -> QuerySet[ReplyFile]:
    """With replies that count: of these lines and of every point."""
    found = ReplyFile.objects.filter(SAID, item__reply__directive=directive)
    return found.filter(Q(item__line__in=list(lines)) | OF_A_POINT)


def by_place(files: QuerySet[ReplyFile]) -> dict[Place, list[ReplyFile]]:
    found: dict[Place, list[ReplyFile]] = {}
    for one in files.select_related("file", "item__reply"):
        place = one.item.line_id or (one.item.point_id, one.item.reply.unit_id)
        found.setdefault(place, []).append(one)
    return found


def named(files: Iterable[File]) -> str:
    return "; ".join(file.name for file in files)


def files_seen(directive: Directive, sight: DirectiveSight) -> QuerySet[ReplyFile]:
    """Those this reader may open: where the board shows the word itself, and of the own house before that."""
    points = OF_A_POINT if sight.sees_whole(directive) else OF_A_POINT & Q(item__reply__unit__in=sight.mine)
    return ReplyFile.objects.filter(
        Q(item__line__in=sight.lines(directive)) | points,
        SAID | Q(item__reply__said_by__in=sight.inside),
        item__reply__directive=directive,
    )
