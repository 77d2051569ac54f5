"""Time passes between signature and number: the words must still be true on the day the document bears."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .check import check
from .content import Facts, Paragraph
from .factories import AT, content, person, signed
from .issue import issue
from .models import RegisterEntry, State
from .number import take
from .numbered_outside_test import by_the_other_system
from .testing import quick_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

FRIDAY, NEW_YEAR = date(2021, 8, 13), date(2022, 2, 4)
REPLY = "Kết quả báo cáo trước ngày 13/8/2021."
LAST_YEAR = "Trong tháng 11/2021 số phản ánh tăng."
PAST = "^Lời văn không còn đúng vào ngày văn bản 13/08/2021, hãy trả lại để sửa rồi ký lại: .*đã qua"


def saying(words, **facts):
    made = content()
    told = Paragraph.of(f"2. {words}", "point", 2)
    return replace(made, body=(*made.body[:-1], told, made.body[-1]), facts=replace(made.facts, **facts))


def by_friday():
    return saying(REPLY, reply_before=FRIDAY)


def at_noon(on):
    return datetime(on.year, on.month, on.day, 12, tzinfo=VN)


def refused(document, why, verb=issue, *, on=FRIDAY, **more):
    with pytest.raises(Refused, match=why):
        verb(document, by=person("clerk"), at=at_noon(on), **more)
    document.refresh_from_db()
    assert (document.state, document.number) == (State.SIGNED, None)
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize("verb", [issue, take])
@pytest.mark.parametrize("typed", [None, 9193])
def test_a_reply_day_that_has_come_meanwhile_stops_the_number(verb, typed):
    with quick_papers():
        refused(signed(by_friday()), PAST, verb, number=typed)


@pytest.mark.parametrize("verb", [issue, take])
def test_until_the_day_before_it_is_numbered(verb):
    with quick_papers():
        document = signed(by_friday())
        done = verb(document, by=person("clerk"), at=at_noon(FRIDAY - timedelta(days=1)))
    assert done.number == 1


def test_a_month_of_another_year_is_seen_when_the_year_has_turned_meanwhile():
    letter = saying(LAST_YEAR)
    letter = replace(letter, body=(replace(letter.body[2], role="opening"), letter.body[-1]))
    signed_at = datetime(2021, 12, 30, 9, tzinfo=VN)
    with quick_papers():
        document = signed(replace(letter, facts=Facts()), signed_at)
        refused(document, "“tháng 11/2021” không cùng năm với văn bản ngày 04/02/2022", on=NEW_YEAR)


def test_the_day_of_a_returned_file_is_the_day_that_counts():
    document = signed(by_friday())
    on_friday = by_the_other_system(document, on=FRIDAY)
    refused(document, PAST, returned=on_friday)
    the_day_before = by_the_other_system(document, on=FRIDAY - timedelta(days=1))
    done = issue(document, by=person("clerk"), at=at_noon(FRIDAY), returned=the_day_before)
    assert done.issued_on == FRIDAY - timedelta(days=1)


def test_a_number_taken_in_time_is_not_questioned_when_the_seal_comes_later():
    """The number is final; nobody could take the document back any more."""
    with quick_papers():
        document = take(signed(by_friday()), by=person("clerk"), at=AT)
        assert [one for one in check(document, at_noon(FRIDAY)) if one.severity == "stop"] == []
        assert issue(document, by=person("clerk"), at=at_noon(FRIDAY)).state == State.ISSUED
