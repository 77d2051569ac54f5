"""The demo tells July 2021 as the letter of 4/8/2021 does, from dates alone; 1/7/2025 loses nothing."""

import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pdfplumber
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import TestCase
from docx import Document as Draft
from openpyxl import load_workbook

from hoiam.accounts.models import Person
from hoiam.cases.factories import Case, do
from hoiam.cases.figures import Window
from hoiam.cases.moving import left_behind
from hoiam.cases.replay import write_folded
from hoiam.cases.world import world
from hoiam.demo import summer_2021
from hoiam.demo.load import FIRST_DAY, load
from hoiam.demo.oversight import OF_THE_WARD, REPLY_BEFORE
from hoiam.demo.people import PASSWORD, SEATS
from hoiam.demo.places import communes
from hoiam.demo.telling import SOURCE, numbered
from hoiam.directing.dates import is_late
from hoiam.directing.models import Directive, Point, ReplyItem
from hoiam.directing.roll_up import said_below_of
from hoiam.kit import clock
from hoiam.kit.moments import VN, iso, parse_moment
from hoiam.letters.models import Document
from hoiam.messaging import quiet
from hoiam.messaging.models import Message
from hoiam.reporting.definitions import definition
from hoiam.reporting.make import Asked, monthly_report
from hoiam.reporting.promise import as_json
from hoiam.signatures.identities import trusted
from hoiam.signatures.verify import verify
from hoiam.units.directory import directory

NOW = datetime(2026, 11, 12, 15, tzinfo=VN)
LETTER = {"ubnd-739", "ubnd-737", "ubnd-740", "ubnd-738", "ubnd-731"}
START, END = datetime(2021, 6, 30, 17, tzinfo=VN), datetime(2021, 7, 29, 17, tzinfo=VN)
ANNEXES = ("annex_1", "annex_2")


def july(as_of: datetime = END) -> dict[str, Any]:
    return as_json(monthly_report(Asked(Window(START, END, as_of), definition(), None)))


def _moved(row: dict[str, str], by: timedelta) -> dict[str, str]:
    moments = {"received", "forwarded", "accepted", "answered", "reminded"}
    return {
        name: " ".join(iso(parse_moment(at) + by) for at in value.split()) if name in moments else value
        for name, value in row.items()
    }


def _of_json(made: Path) -> list[int]:
    report = json.loads(made.read_text("utf-8"))
    return [len(report[annex]) for annex in ANNEXES]


def _of_xlsx(made: Path) -> list[int]:
    book = load_workbook(made)
    return [
        _numbered(row[0].value for row in book[sheet].iter_rows()) for sheet in ("Phụ lục I", "Phụ lục II")
    ]


def _of_docx(made: Path) -> list[int]:
    tables = Draft(str(made)).tables
    annexes = [table for table in tables if table.rows[0].cells[0].text == "STT"][-2:]
    return [_numbered(row.cells[0].text for row in table.rows) for table in annexes]


def _of_pdf(made: Path) -> list[int]:
    with pdfplumber.open(made) as paper:
        text = " ".join(page.extract_text(use_text_flow=True) for page in paper.pages)
    return [int(number) for number in re.findall(r"Cộng: (\d+) nội dung", text)]


def _numbered(first_cells: Iterable[object]) -> int:
    """How many rows of an annex have a number of their own, from 1 without a gap."""
    numbers = [int(str(cell)) for cell in first_cells if str(cell).isdecimal()]
    assert numbers == list(range(1, len(numbers) + 1))
    return len(numbers)


COUNTED = {"json": _of_json, "xlsx": _of_xlsx, "docx": _of_docx, "pdf": _of_pdf}


