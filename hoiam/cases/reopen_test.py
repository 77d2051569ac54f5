import pytest

from hoiam.cases.factories import (
    CENTRE,
    MONDAY,
    UNIT,
    answered,
    closed,
    do,
    hours,
    in_hand,
    merged,
    person,
    received,
    redirected,
    refused,
    unit_id,
    withdrawn,
)
from hoiam.cases.line import THE_PETITIONER, THE_SYSTEM
from hoiam.cases.models import Answer
from hoiam.cases.refuse import refuse
from hoiam.cases.reopen import reopen
from hoiam.cases.testing import citizens_told, last_line, staff_told
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = parse_moment("2021-07-12T09:00")
LAST_DAY = parse_moment("2021-07-26T17:00")  # fifteen working days after the answer on 05/07/2021


def again(case, by=THE_PETITIONER, at=LATER, **fields):
    return reopen(case, by=by, at=at, **{"reason": "still_there", **fields})


@pytest.mark.parametrize("make", [answered, closed])
def test_a_new_life_with_a_new_deadline_in_the_hands_of_the_unit_that_answered(make):
    officer = person("officer", UNIT)
    case = again(make(), text="Đèn lại tắt")
    case.refresh_from_db()
    assert (case.state, case.holder_id, case.life, case.entered_at) == ("in_hand", unit_id(UNIT), 2, LATER)
    assert case.due_at == parse_moment("2021-07-19T17:00")
    assert (case.answered_at, case.closed_at) == (None, None)
    assert list(case.spans.order_by("life").values_list("life", "entered_by", "how", "until"))[1] == (
        2,
        "reopen",
        "",
        None,
    )
    assert case.hops.get(until=None).accepted_at == LATER
    line = last_line(case)
    assert (line.actor, line.facts, line.text.body) == (
        "petitioner",
        {"reason": "still_there"},
        {"text": "Đèn lại tắt"},
    )
    assert "mở lại lần 1: Việc vẫn còn" in staff_told("reopened")[officer.username]
    assert "đã mở lại theo ý kiến của ông/bà" in citizens_told("reopened")[0]


def test_the_old_answer_stays_counted():
    case = answered()
    before = Answer.objects.get(case=case)
    again(case)
    assert Answer.objects.get(case=case) == before


def test_what_happened_before_does_not_count_against_the_new_life():
    case = do(in_hand(), "extend", due_at="2021-07-20T17:00", reason="complex")
    case = do(case, "note", text="trễ", at=parse_moment("2021-07-21T08:00"))
    case = do(case, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="done")
    assert case.missed_at is not None
    case = again(case, at=parse_moment("2021-07-22T08:00"))
    assert (case.missed_at, case.extensions, case.due_by_hand) == (None, 0, False)


@pytest.mark.parametrize("make", [refused, redirected])
def test_what_was_refused_starts_again_at_the_centre(make):
    case = again(make())
    assert (case.state, case.holder_id) == ("received", unit_id(CENTRE))
    assert case.dues.filter(clock="route", until=None).exists()


def test_what_was_merged_stands_where_it_stood():
    case = again(merged())
    assert (case.state, case.merged_into_id, case.ended_from) == ("received", None, None)


def test_the_petitioner_has_until_the_end_of_the_last_day():
    assert again(answered(), at=LAST_DAY).state == "in_hand"
    with pytest.raises(Refused, match="đến hết ngày 26/07/2021"):
        again(answered(), at=LAST_DAY + hours(1))


def test_after_a_refusal_his_days_count_from_the_refusal():
    with pytest.raises(Refused, match="Đã quá thời hạn mở lại"):
        again(refused(), at=parse_moment("2021-07-27T08:00"))


@pytest.mark.parametrize("by", ["operator", "system"])
def test_nobody_gives_him_more_by_doing_it_for_him(by):
    who = THE_SYSTEM if by == "system" else person("operator")
    with pytest.raises(Refused, match="Đã quá thời hạn mở lại"):
        again(answered(), by=who, at=LAST_DAY + hours(1))


def test_a_coordinator_puts_right_whenever_it_is_found_wrong():
    case = again(answered(), by=person("coordinator"), at=LAST_DAY + hours(1000))
    assert (case.state, last_line(case).actor) == ("in_hand", f"coordinator.{CENTRE}@{CENTRE}")


def test_with_a_deadline_by_hand():
    by_hand = parse_moment("2021-08-02T17:00")
    case = again(answered(), by=person("coordinator"), due_at=by_hand)
    assert (case.due_at, case.due_by_hand) == (by_hand, True)


def test_a_unit_that_is_no_more_is_followed_by_the_one_that_has_its_work():
    at = parse_moment("2025-06-16T08:00")
    case = answered(at, unit="ubnd-26041")
    after_reform = parse_moment("2025-07-02T08:00")
    again_there = again(case, at=after_reform)
    assert again_there.holder_id == unit_id("ubnd-26041", after_reform)
    assert again_there.holder_id != unit_id("ubnd-26041", at)


def test_without_a_reason_while_open_or_once_withdrawn_it_is_refused():
    with pytest.raises(Refused, match="reason"):
        again(answered(), reason="")
    with pytest.raises(Refused, match="“Đang xử lý”"):
        again(in_hand())
    with pytest.raises(Refused, match="“Người gửi đã rút”"):
        again(withdrawn())


def test_the_unit_does_not_reopen():
    with pytest.raises(Refused, match="Bạn không có quyền"):
        again(answered(), by=person("unit_head", UNIT), at=MONDAY + hours(9))


def test_who_refused_does_not_look_again_and_somebody_else_does():
    first, second = person("coordinator", name="mot"), person("coordinator", name="hai")
    case = refuse(received(), by=first, reason="unclear", at=LATER)
    with pytest.raises(Refused, match="Người xem lại không phải là người đã từ chối"):
        again(case, by=first, reason="new_facts", at=LATER + hours(1))
    assert again(case, by=second, reason="new_facts", at=LATER + hours(1)).state == "received"
    assert citizens_told("reopened")


def test_whoever_refused_does_not_refuse_once_more_what_the_petitioner_asked_to_look_at_again():
    first, second = person("coordinator", name="mot"), person("coordinator", name="hai")
    case = again(refuse(received(), by=first, reason="unclear", at=LATER), at=LATER + hours(1))
    with pytest.raises(Refused, match="hãy để điều phối viên khác xem lại"):
        refuse(case, by=first, reason="unclear", at=LATER + hours(2))
    assert refuse(case, by=second, reason="unclear", at=LATER + hours(2)).state == "refused"


def test_an_operator_writes_down_the_petitioners_wish_whoever_refused():
    first = person("coordinator", name="mot")
    case = refuse(received(), by=first, reason="unclear", at=LATER)
    assert again(case, by=person("operator"), at=LATER + hours(1)).state == "received"
