"""The report by SQL equals a plain re-reading of the histories, for every figure, at random instants."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest

from hoiam.cases.figures import Window
from hoiam.cases.testing import pausing_term
from hoiam.categories.lookup import category_id
from hoiam.contacts.models import Contact
from hoiam.kit import clock
from hoiam.kit.ids import show_code
from hoiam.kit.moments import VN, iso, parse_moment

from .behind import FIGURES
from .conftest import make
from .definitions import definition
from .drill import drill
from .factories import write_records
from .folded import COUNTS, Folded, acts_of_units, explained, minutes_of_units, moments
from .generated import ASKED_OFTEN, WEIGHTS, generate
from .make import Asked, monthly_report
from .measures import measures_of
from .names import Names
from .promise import as_json
from .refolded import tell
from .sight import EVERYTHING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = datetime(2022, 3, 1, tzinfo=VN)
# What says of which report it is; the figures are all the rest.
OF_REPORT = {"period", "as_of", "definition", "unit", "version", "made_at", "differs_from"}
NOBODY_OBJECTED = {"made": 0, "upheld": 0, "dismissed": 0, "pending": 0}


def windows(chance, count):
    """Random periods of a day to a quarter, half of them seen well after their end."""
    for _ in range(count):
        start = datetime(2021, 4, 10, tzinfo=VN) + timedelta(minutes=chance.randrange(190 * 24 * 60))
        end = start + timedelta(days=chance.choice((1, 7, 30, 31, 90)))
        as_of = end + timedelta(days=chance.choice((0, 0, 3, 40)))
        yield Window(start, end, as_of)


def at_moments_of(records, chance, count):
    """Periods whose three instants are moments of lines: every boundary is met exactly."""
    at = moments(records)
    for _ in range(count):
        yield Window(*sorted(chance.sample(at, 3)))


def paused(records):
    """How often the clock of an answer stood still in them."""
    return sum(len(told.pauses) for record in records if (told := tell(record, LATER)))


def without_a_case(records, chance, count):
    """Who came and made no case, at moments of lines too."""
    at = moments(records)
    for _ in range(count):
        is_missed = chance.random() < 0.3
        Contact.objects.create(
            at=chance.choice(at),
            channel=chance.choice(("phone", "zalo", "counter", "email")),
            about=chance.choice(Contact.About.values),
            petitioner_type=chance.choice(("person", "business")),
            is_answered=not is_missed and chance.random() < 0.8,
            is_missed=is_missed,
            called_back_at=LATER if is_missed and chance.random() < 0.5 else None,
        )


@pytest.mark.parametrize(("seed", "may_pause"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_the_report_equals_a_plain_reading_of_300_random_histories(seed, may_pause):
    """`may_pause`: under a term that lets the clock stand still while the petitioner is asked."""
    if may_pause:
        pausing_term(days=2, ask_before="0.90")
    chance = Random(seed)
    records = generate(chance, 300, ASKED_OFTEN if may_pause else WEIGHTS)
    assert (paused(records) > 20) is may_pause
    verbs = Counter(line["verb"] for record in records for line in record["history"])
    often = {"reopen", "split", "classify", "transfer", "reckon", "merge", "rate", "extend"}
    assert often | {"publish", "unpublish"} <= verbs.keys()
    write_records(records, recorded_at=LATER)
    without_a_case(records, chance, 300)
    for window in (*windows(chance, 4), *at_moments_of(records, chance, 2)):
        for code in ("default", "strict"):
            check(records, window, code)


def check(records, window, code):
    with clock.frozen(LATER):
        report = monthly_report(Asked(window, definition(code)))
    folded, said = Folded(records, window, code == "strict", LATER), as_json(report)
    check_promise(report, said, folded)
    check_previous(report, said, records)
    check_tables(report, folded)


def check_promise(report, said, folded):
    """Key by key, as the promise has them: a figure more in it, and there is nothing to compare it with."""
    ids = {show_code(code): name for code, name in report.steps.values_list("code", "case__source_id")}
    ids |= {show_code(code): name for code, name in report.lines.values_list("code", "source_id")}
    figures = {name: value for name, value in said.items() if name not in OF_REPORT | {"previous"}}
    assert figures.pop("objections") == NOBODY_OBJECTED
    names = Names(report.as_of)
    expected = folded.promised()
    for name, value in figures.items():
        if name.startswith("by_"):
            assert keyed(name.removeprefix("by_"), value, names) == expected.pop(name), name
        elif name.startswith("annex_"):
            check_annex(value, expected.pop(name), ids)
        elif name == "late_steps":
            steps = [
                (ids[one.pop("code")], one.pop("step"), one.pop("due_at"), one.pop("done_at"))
                for one in value
            ]
            assert sorted(steps, key=str) == expected.pop(name)
            assert all(one == {"unit": "1022"} for one in value)
        else:
            assert value == expected.pop(name), name
    assert expected == {}


def keyed(group, rows, names):
    """Rows under their own key; a name is the one of that day."""
    found = {}
    for row in rows:
        row = dict(row)
        key = row.pop(group)
        assert row.pop("name") == name_of(group, key, names)
        found[key] = row
    assert len(found) == len(rows)
    return found


def name_of(group, key, names):
    if key is None:
        return names.name(group, None)
    return names.name(group, KEY_OF.get(group, lambda key, names: key)(key, names))


def monday_of(key, names):
    year, week = key.split("-W")
    return date.fromisocalendar(int(year), int(week), 1)


KEY_OF = {
    "unit": lambda key, names: names.units.unit_id(key, names.on),
    "area": lambda key, names: names.units.area_id(key, names.on),
    "category": lambda key, names: category_id(key, names.on),
    "week": monday_of,
}


def check_annex(lines, expected, ids):
    assert [line.pop("no") for line in lines] == list(range(1, len(expected) + 1))
    assert all(ids[line.pop("code")] == line["source_id"] for line in lines)
    by_id = {line["source_id"]: line for line in expected}
    assert {line["source_id"]: line for line in lines} == by_id


def check_previous(report, said, records):
    past = said["previous"]
    if report.previous.get("report") is not None:
        return  # as its own report kept it, at its own moment
    start, end = (parse_moment(past.pop(name)) for name in ("from", "to"))
    assert end == report.start
    assert past == Folded(records, Window(start, end, end), False, LATER).promised()["totals"]


def check_tables(report, folded):
    found = {
        name: sum(rows.count() for rows in drill(report, EVERYTHING, {"muc": name}).rows) for name in FIGURES
    }
    assert found == {name: count(folded) for name, count in COUNTS.items()}
    measures = measures_of(report)
    assert measures.pop("explained", 0) == explained(folded)
    assert {name: many for name, many in measures.items() if many != COUNTS[name](folded)} == {}
    names = Names(report.as_of)
    acts = report.acts.values_list("act", "unit_id", "means")
    assert Counter((a, unit and names.unit_code(unit), m) for a, unit, m in acts) == acts_of_units(folded)
    minutes = {}
    for unit, taken in report.lines.exclude(answer_minutes=None).values_list("unit_id", "answer_minutes"):
        minutes.setdefault(names.unit_code(unit), []).append(taken)
    assert {unit: sorted(taken) for unit, taken in minutes.items()} == minutes_of_units(folded)


def test_the_report_says_of_which_period_and_version_it_is(july):
    said = as_json(make())
    assert {name: said[name] for name in OF_REPORT - {"made_at"}} == {
        "period": {"from": "2021-06-30T17:00:00+07:00", "to": "2021-07-29T17:00:00+07:00"},
        "as_of": "2021-07-29T17:00:00+07:00",
        "definition": "default@1",
        "unit": None,
        "version": 1,
        "differs_from": None,
    }
    assert iso(parse_moment(said["made_at"])) == said["made_at"]
