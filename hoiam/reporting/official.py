"""The report as an official document (báo cáo phát hành): frozen figures with head, number and signer.

Two levels, as in July 2021: the centre reports to the Office, and the Office upon that to the chairman. The
words are those of the report's own formats, so the document and the screen cannot differ. What is about
conduct, or of a petitioner kept hidden, stands in a list of its own and never here; and since a directive may
enclose the report, the accused among its readers, conduct is in none of its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from hoiam.kit.moments import civil_date
from hoiam.kit.numbers import number
from hoiam.kit.refusal import Refused
from hoiam.letters.compose import Cited, CoverReport, Party
from hoiam.letters.content import ANNEX, Annex
from hoiam.letters.draft import draft, drafting_unit
from hoiam.letters.issuers import issuer_of
from hoiam.letters.models import Document, Relation
from hoiam.letters.models.document import IN_FORCE
from hoiam.units.directory import UnitView
from hoiam.units.roles import Function

from .annexes import LATE, UNHANDLED, annex
from .documents.paper import content_of
from .documents.wording import document
from .formats import period_words
from .models import Report, ReportDocument
from .sheet import Sheet
from .sight import Sight

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

SENT: Final = Sight(counts_conduct=False, lists_kept_apart=False)


@transaction.atomic
def centre_report(
    report: Report,
    *,
    by: Person,
    at: datetime,
    signer: Person | None = None,
    base: Cited | None = None,
    followed: Sequence[str] = (),
) -> Document:
    """The centre to the Office: a draft that goes its way in letters; `base` and `followed` as in wording."""
    sheet = Sheet(_whole(report), SENT)
    words = document(sheet, base=base, followed=followed)
    letter = _written(words.letter, sheet, sheet.centre, by, at, signer)
    content = content_of(replace(words, letter=letter), period_words(report))
    annexes = tuple(_for_one(sheet.office.id, annex) for annex in content.annexes)
    content = replace(content, annexes=annexes)
    made = draft(content, by=by, at=at, unit=drafting_unit(by, sheet.centre.id, at))
    return _kept(report, made, ReportDocument.Level.CENTRE)


@transaction.atomic
def office_report(
    report: Report,
    centre: Document,
    *,
    by: Person,
    at: datetime,
    signer: Person | None = None,
    followed: Sequence[str] = (),
) -> Document:
    """The Office to the chairman, upon the centre's report, which it encloses."""
    if centre.issued_on is None or not centre.number_symbol:
        raise Refused("Báo cáo của Tổng đài chưa phát hành nên chưa thể làm căn cứ.")
    sheet = Sheet(_whole(report), SENT)
    to = Party(f"Chủ tịch {sheet.authority.short_name}", (sheet.authority.id,))
    cited = Cited("Báo cáo", centre.number_symbol, centre.issued_on, sheet.centre.short_name)
    words = document(sheet, followed=followed)
    letter = replace(_written(words.letter, sheet, sheet.office, by, at, signer), report_to=to)
    whole = replace(words, letter=_upon(letter, cited, sheet), tables=[])  # enclosed: the centre's has them
    content = content_of(whole, period_words(report))
    links = [(Relation.BASED_ON, centre), (Relation.ATTACHES, centre)]
    return _kept(report, draft(content, by=by, at=at, links=links), ReportDocument.Level.OFFICE)


def issued_of_centre(report: Report) -> Document | None:
    """The centre's report in force made from these figures, or from another version of the same period."""
    return _issued(report, ReportDocument.Level.CENTRE)


def issued_of_office(report: Report) -> Document | None:
    """The Office's own, upon the centre's, in the same way."""
    return _issued(report, ReportDocument.Level.OFFICE)


def _issued(report: Report, level: ReportDocument.Level) -> Document | None:
    same = ReportDocument.objects.filter(
        report__start=report.start,
        report__end=report.end,
        report__unit=report.unit_id,
        level=level,
        document__state__in=IN_FORCE,
    )
    found = same.select_related("document").order_by("-document__issued_at").first()
    return found.document if found else None


def _kept(report: Report, document: Document, level: str) -> Document:
    ReportDocument.objects.create(report=report, document=document, level=level)
    return document


def _whole(report: Report) -> Report:
    if report.unit_id is not None:
        raise Refused("Báo cáo phát hành lập từ báo cáo của toàn tỉnh, không phải của một đơn vị.")
    return report


def _written(
    letter: CoverReport, sheet: Sheet, issuer: UnitView, by: Person, at: datetime, signer: Person | None
) -> CoverReport:
    drafting = drafting_unit(by, issuer.id, at)
    return replace(
        letter,
        issuer=issuer_of(issuer.id, civil_date(at), drafting=drafting, signer=signer),
        home_affairs=_home_affairs(sheet),
    )


def _for_one(unit: int, annex: Annex) -> Annex:
    """The lines of all units are a file apart: a directive that encloses the report must not spread them."""
    if annex.word != ANNEX:
        return annex  # tables, which name no case
    return replace(annex, per_unit=True, rows=tuple(replace(row, unit=unit) for row in annex.rows))


def _upon(letter: CoverReport, centre: Cited, sheet: Sheet) -> CoverReport:
    """The Office's own: what the centre asks of the Office gives way to its opinion and what it proposes."""
    return replace(
        letter,
        centre_report=centre,
        sections=letter.sections[:-1],
        opinion=_opinion(sheet),
        proposed=_proposed(sheet),
    )


def _home_affairs(sheet: Sheet) -> Party:
    unit = sheet.names.units.function(Function.HOME_AFFAIRS, sheet.authority.id, sheet.names.on)
    return Party(sheet.home_affairs, (unit,) if unit is not None else ())


def _late_units(sheet: Sheet) -> tuple[list[str], dict[int, int]]:
    found = {which: annex(sheet.report, which, sheet.sight) for which in (UNHANDLED, LATE)}
    units = dict.fromkeys(entry.unit for which in found for entry in found[which])
    return list(units), {which: len(entries) for which, entries in found.items()}


def _opinion(sheet: Sheet) -> tuple[str, ...]:
    units, counts = _late_units(sheet)
    if not units:
        return ("Các đơn vị đã trả lời đúng hạn; Văn phòng không có ý kiến khác.",)
    return (
        f"Còn {number(counts[UNHANDLED])} nội dung chưa xử lý và {number(counts[LATE])} nội dung chậm xử lý "
        f"tại {len(units)} đơn vị: {', '.join(units)}.",
    )


def _proposed(sheet: Sheet) -> tuple[str, ...]:
    units, _ = _late_units(sheet)
    if not units:
        return ("Không có.",)
    return ("Ban hành văn bản nhắc các đơn vị nêu trên kiểm tra, xử lý dứt điểm và báo cáo kết quả.",)
