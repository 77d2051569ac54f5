"""The lines of a board stand in groups: by addressee, what is left first, with counts of the whole group."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hoiam.kit import clock

from .factories import AT, explained, office, replied

pytestmark = pytest.mark.django_db


def test_lines_stand_by_addressee_with_most_left_first_and_only_the_first_is_unfolded(
    client, directive, month
):
    replied(directive, [explained(month["late"])])
    client.force_login(office())
    with clock.frozen(AT + timedelta(days=6)):
        page = client.get(reverse("directing:board", args=[directive.pk])).content.decode()
    html = page.partition('id="noi-dung-giao"')[2].partition("Triển khai xuống")[0]
    heads = re.findall(r"<details( open)?><summary>([^<]+) <span[^>]*>([^<]+)</span>", html)
    assert [(bool(is_open), name, counts) for is_open, name, counts in heads] == [
        (True, "UBND thành phố Biên Hòa", "còn 2/3 nội dung · chưa báo cáo 2"),
        (False, "UBND huyện Long Thành", "còn 1/2 nội dung · chưa báo cáo 2"),
        (False, "Công ty TNHH MTV Điện lực Đồng Nai", "còn 1/1 nội dung · chưa báo cáo 1"),
    ]
    assert html.index(month["ward"].shown_code) < html.index(month["late"].shown_code)
