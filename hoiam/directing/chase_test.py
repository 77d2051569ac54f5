"""Whoever owes a reply hears of it before and after its day, once a step; lateness begins at midnight."""

from datetime import datetime, timedelta

import pytest

from hoiam.cases.factories import do
from hoiam.chasing.models import Chased, Notice
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.messaging.models import Message

from .board import board_of
from .chase import chase
from .factories import (
    AT,
    BIEN_HOA,
    LONG_THANH,
    WARD,
    composed,
    district,
    explained,
    office,
    person,
    replied,
    said,
    unit_id,
)
from .missing import missing
from .models import Directive
from .queries import answered_by
from .remind import remind
from .visible import sight_of

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VN)


@pytest.fixture
def people(directive):
    return {code: district(code) for code in (BIEN_HOA, LONG_THANH)} | {
        "company": person("external_unit", "dien-luc")
    }


def orders(moment, unit=BIEN_HOA):
    chase(at(moment))
    return list(
        Chased.objects.filter(unit=unit_id(unit), clock="reply")
        .order_by("pk")
        .values_list("order", flat=True)
    )


def owed(directive, moment="2021-08-10T09:00"):
    return {one.unit: (one.lines, one.done) for one in missing(at(moment), [directive])}


def test_everybody_with_lines_owes_a_reply_until_every_line_is_answered(directive, month):
    assert owed(directive) == {
        unit_id(BIEN_HOA): (3, 0), unit_id(LONG_THANH): (2, 0), unit_id("dien-luc"): (1, 0)
    }  # fmt: skip
    replied(directive, [said(month["other"])], LONG_THANH)
    assert owed(directive)[unit_id(LONG_THANH)] == (2, 1)
    replied(directive, [explained(month["other_late"])], LONG_THANH)
    assert unit_id(LONG_THANH) not in owed(directive)


def test_a_line_that_became_a_conduct_case_is_owed_by_nobody(directive, month):
    do(month["open"], "classify", by="coordinator@1022", conduct={"unit": WARD, "about": "delay"})
    assert owed(directive)[unit_id(BIEN_HOA)] == (2, 0)


def test_who_replied_in_full_owes_nothing_more_when_a_line_becomes_a_conduct_case(directive, month):
    replied(directive, [said(month["company"])], "dien-luc")
    do(month["company"], "classify", by="coordinator@1022", conduct={"unit": WARD, "about": "delay"})
    assert unit_id("dien-luc") not in owed(directive)


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2021-08-14T23:59:59", "in time"), ("2021-08-15T00:00:00", "late")],
)
def test_the_last_second_of_the_day_before_is_in_time_and_midnight_is_late(directive, month, moment, state):
    replied(directive, [said(month["company"])], "dien-luc", at=at(moment))
    (answered,) = answered_by(unit_id("dien-luc"), at("2021-08-01"), at("2021-09-01"), at("2021-08-20"))
    board = board_of(directive, sight_of(office(), at(moment)), at("2021-08-20"))
    assert answered.in_time == (state == "in time")
    assert board.unit(unit_id("dien-luc")).is_late == (state == "late")


def test_steps_count_back_from_the_last_working_moment(directive, people):
    assert orders("2021-08-09T09:00") == []
    assert orders("2021-08-11T07:40") == [1]  # three working days before Friday 13/8
    assert orders("2021-08-13T09:00") == [1, 2]


def test_between_the_last_working_moment_and_the_day_nobody_is_called_late(directive, people):
    orders("2021-08-13T09:00")
    assert orders("2021-08-14T10:00") == [1, 2]
    assert not Chased.objects.filter(is_after=True).exists()
    assert 3 in orders("2021-08-16T08:00")


def test_a_step_is_taken_once_however_often_the_loop_runs(directive, people):
    for _ in range(3):
        orders("2021-08-13T09:00")
    assert Chased.objects.filter(unit=unit_id(BIEN_HOA)).count() == 2  # one told, one passed over
    assert Chased.objects.filter(unit=unit_id(BIEN_HOA), outcome="told").count() == 1


def test_whoever_has_replied_is_left_in_peace(directive, month, people):
    replied(directive, [said(month["other"]), explained(month["other_late"])], LONG_THANH)
    assert orders("2021-08-13T09:00", LONG_THANH) == []
    assert orders("2021-08-13T09:00", BIEN_HOA) != []


def test_what_was_kept_for_the_morning_is_forgotten_once_the_reply_is_in(directive, month, people):
    orders("2021-08-11T07:40")
    kept = Notice.objects.filter(told_at=None, person=people[LONG_THANH])
    assert kept.exists()
    replied(
        directive,
        [said(month["other"]), explained(month["other_late"])],
        LONG_THANH,
        at=at("2021-08-11T08:00"),
    )
    orders("2021-08-11T08:10")
    assert not kept.exists()
    assert Notice.objects.filter(told_at=None, person=people[BIEN_HOA]).exists()


def test_the_words_name_the_day_the_last_moment_and_what_is_there(directive, month, people):
    replied(directive, [said(month["open"])])
    assert remind(directive, by=office(), at=at("2021-08-11T09:00")) == 3
    words = Message.objects.filter(to_person=people[BIEN_HOA]).latest("pk").body
    assert words == (
        "9193/UBND-HCC: 3 nội dung, báo cáo trước ngày 15/8/2021 (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021); "
        "còn 2 ngày làm việc, đã báo cáo 1/3."
    )


def test_a_person_reminds_once_a_day_and_only_for_the_issuer(directive, month, people):
    moment = at("2021-08-11T09:00")
    assert remind(directive, by=office(), at=moment) == 3
    assert remind(directive, by=office(), at=moment + timedelta(hours=5)) == 0
    assert remind(directive, by=office(), at=moment + timedelta(days=1)) == 3
    with pytest.raises(Refused, match="Chỉ cơ quan ban hành"):
        remind(directive, by=people[BIEN_HOA], at=moment)


def test_when_all_have_replied_nobody_is_reminded(directive, month):
    replied(directive, [said(month["other"]), explained(month["other_late"])], LONG_THANH)
    replied(directive, [said(month["open"]), said(month["ward"]), explained(month["late"])])
    replied(directive, [said(month["company"])], "dien-luc")
    assert owed(directive) == {}
    with pytest.raises(Refused, match="đã báo cáo đủ"):
        remind(directive, by=office(), at=AT + timedelta(days=6))


def test_a_draft_is_owed_nothing(month):
    assert missing(AT, [composed()]) != []  # asked about by name
    assert missing(AT) == []
    assert not Directive.objects.in_force().exists()


def test_how_many_lines_there_are_does_not_count(directive, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        missing(AT + timedelta(days=1))
