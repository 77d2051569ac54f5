"""Close the year (khóa năm): a unit's signed lines become a spreadsheet, and a document to sign and issue.

The year is closed once that document is issued; discarded as a draft, it can be made again. The document
names the digest of the spreadsheet, so that the signatures on it cover both. Evidence for the evaluation
under the law of that year; the grade itself is given elsewhere, by people.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.files.keep import keep
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused
from hoiam.letters.compose.parts import kept_line
from hoiam.letters.content import Addressee, Content, Facts, Kind, Paragraph, Purpose
from hoiam.letters.draft import draft
from hoiam.letters.issuers import issuer_of
from hoiam.letters.models import State
from hoiam.reporting.documents.xlsx import tables_to_xlsx
from hoiam.units.directory import directory

from .handlers import handler_of
from .models import SignOff, YearFile
from .sheet import FOOTER, SheetLine, newest_months
from .sheet_table import as_annex, more_table, sheet_table
from .sights import sight_of
from .turns import take_turn


@transaction.atomic
def close_year(unit: int, year: int, *, by: Person, at: datetime) -> YearFile:
    """Begun when every month of the year that was frozen is signed off; done when its document is issued."""
    if not sight_of(by, at).sees_all_of(unit):
        raise Refused("Chỉ cơ quan nội vụ theo dõi đơn vị này được khóa năm.")
    take_turn("unit", unit)
    signed = refuse_unfinished(unit, year, at)
    lines = {kind: [SheetLine(**row.line[kind]) for row in signed] for kind in ("whole", "own")}
    name = directory().label(unit, date(year, 12, 31))
    spreadsheet = to_xlsx(lines["own"], name, year, at)
    content = year_content(unit, name, year, lines["own"], sha256(spreadsheet).hexdigest(), at)
    stem = f"phieu-theo-doi-{year}-{directory().unit(unit, date(year, 12, 31)).code}"
    document = draft(content, by=by, at=at, unit=content.head.unit)
    return YearFile.objects.create(
        year=year,
        unit_id=unit,
        lines=[line.to_data() for line in lines["whole"]],
        xlsx=keep(SimpleUploadedFile(f"{stem}.xlsx", spreadsheet), by=by, at=at),
        document=document,
        made_at=at,
        made_by=by,
    )


def year_file(unit: int, year: int) -> YearFile | None:
    """The one that stands: its document is on its way or out, not discarded."""
    made = YearFile.objects.filter(unit=unit, year=year).exclude(document__state=State.DISCARDED)
    return made.select_related("document", "xlsx").first()


def refuse_unfinished(unit: int, year: int, at: datetime) -> list[SignOff]:
    """The signed lines of the year, or why it cannot be closed yet."""
    if (made := year_file(unit, year)) is not None:
        raise Refused(f"Năm {year} của đơn vị này {'đã' if made.is_closed else 'đang'} khóa.")
    if civil_date(at).year <= year:
        raise Refused(f"Năm {year} chưa kết thúc.")
    months = [month.start for month in newest_months(year)]
    signed = list(SignOff.objects.filter(unit=unit, start__year=year).order_by("start"))
    is_whole = [start.month for start in months] == list(range(13 - len(months), 13))
    if not months or not is_whole:  # it may begin in the year, and leaves out no month after that
        raise Refused(f"Năm {year} chưa chốt đủ số liệu các tháng.")
    left = [f"{start.month}/{start.year}" for start in months if start not in {row.start for row in signed}]
    if left:
        raise Refused(f"Còn tháng {', '.join(left)} chưa chốt phiếu.")
    return signed


def to_xlsx(lines: list[SheetLine], name: str, year: int, at: datetime) -> bytes:
    """Two sheets: the sheet of the year, and what stands behind it."""
    tables = [("Phiếu theo dõi", sheet_table(lines, name, year)), ("Căn cứ", more_table(lines, name, year))]
    return tables_to_xlsx(tables, FOOTER, title=f"Phiếu theo dõi {name} năm {year}", author="Hồi Âm", at=at)


def year_content(
    unit: int, name: str, year: int, lines: list[SheetLine], digest: str, at: datetime
) -> Content:
    """The document: the unit's own copy, without conduct, which has a list of its own."""
    sheet = as_annex(sheet_table(lines, name, year))
    issuer = issuer_of(handler_of(unit, civil_date(at)).unit, civil_date(at))
    said = (
        f"{issuer.short_name} chốt số liệu theo dõi việc tiếp nhận, xử lý phản ánh, kiến nghị của {name} "
        f"năm {year}, gồm {len(lines)} tháng đã có ý kiến của đơn vị và chốt từng tháng (phiếu ở trang sau)."
    )
    return Content(
        kind=Kind.REPORT,
        head=issuer.head,
        subject=f"Số liệu theo dõi việc xử lý phản ánh, kiến nghị năm {year} của {name}",
        addressees=(
            Addressee(name, (unit,) if directory().is_valid(unit, civil_date(at)) else (), Purpose.INFORM),
        ),
        body=(
            Paragraph.of(said, "text"),
            Paragraph.of(
                "Tệp bảng tính tải ở mục Theo dõi, đánh giá; mã băm ghi dưới phiếu xác nhận tệp ấy.",
                "text",
            ),
            Paragraph.of(f"{FOOTER.rstrip('.')}./.", "closing"),
        ),
        copies=(Addressee("Như trên"), kept_line(issuer.head)),
        signatory=issuer.signatory,
        annexes=(replace(sheet, notes=(*sheet.notes, f"Tệp bảng tính có mã băm SHA-256: {digest}.")),),
        facts=Facts(period_label=f"năm {year}"),
    )


def year_words(row: YearFile) -> str:
    """Where the year stands, by its document."""
    if row.is_closed and row.document.issued_on is not None:
        return f"Đã khóa ngày {short_date(row.document.issued_on)}"
    return f"Đang khóa năm, văn bản: {row.document.get_state_display().lower()}"
