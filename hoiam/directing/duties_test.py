"""A standing duty has a period: one report of each executor on each, seen, chased and replied to."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from hoiam.chasing.models import Chased
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.letters.models import State

from .chase import chase
from .duties import expected, owed_by_period
from .factories import (
    AT,
    BIEN_HOA,
    composed,
    district,
    in_force,
    office,
    passed_on,
    person,
    report_of_july,
    unit_id,
)
from .models import Reply
from .reply import reply
from .saying import Said

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def owed(moment, number=5):
    return [
        (one.directive.pk, one.period.name)
        for one in owed_by_period(at(moment))
        if one.point.number == number
    ]


def office_says(directive, moment):
    said = [Said("settled", point=5, text="Đã rà soát, công khai.")]
    return reply(directive, unit_id("vp-ubnd"), said, by=office(), at=at(moment))


def test_each_standing_duty_of_a_composed_letter_has_its_period(directive):
    periods = dict(directive.points.filter(kind="standing").values_list("key", "period"))
    assert periods == {
        "context": "hằng năm", "home_affairs": "hằng quý", "operator": "hằng tháng", "office": "hằng tháng"
    }  # fmt: skip
    child = in_force(passed_on(directive), number=701)
    assert dict(child.points.filter(kind="standing").values_list("key", "period")) == {
        "context": "hằng năm", "home_affairs": "hằng quý", "office": "hằng tháng"
    }  # fmt: skip


def test_one_report_is_owed_for_each_period_until_it_is_said(directive):
    assert owed("2021-08-10T09:00") == [(directive.pk, "tháng 8/2021")]
    office_says(directive, "2021-08-31T16:00")
    assert owed("2021-08-31T17:00") == []
    assert owed("2021-09-01T00:00") == [(directive.pk, "tháng 9/2021")]


def test_nothing_is_owed_once_the_letter_is_replaced_or_its_year_is_over(directive):
    assert owed("2021-12-31T23:59") == [(directive.pk, "tháng 11/2021"), (directive.pk, "tháng 12/2021")]
    assert owed("2022-01-01T00:00") == []
    directive.document.state = State.REPLACED
    directive.document.save(update_fields=["state"])
    assert owed("2021-08-10T09:00") == []


def test_a_duty_ordered_again_is_owed_to_the_later_letter_alone(directive):
    again = in_force(composed(report_of_july(), AT + timedelta(days=1)), number=9300)
    assert owed("2021-08-20T09:00") == [(again.pk, "tháng 8/2021")]


def test_a_missing_report_is_chased_once_a_step_and_named_by_its_period(directive):
    person("coordinator", "vp-ubnd")
    for _ in range(3):
        chase(at("2021-08-31T09:00"))
    own = Chased.objects.filter(unit=unit_id("vp-ubnd"), clock="reply", outcome="told")
    assert own.count() == 1 and own.get().people >= 1
    assert not own.filter(is_after=True).exists()
    chase(at("2021-09-01T08:00"))
    assert own.filter(is_after=True).exists()
    office_says(directive, "2021-09-01T09:00")
    before = Chased.objects.filter(unit=unit_id("vp-ubnd"), key__endswith=":2021-08").count()
    chase(at("2021-09-08T09:00"))
    assert Chased.objects.filter(unit=unit_id("vp-ubnd"), key__endswith=":2021-08").count() == before


def get(client, who, directive, moment):
    client.force_login(who)
    with clock.frozen(at(moment)):
        html = client.get(reverse("directing:board", args=[directive.pk])).content.decode()
    return re.sub(r"\s+", " ", html)


def test_the_board_shows_the_period_who_reported_and_who_did_not(client, directive):
    html = get(client, office(), directive, "2021-09-02T09:00")
    assert "hằng tháng" in html
    assert "Kỳ tháng 8/2021: đã báo cáo 0/1" in html and "Chưa báo cáo: Văn phòng UBND tỉnh" in html
    office_says(directive, "2021-09-02T10:00")
    assert "Kỳ tháng 8/2021: đã báo cáo 1/1" in get(client, office(), directive, "2021-09-02T11:00")


def test_how_many_executors_there_are_does_not_count(directive, django_assert_max_num_queries):
    found = list(type(directive).objects.select_related("document"))
    with django_assert_max_num_queries(4):
        assert len(expected(at("2021-08-10T09:00"), found)) > 20


def test_whoever_has_a_standing_duty_alone_has_its_button_and_its_form(client, directive):
    home, unit = person("unit_head", "so-noi-vu"), unit_id("so-noi-vu")
    url = reverse("directing:reply", args=[directive.pk, unit])
    assert url in get(client, home, directive, "2021-08-10T09:00")
    with clock.frozen(at("2021-08-10T09:00")):
        assert "3. Giao Sở Nội vụ" in client.get(url).content.decode()
        client.post(url, {"d3-claim": "settled", "d3-text": "Đã rà soát.", "step": "send"})
    assert Reply.objects.get().items.get().point.number == 3


def test_beside_its_lines_a_unit_replies_to_its_standing_duties(client, directive, month):
    client.force_login(district(BIEN_HOA))
    with clock.frozen(at("2021-08-10T09:00")):
        html = client.get(reverse("directing:reply", args=[directive.pk, unit_id(BIEN_HOA)])).content.decode()
    assert month["open"].shown_code in html
    assert 'name="d1-claim"' in html and 'name="d2-claim"' not in html


def test_as_a_document_a_reply_to_duties_alone_speaks_of_them_and_of_no_lines(directive):
    said = [Said("settled", point=5, text="Đã rà soát, công khai 12 phản ánh.")]
    kept = reply(
        directive, unit_id("vp-ubnd"), said, by=office(), at=at("2021-08-31T16:00"), as_document=True
    )
    told = [one.text for one in kept.document.letter.body if one.role == "point"]
    assert told == ["1. Nhiệm vụ thường xuyên: điểm 5: Đã xử lý dứt điểm; Đã rà soát, công khai 12 phản ánh."]
