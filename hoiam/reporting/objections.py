"""Objections (ý kiến của đơn vị về số liệu): before the cut-off, with evidence, decided by the Office.

An objection never changes a figure: figures come from the histories alone. One that is upheld gives the
line its cause and, for the yearly evaluation, its exclusion; the report says how many were made and upheld.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q

from hoiam.accounts.models import Person
from hoiam.cases.figures import Window
from hoiam.cases.lists import is_listed
from hoiam.cases.visible import in_centre_or_office
from hoiam.files.keep import keep
from hoiam.kit.clock import now
from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused
from hoiam.units.standing import standing

from .lines import Decided
from .models import Objection, Period, Report

if TYPE_CHECKING:
    from .models import ReportLine

DECIDING = ("coordinator", "office_head")
OPENING = (*DECIDING, "centre_manager")
SPEAKING = ("focal_point", "unit_head", "external_unit")


def may_decide(person: Person, at: datetime) -> bool:
    return in_centre_or_office(standing(person, at), at, DECIDING)


def may_open(person: Person, at: datetime) -> bool:
    return in_centre_or_office(standing(person, at), at, OPENING)


def speaks_for(person: Person, at: datetime) -> frozenset[int]:
    """The units in whose name this person may object."""
    return frozenset(unit for role, unit in standing(person, at).seats if role in SPEAKING)


@transaction.atomic
def open_period(start: datetime, end: datetime, *, by: Person, at: datetime | None = None) -> Period:
    """Announce the next period, so that units can look at their lines before it is cut off."""
    at = at or now()
    if not may_open(by, at):
        raise Refused("Chỉ Văn phòng và Tổng đài mở kỳ báo cáo.")
    if end <= start:
        raise Refused("Kỳ báo cáo phải kết thúc sau khi bắt đầu.")
    period, _ = Period.objects.get_or_create(
        start=start, end=end, defaults={"opened_at": at, "opened_by": by}
    )
    return period


def kept_report(period: Period) -> Report | None:
    """The period's newest whole report; None while units may still object."""
    return Report.objects.filter(start=period.start, end=period.end, unit=None).order_by("-made_at").first()


def refuse_after_cut_off(period: Period) -> None:
    report = kept_report(period)
    if report is not None:
        raise Refused(
            f"Kỳ báo cáo này đã chốt lúc {short_moment(report.made_at)}; "
            f"thay đổi sẽ vào bản đính chính số {report.version + 1}."
        )


@transaction.atomic
def object_to(
    period: Period,
    line: ReportLine,
    *,
    by: Person,
    text: str,
    upload: UploadedFile | None = None,
    at: datetime | None = None,
) -> Objection:
    """A unit says why its line should not count against it. One objection a case; evidence may come along."""
    at = at or now()
    refuse_after_cut_off(period)
    if line.annex_unit_id not in speaks_for(by, at):
        raise Refused("Chỉ đầu mối hoặc lãnh đạo của đơn vị nêu trong dòng này được nêu ý kiến.")
    if not text.strip():
        raise Refused("Ý kiến phải nêu rõ lý do.")
    file = keep(upload, by=by, at=at) if upload else None
    try:
        with transaction.atomic():
            return Objection.objects.create(
                period=period,
                case_id=line.case_id,
                unit_id=line.annex_unit_id,
                made_at=at,
                made_by=by,
                text=text.strip(),
                file=file,
            )
    except IntegrityError:
        raise Refused("Đơn vị đã nêu ý kiến về nội dung này; hãy chờ Văn phòng xem xét.") from None


@transaction.atomic
def decide(
    objection: Objection,
    *,
    by: Person,
    is_upheld: bool,
    cause: str = "",
    exclusion: str = "",
    comment: str = "",
    at: datetime | None = None,
) -> Objection:
    """The Office decides once. Upheld: the line carries the cause, perhaps an exclusion for evaluation."""
    at = at or now()
    if not may_decide(by, at):
        raise Refused("Chỉ Văn phòng được quyết định ý kiến của đơn vị.")
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    refuse_after_cut_off(held.period)
    if held.made_by_id == by.pk:
        raise Refused("Người nêu ý kiến không tự quyết định ý kiến của mình.")
    if held.decided_at is not None:
        raise Refused(f"Ý kiến này đã được quyết định lúc {short_moment(held.decided_at)}.")
    for name, code in (("cause", cause), ("exclusion", exclusion)):
        if code and not is_listed(name, code):
            raise Refused(f"Không có lý do mã “{code}”.")
    if not is_upheld and not comment.strip():
        raise Refused("Không chấp nhận ý kiến thì phải nêu lý do.")
    held.decided_at, held.decided_by, held.is_upheld = at, by, is_upheld
    held.cause, held.exclusion = (cause, exclusion) if is_upheld else ("", "")
    held.comment = comment.strip()
    held.save()
    return held


def decided_in(window: Window) -> dict[tuple[int, int], Decided]:
    """What upheld objections of this period say, by case and unit."""
    rows = Objection.objects.filter(period__start=window.start, period__end=window.end, is_upheld=True)
    return {
        (case, unit): Decided(cause, exclusion)
        for case, unit, cause, exclusion in rows.values_list("case_id", "unit_id", "cause", "exclusion")
    }


def exclusions_granted(units: Iterable[int]) -> list[tuple[Period, int, int, str]]:
    """(period, unit, case, reason) of upheld objections that exclude a case when the unit is evaluated."""
    rows = Objection.objects.filter(unit__in=list(units), is_upheld=True).exclude(exclusion="")
    return [
        (row.period, row.unit_id, row.case_id, row.exclusion)
        for row in rows.select_related("period").order_by("pk")
    ]


def counts(window: Window, units: frozenset[int] | None = None) -> dict[str, int]:
    """How many objections were made about this period, and what became of them. Every reader is told the same
    numbers, so none about a case of conduct is among them."""
    of_period = Q(period__start=window.start, period__end=window.end, case__conduct_unit=None)
    rows = Objection.objects.filter(of_period)
    if units is not None:
        rows = rows.filter(unit__in=units)
    found = Counter(rows.values_list("is_upheld", flat=True))
    return {
        "made": sum(found.values()),
        "upheld": found[True],
        "dismissed": found[False],
        "pending": found[None],
    }
