import pytest

from hoiam.cases.classify import classify
from hoiam.cases.factories import (
    HEAD,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    answered,
    do,
    forwarded,
    hours,
    in_hand,
    person,
    received,
    unit_id,
)
from hoiam.cases.models import Case
from hoiam.cases.testing import last_line, post_panel
from hoiam.categories.lookup import category_id
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(2)


def test_says_what_the_case_is_about_and_leaves_it_where_it_is():
    case = classify(
        received(),
        by=person("operator"),
        category="MT01",
        urgency="urgent",
        place={"area": "26041", "address": "Số 5, tổ 3", "lat": 10.95, "lng": 106.82},
        summary="Rác chưa thu gom",
        at=LATER,
    )
    case.refresh_from_db()
    assert (case.state, case.urgency, case.summary, case.lat) == (
        "received",
        "urgent",
        "Rác chưa thu gom",
        10.95,
    )
    assert case.category_id == category_id("MT01", MONDAY.date())
    assert case.text.address == "Số 5, tổ 3"
    line = last_line(case)
    assert line.facts == {
        "category": "MT01",
        "urgency": "urgent",
        "place": {"area": "26041", "lat": 10.95, "lng": 106.82},
    }
    assert line.text.body == {"address": "Số 5, tổ 3", "summary": "Rác chưa thu gom"}


def test_keeps_what_it_was_before_with_its_dates():
    case = classify(received(), by=person("operator"), kind="question", at=LATER)
    rows = case.attributes.order_by("since").values_list("kind", "since", "until")
    assert list(rows) == [("report", MONDAY, LATER), ("question", LATER, None)]


def test_the_same_again_leaves_no_new_row():
    case = classify(received(), by=person("operator"), kind="report", at=LATER)
    assert case.attributes.count() == 1
    assert last_line(case).verb == "classify"


def test_the_term_is_reckoned_again_from_the_day_of_receipt():
    case = received(parse_moment("2021-08-30T08:00"))
    assert case.dues.get(clock="answer").rule.startswith("24 giờ")
    urgent = classify(
        case, by=person("operator"), category="YT01", urgency="urgent", at=case.last_at + hours(1)
    )
    assert urgent.due_at == parse_moment("2021-08-30T12:00")
    causes = urgent.dues.filter(clock="answer").order_by("since").values_list("cause", flat=True)
    assert list(causes) == ["receive", "classify"]


def test_a_deadline_given_by_hand_stays():
    case = received(parse_moment("2021-08-30T08:00"))
    by_hand = do(case, "forward", to=UNIT, due_at="2021-09-07T17:00")
    urgent = classify(
        by_hand, by=person("coordinator"), category="YT01", urgency="urgent", at=case.last_at + hours(2)
    )
    assert urgent.due_at == parse_moment("2021-09-07T17:00")


def test_a_deadline_that_has_passed_stays_missed():
    case = received(parse_moment("2021-08-30T08:00"), category="YT01", urgency="urgent")
    missed = case.due_at
    calm = classify(case, by=person("operator"), urgency="normal", at=missed + hours(1))
    assert calm.due_at > missed
    assert (calm.missed_at, calm.missed_unit_id) == (missed, unit_id("1022"))


def test_after_forwarding_only_the_centre_coordinates():
    case = forwarded()
    with pytest.raises(Refused):
        classify(case, by=person("operator"), kind="question", at=MONDAY + hours(3))
    assert classify(case, by=person("coordinator"), kind="question", at=MONDAY + hours(3)).kind == "question"


def test_no_category_can_be_said_too():
    case = classify(received(category="MT01"), by=person("operator"), category=None, at=LATER)
    assert case.category_id is None
    assert last_line(case).facts == {"category": None}


def test_nothing_said_is_refused():
    with pytest.raises(Refused, match="Chưa có gì thay đổi"):
        classify(received(), by=person("operator"), at=LATER)


def test_refused_once_the_case_is_answered():
    with pytest.raises(Refused, match="Phân loại"):
        classify(answered(), by=person("coordinator"), kind="question", at=MONDAY + hours(9))


def test_a_report_about_the_holder_is_first_taken_back_from_it():
    case = in_hand()
    with pytest.raises(Refused, match="hãy Thu hồi"):
        classify(
            case, by=person("coordinator"), conduct={"unit": UNIT, "about": "attitude"}, at=MONDAY + hours(4)
        )


def test_an_accused_unit_that_was_invited_is_shown_out():
    case = do(in_hand(), "join", to=OTHER_UNIT)
    invited = person("unit_head", OTHER_UNIT)
    assert Case.objects.visible_to(invited, MONDAY + hours(4)).filter(pk=case.pk).exists()
    classify(
        case, by=person("coordinator"), conduct={"unit": OTHER_UNIT, "about": "delay"}, at=MONDAY + hours(5)
    )
    assert not Case.objects.visible_to(invited, MONDAY + hours(6)).filter(pk=case.pk).exists()
    assert not case.joinings.filter(until=None).exists()


def test_the_form_sends_only_what_was_changed(client):
    case = received(category="MT01", place={"area": "26041", "address": "Số 5", "lat": 10.9, "lng": 106.8})
    same = {"kind": "report", "category": "MT01", "urgency": "normal", "area": "26041", "address": "Số 7"}
    done = post_panel(client, person("operator"), "classify", case, same)
    assert done.status_code == 204
    line = last_line(case)
    assert line.facts == {"place": {"area": "26041", "lat": 10.9, "lng": 106.8}}  # the pin stays where it was
    assert line.text.body == {"address": "Số 7"}


def test_the_form_asks_for_both_the_unit_and_the_matter(client):
    typed = {"kind": "report", "urgency": "normal", "conduct_unit": unit_id(UNIT)}
    answer = post_panel(client, person("operator"), "classify", received(), typed)
    assert answer.status_code == 422
    assert "phải nêu cả đơn vị và việc" in answer.content.decode()


def test_a_line_of_history_by_an_import_may_say_the_same():
    assert do(received(), "classify", by=HEAD, kind="question").kind == "question"
