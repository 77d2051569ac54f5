"""A report is kept as it was made; what is learnt later is another version."""

import threading
from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from hoiam.cases.evidence import LateLife
from hoiam.cases.factories import UNIT, do, in_hand, unit_id
from hoiam.cases.figures import Window
from hoiam.kit import clock
from hoiam.kit.moments import iso, parse_moment
from hoiam.kit.refusal import Refused

from .conditions import CONDITIONS, refuse_unknown
from .conftest import AFTERWARDS, CUT, END, START, days, late, make
from .definitions import definition
from .formats import write_as
from .lines import is_handed_late
from .make import Asked, monthly_report
from .models import Definition, Report, ReportLine
from .previous import before
from .promise import as_json
from .reference import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_the_first_run_is_kept_and_asking_again_gives_it_back(july):
    first = write_as("json", make())
    do(july["late"], "answer", by=f"unit_head@{UNIT}", at=END + days(1), text="Xong.", outcome="done")
    late()  # learnt too late for the first run, though it was received before the cut
    assert write_as("json", make(at=AFTERWARDS + days(9))) == first
    assert Report.objects.count() == 1


def test_what_happens_after_the_instant_changes_nothing_even_recounted(july):
    report = make()
    do(july["late"], "answer", by=f"unit_head@{UNIT}", at=END + days(1), text="Xong.", outcome="done")
    assert make(recount=True) == report


def test_a_recount_that_differs_is_the_next_version_with_its_differences(july):
    first = make()
    missed = late()
    second = make(recount=True)
    assert (first.version, second.version) == (1, 2)
    assert first.lines.count() + 1 == second.lines.count()
    assert [(d["code"], d["what"], d["is"]) for d in second.differs_from] == [
        (missed.shown_code, "added", "open_overdue")
    ]
    assert as_json(second)["differs_from"] == second.differs_from
    assert make() == second  # the newest is what is asked for from now on


def test_a_changed_fact_is_named_with_both_values(july):
    make()
    do(july["fresh"], "remind", at=END - timedelta(hours=1), to=UNIT, means="phone")
    do(july["late"], "remind", at=END - timedelta(hours=1), to=UNIT, means="phone")
    second = make(recount=True)
    assert second.differs_from == [
        {"code": july["late"].shown_code, "what": "reminders", "was": 0, "is": 1}
    ]  # the other stands in no annex, and no figure counts its reminders


