from datetime import UTC, datetime

import pytest
from django.template import Context, Engine

ENGINE = Engine(libraries={"words": "hoiam.kit.templatetags.words"})
FACTS = {
    "at": datetime(2021, 7, 9, 10, 0, tzinfo=UTC),
    "share": 0.974,
    "n": 1234,
    "code": "210712345672",
    "none": None,
}


def said(source):
    return ENGINE.from_string("{% load words %}" + source).render(Context(FACTS))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ at|short_moment }}", "09/07/2021 17:00"),
        ("{{ at|short_date }}", "09/07/2021"),
        ("{{ at|slash_date }}", "09/7/2021"),
        ("{{ at|date_words }}", "ngày 09 tháng 7 năm 2021"),
        ("{{ at|moment_words }}", "17 giờ 00 ngày 09/7/2021"),
        ("{{ at|weekday_words }}", "thứ Sáu"),
        ("{{ at|citizen_time }}", "17 giờ thứ Sáu, 09/07/2021"),
        ("{{ at|citizen_moment }}", "trước 17 giờ thứ Sáu, 09/07/2021"),
        ("{{ at|sms_moment }}", "17h 09/07/2021"),
        ("{{ at|iso }}", "2021-07-09T17:00:00+07:00"),
        ("{{ n|number }}", "1.234"),
        ("{{ share|percent }}", "97,4%"),
        ("{{ 'Đường'|ascii }}", "Duong"),
        ("{{ code|show_code }}", "2107-1234567-2"),
    ],
)
def test_values_are_said_as_the_wording_asks(source, text):
    assert said(source) == text


@pytest.mark.parametrize(
    "name", ["short_moment", "date_words", "citizen_moment", "number", "percent", "show_code"]
)
def test_what_is_not_there_leaves_the_place_empty(name):
    assert said(f"[{{{{ none|{name} }}}}{{{{ missing|{name} }}}}]") == "[]"
