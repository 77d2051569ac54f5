import json

import pytest

from hoiam.cases.extend import ask_extension, decline_extension, extend
from hoiam.cases.factories import (
    MONDAY,
    OTHER_UNIT,
    UNIT,
    do,
    forwarded,
    hours,
    in_hand,
    person,
    received,
    unit_id,
)
from hoiam.cases.testing import citizens_told, last_line, open_panel, pausing_term, post_panel, staff_told
from hoiam.kit.moments import iso, parse_moment, short_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(25)
LONGER = parse_moment("2021-07-20T17:00")


def asked(case, **fields):
    wanted = {"due_at": LONGER, "reason": "verify_on_site", "at": LATER, **fields}
    return ask_extension(case, by=person("unit_head", UNIT), **wanted)


def granted(case, **fields):
    return extend(
        case,
        by=person("coordinator"),
        **{"due_at": LONGER, "reason": "verify_on_site", "at": LATER, **fields},
    )


def test_a_later_deadline_is_a_row_with_its_cause_and_the_citizen_hears_why():
    case = in_hand()
    before = case.due_at
    case = granted(case)
    case.refresh_from_db()
    assert (case.due_at, case.due_by_hand, case.extensions) == (LONGER, True, 1)
    dues = case.dues.filter(clock="answer").order_by("since").values_list("due_at", "cause", "until")
    assert list(dues) == [(before, "receive", LATER), (LONGER, "extend", None)]
    assert last_line(case).facts == {"due_at": iso(LONGER), "reason": "verify_on_site"}
    words = citizens_told("extended")[0]
    assert "Phải xác minh tại chỗ" in words and "lần gia hạn thứ 1 trong tối đa 2 lần" in words


def test_the_leader_asks_and_the_clock_to_decide_runs():
    coordinator, office = person("coordinator"), person("coordinator", "vp-ubnd")
    case = in_hand()
    before = case.due_at
    case = asked(case)
    request = case.extension_requests.get()
    assert (request.due_at, request.unit_id, request.until) == (LONGER, unit_id(UNIT), None)
    assert case.due_at == before
    assert case.dues.get(clock="decide_extension", until=None).unit_id == unit_id("1022")
    line = last_line(case)
    assert (line.verb, line.facts["extension"]) == ("note", "asked")
    assert {coordinator.username, office.username} == set(staff_told("extension_asked"))


def test_granting_decides_the_request_and_tells_the_unit():
    head = person("unit_head", UNIT)
    case = granted(asked(in_hand()), at=LATER + hours(1))
    request = case.extension_requests.get()
    assert (request.is_granted, request.decided_by) == (True, person("coordinator"))
    assert not case.dues.filter(clock="decide_extension", until=None).exists()
    assert "đồng ý gia hạn" in staff_told("extension_decided")[head.username]


def test_declining_leaves_the_deadline_and_says_why():
    head = person("unit_head", UNIT)
    case = asked(in_hand())
    before = case.due_at
    case = decline_extension(case, by=person("coordinator"), note="Việc nhỏ", at=LATER + hours(1))
    assert (case.due_at, case.extensions) == (before, 0)
    assert case.extension_requests.get().is_granted is False
    assert not case.dues.filter(clock="decide_extension", until=None).exists()
    assert "không đồng ý gia hạn: Việc nhỏ" in staff_told("extension_decided")[head.username]
    assert citizens_told("extended") == []


def test_one_request_at_a_time_and_none_to_decline_is_said():
    with pytest.raises(Refused, match="đang chờ duyệt"):
        asked(asked(in_hand()), at=LATER + hours(1))
    with pytest.raises(Refused, match="Không có đề nghị"):
        decline_extension(in_hand(), by=person("coordinator"), at=LATER)


