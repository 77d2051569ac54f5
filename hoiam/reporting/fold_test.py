"""The report by SQL equals a plain re-reading of the histories, for every figure, at random instants."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest

from hoiam.calendars.terms import term_for
from hoiam.cases.figures import Window
from hoiam.cases.testing import pausing_term
from hoiam.categories.lookup import category_id
from hoiam.deadlines import working_days_late
from hoiam.kit import clock
from hoiam.kit.ids import show_code
from hoiam.kit.moments import VN, civil_date, iso, parse_moment

from .definitions import definition
from .factories import write_records
from .generated import ASKED_OFTEN, WEIGHTS, generate
from .make import Asked, monthly_report
from .models import ReportAct
from .promise import as_json
from .refolded import Missed, Told, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = datetime(2022, 3, 1, tzinfo=VN)
ENTRIES = ("carried_in", "received", "reopened")


@dataclass
class Row:
    """One case of the period, as the re-reading found it."""

    record: dict
    entry: str
    entered_at: datetime
    told: Told
    annex: int = 0
    missed: Missed | None = None

    @property
    def source_id(self):
        return self.record["source_id"]


def rows_of(records, window, strict):
    rows = []
    for record in records:
        entry = entry_of(record, window)
        if entry is None:
            continue
        told = tell(record, window.as_of)
        row = Row(record, *entry, told)
        row.annex, row.missed = annex_of(told, window, strict)
        rows.append(row)
    return rows


def entry_of(record, window):
    before = tell(record, window.start)
    if before is not None and before.is_open:
        return "carried_in", window.start
    told = tell(record, window.end)
    inside = [at for at in told.openings if at >= window.start] if told else []
    if not inside:
        return None
    return ("received" if before is None else "reopened"), inside[0]


def annex_of(told, window, strict):
    late = told.missed if told.is_open and told.missed and told.missed.unit != "1022" else None
    last = told.answers[-1] if told.answers else None
    answered = last.missed if last and window.start <= last.at < window.end else None
    if answered and answered.unit == "1022":
        answered = None
    touched = late and any(at >= late.handed_at and unit == late.unit for at, unit in told.touched)
    if late and not (strict and touched):
        return 1, late
    if late:
        return 2, late
    return (2, answered) if answered else (0, None)


def counts(rows):
    found = Counter()
    for row in rows:
        outcome = row.told.outcome
        found[row.entry] += 1
        found[outcome] += 1
        found[outcome.split("_")[0]] += outcome.startswith(("answered", "open"))
        if row.told.scores:
            found["rated"] += 1
            found["satisfied"] += row.told.scores[-1] >= 4
    return +found


def named(counts_of_row):
    names = (*ENTRIES, "answered", "answered_in_time", "answered_late", "refused", "redirected", "withdrawn")
    names += ("merged", "open", "open_in_time", "open_overdue", "rated", "satisfied")
    return +Counter({name: counts_of_row[name] for name in names})


def grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: counts(of_name) for name, of_name in groups.items()}


def week(row):
    year, number, _ = row.entered_at.astimezone(VN).isocalendar()
    return f"{year}-W{number:02}"


KEYS = {
    "unit": lambda row: row.told.unit,
    "category": lambda row: row.told.category,
    "kind": lambda row: row.told.kind,
    "petitioner_type": lambda row: row.record["petitioner"]["type"],
    "channel": lambda row: row.record["channel"],
    "area": lambda row: row.told.area,
    "week": week,
}


def term_of(told):
    category = category_id(told.category, civil_date(told.received_at)) if told.category else None
    return term_for("answer", category, told.kind, told.urgency, told.received_at)


def annex_line(row, window):
    told, missed = row.told, row.missed
    term = term_of(told)
    answered = told.answers[-1] if told.answers and told.answers[-1].missed is missed else None
    had = missed.due_when_handed
    handed_late = had is not None and term.due(missed.handed_at).at > had
    until = answered.at if answered else window.as_of
    line = {
        "source_id": row.source_id,
        "unit": missed.unit,
        "holder": told.holder,
        "forwarded_at": iso(missed.handed_at),
        "due_at": iso(missed.due_at),
        "days_late": working_days_late(missed.due_at, until, term.calendar),
        "state": told.state,
        "reminders": told.reminders,
        "handed_late": handed_late,
        "cause": "wrong_unit" if missed.was_sent_back else "handed_late" if handed_late else "unknown",
    }
    if row.annex == 2:
        line["answered_at"] = iso(told.answers[-1].at) if told.answers else None
    return line


def late_steps(records, window):
    found = []
    for record in records:
        told = tell(record, window.as_of)
        if told is None:
            continue
        steps = [*told.steps, *((step, due_at, None) for step, (due_at, _) in told.running.items())]
        for step, due_at, done_at in steps:
            if window.start <= due_at < window.end and due_at < min(done_at or window.as_of, window.as_of):
                found.append((record["source_id"], step, iso(due_at), iso(done_at) if done_at else None))
    return sorted(found, key=str)


def done_in_period(rows, window):
    """Lines of the period's cases that tables count, by what was done."""
    found = Counter()
    for row in rows:
        for line in row.record["history"]:
            if window.start <= parse_moment(line["at"]) < window.end:
                found[line["verb"]] += line["verb"] in ("send_back", "extend", "reopen", "remind")
    return +found


