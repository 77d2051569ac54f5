"""Stamped lives are whole lives: every row keeps every rule of the tables, and each copy is its own case."""

import random
from datetime import datetime, timedelta

import psycopg
import pytest

from hoiam.bench.lives import BEFORE, era_of_now, finished_lives, open_lives
from hoiam.bench.stamping import Taken, Template, case_tables, stamps
from hoiam.cases.lifecycle import OPEN
from hoiam.cases.world import world
from hoiam.kit.clock import now
from hoiam.kit.ids import read_code
from hoiam.kit.moments import VN

FIRST = datetime(2024, 3, 4, 9, tzinfo=VN)
EARLIEST, LATEST = datetime(2021, 7, 5, tzinfo=VN), datetime(2025, 4, 28, tzinfo=VN)
TEMPLATES = [
    Template(1, FIRST, 4, EARLIEST, LATEST),
    Template(2, FIRST + timedelta(hours=3), 7, EARLIEST, LATEST),
]


def made(count: int):
    return list(stamps([(TEMPLATES, count)], random.Random(7), Taken(2, 11, {"210712345678"})))


def test_each_copy_has_an_id_and_a_code_of_its_own():
    found = made(400)
    assert [one.case_id for one in found] == list(range(3, 403))
    assert len({one.code for one in found}) == 400
    assert all(read_code(one.code) == one.code for one in found)


def test_events_of_two_copies_never_share_an_id():
    events = {1: 4, 2: 7}
    expected = 12
    for one in made(50):
        assert one.first_event == expected
        expected += events[one.template]


def test_copies_are_spread_over_the_years_of_their_era_and_ids_grow_with_time():
    begun = {template.case_id: template.received_at for template in TEMPLATES}
    moments = [begun[one.template] + one.shift for one in made(600)]
    assert moments == sorted(moments)
    assert min(moments) >= EARLIEST - timedelta(hours=1) and max(moments) <= LATEST + timedelta(hours=1)
    assert {moment.year for moment in moments} == {2021, 2022, 2023, 2024, 2025}


def test_a_code_tells_the_month_to_which_its_life_was_moved():
    begun = {template.case_id: template.received_at for template in TEMPLATES}
    for one in made(100):
        assert one.code[:4] == f"{begun[one.template] + one.shift:%y%m}"


def test_a_moved_life_stays_on_its_day_of_the_week():
    begun = {template.case_id: template.received_at for template in TEMPLATES}
    assert all((begun[one.template] + one.shift).weekday() == 0 for one in made(100))


@pytest.mark.django_db
def test_every_table_of_a_case_is_stamped_and_the_case_comes_first():
    tables = case_tables()
    assert tables[0] == "cases_case"
    assert {"cases_casetext", "cases_petitioner", "cases_assignment", "cases_due", "cases_eventtext"} <= set(
        tables
    )


@pytest.mark.django_db
def test_finished_templates_have_come_to_their_end_and_open_ones_have_not():
    chance, rules = random.Random(3), world()
    ended = [
        *finished_lives(BEFORE, 25, rules, chance),
        *finished_lives(era_of_now(now()), 25, rules, chance),
    ]
    alive = list(open_lives(now(), 25, rules, chance))
    assert not {life.snapshot.state for life in ended} & (OPEN | {"answered"})
    assert {life.snapshot.state for life in alive} <= OPEN
    assert all(life.lines[-1].at <= now() for life in alive)
    assert len({life.snapshot.holder for life in ended}) > 5


WHOLE = {
    "an open case has exactly one open hop, with its holder": """
        SELECT count(*) FROM cases_case c
        LEFT JOIN cases_assignment h ON h.case_id = c.id AND h.until IS NULL
        WHERE c.state IN ('received', 'forwarded', 'in_hand', 'waiting')
            AND (h.id IS NULL OR h.unit_id <> c.holder_id)""",
    "an open case has one open life": """
        SELECT count(*) FROM cases_case c LEFT JOIN cases_span s ON s.case_id = c.id AND s.until IS NULL
        WHERE (c.state IN ('received', 'forwarded', 'in_hand', 'waiting')) <> (s.id IS NOT NULL)""",
    "a history is whole": """
        SELECT count(*) FROM cases_case c
        WHERE c.seq + 1 <> (SELECT count(*) FROM cases_event e WHERE e.case_id = c.id)""",
    "every case has its words and its petitioner": """
        SELECT count(*) FROM cases_case c LEFT JOIN cases_casetext t ON t.case_id = c.id
        LEFT JOIN cases_petitioner p ON p.case_id = c.id WHERE t.case_id IS NULL OR p.case_id IS NULL""",
    "words of a line belong to the same line of the template": """
        SELECT count(*) FROM cases_event e FULL JOIN cases_eventtext t ON t.event_id = e.id
        WHERE (e.digest IS NULL) <> (t.event_id IS NULL)""",
    "nothing lies in the future": "SELECT count(*) FROM cases_event WHERE at > now()",
    "a history begins when its case was received": """
        SELECT count(*) FROM cases_case c JOIN cases_event e ON e.case_id = c.id AND e.seq = 0
        WHERE e.at <> c.received_at""",
    "open cases are of these weeks": """
        SELECT count(*) FROM cases_case WHERE state IN ('received', 'forwarded', 'in_hand', 'waiting')
            AND received_at < now() - interval '60 days'""",
}
LAID_ON = "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1"
INDEXED = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"


def refuted(owner: psycopg.Connection) -> list[str]:
    return [rule for rule, question in WHOLE.items() if owner.execute(question).fetchone() != (0,)]