def test_the_unit_that_has_it_does_not_decide():
    for who in (person("unit_head", UNIT), person("officer", UNIT)):
        with pytest.raises(Refused, match="Bạn không có quyền"):
            extend(in_hand(), by=who, due_at=LONGER, reason="complex", at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        ask_extension(in_hand(), by=person("officer", UNIT), due_at=LONGER, reason="complex", at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        ask_extension(
            in_hand(), by=person("unit_head", OTHER_UNIT), due_at=LONGER, reason="complex", at=LATER
        )


def test_unless_the_row_of_the_term_lets_its_leader():
    pausing_term(leader_may_extend=True)
    case = extend(in_hand(), by=person("unit_head", UNIT), due_at=LONGER, reason="complex", at=LATER)
    assert case.due_at == LONGER


@pytest.mark.parametrize("do_it", [asked, granted], ids=["asking", "granting"])
def test_after_the_deadline_there_is_no_more_time(do_it):
    case = in_hand()
    with pytest.raises(Refused, match="Đã quá hạn nên không gia hạn được"):
        do_it(case, at=case.due_at + hours(1))
    late = do(case, "note", text="trễ", at=case.due_at + hours(2))
    assert late.missed_at == case.due_at


@pytest.mark.parametrize("do_it", [asked, granted], ids=["asking", "granting"])
def test_at_most_twice_in_a_life(do_it):
    case = granted(
        granted(in_hand(), due_at=parse_moment("2021-07-14T17:00")), due_at=parse_moment("2021-07-15T17:00")
    )
    with pytest.raises(Refused, match="Đã gia hạn 2 lần, tối đa 2 lần"):
        do_it(case)


@pytest.mark.parametrize("do_it", [asked, granted], ids=["asking", "granting"])
def test_only_to_a_later_moment_and_with_a_reason(do_it):
    with pytest.raises(Refused, match="Hạn mới phải sau"):
        do_it(in_hand(), due_at=parse_moment("2021-07-08T17:00"))
    with pytest.raises(Refused, match="phải nêu lý do|thiếu trường “reason”"):
        do_it(in_hand(), reason="")


def test_nothing_to_extend_at_the_centre_nor_while_the_clock_stands_still():
    with pytest.raises(Refused):
        granted(received())
    pausing_term(days=5)
    standing = do(in_hand(), "ask", by=f"officer@{UNIT}", text="?")
    with pytest.raises(Refused, match="đang tạm dừng"):
        granted(standing)


def test_a_request_ends_with_the_stay_of_the_unit_that_made_it():
    case = do(asked(in_hand()), "recall", reason="wrong_unit")
    request = case.extension_requests.get()
    assert (request.is_granted, request.until) == (False, case.last_at)
    assert not case.dues.filter(clock="decide_extension", until=None).exists()


def test_the_panel_of_a_leader_asks_and_says_so(client):
    case = forwarded()
    typed = {"due_at": short_moment(LONGER), "reason": "complex"}
    done = post_panel(client, person("unit_head", UNIT), "extend", case, typed, at=LATER)
    said = json.loads(done["HX-Trigger"])["toast"]["text"]
    assert said == "Gia hạn phải do Điều phối viên (Văn phòng) duyệt; đề nghị của bạn đã được gửi."
    assert case.extension_requests.filter(until=None).count() == 1


def test_the_panel_of_a_coordinator_shows_what_was_asked_and_may_decline(client):
    case = asked(in_hand())
    coordinator = person("coordinator")
    page = open_panel(client, coordinator, "extend", case, at=LATER + hours(1)).content.decode()
    assert "2021-07-20T17:00" in page and "Không đồng ý gia hạn" in page
    typed = {"due_at": short_moment(LONGER), "reason": "verify_on_site", "is_declined": "on"}
    done = post_panel(client, coordinator, "extend", case, typed, at=LATER + hours(1))
    assert done.status_code == 204
    assert case.extension_requests.get().is_granted is False


@pytest.mark.parametrize(
    ("accused", "approver"),
    [
        ("1022", "Điều phối viên (Văn phòng)"),
        ("vp-ubnd", "Nội vụ (Sở Nội vụ · Phòng Nội vụ · Phòng Văn hóa - Xã hội)"),
    ],
)
def test_whoever_may_not_know_of_the_case_is_not_named_to_decide(client, accused, approver):
    case = forwarded(conduct={"unit": accused, "about": "attitude"})
    page = open_panel(client, person("unit_head", UNIT), "extend", case, at=LATER).content.decode()
    assert f"Gia hạn phải do {approver} duyệt." in page
