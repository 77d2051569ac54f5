"""A matter from its first line to its last: who may do which step, when, and what is refused."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from hoiam.cases.factories import MONDAY, hours, person, unit_id
from hoiam.kit.refusal import Refused
from hoiam.messaging.models import Message

from .assign_verification import assign_verification
from .clocks import running
from .conclude import conclude
from .decide import decide
from .execute import execute
from .explain import explain
from .factories import (
    ACCUSED,
    HOME_AFFAIRS,
    NOON,
    STEPS,
    accused_head,
    conduct_case,
    head,
    later,
    matter_in,
    opened,
    verifier,
    worker,
)
from .lifecycle import CLOCKS, ENDED, MOVES, State, Step
from .models import Matter, MatterLine, StepTerm
from .open_matter import open_matter
from .propose import propose
from .request_explanation import request_explanation
from .set_aside import set_aside
from .tell_petitioner import tell_petitioner
from .verify import verify

pytestmark = pytest.mark.django_db
EVERYBODY = {
    "home affairs": worker,
    "head": head,
    "accused head": accused_head,
    "accused officer": lambda: person("officer", ACCUSED),
    "below": lambda: person("unit_head", "ubnd-26041"),
    "verifier": verifier,
    "coordinator": lambda: person("coordinator", "vp-ubnd"),
    "other home affairs": lambda: person("home_affairs", "nt-pnv"),
    "inspector": lambda: person("unit_head", "thanh-tra"),
}
# Which state a step is tried in, how, and who may: nobody else.
WHO = {
    Step.REQUEST_EXPLANATION: ("opened", STEPS[State.EXPLAINING], {"home affairs"}),
    Step.EXPLAIN: ("explaining", STEPS[State.EXPLAINED], {"accused head"}),
    Step.ASSIGN_VERIFICATION: ("explained", STEPS[State.VERIFYING], {"home affairs"}),
    Step.VERIFY: ("verifying", STEPS[State.VERIFIED], {"verifier"}),
    Step.CONCLUDE: ("verified", STEPS[State.CONCLUDED], {"home affairs"}),
    Step.PROPOSE: ("concluded", STEPS[State.PROPOSED], {"home affairs"}),
    Step.DECIDE: ("proposed", STEPS[State.DECIDED], {"head"}),
    Step.EXECUTE: ("decided", STEPS[State.EXECUTED], {"home affairs"}),
    Step.TELL_PETITIONER: ("executed", STEPS[State.CLOSED], {"home affairs"}),
    Step.SET_ASIDE: ("opened", None, {"home affairs"}),
}
DO = {
    Step.REQUEST_EXPLANATION: lambda m, by, at: request_explanation(m, by=by, text="Việc ngày 5/7", at=at),
    Step.EXPLAIN: lambda m, by, at: explain(m.explanations.get(), by=by, text="Do đông người", at=at),
    Step.ASSIGN_VERIFICATION: lambda m, by, at: assign_verification(m, by=by, verifier=verifier(), at=at),
    Step.VERIFY: lambda m, by, at: verify(m.verifications.get(), by=by, report="Có to tiếng", at=at),
    Step.CONCLUDE: lambda m, by, at: conclude(m, by=by, finding="partly", text="Theo camera", at=at),
    Step.PROPOSE: lambda m, by, at: propose(m, by=by, measures=["learn"], at=at),
    Step.DECIDE: lambda m, by, at: decide(m, by=by, is_agreed=True, at=at),
    Step.EXECUTE: lambda m, by, at: execute(m, by=by, text="Đã họp", at=at),
    Step.TELL_PETITIONER: lambda m, by, at: tell_petitioner(m, by=by, text="Phản ánh đúng.", at=at),
    Step.SET_ASIDE: lambda m, by, at: set_aside(m, by=by, text="Phân loại nhầm", at=at),
}


@pytest.mark.parametrize("step", DO)
def test_each_step_is_for_those_the_table_names_and_for_nobody_else(step):
    state, _, allowed = WHO[step]
    matter = matter_in(state)
    did, refused = set(), set()
    for name, make in EVERYBODY.items():
        by, at = make(), later(matter)
        try:
            with transaction.atomic():
                DO[step](matter, by, at)
                did.add(name)
                raise _Undo
        except Refused as no:
            refused.add(str(no).partition(" “")[0])
        except _Undo:
            pass
    assert (did, refused) == (allowed, {"Bạn không có quyền"})


class _Undo(Exception):
    pass


@pytest.mark.parametrize("step", DO)
def test_a_step_out_of_its_turn_is_refused(step):
    matter = matter_in(State.CLOSED)
    for state in sorted(set(State) - set(MOVES[step])):
        if state not in ENDED:
            Matter.objects.filter(pk=matter.pk).update(state=state, closed_at=None)
            with pytest.raises(Refused, match="Vụ việc đang ở bước|không có quyền"), transaction.atomic():
                DO[step](matter, _who(step), later(matter))


def _who(step):
    return {Step.EXPLAIN: accused_head, Step.VERIFY: verifier, Step.DECIDE: head}.get(step, worker)()


def test_every_state_that_is_worked_has_a_clock_and_only_one_runs():
    assert set(CLOCKS) == set(State) - ENDED
    matter = matter_in(State.EXECUTED)
    clocks = list(matter.clocks.order_by("pk").values_list("clock", "until"))
    assert [name for name, _ in clocks] == [CLOCKS[state] for state in CLOCKS]
    assert [until for _, until in clocks].count(None) == 1
    tell_petitioner(matter, by=worker(), text="Phản ánh đúng.", at=later(matter))
    assert not matter.clocks.filter(until=None).exists()


def test_a_clock_follows_the_row_a_province_wrote():
    StepTerm.objects.filter(clock="consider").update(text="1 working_days", source="Quyết định 1")
    clock = running(opened(MONDAY))
    assert clock.due_at == MONDAY + timedelta(days=1, hours=9)
    assert clock.rule == "1 ngày làm việc, theo Quyết định 1"


def test_moments_of_a_matter_never_go_back():
    matter = matter_in(State.EXPLAINED)
    with pytest.raises(Refused, match="không thể trước bước liền trước"):
        assign_verification(matter, by=worker(), verifier=verifier(), at=later(matter) - hours(2))


def test_without_a_document_no_term_is_called_a_rule():
    assert running(opened()).rule.endswith("mặc định của phần mềm, chờ tỉnh quy định")


def test_the_history_tells_every_step_and_cannot_be_rewritten():
    matter = matter_in(State.CLOSED)
    assert [line.step for line in matter.lines.all()] == [
        "open_matter", "request_explanation", "explain", "assign_verification", "verify",
        "conclude", "propose", "decide", "execute", "tell_petitioner",
    ]  # fmt: skip
    for rewriting in (
        lambda: MatterLine.objects.update(words="khác"),
        lambda: MatterLine.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
            rewriting()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Việc ông Người dân thử nghiệm 2 nêu", "tên người gửi"),
        ("việc nguoi dan THU NGHIEM 2 nêu", "tên người gửi"),
        ("Hỏi số 0900.000.002", "số điện thoại"),
        ("Hỏi số +84 900 000 002", "số điện thoại"),
        ("gửi nguoidan2@example.vn", "thư điện tử"),
    ],
)
def test_the_accused_unit_is_not_told_who_brought_it(text, what):
    petitioner = {"type": "person", "name": "Người dân thử nghiệm 2", "phone": "0900000002"}
    matter = opened(case=conduct_case(petitioner=petitioner | {"email": "nguoidan2@example.vn"}))
    with pytest.raises(Refused, match=what):
        request_explanation(matter, by=worker(), text=text, at=later(matter))


def test_the_accused_unit_is_not_told_the_code_of_a_conduct_case():
    matter = opened()
    with pytest.raises(Refused, match="mã phản ánh"):
        request_explanation(matter, by=worker(), text=f"Phản ánh {matter.case.shown_code}", at=later(matter))


def test_of_a_delay_the_unit_is_told_the_code_it_holds_anyway():
    matter = opened(case=conduct_case(), about=Matter.About.DELAY, ground="late_long")
    asked = request_explanation(matter, by=worker(), text=f"Mã {matter.case.shown_code}", at=later(matter))
    assert asked.state == State.EXPLAINING


@pytest.mark.parametrize(
    ("role", "unit"), [("officer", ACCUSED), ("unit_head", "ubnd-26041"), ("focal_point", ACCUSED)]
)
def test_nobody_of_the_accused_unit_or_below_it_verifies(role, unit):
    matter = matter_in(State.EXPLAINED)
    with pytest.raises(Refused, match="không được thuộc đơn vị bị phản ánh"):
        assign_verification(matter, by=worker(), verifier=person(role, unit), at=later(matter))


def test_somebody_with_a_second_seat_in_the_accused_unit_does_not_verify():
    matter, both = matter_in(State.EXPLAINED), verifier()
    both.memberships.create(unit_id=unit_id(ACCUSED), role="officer", during=both.memberships.get().during)
    with pytest.raises(Refused, match="không được thuộc"):
        assign_verification(matter, by=worker(), verifier=both, at=later(matter))


def test_a_units_silence_holds_up_nobody_once_its_time_is_over():
    matter = matter_in(State.EXPLAINING)
    due = running(matter).due_at
    with pytest.raises(Refused, match="còn thời gian giải trình"):
        assign_verification(matter, by=worker(), verifier=verifier(), at=due)
    gone_on = assign_verification(matter, by=worker(), verifier=verifier(), at=due + hours(1))
    assert gone_on.state == State.VERIFYING


def test_a_second_verifier_takes_the_first_ones_place():
    matter, other = matter_in(State.VERIFYING), person("officer", "thanh-tra")
    assign_verification(matter, by=worker(), verifier=other, at=later(matter))
    first = matter.verifications.get(verifier=verifier())
    with pytest.raises(Refused):
        verify(first, by=verifier(), report="Muộn", at=later(matter))
    assert verify(matter.verifications.get(verifier=other), by=other, report="Đã xem", at=later(matter))


@pytest.mark.parametrize(
    ("finding", "measures", "sentence"),
    [
        ("upheld", [], "ít nhất một"),
        ("upheld", ["sack"], "trong danh sách"),
        ("upheld", ["none", "learn"], "không đi cùng"),
        ("not_upheld", ["remind"], "không có cơ sở"),
        ("not_enough", ["refer"], "không có cơ sở"),
    ],
)
def test_measures_come_from_the_list_and_fit_the_finding(finding, measures, sentence):
    matter = matter_in(State.VERIFIED)
    conclude(matter, by=worker(), finding=finding, text="Theo hồ sơ", at=later(matter))
    with pytest.raises(Refused, match=sentence):
        propose(matter, by=worker(), measures=measures, at=later(matter))


def test_a_proposal_not_agreed_comes_back_with_the_reason():
    matter = matter_in(State.PROPOSED)
    with pytest.raises(Refused, match="nêu lý do"):
        decide(matter, by=head(), is_agreed=False, at=later(matter))
    decide(matter, by=head(), is_agreed=False, text="Xem lại mức độ", at=later(matter))
    matter.refresh_from_db()
    assert (matter.state, matter.lines.latest("seq").words) == (State.CONCLUDED, "Xem lại mức độ")


def test_what_the_head_agreed_runs_until_the_day_it_names():
    matter = matter_in(State.CONCLUDED)
    day = (later(matter) + timedelta(days=20)).date()
    propose(matter, by=worker(), measures=["apologise"], execute_by=day, at=later(matter))
    decide(matter, by=head(), is_agreed=True, at=later(matter))
    assert running(matter).due_at.astimezone(NOON.tzinfo).date() == day


def test_nothing_to_carry_out_goes_straight_to_the_petitioner():
    matter = matter_in(State.CONCLUDED)
    propose(matter, by=worker(), measures=["none"], at=later(matter))
    assert decide(matter, by=head(), is_agreed=True, at=later(matter)).state == State.EXECUTED


def test_a_matter_nobody_reported_ends_with_its_execution():
    bare = open_matter(
        accused=unit_id(ACCUSED), about="delay", by=worker(), summary="Chậm giao biên nhận", at=NOON
    )
    matter = matter_in(State.DECIDED, matter=bare)
    execute(matter, by=worker(), text="Đã họp", at=later(matter))
    matter.refresh_from_db()
    assert (matter.state, matter.closed_at is not None) == (State.CLOSED, True)


@pytest.mark.parametrize(
    "text", ["Đã khiển trách cán bộ", "da KY LUAT", "Đã phê bình", "Cán bộ Trần Thử Nghiệm xin lỗi"]
)
def test_the_petitioner_hears_no_details_of_discipline_and_no_name(text):
    matter = matter_in(State.EXECUTED, matter=opened(name="Trần Thử Nghiệm"))
    with pytest.raises(Refused, match="Không báo người gửi|Không nêu tên"):
        tell_petitioner(matter, by=worker(), text=text, at=later(matter))


def test_the_petitioner_is_told_in_his_own_channel():
    matter = matter_in(State.CLOSED)
    told = Message.objects.get(template="conduct_told")
    assert (told.about, told.channel) == (matter.case.code, "email")
    assert "Kết luận: có cơ sở." in told.body and "Nội dung phản ánh đúng." in told.body


def test_only_those_who_must_act_are_told_and_the_accused_hears_of_the_request_alone():
    worker(), head(), accused_head(), person("unit_head", "ubnd-26041")
    matter_in(State.CLOSED)
    told = {}
    for message in Message.objects.exclude(to_person=None):
        told.setdefault(message.to_person_id, []).append(message.body)
    assert len(told.pop(accused_head().pk)) == 1
    assert set(told) == {worker().pk, head().pk, verifier().pk}
    (asked,) = Message.objects.filter(to_person=accused_head()).values_list("body", "about")
    assert asked[0].startswith("Có đề nghị giải trình") and asked[1].startswith("GT-")


def test_somebody_accused_in_person_neither_answers_for_the_unit_nor_is_told():
    accused, deputy = accused_head(), person("unit_head", ACCUSED, name="pho")
    matter = opened(person=accused)
    request_explanation(matter, by=worker(), text="Việc ngày 5/7", at=later(matter))
    with pytest.raises(Refused, match="không có quyền"):
        explain(matter.explanations.get(), by=accused, text="Tôi", at=later(matter))
    assert not Message.objects.filter(to_person=accused).exists()
    assert explain(matter.explanations.get(), by=deputy, text="Đã rõ", at=later(matter)).answered_at


def test_home_affairs_opens_only_what_is_its_own_to_handle():
    with pytest.raises(Refused, match="không do đơn vị của bạn"):
        open_matter(accused=unit_id("vp-ubnd"), about="delay", by=worker(), summary="Chuyển chậm", at=NOON)
    with pytest.raises(Refused, match="không thuộc đơn vị này"):
        open_matter(
            accused=unit_id(ACCUSED), person=head(), about="conduct", by=worker(), summary="Việc", at=NOON
        )


def test_one_case_has_one_open_matter_about_a_unit():
    case = conduct_case()
    matter = opened(case=case)
    with pytest.raises(Refused, match="Đã có vụ việc"):
        opened(case=case, ground="by_hand", by=worker())
    set_aside(matter, by=worker(), text="Phân loại nhầm", at=later(matter))
    assert opened(case=case, ground="by_hand", by=worker()).pk != matter.pk


def test_the_handler_is_home_affairs_of_the_authority_over_the_accused():
    assert opened().handler_id == unit_id(HOME_AFFAIRS)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_conclude_at_once_one_is_refused():
    matter = matter_in(State.VERIFIED)
    at = later(matter)
    by, gate, outcomes = worker(), Barrier(2), []

    def go(finding):
        gate.wait()
        try:
            conclude(matter, by=by, finding=finding, text="Theo hồ sơ", at=at + hours(1))
            outcomes.append(finding)
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=go, args=[finding]) for finding in ("upheld", "not_upheld")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    matter.refresh_from_db()
    assert sorted(outcomes) == sorted(["refused", matter.finding])
    assert matter.lines.filter(step="conclude").count() == 1