class DemoTest(TestCase):
    """Loaded once for all of these; each runs in a transaction of its own."""

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.frozen(NOW):
            load(NOW)

    def setUp(self) -> None:
        self.enterContext(clock.frozen(NOW))

    def test_fifteen_unhandled_and_forty_three_late_in_the_five_units_of_the_letter(self):
        report = july()
        assert (len(report["annex_1"]), len(report["annex_2"])) == (15, 43)
        assert {line["unit"] for line in report["annex_1"]} == LETTER
        assert {line["unit"] for line in report["annex_2"]} == LETTER

    def test_the_totals_add_up(self):
        totals = july()["totals"]
        entered = totals["carried_in"] + totals["received"] + totals["reopened"]
        ended = sum(
            totals[name] for name in ("answered", "refused", "redirected", "withdrawn", "merged", "open")
        )
        assert entered == ended > 900
        assert totals["open"] == totals["open_in_time"] + totals["open_overdue"]

    def test_all_of_them_were_settled_or_stayed_after_the_letter(self):
        later = july(END + timedelta(days=20))
        assert len(later["annex_1"]) < 15

    def test_another_month_of_other_numbers_passes_the_same_way(self):
        """Dates of another summer, drawn at random: the report finds what a reader of the file counts."""
        chance, rows = random.Random(7), []
        with summer_2021.LATE.open(encoding="utf-8") as file:
            table = csv.DictReader(file)
            for row in table:
                if chance.random() < 0.6:
                    rows.append(_moved(row, timedelta(days=364)))  # the same weekdays, a year later
        other = Path(self.enterContext(TemporaryDirectory())) / "late.csv"
        with other.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.fieldnames)
            writer.writeheader()
            writer.writerows(rows)
        self.enterContext(patch.object(summer_2021, "LATE", other))
        areas = communes(START.date())
        lives = list(summer_2021.late_ones(world(), chance, areas, numbered("khac"), until=NOW))
        write_folded([life.folded for life in lives], recorded_at=NOW)
        start, end = START + timedelta(days=364), END + timedelta(days=364)
        report = as_json(monthly_report(Asked(Window(start, end, end), definition(), None)))
        due = {
            id(life): next(d["due_at"] for d in life.folded.rows["due"] if d["clock"] == "answer")
            for life in lives
        }
        answered = {id(life): [a["at"] for a in life.folded.rows.get("answer", ())] for life in lives}
        unhandled = [x for x in lives if due[id(x)] < end and not any(at < end for at in answered[id(x)])]
        late = [x for x in lives if any(start <= at < end and at > due[id(x)] for at in answered[id(x)])]
        found = [
            [x["source_id"] for x in report[annex] if x["source_id"].startswith("khac/")] for annex in ANNEXES
        ]
        assert list(map(len, found)) == [len(unhandled), len(late)]
        assert 0 < len(unhandled) < 15 and 0 < len(late) < 43
        self._the_command_says_it_in_every_format(start, end, [len(report[annex]) for annex in ANNEXES])

    def test_the_command_says_it_in_every_format(self):
        self._the_command_says_it_in_every_format(START, END, [15, 43])

    def _the_command_says_it_in_every_format(self, start: datetime, end: datetime, lines: list[int]) -> None:
        """`hoiam monthly-report --from … --to …`, each file opened and its lines counted."""
        folder = Path(self.enterContext(TemporaryDirectory()))
        period = ["--from", start.strftime("%Y-%m-%dT%H:%M"), "--to", end.strftime("%Y-%m-%dT%H:%M")]
        for name, counted in COUNTED.items():
            made = folder / f"bao-cao.{name}"
            call_command("monthly_report", *period, "--format", name, "-o", str(made))
            assert counted(made) == lines, name

    def test_the_same_again_after_everything_that_happened_later(self):
        """Today's work, the reorganisation of 2025, and what is done to these very cases now."""
        first = july()
        with quiet():
            for line in (*first["annex_1"][:3], *first["annex_2"][:3]):
                case = Case.objects.get(source=line["source"], source_id=line["source_id"])
                do(case, "note", text="Đã rà lại.", at=NOW)
                if case.state in ("answered", "closed"):
                    do(case, "reopen", reason="still_there", by="petitioner", at=NOW)
                elif case.is_open:
                    do(case, "answer", text="Xong.", outcome="done", at=NOW)
        again = as_json(monthly_report(Asked(Window(START, END, END), definition(), None), recount=True))
        assert (again["version"], again["differs_from"]) == (1, None)
        assert again == first

    def test_the_reorganisation_loses_nothing(self):
        june = Case.objects.filter(source=SOURCE, source_id__startswith="2025/")
        moved = june.filter(events__verb="transfer", events__at=FIRST_DAY)
        waiting = left_behind(NOW).filter(pk__in=june)
        stayed = june.open().exclude(pk__in=moved).exclude(pk__in=waiting)
        assert moved.count() + waiting.count() + stayed.count() == june.count() == 60
        assert moved.count() > 30
        assert not left_behind(NOW).exclude(pk__in=waiting).exists()

    def test_every_open_case_has_one_holder(self):
        holders = Counter(Case.objects.open().filter(hops__until=None).values_list("pk", flat=True))
        assert set(holders) == set(Case.objects.open().values_list("pk", flat=True))
        assert set(holders.values()) == {1}

    def test_today_has_work_in_every_open_state(self):
        states = Case.objects.filter(source_id__startswith="nay-").values_list("state", flat=True)
        assert {"received", "forwarded", "in_hand", "waiting", "answered"} <= set(states)

    def test_an_account_for_each_role_opens_with_the_printed_password(self):
        for seat in SEATS:
            assert Person.objects.get(username=seat.username).is_active
        assert Person.objects.get(username="dieuphoi").check_password(PASSWORD)

    def test_loading_again_changes_nothing_and_tells_nobody(self):
        before = Case.objects.count()
        load(NOW)
        assert Case.objects.count() == before > 2500
        assert not Message.objects.exists()

    def test_some_of_todays_answers_are_published_and_name_nobody(self):
        shown = Case.objects.filter(is_published=True)
        assert shown.count() > 10
        assert not shown.filter(publications__text__icontains="Người dân thử nghiệm").exists()

    def test_the_letter_of_the_fourth_of_august_says_what_the_annexes_hold(self):
        order = Directive.objects.get(document__number_symbol="9193/UBND-HCC")
        letter = order.document.letter
        assert [one.text for one in letter.addressees] == [
            "Văn phòng UBND tỉnh", "Các sở, ban, ngành", "UBND các huyện, thành phố", "VNPT Đồng Nai",
        ]  # fmt: skip
        words = " ".join(paragraph.text for paragraph in letter.body)
        assert "15 nội dung phản ánh chưa xử lý và 43 nội dung phản ánh chậm xử lý" in words
        assert "trước ngày 15/8/2021 (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)" in words
        assert Counter(order.lines.values_list("annex", flat=True)) == {1: 15, 2: 43}
        assert _codes(order.points.get(number=2)) == LETTER
        relations = set(order.document.links.values_list("relation", "to__number_symbol"))
        assert relations == {("attaches", "1384/BC-TĐ1022"), ("based_on", "01/BC-VPUBND")}

    def test_nhon_trach_passes_on_without_a_line_and_bien_hoa_with_its_own(self):
        order = Directive.objects.get(document__number_symbol="9193/UBND-HCC")
        children = {_code(child.issuer_id): child for child in order.children.all()}
        assert set(children) == {"ubnd-742", "ubnd-731"}
        nhon_trach, bien_hoa = children["ubnd-742"], children["ubnd-731"]
        assert nhon_trach.document.number_symbol == "6499/UBND-CCHC"
        assert set(nhon_trach.points.values_list("kind", flat=True)) == {"standing"}
        own = order.lines.filter(executor=bien_hoa.issuer_id)
        assert set(bien_hoa.lines.values_list("code", flat=True)) == set(own.values_list("code", flat=True))
        assert bien_hoa.points.get(kind="task").reply_before < REPLY_BEFORE

    def test_a_unit_of_bien_hoa_answers_its_letter_and_the_top_sees_what_was_said_below(self):
        order = Directive.objects.get(document__number_symbol="9193/UBND-HCC")
        own = order.children.exclude(lines=None).distinct().get()
        reply = own.replies.get()
        assert _code(reply.unit_id) == "ubnd-26002"
        lines = order.lines.filter(lower__executor=reply.unit_id)
        assert lines.count() == reply.items.count() == 3
        assert set(said_below_of(order.lines.values_list("pk", flat=True))) == {line.pk for line in lines}
        upward = ReplyItem.objects.filter(reply__directive=order, line__in=lines)
        assert set(upward.values_list("responsibility", flat=True)) == {OF_THE_WARD}, "not typed again"

    def test_one_replied_at_the_last_minute_and_one_a_minute_too_late(self):
        order = Directive.objects.get(document__number_symbol="9193/UBND-HCC")
        replied = {_code(one.unit_id): is_late(one.at, REPLY_BEFORE) for one in order.replies.all()}
        assert replied == {"ubnd-740": False, "ubnd-731": False, "ubnd-737": False, "ubnd-738": True}
        claims = ReplyItem.objects.filter(reply__directive=order, line__annex=2)
        assert set(claims.values_list("claim", flat=True)) == {"settled"}, "as the cases themselves show"

    def test_every_document_of_2021_bears_two_good_signatures(self):
        for document in Document.objects.filter(origin="made"):
            issued = document.files.get(role="issued").file
            with default_storage.open(issued.kept_as) as kept:
                verdicts = verify(kept.read(), trusted=trusted(), at=document.issued_at)
            assert [verdict.field for verdict in verdicts] == ["leader", "organisation"]
            assert not [problem for verdict in verdicts for problem in verdict.problems]


def _code(unit: int) -> str:
    return directory().unit(unit, REPLY_BEFORE).code


def _codes(point: Point) -> set[str]:
    return {_code(one.unit_id) for one in point.executors.all()}
