"""Every number of a report opens the rows it counts, and no more: for each cell of each table, at random."""

from collections import Counter
from datetime import timedelta
from random import Random
from statistics import median

import pytest
from django.http import QueryDict

from hoiam.cases.factories import MONDAY, UNIT, do, person, received, unit_id
from hoiam.cases.figures import Window
from hoiam.contacts.models import Contact
from hoiam.kit import clock
from hoiam.kit.numbers import number, percent

from .behind import FIGURES, Kept
from .conftest import AFTERWARDS, CUT, END, START, days, late, make
from .definitions import definition
from .drill import drill
from .factories import write_records
from .figures import change, on_time_share
from .fold_test import LATER, windows
from .generated import generate
from .make import Asked, monthly_report
from .page import drawn, late_steps, weeks
from .sheet import Sheet
from .sight import EVERYTHING, Sight, sight_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
# What is no count: text of a row, and the population nobody has given yet.
NAMES = ("STT", "Kênh", "Loại", "Đơn vị", "Lĩnh vực", "Địa bàn", "Chỉ tiêu", "Thủ tục, nhóm việc")
WRITTEN = ("Vướng mắc chính", "Cơ quan chủ trì", "Đề xuất", "Trên 10.000 dân")

COMPARED = ("Kỳ trước", "Tăng, giảm (%)", "So với kỳ trước (tỷ lệ đúng hạn)")


def opened(sheet, opens):
    return drill(sheet.report, sheet.sight, QueryDict(opens).dict())


def found(sheet, opens):
    """Behind an address: the rows themselves, by kind."""
    rows = {rows.kept: rows for rows in opened(sheet, opens).rows}
    listed = {kept: every(one) for kept, one in rows.items()}
    assert {kept: one.count() for kept, one in rows.items()} == {kept: len(of) for kept, of in listed.items()}
    return listed


def every(rows):
    listed = []
    while page := rows.page(listed[-1].pk if listed else 0):
        listed += page[:50]
    return listed


def outcomes(rows):
    counts = Counter(line.outcome for line in rows)
    answered = {"answered": counts["answered_in_time"] + counts["answered_late"]}
    return counts + Counter(answered)


def computed(column, row, rows):
    """The value of a share or a median once more, from the rows it opens."""
    lines, acts = (rows.get(kept, []) for kept in (Kept.LINES, Kept.ACTS))
    match column, row:
        case ("Tỷ lệ đúng hạn (%)" | "Đúng hạn (%)", _) | (_, "Tỷ lệ trả lời đúng hạn (%)"):
            return on_time_share(outcomes(lines))
        case ("Tỷ lệ hài lòng (%)", _) | (_, "Tỷ lệ hài lòng (%)"):
            return sum(line.score >= 4 for line in lines) / len(lines)
        case "Thời gian trả lời trung vị (giờ làm việc)", _:
            return median(line.answer_minutes for line in lines) / 60
        case "Tỷ lệ trả lời ngay (%)", _:
            beside = rows[Kept.CONTACTS]
            return sum(one.is_answered for one in beside) / (len(beside) + len(lines))
        case _, "Tỷ lệ mở lại (%)":
            return len(acts) / len(lines)
        case _, "Tỷ lệ trả lời “giải thích, không có việc phải làm” (%)":
            return sum(line.answer_outcome == "explained" for line in lines) / len(lines)
    raise AssertionError((column, row))


def compared(sheet, column, rows):
    """A difference from the period before, from the rows of both."""
    parts = [
        {kept: [one for one in of if one.report_id == pk] for kept, of in rows.items()}
        for pk in (sheet.previous["report"], sheet.report.pk)
    ]
    before, now = parts
    if column == "Tăng, giảm (%)":
        return change(*(sum(map(len, part.values())) for part in (now, before)))
    return on_time_share(outcomes(now[Kept.LINES])) - on_time_share(outcomes(before[Kept.LINES]))


def check_cell(sheet, table, row, position):
    column, cell = table.columns[position], row.cells[position]
    words = table.text(row, position)
    if column.head in (*NAMES, *WRITTEN) or words in ("–", "", "0", "0/0"):
        return 0
    opens = table.opens(row, position)
    if column.head in COMPARED and not sheet.opens_previous:
        assert not opens
        return 0
    assert opens, (table.code, column.head, words)
    check_value(sheet, (column, cell.value, words), str(row.cells[1].value), found(sheet, opens))
    return 1


def check_value(sheet, shown, name, rows):
    """What a cell says, said once more from the rows it opens."""
    column, value, words = shown
    many = sum(map(len, rows.values()))
    if column.kind in ("change", "points"):
        assert compared(sheet, column.head, rows) == pytest.approx(value)
    elif column.kind == "decimal":
        assert computed(column.head, "", rows) == pytest.approx(value)
    elif words.endswith("%"):
        assert percent(computed(column.head, name, rows)) == words
    elif column.head.startswith("Hài lòng"):
        assert words == f"{sum(line.score >= 4 for line in rows[Kept.LINES])}/{many}"
    elif column.head == "Nội dung nổi lên":
        assert words.endswith(f"({many})")
    else:
        assert number(many) == words, (column.head, name)


