"""Tables I–V (Biểu I–V): the report's numbers in the columns the province reads, from stored rows alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Final

from hoiam.cases.figures import Channel, Kind
from hoiam.categories.lookup import by_id
from hoiam.kit.moments import civil_date
from hoiam.units.roles import Function, UnitKind

from .contacts import ContactCounts
from .figures import Counts, change, on_time_share, satisfied_share, share, to_handle
from .names import STEP_WORDS
from .quality import quality
from .sheet import MATTERS, Sheet
from .table import Cell, Column, Table, rows_behind

KINDS: Final = (Kind.QUESTION, Kind.REPORT, Kind.SUGGESTION, Kind.SUPPORT, Kind.PRAISE)
PROCEDURES: Final = "HC"  # the field of public administration


def tables(sheet: Sheet) -> list[Table]:
    made = [contacts(sheet), results(sheet), by_unit(sheet), by_category(sheet), by_area(sheet)]
    return [*made, procedures(sheet), quality(sheet)]


def contacts(sheet: Sheet) -> Table:
    of_which, who = "Trong đó", "Người liên hệ"
    table = Table(
        "I",
        "Liên hệ đến Tổng đài",
        (
            Column("STT", width=0.65),
            Column("Kênh", "text", 2.2),
            Column("Tổng số lượt liên hệ"),
            Column("Hỏi về thủ tục hành chính", group=of_which),
            Column("Phản ánh, kiến nghị", group=of_which),
            Column("Yêu cầu hỗ trợ", group=of_which),
            Column("Khác", group=of_which),
            Column("Trả lời ngay"),
            Column("Tỷ lệ trả lời ngay (%)", "percent"),
            Column("Lập phiếu"),
            Column("Gọi nhỡ"),
            Column("Đã gọi lại"),
            Column("Cá nhân", group=who),
            Column("Doanh nghiệp", group=who),
            Column("Kỳ trước"),
            Column("Tăng, giảm (%)", "change"),
        ),
    )
    found = sheet.figures.contacts
    was = {channel: sheet.before("channel", channel).get("contacts", 0) for channel in Channel.values}
    order = [channel for channel in Channel.values if channel in found or was[channel]]
    total: ContactCounts = Counter()
    for no, channel in enumerate(order, start=1):
        came = found.get(channel, Counter())
        total.update(came)
        cells = _contact_cells(sheet, came, was[channel] if sheet.previous else None, channel)
        table.add([no, str(Channel(channel).label), *cells])
    table.add(["", "Cộng", *_contact_cells(sheet, total, sheet.previous.get("contacts"))], "total")
    table.notes.append("Phản ánh tách ra từ phản ánh khác không tính là một lượt liên hệ mới.")
    table.notes += sheet.notes_on_previous
    return table


def _contact_cells(sheet: Sheet, came: ContactCounts, before: int | None, channel: str = "") -> list[Cell]:
    chosen = f"kenh={channel}" if channel else ""

    def opens(name: str, ky: str = "") -> str:
        return rows_behind(chosen, muc=name, ky=ky) if name == "cases" or sheet.opens_contacts else ""

    def cell(name: str) -> Cell:
        return Cell(came[name], opens(name))

    past = "contacts" if sheet.opens_previous else ""
    return [
        *map(cell, ("contacts", "procedure", "report", "support", "other", "answered_on_the_spot")),
        Cell(share(came["answered_on_the_spot"], came["contacts"]), opens("contacts")),
        *map(cell, ("cases", "missed", "called_back", "person", "business")),
        Cell(before, past and opens(past, "truoc")),
        Cell(change(came["contacts"], before), past and opens(past, "so-sanh")),
    ]


def results(sheet: Sheet) -> Table:
    of_which = "Trong đó"
    table = Table(
        "II",
        "Kết quả tiếp nhận, xử lý",
        (
            Column("Loại", "text", 2),
            Column("Kỳ trước chuyển sang"),
            Column("Tiếp nhận trong kỳ"),
            Column("Tách ra từ phản ánh khác", group=of_which),
            Column("Mở lại trong kỳ (đã xong từ kỳ trước)"),
            Column("Tổng số phải xử lý"),
            Column("Đã trả lời"),
            Column("Đúng hạn", group="Trả lời"),
            Column("Chậm", group="Trả lời"),
            Column("Từ chối (có nêu lý do)"),
            Column("Chuyển, hướng dẫn nơi khác"),
            Column("Người gửi rút"),
            Column("Gộp"),
            Column("Đang xử lý cuối kỳ"),
            Column("Còn hạn", group="Đang xử lý"),
            Column("Quá hạn", group="Đang xử lý"),
            Column("Tỷ lệ đúng hạn (%)", "percent"),
            Column("Số lần mở lại trong kỳ"),
            Column("Số đánh giá"),
            Column("Số hài lòng"),
            Column("Tỷ lệ hài lòng (%)", "percent"),
        ),
    )
    split_off = Counter(line.kind for line in sheet.lines if line.entry == "received" and line.is_child)
    reopened = Counter(act.kind for act in sheet.acts if act.act == "reopen")
    for kind in KINDS:
        counts = sheet.figures.of("kind", kind.value)
        cells = _result_cells(counts, split_off[kind], reopened[kind], f"loai={kind}")
        table.add([str(kind.label), *cells])
    whole = _result_cells(sheet.figures.totals, split_off.total(), reopened.total(), "")
    table.add(["Cộng", *whole], "total")
    table.notes += [
        "Tỷ lệ đúng hạn = trả lời đúng hạn : (đã trả lời + quá hạn chưa trả lời).",
        sheet.note(),
        *([sheet.left_out] if sheet.left_out else []),
    ]
    return table


def _result_cells(counts: Counts, split_off: int, reopenings: int, opens: str) -> list[Cell]:
    def cell(name: str) -> Cell:
        return Cell(counts[name], rows_behind(opens, muc=name))

    after = ("answered", "answered_in_time", "answered_late", "refused", "redirected", "withdrawn", "merged")
    return [
        cell("carried_in"),
        cell("received"),
        Cell(split_off, rows_behind(opens, muc="split_off")),
        cell("reopened"),
        Cell(to_handle(counts), rows_behind(opens, muc="to_handle")),
        *map(cell, (*after, "open", "open_in_time", "open_overdue")),
        Cell(on_time_share(counts), rows_behind(opens, muc="on_time")),
        Cell(reopenings, rows_behind(opens, muc="reopen")),
        cell("rated"),
        cell("satisfied"),
        Cell(satisfied_share(counts), rows_behind(opens, muc="rated")),
    ]


def by_unit(sheet: Sheet) -> Table:
    table = Table(
        "III",
        "Theo đơn vị",
        (
            Column("STT", width=0.65),
            Column("Đơn vị", "text", 3),
            Column("Phải xử lý"),
            Column("Đã trả lời"),
            Column("Đúng hạn"),
            Column("Chậm"),
            Column("Đang xử lý còn hạn", width=1.1),
            Column("Quá hạn"),
            Column("Tỷ lệ đúng hạn (%)", "percent"),
            Column("Thời gian trả lời trung vị (giờ làm việc)", "decimal", 1.2),
            Column("Trả lại"),
            Column("Gia hạn"),
            Column("Mở lại"),
            Column("Hài lòng/ đánh giá", "text"),
            Column("So với kỳ trước (tỷ lệ đúng hạn)", "points", 1.2),
        ),
    )
    grouped: dict[str, list[int]] = {}
    for unit in sheet.groups("unit"):
        grouped.setdefault(_sort_of_unit(sheet, unit), []).append(unit)
    acts = Counter((act.act, act.unit_id) for act in sheet.acts)
    minutes: dict[int, list[int]] = {}
    for line in sheet.lines:
        if line.answer_minutes is not None:
            minutes.setdefault(line.unit_id, []).append(line.answer_minutes)
    no = 0
    for sort in dict.fromkeys((*SORTS_OF_UNIT.values(), CENTRE_AND_OFFICE)):
        for position, unit in enumerate(grouped.get(sort, ())):
            if position == 0:
                table.head(sort)
            no += 1
            table.add([no, sheet.names.unit(unit), *_unit_cells(sheet, unit, acts, minutes.get(unit, []))])
    table.notes += [*_notes_on_units(sheet), *sheet.notes_on_previous]
    return table


CENTRE_AND_OFFICE: Final = "Tổng đài và Văn phòng: khâu phân loại, chuyển"
SORTS_OF_UNIT: Final = {
    UnitKind.DEPARTMENT: "Sở, ban, ngành",
    UnitKind.AGENCY: "Sở, ban, ngành",
    UnitKind.DIVISION: "Sở, ban, ngành",
    UnitKind.COMMITTEE: "UBND cấp dưới",
    UnitKind.PARTNER: "Đơn vị dịch vụ",
}


def _sort_of_unit(sheet: Sheet, unit: int) -> str:
    book, on = sheet.names.units, sheet.names.on
    if unit in (book.centre(on), book.function(Function.OFFICE, book.root(on), on)):
        return CENTRE_AND_OFFICE
    return SORTS_OF_UNIT.get(UnitKind(book.unit(unit, on).kind), CENTRE_AND_OFFICE)


def _unit_cells(
    sheet: Sheet, unit: int, acts: Counter[tuple[str, int | None]], minutes: Iterable[int]
) -> list[Cell]:
    counts = sheet.figures.of("unit", unit)
    enough = to_handle(counts) >= sheet.min_volume
    now, before = on_time_share(counts), _share_before(sheet, unit)
    opens = f"don-vi={unit}"
    names = ("answered", "answered_in_time", "answered_late", "open_in_time", "open_overdue")
    taken, rated = list(minutes), rows_behind(opens, muc="rated") if counts["rated"] else ""
    return [
        Cell(to_handle(counts), opens),
        *(Cell(counts[name], f"{opens}&muc={name}") for name in names),
        Cell(now if enough else None, rows_behind(opens, muc="on_time")),
        Cell(median(taken) / 60 if taken else None, rows_behind(opens, muc="timed")),
        *(Cell(acts[act, unit], rows_behind(opens, muc=act)) for act in ("send_back", "extend", "reopen")),
        Cell(f"{counts['satisfied']}/{counts['rated']}", rated),
        Cell(
            now - before if enough and now is not None and before is not None else None,
            rows_behind(opens, muc="on_time", ky="so-sanh") if sheet.opens_previous else "",
        ),
    ]


def _share_before(sheet: Sheet, unit: int) -> float | None:
    counts = sheet.before("unit", unit)
    return on_time_share(counts) if counts and to_handle(counts) >= sheet.min_volume else None


def _notes_on_units(sheet: Sheet) -> list[str]:
    notes = [f"Đơn vị phải xử lý dưới {sheet.min_volume} nội dung: ghi số, không ghi tỷ lệ, không xếp thứ."]
    if sheet.sight.reach is None:
        steps = sheet.late_steps
        late = ", ".join(f"{words} {steps[step]}" for step, words in STEP_WORDS.items() if steps[step])
        notes.append(f"Khâu của Tổng đài, Văn phòng quá hạn trong kỳ: {late or 'không có'}.")
    return notes


def by_category(sheet: Sheet) -> Table:
    table = Table(
        "IV.a",
        "Theo lĩnh vực",
        (
            Column("STT", width=0.65),
            Column("Lĩnh vực", "text", 3),
            Column("Câu hỏi"),
            Column("Phản ánh, kiến nghị"),
            Column("Đã trả lời"),
            Column("Đúng hạn (%)", "percent"),
            Column("Quá hạn"),
            Column("Nội dung nổi lên", "text", 3),
            Column("Kỳ trước"),
        ),
    )
    matters = Counter(line.category_id for line in sheet.lines if line.kind in MATTERS)
    questions = Counter(line.category_id for line in sheet.lines if line.kind == Kind.QUESTION)
    areas: dict[int | None, Counter[int]] = {}
    for line in sheet.lines:
        if line.area_id is not None:
            areas.setdefault(line.category_id, Counter())[line.area_id] += 1
    for no, category in enumerate(sheet.groups("category"), start=1):
        counts = sheet.figures.of("category", category)
        before = sheet.before("category", category)
        opens = f"linh-vuc={category or 0}"
        table.add(
            [
                no,
                sheet.names.category(category),
                Cell(questions[category], f"{opens}&loai=question"),
                Cell(matters[category], f"{opens}&muc=matters"),
                Cell(counts["answered"], f"{opens}&muc=answered"),
                Cell(on_time_share(counts), f"{opens}&muc=on_time"),
                Cell(counts["open_overdue"], f"{opens}&muc=open_overdue"),
                _most(sheet, areas.get(category, Counter()), opens),
                Cell(
                    to_handle(before) if before else (0 if sheet.previous else None),
                    f"{opens}&ky=truoc" if sheet.opens_previous else "",
                ),
            ]
        )
    table.notes += sheet.notes_on_previous
    return table


def _most(sheet: Sheet, areas: Counter[int], opens: str) -> Cell:
    """Where these cases come from most: a fact to start from, not a judgement."""
    area, many = next(iter(areas.most_common(1)), (0, 0))
    if many < 2:
        return Cell("")
    return Cell(f"nhiều nhất ở {sheet.names.area(area)} ({many})", rows_behind(opens, f"dia-ban={area}"))


def by_area(sheet: Sheet) -> Table:
    table = Table(
        "IV.b",
        "Theo địa bàn (xã, phường tại thời điểm phản ánh)",
        (
            Column("STT", width=0.65),
            Column("Địa bàn", "text", 4),
            Column("Số phản ánh, kiến nghị"),
            Column("Trên 10.000 dân", "decimal"),
            Column("Lặp lại cùng chỗ"),
            Column("Quá hạn"),
        ),
    )
    matters = Counter(line.area_id for line in sheet.lines if line.kind in MATTERS)
    for no, area in enumerate(sheet.groups("area"), start=1):
        counts = sheet.figures.of("area", area)
        opens = f"dia-ban={area or 0}"
        table.add(
            [
                no,
                sheet.names.area(area),
                Cell(matters[area], f"{opens}&muc=matters"),
                None,
                Cell(counts["merged"], f"{opens}&muc=merged"),
                Cell(counts["open_overdue"], f"{opens}&muc=open_overdue"),
            ]
        )
    table.notes += [
        "Lặp lại cùng chỗ: phản ánh được gộp vào một phản ánh đã có về cùng việc.",
        "Trên 10.000 dân: để trống cho đến khi có số dân theo địa bàn.",
    ]
    return table


def procedures(sheet: Sheet) -> Table:
    table = Table(
        "IV.c",
        "Khó khăn, vướng mắc về thủ tục hành chính",
        (
            Column("STT", width=0.65),
            Column("Thủ tục, nhóm việc", "text", 3),
            Column("Số lượt hỏi"),
            Column("Số phản ánh"),
            Column("Vướng mắc chính", "text", 2.5),
            Column("Cơ quan chủ trì", "text", 2.5),
            Column("Đề xuất", "text", 2),
        ),
    )
    asked = Counter(line.category_id for line in sheet.lines if line.kind == Kind.QUESTION)
    matters = Counter(line.category_id for line in sheet.lines if line.kind in MATTERS)
    rows = [c for c in sheet.groups("category") if c is not None and by_id(c).field.code == PROCEDURES]
    for no, category in enumerate(rows, start=1):
        view, opens = by_id(category), f"linh-vuc={category}"
        table.add(
            [
                no,
                f"{view.code} {view.name}",
                Cell(asked[category], f"{opens}&loai=question"),
                Cell(matters[category], f"{opens}&muc=matters"),
                "",
                view.usual(civil_date(sheet.report.as_of)),
                "",
            ]
        )
    return table
