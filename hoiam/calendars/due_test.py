import json
from io import StringIO

import pytest
from django.core.management import call_command

from hoiam.kit.refusal import Refused

pytestmark = pytest.mark.django_db


def due(received, term, *more):
    out = StringIO()
    call_command("due", "--received", received, "--term", term, *more, stdout=out)
    return out.getvalue()


def test_the_deadline_is_one_moment_on_one_line():
    assert due("2021-07-02T08:15:00+07:00", "5 working_days") == "2021-07-09T17:00:00+07:00\n"
    assert due("2021-07-02", "8 working_hours") == "2021-07-02T17:00:00+07:00\n"
    assert due("2021-07-02T20:00", "24 clock_hours") == "2021-07-03T20:00:00+07:00\n"
    assert due("2021-07-01T18:30:00Z", "1 working_days") == "2021-07-05T17:00:00+07:00\n"


def test_json_adds_the_segments_that_prove_it():
    proof = json.loads(due("2021-09-01T16:00", "2 working_days", "--json"))
    assert proof["due_at"] == "2021-09-07T17:00:00+07:00"
    assert sum(segment["days"] for segment in proof["segments"]) == 2
    assert [segment["why"] for segment in proof["segments"]] == [
        "day_0", "holiday", "rest_day", "working_day", "working_day",
    ]  # fmt: skip
    assert proof["segments"][0]["start"] == proof["received_at"] == "2021-09-01T16:00:00+07:00"
    assert proof["segments"][-1]["end"] == proof["due_at"]
    hours = json.loads(due("2021-07-02T16:30:30", "2 working_hours", "--json"))
    assert sum(segment["minutes"] for segment in hours["segments"]) == pytest.approx(120)


def test_pauses_and_after_hours_can_be_asked_for():
    assert due("2021-07-02T17:30", "1 working_days", "--after-hours", "next_opening").startswith(
        "2021-07-06T17"
    )
    paused = due("2021-07-02T08:00", "5 working_days", "--pause", "2021-07-05T10:00/2021-07-07T10:00")
    assert paused == "2021-07-13T17:00:00+07:00\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("hôm qua", "5 working_days"), "Không hiểu thời điểm"),
        (("2021-07-02", "năm ngày"), "Không hiểu thời hạn"),
        (("2021-07-02", "5 working_days", "--calendar", "khac"), "Không có lịch làm việc mã khac"),
        (("2026-12-29", "5 working_days"), "năm 2027"),
        (("2020-12-29", "1 working_days"), "năm 2020"),
        (("2021-07-02", "5 working_days", "--pause", "2021-07-05"), "Không hiểu lần tạm dừng"),
        (("2021-07-02", "5 working_days", "--pause", "2021-07-05/2021-07-04"), "Tạm dừng phải kết thúc"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_in_one_sentence(arguments, sentence):
    with pytest.raises(Refused, match=sentence):
        due(*arguments)
