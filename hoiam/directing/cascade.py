"""Cascade (triển khai văn bản cấp trên): an addressee makes its own letter from the one it was given.

Its points, with the roles of its own level; the task only when it has lines; nothing for the company that
runs the centre; an earlier date; the upper letter quoted and enclosed. Its lines are the same lines: what its
units reply is seen from above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.calendars.lookup import calendar
from hoiam.cases.queries import present_of
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.annex_numbers import is_roman
from hoiam.letters.compose import Party, PassingOn, Period, PlannedPoint, passing_on, passing_on_points
from hoiam.letters.compose.passing_on import STANDING
from hoiam.letters.content import Annex, Content
from hoiam.letters.draft import draft
from hoiam.letters.models import Relation, State
from hoiam.letters.models.document import IN_FORCE
from hoiam.reporting.annexes import LATE, UNHANDLED
from hoiam.reporting.documents.wording import period_label
from hoiam.units.directory import directory

from . import dates
from .annexes import annex_of, lines_of_rows, plain_annex
from .compose import in_order
from .given import lines_given
from .levels import bodies_below, home_affairs_of, office_of, place_word
from .models import Directive, Line, Point
from .parties import cited, date_of, group_party, issuer_of, party
from .passing import assigned, is_committee, named
from .visible import speaks_for
from .writing import pass_lines, write_points

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

SUPPORT = " Để kịp thời hỗ trợ"  # where the words about the situation end


@dataclass(frozen=True, slots=True)
class Passed:
    """What would be passed on: shown at the first click, written at the second."""

    content: Content
    points: tuple[PlannedPoint, ...]
    lines: list[Line]
    executors: dict[int, int]  # line → own unit
    reply_before: date | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decides otherwise; nothing of it is needed."""

    reply_before: date | None = None
    signer: Person | None = None
    units: Mapping[str, int] | None = None  # code of a line → own unit


@transaction.atomic
def cascade(
    parent: Directive, issuer: int, *, by: Person, at: datetime, choice: Choice | None = None
) -> Directive:
    """A draft of the addressee, linked to the upper letter it carries out and encloses."""
    Directive.objects.select_for_update(of=("self",)).get(pk=parent.pk)  # two at once make one draft
    passed = plan_cascade(parent, issuer, by=by, at=at, choice=choice)
    links = [(Relation.CARRIES_OUT, parent.document), (Relation.ATTACHES, parent.document)]
    document = draft(passed.content, by=by, at=at, links=links)
    child = Directive.objects.create(
        document=document,
        origin=Directive.Origin.CASCADED,
        report=parent.report,
        parent=parent,
        issuer_id=issuer,
        composed_at=at,
        composed_by=by,
    )
    pass_lines(child, write_points(child, passed.points), passed.lines, passed.executors)
    return child


def plan_cascade(
    parent: Directive, issuer: int, *, by: Person, at: datetime, choice: Choice | None = None
) -> Passed:
    """The letter as it would be; nothing is written."""
    choice, on = choice or Choice(), civil_date(at)
    _refuse(parent, issuer, by, at)
    lines = lines_given(parent, issuer, on)
    cases = present_of(line.case_id for line in lines if line.case_id)
    executors = assigned(lines, cases, issuer, on, choice.units)
    before = _own_date(lines, choice, on)
    letter = _letter(parent, issuer, lines, executors, before, by=by, at=at, choice=choice)
    return Passed(passing_on(letter), passing_on_points(letter), lines, executors, before)


def _own_date(lines: Sequence[Line], choice: Choice, on: date) -> date | None:
    given = [line.point.reply_before for line in lines if line.point.reply_before]
    if not given:
        return None
    own, above = choice.reply_before, min(given)
    if own is not None and own > above:
        raise Refused("Ngày báo cáo nội bộ không được sau ngày phải báo cáo cấp trên.")
    return own or dates.internal_date(above, on, calendar())


def _refuse(parent: Directive, issuer: int, by: Person, at: datetime) -> None:
    on = civil_date(at)
    if issuer not in speaks_for(by, at):
        raise Refused("Bạn không soạn được văn bản triển khai của đơn vị này.")
    if parent.document.state not in IN_FORCE:
        raise Refused("Văn bản cấp trên chưa phát hành hoặc đã được thay thế.")
    if not is_committee(issuer, on):
        raise Refused("Đơn vị không có cấp dưới; hãy báo cáo trực tiếp.")
    if not is_addressed(parent, issuer, on):
        raise Refused("Văn bản này không gửi đến đơn vị của bạn.")
    earlier = parent.children.filter(issuer=issuer).exclude(document__state=State.DISCARDED).first()
    if earlier is not None:
        raise Refused(f"Đơn vị đã có văn bản triển khai: {earlier.document.name}.")


def is_addressed(parent: Directive, unit: int, on: date) -> bool:
    """Named as a recipient or as an executor, itself or as a unit it took over."""
    units = {unit, *directory().predecessors(unit)}
    return (
        parent.document.recipients.filter(unit__in=units).exists()
        or parent.points.filter(executors__unit__in=units).exists()
    )


def _letter(
    parent: Directive,
    issuer: int,
    lines: Sequence[Line],
    executors: Mapping[int, int],
    before: date | None,
    *,
    by: Person,
    at: datetime,
    choice: Choice,
) -> PassingOn:
    on = civil_date(at)
    office = office_of(issuer, on)
    units = in_order(executors.values(), on)
    base = cited(parent.document, type_name="Văn bản")
    assert base is not None
    keys = set(parent.points.values_list("key", flat=True))
    return PassingOn(
        issuer=issuer_of(issuer, by, at, choice.signer),
        year=on.year,
        base=base,
        office=party(office),
        home_affairs=party(home_affairs_of(issuer, on)),
        agencies=agencies_of(issuer, on),
        lower=group_party("ubnd-cap-duoi", issuer, on),
        period=_period(parent),
        context=situation(parent),
        late_units=Party(named(units, issuer, on), units) if units else None,
        unhandled=_annex(parent, lines, executors, UNHANDLED, on),
        late=_annex(parent, lines, executors, LATE, on),
        reply=date_of(before) if before else None,
        passes=tuple(key for key in STANDING if key in keys),
        reports_up=bool(lines),
        office_heads=f"C-PVP {office.name.removeprefix('Văn phòng ')}",
        base_units=(parent.issuer_id,) if parent.issuer_id else (),
        roman=is_roman(on),
    )


def agencies_of(issuer: int, on: date) -> Party | None:
    """ "Các cơ quan, ban, ngành huyện": the divisions of this body, its Office apart."""
    units = tuple(unit.id for unit in bodies_below(issuer, on))
    return Party(f"Các cơ quan, ban, ngành {place_word(issuer, on)}", units) if units else None


def situation(parent: Directive) -> str:
    """The words of the upper letter about the situation, kept; what it then asks has words of its own."""
    point = parent.points.filter(key=Point.Key.CONTEXT).first()
    if point is None:
        return ""
    words, asks, _ = f" {point.words}".partition(SUPPORT)
    return words.strip().rstrip(".") if asks else ""


def _period(parent: Directive) -> Period:
    report = parent.report
    return Period(period_label(report.start, report.end), report.start, report.end) if report else Period("")


def _annex(
    parent: Directive, lines: Sequence[Line], executors: Mapping[int, int], number: int, on: date
) -> Annex | None:
    if parent.report is None:
        return plain_annex(lines, executors, number, on)
    return annex_of(parent.report, number, lines_of_rows(parent.report, lines, executors, on), on)
