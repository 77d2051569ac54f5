"""Years, terms, situations and parameters as somebody decides them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from hoiam.accounts.factories import PersonFactory
from hoiam.categories.lookup import category_id
from hoiam.categories.models import Category, Field
from hoiam.deadlines import VN
from hoiam.kit.clock import frozen
from hoiam.kit.refusal import Refused

from .decide_day import decide_day
from .declare_situation import declare_situation, end_situation
from .declare_year import declare_year
from .lookup import known_until
from .models import Situation, Term
from .parameters import parameter, parameter_view
from .proof import prove
from .set_parameter import set_parameter
from .set_term import For, Leave, set_term, terms_set_since
from .situations import current, leading_categories
from .terms import term_for

pytestmark = pytest.mark.django_db
DOCUMENT = "Quyết định 12/2026/QĐ-UBND"
NOW = datetime(2026, 11, 24, 9, tzinfo=VN)


@pytest.fixture(autouse=True)
def _today():
    with frozen(NOW):
        yield


@pytest.fixture
def admin():
    return PersonFactory(is_system_admin=True)


def answer(on, urgency="normal", category="MT01", kind="report"):
    moment = datetime.combine(on, NOW.timetz())
    return term_for("answer", category_id(category, on), kind, urgency, moment)


# ── a year ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_year_is_counted_from_the_moment_it_is_declared(admin):
    with pytest.raises(Refused, match="năm 2027"):
        prove(datetime(2026, 12, 31, 9, tzinfo=VN), "1 working_days")
    decide_day(date(2027, 1, 1), "off", DOCUMENT, None, admin, name="Tết Dương lịch")
    declare_year(2027, DOCUMENT, None, admin)
    assert prove(datetime(2026, 12, 31, 9, tzinfo=VN), "1 working_days").due_at == "2027-01-04T17:00:00+07:00"
    assert known_until() == date(2027, 12, 31)


def test_a_year_without_its_days_off_or_declared_twice_is_refused(admin):
    with pytest.raises(Refused, match="chưa có ngày nghỉ nào"):
        declare_year(2027, DOCUMENT, None, admin)
    with pytest.raises(Refused, match="đã được công bố"):
        declare_year(2026, DOCUMENT, None, admin)


# ── a term ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_term_begins_on_its_day_and_the_one_before_ends(admin):
    set_term("answer", "7 working_days", date(2026, 12, 1), DOCUMENT, None, admin)
    set_term("answer", "3 working_days", date(2027, 1, 1), DOCUMENT, None, admin)
    assert answer(date(2026, 11, 30)).text == "5 working_days"
    assert answer(date(2026, 12, 1)).text == answer(date(2026, 12, 31)).text == "7 working_days"
    assert answer(date(2027, 1, 1)).text == "3 working_days"
    assert answer(date(2027, 1, 1)).basis == f"theo {DOCUMENT}"


def test_a_term_for_some_cases_with_what_it_allows(admin):
    leave = Leave(pause_days=5, pause_times=2, ask_before=Decimal("0.5"), leader_may_extend=True)
    cases = For(field=Field.objects.get(code="MT"), urgency="urgent")
    set_term("answer", "1 working_days", date(2026, 12, 1), DOCUMENT, None, admin, cases=cases, leave=leave)
    found = answer(date(2026, 12, 1), "urgent")
    assert (found.text, found.pause_days, found.pause_times, found.ask_before) == (
        "1 working_days",
        5,
        2,
        0.5,
    )
    assert found.leader_may_extend
    assert answer(date(2026, 12, 1), "normal").text == "5 working_days"
    assert answer(date(2026, 12, 1), "urgent", "GT01").text == "5 working_days"


def test_a_late_term_is_found_by_when_it_was_written(admin):
    with frozen(NOW + timedelta(hours=1)):
        set_term("answer", "7 working_days", date(2026, 11, 1), DOCUMENT, None, admin)
    late = ("answer", date(2026, 11, 1), f"7 ngày làm việc, theo {DOCUMENT}", NOW + timedelta(hours=1))
    assert late in terms_set_since(NOW)
    assert late not in terms_set_since(NOW + timedelta(hours=1))


def test_a_term_without_a_document_says_that_nobody_has_decided_it(admin):
    set_term("route", "2 working_hours", date(2026, 12, 1), "", None, admin)
    found = term_for("route", None, "report", "normal", datetime(2026, 12, 1, 9, tzinfo=VN))
    assert (found.text, found.is_set) == ("2 working_hours", False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"step": "wait"}, "Không có bước"),
        ({"text": "hai ngày"}, "Không hiểu thời hạn"),
        ({"leave": Leave(pause_days=5)}, "cả số ngày và số lần"),
        ({"decided_on": date(2099, 1, 1)}, "không thể ở sau hôm nay"),
        ({"since": date(2026, 11, 30)}, "bắt đầu từ 30/11/2026 hoặc sau đó"),
    ],
)
def test_an_unclear_term_is_refused(admin, change, sentence):
    set_term("answer", "7 working_days", date(2026, 12, 1), DOCUMENT, None, admin)
    asked = {"step": "answer", "text": "3 working_days", "since": date(2027, 1, 1), **change}
    with pytest.raises(Refused, match=sentence):
        set_term(source=DOCUMENT, by=admin, **{"decided_on": None, **asked})
    assert Term.objects.filter(step="answer", situation=None).count() == 1


def test_a_category_of_another_field_is_refused(admin):
    cases = For(
        category=Category.objects.get(pk=category_id("GT01", NOW.date())), field=Field.objects.get(code="MT")
    )
    with pytest.raises(Refused, match="không thuộc nhóm"):
        set_term("answer", "1 working_days", date(2026, 12, 1), DOCUMENT, None, admin, cases=cases)


# ── a situation ─────────────────────────────────────────────────────────────────────────────────────


def declare(admin, **change):
    flood = Category.objects.get(pk=category_id("TN01", NOW.date()))
    asked = {
        "name": "Bão số 15",
        "since": date(2026, 11, 25),
        "last_day": date(2026, 11, 30),
        "source": DOCUMENT,
        "decided_on": None,
        "by": admin,
        "answer": "24 clock_hours",
        "urgent_answer": "4 clock_hours",
        "categories": [flood],
        **change,
    }
    return declare_situation(**asked)


def test_a_situation_switches_terms_and_categories_on_its_days_only(admin):
    storm = declare(admin)
    assert [answer(date(2026, 11, day)).text for day in (24, 25, 30)] == [
        "5 working_days",
        "24 clock_hours",
        "24 clock_hours",
    ]
    assert answer(date(2026, 11, 30), "emergency").text == "4 clock_hours"
    assert answer(date(2026, 12, 1), "emergency").text == "5 working_days"
    assert leading_categories(date(2026, 11, 30)) == {category_id("TN01", NOW.date())}
    assert [s.id for s in current(date(2026, 11, 25))] == [storm.pk]
    assert current(date(2026, 12, 1)) == ()


def test_the_last_day_of_a_situation_may_move_and_leaves_a_trace(admin):
    storm = declare(admin)
    end_situation(storm, date(2026, 12, 5), admin)
    assert answer(date(2026, 12, 5)).text == "24 clock_hours"
    end_situation(storm, date(2026, 11, 26), admin)
    assert answer(date(2026, 11, 27)).text == "5 working_days"
    assert "từ 30/11/2026 thành 05/12/2026" in Situation.objects.get(pk=storm.pk).note


def test_days_that_have_passed_stay_as_they_were(admin):
    storm = declare(admin)
    with frozen(NOW + timedelta(days=5)), pytest.raises(Refused, match="những ngày đã qua"):
        end_situation(storm, date(2026, 11, 26), admin)
    with frozen(NOW + timedelta(days=30)), pytest.raises(Refused, match="những ngày đã qua"):
        end_situation(storm, date(2027, 1, 30), admin)


def test_cases_of_this_morning_keep_the_term_they_came_in_under(admin):
    storm = declare(admin)
    with frozen(NOW + timedelta(days=2)) as at:
        today = at.date()
        with pytest.raises(Refused, match="những ngày đã qua"):
            end_situation(storm, today - timedelta(days=1), admin)
        end_situation(storm, today, admin)
        assert answer(today).text == "24 clock_hours"
        assert answer(today + timedelta(days=1)).text == "5 working_days"


def test_an_unclear_situation_is_refused(admin):
    with pytest.raises(Refused, match="không thể trước ngày đầu"):
        declare(admin, last_day=date(2026, 11, 24))
    declare(admin)
    with pytest.raises(Refused, match="đã được công bố"):
        declare(admin)


# ── a parameter ─────────────────────────────────────────────────────────────────────────────────────


def test_a_parameter_has_another_value_from_its_day_on(admin):
    set_parameter("reopen_days", 30, date(2026, 12, 1), DOCUMENT, None, admin)
    assert [parameter("reopen_days", date(2026, 11, 30)), parameter("reopen_days", date(2026, 12, 1))] == [
        15,
        30,
    ]
    assert parameter_view("reopen_days", date(2026, 12, 1)).basis == f"theo {DOCUMENT}"
    with pytest.raises(Refused, match="hoặc sau đó"):
        set_parameter("reopen_days", 20, date(2026, 12, 1), DOCUMENT, None, admin)
    with pytest.raises(Refused, match="Không có tham số"):
        set_parameter("reopen", 20, date(2026, 12, 1), DOCUMENT, None, admin)


def test_who_may_not_decide_changes_nothing():
    officer = PersonFactory()
    for attempt in (
        lambda: declare_year(2027, DOCUMENT, None, officer),
        lambda: set_term("answer", "9 working_days", date(2026, 12, 1), DOCUMENT, None, officer),
        lambda: declare(officer),
        lambda: set_parameter("reopen_days", 1, date(2026, 12, 1), DOCUMENT, None, officer),
    ):
        with pytest.raises(Refused, match="Chỉ điều phối viên"):
            attempt()
    assert answer(date(2026, 12, 2)).text == "5 working_days"
