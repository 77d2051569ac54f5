from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given, settings, strategies as st

from hoiam.categories.lookup import category_id
from hoiam.deadlines import STANDARD_HOURS, VN, Calendar, Term
from hoiam.kit.refusal import Refused

from .almanac import Almanac, Days, TermRule, almanac
from .factories import SituationFactory, TermFactory
from .models import Term as TermRow
from .situations import current, leading_categories
from .term_view import TermView
from .terms import term_for

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def term(category="MT01", urgency="normal", kind="report", on="2024-06-03 09:00", step="answer"):
    moment = at(on)
    return term_for(step, category and category_id(category, moment.date()), kind, urgency, moment)


def test_an_answer_nobody_has_set_a_term_for_has_five_working_days_and_no_pause():
    found = term()
    assert (found.text, found.pause_days, found.pause_times, found.row_id) == ("5 working_days", 0, 0, None)
    assert found.rule == "5 ngày làm việc, mặc định của phần mềm, chờ tỉnh quy định"
    assert not found.is_set


@pytest.mark.parametrize("step", ["route", "accept", "arbitrate", "decide_extension", "call_back"])
def test_steps_run_by_the_operator_claim_no_document(step):
    found = term(step=step)
    assert found.row_id is not None
    assert not found.is_set
    assert found.rule.endswith("thời hạn do đơn vị vận hành đặt, chờ tỉnh quy định")


def test_a_step_without_a_row_has_no_clock():
    TermRow.objects.filter(step="route").delete()
    assert term(step="route") is None


# ── the most specific row ───────────────────────────────────────────────────────────────────────────

ORDER = [
    {},
    {"kind": "report"},
    {"field": "MT"},
    {"category": "MT01"},
    {"urgency": "urgent"},
    {"urgency": "urgent", "category": "MT01"},
]


@pytest.mark.parametrize("winner", range(1, len(ORDER)))
def test_the_row_that_names_more_wins_in_the_documented_order(winner):
    for days, conditions in enumerate(ORDER[: winner + 1], start=1):
        TermFactory(text=f"{days} working_days", **_rows(conditions))
    assert term(urgency="urgent").text == f"{winner + 1} working_days"
    assert term("GT01", "normal", "question").text == "1 working_days"


def _rows(conditions):
    row = dict(conditions)
    if "category" in row:
        row["category_id"] = category_id(row.pop("category"), date(2024, 6, 3))
    if "field" in row:
        from hoiam.categories.models import Field

        row["field"] = Field.objects.get(code=row["field"])
    return row


def test_a_term_is_the_one_of_the_day_of_receipt():
    TermFactory(text="7 working_days", during=DateRange(date(2024, 1, 1), date(2024, 6, 4)))
    TermFactory(text="3 working_days", during=DateRange(date(2024, 6, 4), None))
    assert term(on="2023-12-31 23:59").text == "5 working_days"
    assert term(on="2024-01-01 00:00").text == "7 working_days"
    assert term(on="2024-06-03 23:59").text == "7 working_days"
    assert term(on="2024-06-04 00:00").text == "3 working_days"


def test_two_rows_for_the_same_cases_on_one_day_cannot_be():
    TermFactory(during=DateRange(date(2024, 1, 1), date(2024, 6, 4)))
    with pytest.raises(IntegrityError), transaction.atomic():
        TermFactory(during=DateRange(date(2024, 6, 3), None))


def test_a_term_nobody_can_read_cannot_be_stored():
    with pytest.raises(IntegrityError), transaction.atomic():
        TermFactory(text="năm ngày")


def test_a_row_with_a_document_names_it():
    TermFactory(text="3 working_days", source="Quyết định 12/2027/QĐ-UBND", pause_days=5, pause_times=2)
    found = term()
    assert found.rule == "3 ngày làm việc, theo Quyết định 12/2027/QĐ-UBND"
    assert (found.pause_days, found.pause_times, found.is_set) == (5, 2, True)


