"""Compose (lập văn bản chỉ đạo): from a frozen report to a draft letter whose every line is a living case.

Late units, counts and the trend come from the report; the person gives the reply date and may give the words
about the situation. The draft goes its way in letters (check, submit, sign, issue); the directive is in force
once it is issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.annex_numbers import is_roman
from hoiam.letters.compose import Cited, Order, Party, Period, PlannedPoint, order_letter, order_points
from hoiam.letters.content import Addressee, Content, Purpose
from hoiam.letters.draft import draft
from hoiam.letters.models import Document, Relation
from hoiam.reporting.annexes import LATE, UNHANDLED
from hoiam.reporting.documents.wording import period_label
from hoiam.reporting.models import Report
from hoiam.units.directory import directory

from . import dates
from .annexes import Ordered, annex_of, lines_to_order
from .levels import heads_words, home_affairs_of, name_of, office_of, operator_of
from .models import Directive
from .parties import cited, date_of, group_party, issuer_of, party
from .trend import months_of, trend
from .visible import speaks_for
from .writing import write_lines, write_points

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person decides about a directive; the rest is data."""

    reply_before: date | None = None
    context: str = ""  # about the situation, before the sentence on the number of calls
    centre_report: Document | Cited | None = None  # what the opening cites
    office_report: Document | None = None  # what the letter is based on
    signer: Person | None = None
    more_copies: tuple[Addressee, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be written: shown before anybody asks for the draft."""

    content: Content
    points: tuple[PlannedPoint, ...]
    lines: list[Ordered]


@transaction.atomic
def compose_directive(
    report: Report, issuer: int, *, by: Person, at: datetime, wanted: Wanted | None = None
) -> Directive:
    """A draft letter of the issuer with its points and lines."""
    wanted = wanted or Wanted()
    if issuer not in speaks_for(by, at):
        raise Refused("Bạn không soạn được văn bản chỉ đạo của cơ quan này.")
    planned = plan(report, issuer, by=by, at=at, wanted=wanted)
    document = draft(planned.content, by=by, at=at, links=_links(wanted))
    directive = Directive.objects.create(
        document=document,
        origin=Directive.Origin.COMPOSED,
        report=report,
        issuer_id=issuer,
        composed_at=at,
        composed_by=by,
    )
    write_lines(directive, write_points(directive, planned.points), planned.lines)
    return directive


def plan(report: Report, issuer: int, *, by: Person, at: datetime, wanted: Wanted) -> Planned:
    """The letter from the data; nothing is written."""
    on = civil_date(at)
    lines = lines_to_order(report, issuer, on)
    _refuse_a_task_without_day(lines, wanted.reply_before, at)
    executors = in_order({line.executor for line in lines}, on)
    order = _order(report, issuer, lines, executors, by=by, at=at, wanted=wanted)
    return Planned(order_letter(order), order_points(order), lines)


def in_order(units: Iterable[int], on: date) -> tuple[int, ...]:
    """In the order of the Vietnamese alphabet, as every list has them."""
    wanted = set(units)
    valid = [unit.id for unit in directory().units(on) if unit.id in wanted]
    return (*valid, *sorted(wanted.difference(valid)))


def _order(
    report: Report,
    issuer: int,
    lines: Sequence[Ordered],
    executors: tuple[int, ...],
    *,
    by: Person,
    at: datetime,
    wanted: Wanted,
) -> Order:
    on = civil_date(at)
    said, operator = trend(months_of(report)), operator_of(issuer, on)
    order = Order(
        issuer=issuer_of(issuer, by, at, wanted.signer),
        year=on.year,
        office=party(office_of(issuer, on)),
        home_affairs=party(home_affairs_of(issuer, on)),
        period=Period(period_label(report.start, report.end), report.start, report.end),
        departments=group_party("so-nganh", issuer, on),
        lower=group_party("ubnd-cap-duoi", issuer, on),
        operator=party(operator) if operator else None,
        office_report=cited(wanted.office_report),
        centre_report=cited(wanted.centre_report),
        context=wanted.context.strip(),
        trend=said.words if said else "",
        late_heads=Party(heads_words(executors, on), executors) if executors else None,
        unhandled=annex_of(report, UNHANDLED, lines, on),
        late=annex_of(report, LATE, lines, on),
        reply=date_of(wanted.reply_before) if wanted.reply_before else None,
        roman=is_roman(on),
    )
    return _with_everybody(order, executors, on, wanted)


def _with_everybody(order: Order, executors: Sequence[int], on: date, wanted: Wanted) -> Order:
    """Whoever is told to act and stands in no group gets a line of their own in Nơi nhận."""
    parties = (order.office, order.departments, order.lower, order.operator)
    named = {unit for one in parties if one for unit in one.units}
    alone = tuple(
        Addressee(name_of(unit, on), (unit,), Purpose.ACT, prints_purpose=True)
        for unit in executors
        if unit not in named
    )
    return replace(order, more_copies=(*wanted.more_copies, *alone))


def _refuse_a_task_without_day(lines: Sequence[Ordered], before: date | None, at: datetime) -> None:
    if not lines:
        return
    if before is None:
        raise Refused("Văn bản có nội dung phải xử lý nên phải ghi ngày báo cáo.")
    if dates.is_late(at, before):
        raise Refused("Ngày báo cáo phải ở sau ngày văn bản.")


def _links(wanted: Wanted) -> list[tuple[str, Document]]:
    """The centre's report goes with the letter; the Office's report is what it is based on."""
    found: list[tuple[str, Document]] = []
    if isinstance(wanted.centre_report, Document):
        found.append((Relation.ATTACHES, wanted.centre_report))
    if wanted.office_report is not None:
        found.append((Relation.BASED_ON, wanted.office_report))
    return found
