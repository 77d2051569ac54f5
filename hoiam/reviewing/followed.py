"""What was followed up (tình hình đôn đốc, rà soát): what the month's report says of directives and reviews.

The report itself knows neither: it is told here, above it, when it becomes a document. Cases about conduct
are in none of these numbers, as in no other of a report that goes out.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from hoiam.directing.models import Directive, Point
from hoiam.directing.parties import cited
from hoiam.directing.queries import unsettled_lines
from hoiam.kit.moments import civil_date, slash_date
from hoiam.kit.numbers import number
from hoiam.letters.compose import Cited
from hoiam.reporting.models import Report
from hoiam.units.directory import directory
from hoiam.units.roles import Function

from .decisions import last_decisions
from .models import Session
from .tally import tally_of
from .words import Choice


def base_of(at: datetime) -> Cited | None:
    """What orders the centre to report: the last directive of its authority that gives a standing duty to it,
    or to whoever runs it."""
    book, on = directory(), civil_date(at)
    root = book.root(on)
    units = [book.centre(on), book.function(Function.OPERATOR, root, on)]
    points = Point.objects.filter(kind=Point.Kind.STANDING, executors__unit__in=[u for u in units if u])
    orders = Directive.objects.in_force().filter(
        issuer=root, document__issued_at__lt=at, pk__in=points.values("directive")
    )
    found = orders.select_related("document").order_by("-document__issued_at").first()
    return cited(found.document) if found else None


def followed_up(report: Report, at: datetime) -> tuple[str, str]:
    """One sentence on the directives that came out in the period, one on its reviews with the Office."""
    return _directives(report, at), _sessions(report)


def _directives(report: Report, at: datetime) -> str:
    told = "; ".join(f"{_named(one)} ({_settled(one, at)})" for one in _issued_in(report))
    return f"Tình hình thực hiện văn bản đôn đốc kỳ trước: {told or 'không có văn bản'}."


def _issued_in(report: Report) -> list[Directive]:
    """What the figures of the period before led to comes out in this one."""
    found = Directive.objects.in_force().filter(
        parent=None,
        issuer=directory().root(civil_date(report.as_of)),
        document__issued_at__gte=report.start,
        document__issued_at__lt=report.end,
    )
    return list(found.select_related("document").order_by("document__issued_at", "pk"))


def _named(directive: Directive) -> str:
    said = cited(directive.document)
    assert said is not None
    return said.words


def _settled(directive: Directive, at: datetime) -> str:
    counted = directive.lines.filter(Q(case=None) | Q(case__conduct_unit=None))
    lines = set(counted.values_list("pk", flat=True))
    left = {row.line.pk for row in unsettled_lines(at, [directive])}
    return f"{number(len(lines - left))}/{number(len(lines))} nội dung đã dứt điểm"


def _sessions(report: Report) -> str:
    found = Session.objects.filter(
        authority=directory().root(civil_date(report.as_of)),
        concluded_at__gte=report.start,
        concluded_at__lt=report.end,
    ).order_by("concluded_at")
    told = "; ".join(map(_concluded, found))
    return f"Phiên rà soát với Văn phòng: {told or 'không có phiên nào kết luận trong kỳ'}."


def _concluded(session: Session) -> str:
    items = list(session.items.filter(case__conduct_unit=None))
    tally = tally_of(items, last_decisions(items))
    choices = ", ".join(
        f"{Choice(choice).label.lower()} {number(many)}" for choice, many in tally.choices.most_common()
    )
    assert session.concluded_at is not None
    on = slash_date(civil_date(session.concluded_at))
    concluded = f"kết luận {number(tally.decided)}{f' ({choices})' if choices else ''}"
    return f"phiên số {session.number} ngày {on} xem xét {number(tally.lines)} nội dung, {concluded}"
