"""The demo tells July 2021 as the letter of 4/8/2021 does, from dates alone; 1/7/2025 loses nothing."""

import csv
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from django.test import TestCase

from hoiam.accounts.models import Person
from hoiam.cases.factories import Case
from hoiam.cases.figures import Window
from hoiam.cases.moving import left_behind
from hoiam.cases.replay import write_folded
from hoiam.cases.world import world
from hoiam.demo import summer_2021
from hoiam.demo.load import FIRST_DAY, load
from hoiam.demo.people import PASSWORD, SEATS
from hoiam.demo.places import communes
from hoiam.demo.telling import SOURCE, numbered
from hoiam.kit import clock
from hoiam.kit.moments import VN, iso, parse_moment
from hoiam.messaging.models import Message
from hoiam.reporting.definitions import definition
from hoiam.reporting.make import Asked, monthly_report
from hoiam.reporting.promise import as_json

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