@pytest.mark.parametrize(
    "table", ["report", "reportline", "reportstep", "reportact", "reportcontact", "definition"]
)
@pytest.mark.parametrize("statement", ["UPDATE reporting_{} SET id = id", "DELETE FROM reporting_{}"])
def test_nothing_of_a_report_can_be_changed(july, table, statement):
    make()
    with (
        pytest.raises((InternalError, ProgrammingError), match="kept as it was made|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_every_total_is_the_number_of_its_lines(july):
    report = make()
    totals = as_json(report)["totals"]
    outcomes = list(report.lines.values_list("outcome", flat=True))
    assert totals["open_overdue"] == outcomes.count("open_overdue") == 4
    assert totals["answered_late"] == outcomes.count("answered_late") == 1
    assert totals["received"] == len(outcomes) == 7
    assert totals["received"] == totals["answered"] + totals["open"]
    assert totals["contacts"] == 7


def test_the_centre_is_counted_and_stands_in_no_annex(reference):
    from hoiam.cases.factories import received

    case = received()
    report = make()
    line = report.lines.get(code=case.code)
    assert (line.outcome, line.annex) == ("open_overdue", 0)
    assert as_json(report)["by_unit"][0]["unit"] == "1022"


def test_a_strict_annex_moves_what_the_unit_has_touched(july):
    untouched = do(in_hand(), "recall", by="coordinator@1022")
    do(untouched, "forward", to="ubnd-732")
    said = as_json(make(name="strict"))
    assert [line["unit"] for line in said["annex_1"]] == ["ubnd-732"]
    assert july["late"].shown_code in [line["code"] for line in said["annex_2"]]


def test_a_report_of_one_unit_holds_its_lines_and_those_below_it(july):
    whole, own = as_json(make()), as_json(make(unit=unit_id(UNIT)))
    of_unit = next(row for row in whole["by_unit"] if row["unit"] == UNIT)
    assert own["unit"] == UNIT
    assert own["totals"]["open_overdue"] == of_unit["open_overdue"] == 2
    assert {row["unit"] for row in own["by_unit"]} == {UNIT}


@pytest.mark.parametrize(
    ("window", "sentence"),
    [
        (Window(END, START, END), "kết thúc sau khi bắt đầu"),
        (Window(START, END, END - days(1)), "không được trước ngày cuối kỳ"),
        (Window(START, END, AFTERWARDS + days(1)), "không được ở tương lai"),
    ],
)
def test_an_impossible_window_is_refused(window, sentence):
    with pytest.raises(Refused, match=sentence):
        make(window)
    assert not Report.objects.exists()


def test_definitions_are_loaded_once_and_asked_for_by_name_or_version():
    load()
    assert Definition.objects.count() == 2
    assert str(definition("default")) == str(definition("default@1")) == "default@1"
    with pytest.raises(Refused, match="hiện có: default, strict"):
        definition("khác")
    with pytest.raises(Refused, match="default@9"):
        definition("default@9")


def test_a_definition_names_known_conditions_only():
    refuse_unknown([{"life": "present", "when": list(CONDITIONS)}])
    with pytest.raises(Refused, match="drop table"):
        refuse_unknown([{"life": "present", "when": ["drop table"]}])
    with pytest.raises(Refused, match="life"):
        refuse_unknown([{"life": "next", "when": []}])


def test_a_province_adds_a_version_without_code_and_old_reports_keep_theirs(july):
    old = make()
    Definition.objects.create(
        code="default",
        version=2,
        label="mọi việc quá hạn, kể cả ở Tổng đài",
        annex_1=[{"life": "present", "when": ["open_late"]}],
        annex_2=[],
    )
    new = make()
    assert (str(old.definition), str(new.definition)) == ("default@1", "default@2")
    assert not ReportLine.objects.filter(report=new, annex=2).exists()


def late_life(handed_at, due_when_handed):
    return LateLife(
        1, 1, due_when_handed, due_when_handed, 1, handed_at, due_when_handed, None, False, False, 0, False,
        False, 1, False,
    )  # fmt: skip


def test_handed_late_is_less_than_its_own_term_left():
    from hoiam.calendars.terms import term_for
    from hoiam.cases.factories import MONDAY

    term = term_for("answer", None, "report", "normal", MONDAY)
    due = term.due(MONDAY).at
    assert not is_handed_late(late_life(MONDAY + timedelta(hours=6), due), term)  # the same day
    assert is_handed_late(late_life(MONDAY + days(1), due), term)


@pytest.mark.parametrize(
    ("start", "end", "begins"),
    [
        ("2021-07-01", "2021-08-01", "2021-06-01T00:00:00+07:00"),
        ("2021-01-01", "2021-02-01", "2020-12-01T00:00:00+07:00"),
        ("2021-07-01", "2021-10-01", "2021-04-01T00:00:00+07:00"),
        ("2021-06-30T17:00", "2021-07-29T17:00", "2021-06-01T17:00:00+07:00"),
        ("2021-07-05", "2021-07-12", "2021-06-28T00:00:00+07:00"),
    ],
)
def test_the_period_before_has_as_many_months_or_as_many_days(start, end, begins):
    assert iso(before(parse_moment(start), parse_moment(end))) == begins


def test_the_period_before_is_what_its_own_report_has_kept(july):
    earlier = Window(START - days(30), START, START)
    kept = make(earlier)
    report = make()
    assert report.previous["from"] == as_json(kept)["period"]["from"]
    assert {k: as_json(report)["previous"][k] for k in kept.previous if k in as_json(kept)["totals"]} == (
        as_json(kept)["totals"]
    )


def test_a_day_somebody_looked_at_is_not_the_month_before(july):
    make(Window(START - days(1), START, START))
    assert make().previous["from"] == iso(before(START, END))


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_first_runs_at_once_keep_one_report(july):
    made = []

    def run():
        try:
            with clock.frozen(AFTERWARDS):
                made.append(monthly_report(Asked(CUT, definition())).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3
    assert len(set(made)) == Report.objects.count() == 1
