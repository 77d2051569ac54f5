import pytest

from hoiam.cases.factories import MONDAY, UNIT, closed, do, hours, in_hand, person, waiting
from hoiam.cases.line import THE_PETITIONER, THE_SYSTEM
from hoiam.cases.models import Case
from hoiam.cases.supply import supply, waiting_over
from hoiam.cases.testing import last_line, pausing_term, staff_told
from hoiam.files.models import File
from hoiam.kit import clock
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(5)


def test_work_goes_on_where_it_stood_and_the_holder_is_told():
    officer = person("officer", UNIT)
    case = supply(waiting(), by=THE_PETITIONER, text="Đèn số 12", at=LATER)
    case.refresh_from_db()
    assert (case.state, case.waiting_from, case.waiting_until) == ("in_hand", None, None)
    line = last_line(case)
    assert (line.actor, line.text.body) == ("petitioner", {"text": "Đèn số 12"})
    assert "người gửi vừa bổ sung" in staff_told("supplied")[officer.username]


def test_the_clock_runs_again():
    pausing_term()
    case = waiting()
    assert case.due_at is None
    case = supply(case, by=THE_PETITIONER, text="Đèn số 12", at=LATER)
    assert case.due_at == parse_moment("2021-07-12T17:00")  # asked and told within one day
    flags = case.segments.order_by("since").values_list("is_running", flat=True)
    assert list(flags) == [True, False, True]
    causes = case.dues.filter(clock="answer").order_by("since").values_list("cause", "due_at")
    assert [cause for cause, _ in causes] == ["receive", "pause", "supply"]


def test_what_was_sent_with_it_belongs_to_the_line():
    file = File.objects.create(
        name="den.jpg", media_type="image/jpeg", size=1, sha256="0" * 64, kept_as="x", created_at=MONDAY
    )
    case = supply(waiting(), by=THE_PETITIONER, text="Ảnh đây", files=[file], at=LATER)
    kept = case.attachments.get()
    assert (kept.file, kept.purpose, kept.event) == (file, "petition", last_line(case))


def test_unasked_it_is_kept_and_changes_nothing_else():
    case = in_hand()
    told = supply(case, by=person("operator"), text="Thêm ảnh", at=LATER)
    assert (told.state, told.due_at) == ("in_hand", case.due_at)
    assert last_line(told).person == person("operator")


def test_a_person_supplies_words_and_a_unit_supplies_nothing():
    with pytest.raises(Refused, match="Chưa có nội dung"):
        supply(waiting(), by=THE_PETITIONER, at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        supply(waiting(), by=person("officer", UNIT), text="x", at=LATER)
    with pytest.raises(Refused, match="“Kết thúc”"):
        supply(closed(), by=THE_PETITIONER, text="x", at=MONDAY + hours(9))


def test_when_the_waiting_runs_out_work_goes_on_with_what_there_is():
    pausing_term(days=1)
    case = waiting()
    until = case.waiting_until
    assert waiting_over(until - hours(1)) == 0
    assert waiting_over(until + hours(14)) == 1
    case = Case.objects.get(pk=case.pk)
    assert (case.state, last_line(case).actor) == ("in_hand", "system")
    assert case.due_at == parse_moment("2021-07-13T17:00")  # one day later: never more than the pause
    assert waiting_over(until + hours(15)) == 0


def test_a_case_whose_year_nobody_has_decided_holds_up_no_other():
    pausing_term(days=1)
    last = parse_moment("2026-12-31T16:00")
    with clock.frozen(last):
        # Its five days end on 31/12; resumed, they would end in a year for which nothing is decided.
        stuck = waiting(parse_moment("2026-12-24T08:00"), unit="ubnd-26041")
        other = waiting(parse_moment("2026-12-21T08:00"), unit="ubnd-26041")
        Case.objects.filter(pk=other.pk).update(waiting_until=last)  # the other comes second
        assert waiting_over(last) == 1
    assert Case.objects.get(pk=stuck.pk).state == "waiting"
    assert Case.objects.get(pk=other.pk).state == "in_hand"


def test_nobody_is_told_that_nothing_came():
    case = waiting()
    supply(case, by=THE_SYSTEM, at=case.waiting_until)
    assert staff_told("supplied") == {}


def test_a_deadline_by_hand_moves_by_the_pause_too():
    pausing_term(days=3)
    case = do(in_hand(), "extend", due_at="2021-07-20T17:00", reason="complex")
    case = do(case, "ask", by=f"officer@{UNIT}", text="Số mấy?", at=parse_moment("2021-07-06T10:00"))
    case = supply(case, by=THE_PETITIONER, text="12", at=parse_moment("2021-07-07T10:00"))
    assert case.due_at == parse_moment("2021-07-21T17:00")
