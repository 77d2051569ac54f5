"""When districts ended on 1/7/2025, the matters of their home affairs went to whoever stands above now."""

from datetime import datetime, timedelta

import pytest

from hoiam.cases.factories import person, unit_id
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .clocks import running
from .hand_over import hand_over_all
from .handlers import handler_of
from .open_matter import open_matter
from .sights import sight_of
from .walls import matters_seen

pytestmark = pytest.mark.django_db
BEFORE, AFTER = datetime(2025, 6, 20, 9, tzinfo=VN), datetime(2025, 7, 2, 9, tzinfo=VN)


def test_an_open_matter_is_not_lost_with_the_district_and_keeps_its_deadline():
    ward = "ubnd-26497"
    district, province = person("home_affairs", "nt-pnv"), person("home_affairs", "so-noi-vu")
    matter = open_matter(
        accused=unit_id(ward, BEFORE), about="delay", by=district, summary="Chậm trả kết quả", at=BEFORE
    )
    assert (matters_seen(district, BEFORE).count(), matters_seen(province, BEFORE).count()) == (1, 0)
    due = running(matter).due_at
    assert [hand_over_all(AFTER + timedelta(hours=n)) for n in range(3)] == [1, 0, 0]
    assert (matters_seen(district, AFTER).count(), matters_seen(province, AFTER).count()) == (0, 1)
    assert running(matter).due_at == due
    assert matter.lines.latest("seq").step == "hand_over"


def opened_before_anybody_knew(accused):
    """While no row said that labour would go into home affairs, home affairs was its judge."""
    matter = open_matter(accused=accused, about="delay", by=None, summary="Chậm trả kết quả", at=BEFORE)
    matter.handler_id = unit_id("so-noi-vu")
    matter.save()
    return matter


def test_a_matter_about_a_department_that_went_into_its_judge_goes_to_the_inspectorate():
    """On 1/7/2025 labour went into home affairs: who is now the accused neither works it nor loses it."""
    accused, before = unit_id("so-ldtbxh", BEFORE), person("home_affairs", "so-noi-vu")
    opened_before_anybody_knew(accused)
    inspector = person("unit_head", "thanh-tra")
    assert [hand_over_all(AFTER + timedelta(hours=n)) for n in range(2)] == [1, 0]
    assert (matters_seen(inspector, AFTER).count(), matters_seen(before, AFTER).count()) == (1, 0)
    assert accused in sight_of(inspector, AFTER).whole and accused not in sight_of(before, AFTER).whole


def test_a_matter_nobody_may_handle_holds_up_no_other(monkeypatch):
    stuck, lost = unit_id("so-y-te", BEFORE), unit_id("so-ldtbxh", BEFORE)
    for accused in (stuck, lost):
        opened_before_anybody_knew(accused)

    def nobody(accused, on):
        if accused == stuck:
            raise Refused("Chưa có cơ quan nào giải quyết được.")
        return handler_of(accused, on)

    monkeypatch.setattr("hoiam.evaluating.hand_over.handler_of", nobody)
    assert hand_over_all(AFTER) == 1
