"""Who sees which lines: an accused unit meets no number of its conduct cases; a copy holds its own lines."""

from collections import Counter
from datetime import timedelta

import pytest

from hoiam.cases.factories import MONDAY, UNIT, do, person, received, unit_id
from hoiam.cases.figures import Window

from .annexes import UNHANDLED, annex
from .conftest import AFTERWARDS, END, late, make
from .figures import figures_of
from .measures import measures_of
from .previous import before, past_seen
from .promise import as_json
from .sheet import Sheet
from .sight import EVERYTHING, Sight, addressee, of_home_affairs, of_report, sight_of
from .tables import by_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def codes(report, sight):
    return {entry.line.code for entry in annex(report, UNHANDLED, sight)}


def sight(role, unit):
    return sight_of(person(role, unit), AFTERWARDS)


def test_the_office_sees_every_line(july):
    report = make()
    seen = figures_of(report, sight("coordinator", "1022")).totals
    assert seen == figures_of(report).totals
    assert july["conduct"].code in codes(report, sight("office_head", "vp-ubnd"))


def test_the_accused_unit_counts_nothing_of_its_conduct_case(july):
    report = make()
    accused = sight("unit_head", "ubnd-737")
    assert july["conduct"].code not in codes(report, accused)
    figures = figures_of(report, accused)
    assert set(figures.groups["unit"]) == {unit_id("ubnd-737")}
    assert figures.totals["received"] == 1


def test_whoever_sees_everything_still_meets_no_case_against_their_own_unit(july):
    report = make()
    walled = Sight(walls=frozenset({unit_id("ubnd-737")}))
    hidden = figures_of(report).totals["open_overdue"] - figures_of(report, walled).totals["open_overdue"]
    assert hidden == 1
    assert july["conduct"].code not in codes(report, walled)
    said = as_json(report, walled)
    assert all(row["unit"] != "so-noi-vu" for row in said["by_unit"])


def test_the_period_before_tells_a_walled_reader_nothing_more(july):
    make()
    august = END + timedelta(days=31)
    after = make(Window(END, august, august), at=august + timedelta(days=1))
    walled = Sight(walls=frozenset({unit_id("ubnd-737")}))
    assert after.previous["open_overdue"] - as_json(after, walled)["previous"]["open_overdue"] == 1


def filled(rows, name):
    """Rows with something in them, without their zeros. Contacts have a channel and nothing else."""
    left_out = () if name == "channel" else ("contacts",)
    found = {
        str(key): +Counter({said: n for said, n in counts.items() if said not in left_out})
        for key, counts in rows.items()
    }
    return {key: counts for key, counts in found.items() if counts}


AUGUST = END + timedelta(days=31)


@pytest.mark.parametrize("is_kept", [True, False])
def test_nor_does_any_row_of_it(july, is_kept):
    """With the report of July kept, and with July only counted again: the rows beside August's are July's,
    as this reader would have seen them, those who came again about a case among them."""
    for name in ("conduct", "late"):
        do(july[name], "add_contact", channel="phone", at=END - timedelta(hours=5))
    do(july["conduct"], "remind", to="so-noi-vu", means="letter", at=END - timedelta(hours=4))
    walled = Sight(walls=frozenset({unit_id("ubnd-737")}))
    if is_kept:
        make()
    after = make(Window(END, AUGUST, AUGUST), at=AUGUST + timedelta(days=1))
    kept = make() if is_kept else make(Window(before(END, AUGUST), END, END))
    for sight in (EVERYTHING, walled):
        seen, then = past_seen(after, sight), figures_of(kept, sight)
        assert {name: seen[name] for name in then.totals} == then.totals
        for name, rows in seen["by"].items():
            assert filled(rows, name) == filled(then.groups[name], name)
        if is_kept:
            assert +Counter(seen["measures"]) == +measures_of(kept, sight)
            of_year = measures_of(kept, sight) + Counter({n: then.totals[n] for n in ("rated", "satisfied")})
            assert +Counter(seen["year"]["measures"]) == +of_year
    assert past_seen(after, EVERYTHING)["contacts"] - past_seen(after, walled)["contacts"] == 2
    assert past_seen(after, EVERYTHING)["by"] != past_seen(after, walled)["by"]


def test_who_came_again_about_a_conduct_case_is_in_no_number_of_the_accused(july):
    do(july["conduct"], "add_contact", channel="phone", at=END - timedelta(hours=5))
    report = make()
    walled = Sight(walls=frozenset({unit_id("ubnd-737")}))
    assert figures_of(report).contacts["phone"]["contacts"] == 2
    assert figures_of(report, walled).contacts["phone"]["contacts"] == 1


def test_a_unit_sees_its_own_lines(july):
    report = make()
    assert codes(report, sight("unit_head", UNIT)) == {july["late"].code, july["confidential"].code}
    assert figures_of(report, sight("officer", UNIT)).contacts.keys() == {"web"}


def test_the_office_of_a_district_sees_the_lines_of_the_units_it_follows(july):
    below = late("ubnd-26485")
    seen = codes(make(), sight("coordinator", "nt-vp"))
    assert seen == {below.code}
    assert codes(make(), sight("officer", "nt-vp")) == set()


def test_home_affairs_follows_conduct_wherever_it_lies(july):
    report = make()
    assert july["conduct"].code in codes(report, sight("home_affairs", "so-noi-vu"))


def test_an_addressees_copy_leaves_out_what_is_kept_apart(july):
    report = make()
    assert codes(report, addressee(unit_id(UNIT), END)) == {july["late"].code}
    assert codes(report, addressee(unit_id("so-noi-vu"), END)) == set()


def test_what_is_kept_apart_goes_to_home_affairs_in_a_list_of_its_own(july):
    report = make()
    apart = codes(report, of_home_affairs(person("home_affairs", "so-noi-vu"), AFTERWARDS))
    assert apart == {july["conduct"].code, july["confidential"].code}


def test_a_report_of_one_unit_is_that_units_copy(july):
    report = make(unit=unit_id(UNIT))
    assert of_report(report) == addressee(unit_id(UNIT), END)
    assert codes(report, of_report(report)) == {july["late"].code}


def test_without_a_seat_there_is_no_report():
    nobody = person("officer", UNIT, name="nguoi.moi")
    nobody.is_active = False
    assert sight_of(nobody, AFTERWARDS) is None


def test_a_late_step_of_a_case_against_the_reader_is_no_number_in_the_notes(reference):
    case = received(MONDAY, conduct={"unit": "ubnd-737", "about": "attitude"}, category="HC04")
    do(case, "forward", to="thanh-tra", at=MONDAY + timedelta(days=9))
    report = make()
    walled = Sight(walls=frozenset({unit_id("ubnd-737")}))
    told = {
        name: by_unit(Sheet(report, seen)).notes[1] for name, seen in (("all", EVERYTHING), ("none", walled))
    }
    assert told["all"].endswith("phân loại, chuyển 1.") and told["none"].endswith("không có.")
    assert as_json(report, walled)["late_steps"] == []
