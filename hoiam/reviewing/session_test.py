"""Deciding, giving tasks, concluding: who may, what is kept, what is never changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from hoiam.cases.factories import OTHER_UNIT, UNIT, answered, do, hours, person, received, unit_id
from hoiam.cases.queries import visible_cases
from hoiam.cases.testing import staff_told
from hoiam.kit.ids import show_code
from hoiam.kit.refusal import Refused
from hoiam.letters.factories import signer
from hoiam.letters.models import State
from hoiam.messaging.models import Message
from hoiam.reviewing.add_item import add_item
from hoiam.reviewing.choose import choose
from hoiam.reviewing.conclude import conclude
from hoiam.reviewing.decisions import last_decisions
from hoiam.reviewing.end_task import end_task
from hoiam.reviewing.factories import AT, chair, late, line_of, opened
from hoiam.reviewing.give_task import give_task
from hoiam.reviewing.models import Decision, Item, Task
from hoiam.reviewing.seats import authorities_of
from hoiam.reviewing.sight import items_seen
from hoiam.reviewing.watching import watch_tasks
from hoiam.reviewing.words import Choice, Ground
from hoiam.units.directory import directory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SOON = AT.date() + timedelta(days=5)


def about_conduct(unit=UNIT):
    return received(conduct={"unit": unit, "about": "attitude"})


@pytest.mark.parametrize(
    ("role", "unit", "sits"),
    [
        ("coordinator", "vp-ubnd", True),
        ("office_head", "vp-ubnd", True),
        ("centre_manager", "1022", True),
        ("authority_head", "ubnd-tinh", True),
        ("operator", "1022", False),
        ("officer", "vp-ubnd", False),
        ("unit_head", "so-noi-vu", False),
        ("authority_head", "ubnd-742", False),
    ],
)
def test_office_and_centre_sit_together_and_nobody_else(role, unit, sits):
    assert (unit_id("ubnd-tinh") in authorities_of(person(role, unit), AT)) == sits
    if not sits:
        with pytest.raises(Refused):
            opened(by=person(role, unit))


@pytest.mark.parametrize(("role", "unit"), [("authority_head", "ubnd-742"), ("coordinator", "nt-vp")])
def test_a_district_has_sessions_of_its_own_over_its_own_cases(role, unit):
    own, other = late(unit="ubnd-742"), late(unit=UNIT)
    session = opened(authority="ubnd-742", by=person(role, unit))
    cases = set(session.items.values_list("case", flat=True))
    assert own.pk in cases and other.pk not in cases


def test_the_office_of_a_district_sees_the_lines_of_its_district_and_no_others():
    own, other = late(unit="ubnd-742"), late(unit=UNIT)
    office = person("coordinator", "nt-vp")
    session = opened(authority="ubnd-742", by=office)
    assert set(items_seen(session, office, AT).values_list("case", flat=True)) == {own.pk}
    assert not visible_cases(office, AT).filter(pk=other.pk).exists()
    assert not visible_cases(person("officer", "nt-vp"), AT).filter(pk=own.pk).exists()


def test_the_office_of_a_district_sees_nothing_of_a_case_about_the_district():
    case = do(about_conduct("ubnd-742"), "forward", to="thanh-tra", at=AT - hours(2))
    assert not visible_cases(person("office_head", "nt-vp"), AT).filter(pk=case.pk).exists()


def test_a_decision_is_added_to_the_one_before_and_the_last_stands():
    case, session = late(), opened()
    item = line_of(session, case)
    choose(item, Choice.REMIND, by=chair(), at=AT)
    choose(item, Choice.DEFER, by=chair(), at=AT + hours(1))
    assert Decision.objects.filter(item=item).count() == 2
    assert last_decisions([item])[item.pk].choice == Choice.DEFER


def test_the_same_key_pressed_twice_decides_once_and_tells_home_affairs_once():
    case, session = about_conduct(), opened()
    person("home_affairs", "so-noi-vu")
    item = line_of(session, case)
    for choice in (Choice.TO_HOME_AFFAIRS, Choice.TO_HOME_AFFAIRS, Choice.DEFER, Choice.TO_HOME_AFFAIRS):
        choose(item, choice, by=chair(), at=AT)
    assert [row.choice for row in item.decisions.all()] == ["to_home_affairs", "defer", "to_home_affairs"]
    assert Message.objects.filter(template="review_to_home_affairs").count() == 2


def test_the_same_task_given_twice_is_one_until_it_is_done():
    session, officer = opened(), person("officer", UNIT)
    given = {"what": "Gọi", "unit": unit_id(UNIT), "due_on": SOON, "person": officer, "by": chair(), "at": AT}
    task = give_task(session, **given)
    assert give_task(session, **given) == task
    assert Message.objects.filter(template="review_task").count() == 1
    end_task(task, by=officer, at=AT)
    assert give_task(session, **given) != task


@pytest.mark.parametrize("model", [Item, Decision, Task])
@pytest.mark.parametrize("rewrite", ["update", "delete"])
def test_nothing_that_was_decided_is_rewritten(model, rewrite):
    case, session = late(), opened()
    item = line_of(session, case)
    choose(item, Choice.REMIND, by=chair(), at=AT)
    give_task(session, what="Gọi đơn vị", unit=unit_id(UNIT), due_on=SOON, by=chair(), at=AT, item=item)
    change = {Item: {"no": 9}, Decision: {"words": "x"}, Task: {"what": "x"}}[model]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**change) if rewrite == "update" else model.objects.all()._raw_delete("default")


def test_what_cannot_be_decided_of_a_line_is_refused():
    case, session = late(), opened()
    for choice in (Choice.PUBLISH, Choice.TO_HOME_AFFAIRS, "xyz"):
        with pytest.raises(Refused, match="Không kết luận như vậy"):
            choose(line_of(session, case), choice, by=chair(), at=AT)


def test_who_does_not_sit_there_decides_nothing():
    case, session = late(), opened()
    with pytest.raises(Refused, match="Văn phòng và Tổng đài"):
        choose(line_of(session, case), Choice.REMIND, by=person("operator"), at=AT)


# -- the wall -----------------------------------------------------------------------------------------


def test_a_conduct_line_is_there_for_those_who_may_see_it_only():
    case = about_conduct("vp-ubnd")
    session = opened()
    assert session.items.filter(case=case).exists()
    accused, other = chair(), person("centre_manager", "1022")
    assert not items_seen(session, accused, AT).filter(case=case).exists()
    assert not items_seen(session, other, AT).filter(case=case).exists()  # below the Office
    head = person("authority_head", "ubnd-tinh")
    assert items_seen(session, head, AT).filter(case=case).exists()
    with pytest.raises(Refused, match="không có quyền với dòng này"):
        choose(line_of(session, case), Choice.TO_HOME_AFFAIRS, by=accused, at=AT)


def test_a_conduct_line_goes_to_home_affairs_and_to_nobody_accused():
    case, session = about_conduct(), opened()
    person("home_affairs", "so-noi-vu")
    choose(line_of(session, case), Choice.TO_HOME_AFFAIRS, by=chair(), at=AT)
    told = staff_told("review_to_home_affairs")
    assert list(told) == ["home_affairs.so-noi-vu"]
    assert show_code(case.code) in told["home_affairs.so-noi-vu"]


def test_home_affairs_that_is_accused_itself_is_not_told():
    case, session = about_conduct("so-noi-vu"), opened()
    person("home_affairs", "so-noi-vu")
    choose(line_of(session, case), Choice.TO_HOME_AFFAIRS, by=chair(), at=AT)
    assert staff_told("review_to_home_affairs") == {}


def test_the_accused_get_no_task_about_their_own_conduct():
    case, session = about_conduct(), opened()
    item = line_of(session, case)
    with pytest.raises(Refused, match="chính đơn vị bị phản ánh"):
        give_task(session, what="Giải trình", unit=unit_id(UNIT), due_on=SOON, by=chair(), at=AT, item=item)


# -- lines added, tasks -------------------------------------------------------------------------------


def test_a_case_the_data_did_not_bring_up_is_added_once_by_its_code():
    session = opened()
    case = received(AT - hours(2))
    item = add_item(session, show_code(case.code), by=chair(), at=AT)
    assert item.grounds == {Ground.BY_HAND: None}
    with pytest.raises(Refused, match="đã có trong chương trình"):
        add_item(session, case.code, by=chair(), at=AT)
    with pytest.raises(Refused, match="Không có phản ánh"):
        add_item(session, "2107-0000000-0", by=chair(), at=AT)


def test_a_task_names_somebody_of_that_unit_and_a_day_ahead_and_the_person_is_told():
    session, officer = opened(), person("officer", UNIT)
    wanted = {"what": "Kiểm tra lại", "by": chair(), "at": AT}
    with pytest.raises(Refused, match="không thuộc đơn vị"):
        give_task(session, unit=unit_id(OTHER_UNIT), person=officer, due_on=SOON, **wanted)
    with pytest.raises(Refused, match="Hạn của việc"):
        give_task(session, unit=unit_id(UNIT), due_on=AT.date() - timedelta(days=1), **wanted)
    give_task(session, unit=unit_id(UNIT), person=officer, due_on=SOON, **wanted)
    assert "Kiểm tra lại" in staff_told("review_task")["officer.ubnd-731"]


def test_a_task_ends_once_by_who_has_it_or_by_the_review():
    session, officer = opened(), person("officer", UNIT)
    task = give_task(session, what="Gọi", unit=unit_id(UNIT), due_on=SOON, by=chair(), at=AT)
    with pytest.raises(Refused, match="không giao cho bạn"):
        end_task(task, by=person("officer", OTHER_UNIT), at=AT)
    end_task(task, by=officer, at=AT)
    with pytest.raises(Refused, match="đã được báo xong"):
        end_task(task, by=chair(), at=AT)


def test_a_task_past_its_day_is_said_once_to_who_has_it():
    session, officer = opened(), person("officer", UNIT)
    given = {"what": "Kiểm tra lại", "unit": unit_id(UNIT), "due_on": SOON, "by": chair(), "at": AT}
    give_task(session, person=officer, **given)
    done = give_task(session, **given)
    end_task(done, by=officer, at=AT)
    assert watch_tasks(AT + timedelta(days=5)) == 0, "its own day is not past yet"
    assert watch_tasks(AT + timedelta(days=6)) == 1
    assert watch_tasks(AT + timedelta(days=7)) == 0
    assert list(staff_told("review_task_late")) == [officer.username]


# -- minutes ------------------------------------------------------------------------------------------


def concluded():
    signer()
    remind, show, hide, deferred = (
        late(summary="Đèn đường hỏng"), answered(AT - hours(50)), answered(AT - hours(60)), late()
    )  # fmt: skip
    conduct, secret = about_conduct(), late(
        petitioner={"type": "person", "name": "A", "phone": "0900000001", "confidential": True}
    )  # fmt: skip
    session = opened()
    for case, choice in (
        (remind, Choice.REMIND), (show, Choice.PUBLISH), (hide, Choice.NOT_PUBLISH), (deferred, Choice.DEFER),
        (conduct, Choice.TO_HOME_AFFAIRS), (secret, Choice.REMIND),
    ):  # fmt: skip
        choose(line_of(session, case), choice, by=chair(), at=AT)
    give_task(
        session, what="Trả lời người dân", unit=unit_id(UNIT), due_on=SOON, by=chair(), at=AT,
        item=line_of(session, remind),
    )  # fmt: skip
    give_task(session, what="Rà soát kịch bản trả lời", unit=unit_id("1022"), due_on=SOON, by=chair(), at=AT)
    session = conclude(session, attendees=["Lãnh đạo Văn phòng", "Tổng đài 1022"], by=chair(), at=AT)
    return session, remind, deferred, conduct, secret


def test_the_minutes_are_a_notice_with_the_figures_of_the_session():
    session, remind, *_ = concluded()
    letter = session.document.letter
    body = "\n".join(paragraph.text for paragraph in letter.body)
    assert session.document.state == State.DRAFT
    assert letter.subject == "Kết luận phiên rà soát phản ánh, kiến nghị từ ngày 19/6/2021 đến ngày 19/7/2021"
    assert "1. Thành phần: Lãnh đạo Văn phòng, Tổng đài 1022." in body
    assert "quá hạn và tranh chấp thẩm quyền: 4;" in body
    assert "đề nghị công khai: 2 (đồng ý 1, không công khai 1)" in body
    assert "đề nghị chuyển Sở Nội vụ: 1;" in body
    assert "Giao Tổng đài 1022: Rà soát kịch bản trả lời; hoàn thành ngày 24/7/2021." in body
    (row, *_) = letter.annexes[0].rows
    assert row.cells[1:4] == (
        show_code(remind.code), "Đèn đường hỏng", "Nhắc đơn vị; Trả lời người dân"
    )  # fmt: skip
    assert row.cells[5] == "24/7/2021"


def test_conduct_confidential_and_deferred_cases_stand_in_no_annex():
    session, remind, deferred, conduct, secret = concluded()
    rows = [row for annex in session.document.letter.annexes for row in annex.rows if row.kind == "row"]
    assert [row.cells[1] for row in rows] == [show_code(remind.code)]


def test_every_unit_that_is_to_act_gets_the_minutes():
    session, *_ = concluded()
    letter = session.document.letter
    reached = {unit for line in letter.copies for unit in line.units}
    assert set(letter.facts.executors) <= reached
    assert unit_id("1022") in reached


def test_minutes_name_every_task_of_a_line_and_reach_every_unit_that_has_one():
    case, session = late(), opened()
    item = line_of(session, case)
    given = {"due_on": SOON, "by": chair(), "at": AT, "item": item}
    give_task(session, what="Kiểm tra", unit=unit_id(UNIT), **given)
    give_task(session, what="Phối hợp", unit=unit_id(OTHER_UNIT), **given)
    letter = conclude(session, attendees=["Tổng đài 1022"], by=chair(), at=AT).document.letter
    (row, *_) = letter.annexes[0].rows
    names = [directory().unit(unit_id(code), AT.date()).short_name for code in (UNIT, OTHER_UNIT)]
    assert row.cells[3:] == ("Kiểm tra; Phối hợp", "; ".join(names), "24/7/2021; 24/7/2021")
    assert {unit_id(UNIT), unit_id(OTHER_UNIT)} <= {unit for line in letter.copies for unit in line.units}


def test_minutes_without_anybody_present_are_refused_and_nothing_is_closed():
    session = opened()
    with pytest.raises(Refused, match="thành phần"):
        conclude(session, attendees=["  "], by=chair(), at=AT)
    session.refresh_from_db()
    assert session.concluded_at is None


def test_a_concluded_session_is_changed_no_more():
    case, session = late(), opened()
    conclude(session, attendees=["Văn phòng"], by=chair(), at=AT)
    item = line_of(session, case)
    with pytest.raises(Refused, match="đã kết luận"):
        choose(item, Choice.REMIND, by=chair(), at=AT)
    with pytest.raises(Refused, match="đã kết luận"):
        give_task(session, what="x", unit=unit_id(UNIT), due_on=SOON, by=chair(), at=AT)
    with pytest.raises(Refused, match="đã kết luận"):
        conclude(session, attendees=["Văn phòng"], by=chair(), at=AT)


def test_what_comes_after_a_session_is_told_by_the_case_not_by_the_line():
    case, session = late(), opened()
    before = line_of(session, case).grounds
    do(case, "answer", text="Xong", outcome="done", at=AT + hours(1))
    assert line_of(session, case).grounds == before