def contacts(records, rows, window):
    repeats = 0
    for record in records:
        told = tell(record, window.end)
        repeats += sum(at >= window.start for at, _ in told.repeats) if told else 0
    return repeats + sum(row.entry == "received" and "split_from" not in row.record for row in rows)


def windows(chance, count):
    """Random periods of a day to a quarter, half of them seen well after their end."""
    for _ in range(count):
        start = datetime(2021, 4, 10, tzinfo=VN) + timedelta(minutes=chance.randrange(190 * 24 * 60))
        end = start + timedelta(days=chance.choice((1, 7, 30, 31, 90)))
        as_of = end + timedelta(days=chance.choice((0, 0, 3, 40)))
        yield Window(start, end, as_of)


def at_moments_of(records, chance, count):
    """Periods whose three instants are moments of lines: every boundary is met exactly."""
    moments = sorted({parse_moment(line["at"]) for record in records for line in record["history"]})
    for _ in range(count):
        yield Window(*sorted(chance.sample(moments, 3)))


def paused(records):
    """How often the clock of an answer stood still in them."""
    return sum(len(told.pauses) for record in records if (told := tell(record, LATER)))


@pytest.mark.parametrize(("seed", "may_pause"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_the_report_equals_a_plain_reading_of_300_random_histories(seed, may_pause):
    """`may_pause`: under a term that lets the clock stand still while the petitioner is asked."""
    if may_pause:
        pausing_term(days=2, ask_before="0.90")
    chance = Random(seed)
    records = generate(chance, 300, ASKED_OFTEN if may_pause else WEIGHTS)
    assert (paused(records) > 20) is may_pause
    verbs = Counter(line["verb"] for record in records for line in record["history"])
    assert {"reopen", "split", "classify", "transfer", "reckon", "merge", "rate", "extend"} <= verbs.keys()
    write_records(records, recorded_at=LATER)
    for window in (*windows(chance, 4), *at_moments_of(records, chance, 2)):
        for code in ("default", "strict"):
            check(records, window, code)


def check(records, window, code):
    rows = rows_of(records, window, code == "strict")
    with clock.frozen(LATER):
        report = monthly_report(Asked(window, definition(code)))
    said = as_json(report)
    assert named(said["totals"]) == counts(rows)
    assert said["totals"]["contacts"] == contacts(records, rows, window)
    for group, key in KEYS.items():
        by = {row[group]: named(row) for row in said[f"by_{group}"] if named(row)}
        assert by == grouped(rows, key), group
    for number in (1, 2):
        expected = [annex_line(row, window) for row in rows if row.annex == number]
        names = expected[0] if expected else ("source_id",)
        lines = [{name: line[name] for name in names} for line in said[f"annex_{number}"]]
        assert sorted(lines, key=str) == sorted(expected, key=str)
        assert [line["no"] for line in said[f"annex_{number}"]] == list(range(1, len(expected) + 1))
    of_code = {show_code(code): name for code, name in report.steps.values_list("code", "case__source_id")}
    steps = [(of_code[s["code"]], s["step"], s["due_at"], s["done_at"]) for s in said["late_steps"]]
    assert sorted(steps, key=str) == late_steps(records, window)
    acts = Counter(ReportAct.objects.filter(report=report).values_list("act", flat=True))
    told_of = ("send_back", "extend", "reopen", "remind")
    assert +Counter({name: acts[name] for name in told_of}) == done_in_period(rows, window)