def check_all(sheet):
    tables = [one.it for one in drawn(sheet) if one.name.startswith("Biểu")]
    return {
        table.code: sum(
            check_cell(sheet, table, row, position)
            for row in table.rows
            if row.kind != "head"
            for position in range(len(row.cells))
        )
        for table in tables
    }


def beside_cases(chance, window):
    """Some who came without a case."""
    for nth in range(40):
        is_missed = nth % 4 == 0
        Contact.objects.create(
            at=window.start + (window.end - window.start) * chance.random(),
            channel=chance.choice(("phone", "zalo", "counter")),
            about=chance.choice(Contact.About.values),
            petitioner_type=chance.choice(("person", "business")),
            is_answered=not is_missed,
            is_missed=is_missed,
            called_back_at=window.end if nth % 8 == 0 else None,
        )


@pytest.mark.parametrize("seed", [7, 8])
def test_every_cell_of_every_table_opens_the_rows_it_counts(seed):
    chance = Random(seed)
    write_records(generate(chance, 200), recorded_at=LATER)
    for nth, window in enumerate(windows(chance, 3)):
        length = window.end - window.start
        earlier = Window(window.start - length, window.start, window.start)
        beside_cases(chance, window)
        beside_cases(chance, earlier)
        with clock.frozen(LATER):
            if nth:  # the first has no report before it
                monthly_report(Asked(earlier, definition("default")))
            report = monthly_report(Asked(window, definition("default")))
        walled = Sight(walls=frozenset({unit_id("so-tnmt"), unit_id("so-gtvt")}))
        below = frozenset(map(unit_id, ("ubnd-731", "ubnd-732", "so-gtvt")))
        for sight in (EVERYTHING, walled, Sight(reach=below, sees_past=False)):
            sheet = Sheet(report, sight)
            checked = check_all(sheet)
            assert {"II", "III", "V"} <= {code for code, many in checked.items() if many}
            for column in weeks(sheet):
                for many, url in column.numbers:
                    assert len(found(sheet, url.partition("?")[2])[Kept.LINES]) == many, url
            for words, count, url in late_steps(sheet):
                rows = found(sheet, url.partition("?")[2])
                assert len(rows[Kept.STEPS]) == count > 0, words


def test_the_year_opens_the_rows_of_its_reports(july):
    make()
    august = END + days(31)
    report = make(Window(END, august, august), at=august + days(1))
    sheet = Sheet(report)
    assert check_all(sheet)["V"] > 3
    of_year = found(sheet, "muc=conduct&ky=nam")[Kept.LINES]
    assert [line.report_id for line in of_year] == report.previous["year"]["reports"] + [report.pk]
    assert found(sheet, "muc=conduct&ky=truoc")[Kept.LINES] == of_year[:1]


def test_a_period_before_that_was_only_counted_opens_nothing(july):
    august = END + days(31)
    sheet = Sheet(make(Window(END, august, august), at=august + days(1)))
    assert sheet.previous["received"] and not sheet.opens_previous
    notes = {table.it.code: table.it.notes for table in drawn(sheet)[:7]}
    for code in ("I", "III", "IV.a"):
        assert "Kỳ trước tính lại từ lịch sử, không có báo cáo đã lưu để mở từng dòng." in notes[code]
    assert sum(map(len, found(sheet, "muc=received&ky=truoc").values())) == 0


def test_who_came_again_about_a_case_against_the_reader_is_not_among_the_rows(july):
    do(july["conduct"], "add_contact", channel="phone", at=END - timedelta(hours=5))
    do(july["conduct"], "remind", to="so-noi-vu", means="letter", at=END - timedelta(hours=4))
    received(MONDAY, conduct={"unit": "ubnd-737", "about": "attitude"})
    report = make()
    walled = Sheet(report, Sight(walls=frozenset({unit_id("ubnd-737")})))
    for name in FIGURES:
        assert not {
            row.code
            for rows in found(walled, f"muc={name}").values()
            for row in rows
            if row.conduct_unit_id == unit_id("ubnd-737")
        }, name
    assert found(Sheet(report), "muc=remind_letter")[Kept.ACTS]


def test_a_unit_meets_neither_those_who_came_without_a_case_nor_another_period(july):
    Contact.objects.create(at=START + days(1), channel="phone", about="procedure")
    report = make()
    sheet = Sheet(report, sight_of(person("unit_head", UNIT), AFTERWARDS))
    assert found(sheet, "muc=contacts")[Kept.CONTACTS] == []
    assert opened(sheet, "muc=received&ky=nam").period == ""


def test_numbers_of_a_report_that_kept_only_the_sums_of_its_contacts_do_not_open(july):
    late(channel="phone")
    report = make(CUT)
    report.contacts = [{"channel": "phone", "conduct": None, **dict.fromkeys(("contacts",), 1)}]
    assert report.opens_contacts is False
