"""The words of the report (lời văn báo cáo tháng): Decree-30 form, every number and date a field of the data.

Figures come from the same stored rows as the tables, so text and tables cannot differ. What nobody has
measured is left out, never written as if it were known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hoiam.cases.lists import label
from hoiam.kit.moments import VN, moment_words, month_number
from hoiam.kit.numbers import number, percent
from hoiam.letters.compose import Cited, CoverReport, Issuer, Party, Period, Section, cover_report
from hoiam.letters.content import Head, Signatory
from hoiam.reporting.annex_tables import annex_table
from hoiam.reporting.annexes import LATE, UNHANDLED, annex
from hoiam.reporting.contacts import ContactCounts
from hoiam.reporting.figures import change, on_time_share, satisfied_share, share, to_handle
from hoiam.reporting.names import STEP_WORDS
from hoiam.reporting.sheet import Sheet
from hoiam.reporting.table import Table
from hoiam.reporting.tables import tables

MONTH: Final = (timedelta(days=26), timedelta(days=35))
MOST_NAMED: Final = 5
# Where no document orders the report.
DUTY: Final = "Thực hiện nhiệm vụ tiếp nhận, trả lời phản ánh, kiến nghị của người dân"


@dataclass(frozen=True, slots=True)
class Document:
    """The text as a letter, and the tables with their values: no number is computed after this."""

    letter: CoverReport
    about: str
    issuer: str
    tables: list[Table]
    annexes: list[Table]


def document(sheet: Sheet, *, base: Cited | None = None, followed: Sequence[str] = ()) -> Document:
    """`base`: what orders the report; `followed`: what rooms above know of directives and reviews."""
    letter = _letter(sheet, base, followed)
    return Document(
        letter=letter,
        about=cover_report(letter).subject,
        issuer=letter.issuer.head.said_name,
        tables=tables(sheet),
        annexes=[annex_table(sheet, UNHANDLED), annex_table(sheet, LATE)],
    )


def _letter(sheet: Sheet, base: Cited | None, followed: Sequence[str]) -> CoverReport:
    report, centre = sheet.report, sheet.centre
    who = f"{centre.name} (sau đây gọi tắt là {centre.short_name})"
    return CoverReport(
        issuer=_issuer(sheet),
        report_to=Party(sheet.office.name, (sheet.office.id,)),
        period=Period(period_label(report.start, report.end), report.start, report.end),
        sections=(
            _receiving(sheet),
            _handling(sheet),
            _working(sheet, followed),
            _causes(sheet),
            _proposals(sheet),
        ),
        base=base,
        home_affairs=Party(sheet.home_affairs),
        as_of=f"số liệu chốt lúc {moment_words(report.as_of)}",
        presented=who if base else f"{DUTY}, {who}",
        part=f"(phần của {sheet.names.unit(report.unit_id)})" if report.unit_id is not None else "",
        subject=(
            f"Kết quả tiếp nhận, xử lý phản ánh, kiến nghị của người dân, doanh nghiệp qua {centre.name}"
        ),
    )


def _issuer(sheet: Sheet) -> Issuer:
    """The centre, for whom somebody of it signs: whoever does is not known before it is signed."""
    authority, centre = sheet.authority, sheet.centre
    head = Head(
        unit=centre.id,
        parent_name=authority.full_name.upper(),
        name_lines=(centre.name.upper(),),
        symbol=centre.symbol or centre.code,
        drafting_symbol="",
        place=authority.place_name,
        name=centre.name,
    )
    return Issuer(head, Signatory("", f"PHỤ TRÁCH {centre.short_name.upper()}", ""), centre.short_name)


def period_label(start: datetime, end: datetime) -> str:
    """ "tháng 7/2021" for a period about a month long, else its two days."""
    last = (end - timedelta(microseconds=1)).astimezone(VN)
    if MONTH[0] <= end - start <= MONTH[1]:
        return f"tháng {month_number(last.month)}/{last.year}"
    first = start.astimezone(VN)
    return f"kỳ {first:%d/%m/%Y} – {last:%d/%m/%Y}"


def _receiving(sheet: Sheet) -> Section:
    came: ContactCounts = Counter()
    for counts in sheet.figures.contacts.values():
        came.update(counts)
    whole = came["contacts"]
    compared = _compared(whole, sheet.previous.get("contacts"))
    at_once = came["answered_on_the_spot"]
    return Section(
        "TÌNH HÌNH TIẾP NHẬN",
        [
            f"1. Số lượt liên hệ: {number(whole)} lượt{compared}; trong đó hỏi về thủ tục hành chính "
            f"{number(came['procedure'])} lượt, phản ánh, kiến nghị {number(came['report'])} lượt; cá nhân "
            f"{number(came['person'])}, doanh nghiệp {number(came['business'])} (Biểu I).",
            f"2. Trả lời ngay: {number(at_once)} lượt ({percent(share(at_once, whole))}).",
            f"3. Lĩnh vực, địa bàn nổi lên: {_prominent(sheet)}.",
        ],
    )


def _compared(now: int, before: int | None) -> str:
    grown = change(now, before)
    if grown is None:
        return ""
    if grown == 0:
        return ", bằng kỳ trước"
    return f", {'tăng' if grown > 0 else 'giảm'} {percent(abs(grown))} so với kỳ trước"


def _prominent(sheet: Sheet) -> str:
    fields = Counter(sheet.names.category(line.category_id) for line in sheet.lines if line.category_id)
    areas = Counter(sheet.names.area(line.area_id) for line in sheet.lines if line.area_id)
    told = [_most("lĩnh vực", fields), _most("địa bàn", areas)]
    return "; ".join(part for part in told if part) or "không có"


def _most(what: str, found: Counter[str]) -> str:
    named = [f"{name} ({number(many)})" for name, many in found.most_common(3)]
    return f"{what} {', '.join(named)}" if named else ""


def _handling(sheet: Sheet) -> Section:
    counts = sheet.figures.totals
    measures = sheet.measures
    first, second = map(sheet.annex_code, (UNHANDLED, LATE))
    unhandled, late = (len(annex(sheet.report, which, sheet.sight)) for which in (UNHANDLED, LATE))
    return Section(
        "KẾT QUẢ XỬ LÝ",
        [
            f"1. Kết quả chung (Biểu II): phải xử lý {number(to_handle(counts))}, đã trả lời "
            f"{number(counts['answered'])} (đúng hạn {number(counts['answered_in_time'])}, chậm "
            f"{number(counts['answered_late'])}), đang xử lý {number(counts['open'])} (còn hạn "
            f"{number(counts['open_in_time'])}, quá hạn {number(counts['open_overdue'])}); từ chối "
            f"{number(counts['refused'])}, chuyển, hướng dẫn nơi khác {number(counts['redirected'])}, "
            f"người gửi rút {number(counts['withdrawn'])}, gộp {number(counts['merged'])}. Tỷ lệ đúng hạn "
            f"{percent(on_time_share(counts))}.",
            f"2. Theo đơn vị (Biểu III): {_units(sheet)}",
            "3. Theo lĩnh vực, địa bàn; khó khăn, vướng mắc về thủ tục hành chính: Biểu IV.",
            f"4. Nội dung chưa xử lý: {number(unhandled)} (Phụ lục {first}). Nội dung chậm xử lý: "
            f"{number(late)} (Phụ lục {second}).",
            f"5. Phản ánh về thái độ công chức, viên chức và thực thi công vụ chậm trễ: {_conduct(sheet)}.",
            f"6. Chất lượng (Biểu V): {number(counts['rated'])} lượt đánh giá, hài lòng "
            f"{number(counts['satisfied'])} ({percent(satisfied_share(counts))}); mở lại "
            f"{number(measures['reopen'])}; đã công khai {number(measures['publish'])}.",
        ],
    )


def _conduct(sheet: Sheet) -> str:
    apart = f"danh mục gửi riêng {sheet.home_affairs}"
    if not sheet.sight.counts_conduct:
        return apart
    found = sheet.measures
    concluded = found["conduct_upheld"] + found["conduct_not_upheld"]
    return f"nhận {number(found['conduct'])}, có kết luận {number(concluded)} ({apart})"


def _units(sheet: Sheet) -> str:
    units = [unit for unit in sheet.groups("unit") if unit != sheet.centre.id]
    whole = [u for u in units if on_time_share(sheet.figures.of("unit", u)) == 1 and _is_ranked(sheet, u)]
    late = {unit: sheet.figures.of("unit", unit)["open_overdue"] for unit in units}
    told = []
    if whole:
        told.append(f"trả lời đúng hạn 100%: {_listed(sheet.names.unit(u) for u in whole)}")
    if any(late.values()):
        order = sorted((u for u in units if late[u]), key=lambda unit: -late[unit])
        told.append(f"còn quá hạn: {_listed(f'{sheet.names.unit(u)} ({late[u]})' for u in order)}")
    told.append(f"khâu phân loại, chuyển của Tổng đài và Văn phòng quá hạn: {_steps(sheet)}")
    return f"{'; '.join(told)}."


def _is_ranked(sheet: Sheet, unit: int) -> bool:
    return to_handle(sheet.figures.of("unit", unit)) >= sheet.min_volume


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    rest = len(every) - MOST_NAMED
    return ", ".join(every[:MOST_NAMED]) + (f" và {rest} đơn vị khác" if rest > 0 else "")


def _steps(sheet: Sheet) -> str:
    late = sheet.late_steps
    return (
        ", ".join(f"{words} {late[step]}" for step, words in STEP_WORDS.items() if late[step]) or "không có"
    )


def _working(sheet: Sheet, followed: Sequence[str]) -> Section:
    phone = sheet.figures.contacts.get("phone", Counter())
    found, objections = sheet.measures, sheet.report.objections
    reminders = sum(found[name] for name in ("remind_letter", "remind_telephone", "remind_other"))
    return Section(
        "HOẠT ĐỘNG CỦA TỔNG ĐÀI, CÔNG TÁC ĐÔN ĐỐC VÀ RÀ SOÁT",
        [
            f"1. Liên hệ qua điện thoại: {number(phone['contacts'])} lượt; gọi nhỡ "
            f"{number(phone['missed'])}, đã gọi lại {number(phone['called_back'])}.",
            f"2. Lượt nhắc: {number(reminders)} (điện thoại {number(found['remind_telephone'])}, văn bản "
            f"{number(found['remind_letter'])}, cách khác {number(found['remind_other'])}); trả lại "
            f"{number(found['send_back'])}, phân xử {number(found['arbitrate'])}, gia hạn "
            f"{number(found['extend'])}.",
            f"3. Ý kiến của đơn vị về số liệu trước khi chốt: {objections.get('made', 0)}, chấp nhận "
            f"{objections.get('upheld', 0)}.",
            *(f"{no}. {words}" for no, words in enumerate(followed, start=4)),
        ],
    )


def _causes(sheet: Sheet) -> Section:
    lines = [entry.line for which in (UNHANDLED, LATE) for entry in annex(sheet.report, which, sheet.sight)]
    causes = Counter(label("cause", line.cause) for line in lines)
    told = "; ".join(f"{words.lower()} {many}" for words, many in causes.most_common())
    handed_late = sum(line.handed_late for line in lines)
    codes = ", ".join(map(sheet.annex_code, (UNHANDLED, LATE)))
    return Section(
        "TỒN TẠI, NGUYÊN NHÂN",
        [
            f"Trong {len(lines)} nội dung tại Phụ lục {codes}: {told}; giao muộn {handed_late}."
            if lines
            else "Trong kỳ không có nội dung chưa xử lý, chậm xử lý."
        ],
    )


def _proposals(sheet: Sheet) -> Section:
    units = dict.fromkeys(
        entry.unit for which in (UNHANDLED, LATE) for entry in annex(sheet.report, which, sheet.sight)
    )
    if not units:
        return Section("KIẾN NGHỊ, ĐỀ XUẤT", ["Không có."])
    return Section(
        "KIẾN NGHỊ, ĐỀ XUẤT",
        [
            f"Kính đề nghị {sheet.office.name} xem xét, nhắc các đơn vị có nội dung chưa xử lý, chậm xử lý: "
            f"{', '.join(units)}."
        ],
    )
