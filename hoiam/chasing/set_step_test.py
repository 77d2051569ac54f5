"""The table of steps: who may change it, from which day, and what a change does not touch."""

from dataclasses import replace
from datetime import date

import pytest

from hoiam.cases.factories import CENTRE, MONDAY, UNIT, in_hand, person
from hoiam.chasing import reference
from hoiam.chasing.chase import chase
from hoiam.chasing.models import Chased, ChaseStep
from hoiam.chasing.set_step import Setting, drop_step, set_step
from hoiam.chasing.table import steps_of, steps_on
from hoiam.kit import clock
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY, TOMORROW = date(2021, 7, 5), date(2021, 7, 6)
OFFICE_SOONER = Setting(side="after", amount=2, unit="working_days", to=["office"], is_push=True)


def put(clock="answer", order=5, setting=OFFICE_SOONER, since=TOMORROW, **more):
    by = more.pop("by", None) or person("office_head", "vp-ubnd")
    return set_step(clock, order, setting, since=since, by=by, at=MONDAY, **more)


def test_the_software_comes_with_steps_for_every_clock_and_claims_no_document():
    assert set(steps_on(TODAY)) == set(reference.STEPS)
    assert not ChaseStep.objects.exclude(source="").exists()


def test_loading_again_changes_nothing_a_province_has_set():
    put()
    drop_step("promise", 1, since=TOMORROW, by=None, at=MONDAY)
    before = list(ChaseStep.objects.order_by("pk").values())
    reference.load()
    assert list(ChaseStep.objects.order_by("pk").values()) == before


def test_a_change_is_another_row_and_history_keeps_the_old_one():
    put(source="Quyết định 12/QĐ-UBND", decided_on=TODAY)
    assert [step.amount for step in steps_of("answer", TODAY) if step.order == 5] == [3]
    assert [step.amount for step in steps_of("answer", TOMORROW) if step.order == 5] == [2]
    row = ChaseStep.objects.get(clock="answer", order=5, during__contains=TOMORROW)
    assert (row.source, row.recorded_by.username) == ("Quyết định 12/QĐ-UBND", "office_head.vp-ubnd")


def test_a_dropped_step_tells_nobody_from_that_day_on():
    drop_step("answer", 5, since=TOMORROW, by=None, at=MONDAY)
    assert 5 not in {step.order for step in steps_of("answer", TOMORROW)}
    assert 5 in {step.order for step in steps_of("answer", TODAY)}
    with pytest.raises(Refused, match="Không có bước"):
        drop_step("answer", 9, since=TOMORROW, by=None, at=MONDAY)


def test_a_new_row_does_not_chase_again_what_the_old_one_chased():
    with clock.frozen(MONDAY):
        in_hand(MONDAY)
    late = MONDAY.replace(day=15)
    chase(late)
    with clock.frozen(late):
        set_step("answer", 5, OFFICE_SOONER, since=date(2021, 7, 16), by=None, at=late)
    chase(MONDAY.replace(day=19))
    assert Chased.objects.filter(clock="answer", order=5).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"clock": "tea"}, "Không có đồng hồ"),
        ({"order": 0}, "đánh số từ 1"),
        ({"since": date(2021, 7, 4)}, "từ hôm nay trở đi"),
        ({"setting": replace(OFFICE_SOONER, to=[])}, "nhắc ai"),
        ({"setting": replace(OFFICE_SOONER, to=["mayor"])}, "nhắc ai"),
        ({"setting": replace(OFFICE_SOONER, to=["reminder"])}, "Chỉ lời hẹn"),
        ({"setting": replace(OFFICE_SOONER, side="beside")}, "trước hay sau"),
        (
            {"setting": replace(OFFICE_SOONER, side="before", amount=0, unit="clock_hours")},
            "đúng lúc hết hạn",
        ),
        ({"setting": replace(OFFICE_SOONER, amount=241)}, "nhiều nhất là 240"),
        ({"source": "Quyết định", "decided_on": date(2021, 7, 6)}, "không thể ở sau hôm nay"),
    ],
)
def test_what_makes_no_sense_is_refused(changes, sentence):
    with pytest.raises(Refused, match=sentence):
        put(**changes)


def test_a_change_decided_for_a_later_day_is_not_overwritten_in_passing():
    put(since=date(2021, 7, 20))
    with pytest.raises(Refused, match="đã có thay đổi bắt đầu từ 06/07/2021 hoặc sau đó"):
        put(since=TOMORROW)


@pytest.mark.parametrize(
    ("role", "unit"),
    [("unit_head", UNIT), ("focal_point", UNIT), ("operator", CENTRE), ("auditor", "vp-ubnd")],
)
def test_nobody_judges_his_own_clock(role, unit):
    with pytest.raises(Refused, match="Chỉ điều phối viên"):
        put(by=person(role, unit))