@st.composite
def rules(draw):
    since = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 20)))
    days = Days(since, since + timedelta(days=draw(st.integers(1, 30))))
    plain = Calendar("Lịch thử", STANDARD_HOURS, {}, frozenset({2024}))
    view = TermView("answer", Term.parse("5 working_days"), plain, row_id=draw(st.integers(1, 10**6)))
    return TermRule(
        days,
        draw(st.booleans()),
        draw(st.sampled_from(["", "normal", "urgent"])),
        draw(st.sampled_from([None, 1, 2])),
        draw(st.sampled_from(["", "A", "B"])),
        draw(st.sampled_from(["", "report", "question"])),
        view,
    )


@settings(deadline=None)
@given(st.lists(rules(), max_size=12), st.integers(0, 40), st.sampled_from(["report", "praise"]))
def test_the_chosen_row_fits_and_no_fitting_row_ranks_higher(rows, day, kind):
    on = date(2024, 1, 1) + timedelta(days=day)
    ordered = tuple(sorted(rows, key=lambda rule: rule.rank, reverse=True))
    found = Almanac({}, {"answer": ordered}, (), {}).term("answer", None, kind, "urgent", on)
    fitting = [
        rule
        for rule in rows
        if rule.days.since <= on < rule.days.until
        and (rule.category, rule.field, rule.urgency in ("", "urgent"), rule.kind in ("", kind))
        == (None, "", True, True)
    ]
    assert found is (max(fitting, key=lambda rule: rule.rank).view if fitting else None)


# ── August 2021 ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "category", "urgency", "text"),
    [
        ("2021-07-15 09:00", "YT01", "urgent", "5 working_days"),
        ("2021-08-25 23:59", "YT01", "urgent", "5 working_days"),
        ("2021-08-26 00:00", "YT01", "urgent", "4 clock_hours"),
        ("2021-08-26 00:00", "YT01", "emergency", "4 clock_hours"),
        ("2021-08-26 00:00", "YT01", "normal", "24 clock_hours"),
        ("2021-09-15 09:00", "MT01", "urgent", "24 clock_hours"),
        ("2021-09-15 09:00", None, "normal", "24 clock_hours"),
        ("2021-09-30 23:59", "MT01", "normal", "24 clock_hours"),
        ("2021-10-01 00:00", "YT01", "urgent", "5 working_days"),
    ],
)
def test_the_situation_of_2021_switches_terms_and_ends_by_itself(on, category, urgency, text):
    assert term(category, urgency, on=on).text == text


def test_a_situation_brings_its_categories_forward_only_while_it_lasts():
    leading = leading_categories(at("2021-09-01 08:00"))
    assert category_id("YT01", date(2021, 9, 1)) in leading
    assert category_id("MT01", date(2021, 9, 1)) not in leading
    assert leading_categories(at("2021-10-01 00:00")) == frozenset()
    assert [s.code for s in current(at("2021-09-01 08:00"))] == ["covid-2021"]


def test_a_situation_without_a_last_day_cannot_be_declared():
    with pytest.raises(IntegrityError), transaction.atomic():
        SituationFactory(during=DateRange(date(2026, 11, 1), None))


def test_a_situation_term_outlives_its_situation_not_by_a_day():
    storm = SituationFactory(during=DateRange(date(2026, 11, 1), date(2026, 11, 10)))
    TermFactory(situation=storm, text="24 clock_hours", during=DateRange(None, None))
    assert term(on="2026-11-09 09:00").text == "24 clock_hours"
    assert term(on="2026-11-09 09:00").situation == storm.name
    assert term(on="2026-11-10 00:00").text == "5 working_days"


# ── in use ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_term_reckons_its_own_deadline_and_refuses_beyond_the_calendar():
    assert term().due(at("2021-08-04 09:00")).at == at("2021-08-11 17:00")
    with pytest.raises(Refused, match="năm 2027"):
        term().due(at("2026-12-29 09:00"))


def test_asking_ten_thousand_times_is_no_query(django_assert_num_queries):
    almanac()
    with django_assert_num_queries(0):
        for _ in range(10_000):
            term_for("answer", None, "report", "normal", at("2024-06-03 09:00"))


def test_a_change_by_a_bare_hand_in_sql_is_noticed():
    assert term(step="accept").text == "8 working_hours"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE calendars_term SET text = '2 working_hours' WHERE step = 'accept'")
    _remembered_second_has_passed()
    assert term(step="accept").text == "2 working_hours"


def _remembered_second_has_passed():
    from . import almanac as module

    module.forget()
