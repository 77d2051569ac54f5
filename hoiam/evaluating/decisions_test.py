"""Opinions, decisions and signatures at their edges: what hides, what comes late, two people at once."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.cases.factories import MONDAY, UNIT, do, hours, in_hand, person, received, unit_id
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.units.standing import standing

from .ask_exclusion import ask_exclusion
from .close_year import close_year
from .decide_exclusion import decide_exclusion
from .factories import accused_head, conduct_case, worker
from .freeze_month import freeze_month
from .models import SignOff, YearFile
from .months_test import AFTER, AUGUST_2, JULY, coordinator, days, head, line_for, opinion, paper
from .overview import overview
from .persons import own_lines
from .screens_test import get, status, url
from .sights import sight_of
from .sign_off import sign_off
from .years_test import NEW_YEAR, signed_year

pytestmark = pytest.mark.django_db


def answered(case, at):
    return do(case, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="done", at=at)


def excluded_by(someone, code, **more):
    wanted = {"reason": "force_majeure", "text": "Mưa lũ", "upload": paper(), "at": AUGUST_2} | more
    return ask_exclusion(JULY, unit_id(UNIT), by=someone, code=code, **wanted)


def overview_line(someone, month, at=AFTER, unit=UNIT):
    return next(
        (line for line in overview(month, sight_of(someone, at), at) if line.unit == unit_id(unit)), None
    )


def test_an_opinion_about_a_conduct_case_never_reaches_the_accused_not_even_as_a_number():
    in_hand()
    case = conduct_case()
    month = freeze_month(JULY, by=None, at=AUGUST_2)
    accused = accused_head()

    def seen():
        pages = (url("month", unit_id(UNIT), 2021, 7), url("unit", unit_id(UNIT), 2021), url("home"))
        shown = [get(accused, page, AUGUST_2).content.decode().split("<main")[1] for page in pages]
        return shown, line_for(accused), overview_line(accused, month, AUGUST_2)

    before = seen()
    asked = excluded_by(worker(), case.code)
    assert line_for(worker()).opinion == "1 ý kiến: chưa xem xét 1"
    assert seen() == before
    assert get(accused, url("evidence", asked.pk), AUGUST_2).status_code == 404
    assert status(worker(), url("evidence", asked.pk), AUGUST_2) == 200
    colleague = person("home_affairs", "so-noi-vu", name="dong-nghiep")
    decide_exclusion(asked, by=colleague, is_granted=True, at=AFTER)
    assert seen() == before
    sign_off(JULY, unit_id(UNIT), by=worker(), conclusion="Đúng", at=AFTER)
    assert line_for(accused, at=AFTER).opinion == ""


def test_whoever_left_the_unit_does_not_learn_of_the_case_that_accuses_it():
    officer = person("officer", UNIT)
    for accuses in (False, True):
        case = do(received(MONDAY), "forward", to=UNIT)
        do(case, "accept", by=f"{officer.username}@{UNIT}", at=MONDAY + hours(3))
        if accuses:
            do(case, "recall", reason="conduct", at=MONDAY + days(1))
            do(case, "classify", conduct={"unit": UNIT, "about": "attitude"}, at=MONDAY + days(1))
    freeze_month(JULY, by=None, at=AUGUST_2)
    officer.memberships.update(during=DateRange(None, date(2021, 8, 1)))
    officer.memberships.create(unit_id=unit_id("so-tnmt"), role="officer", during=DateRange(date(2021, 8, 1)))
    moved = type(officer).objects.get(pk=officer.pk)
    assert unit_id(UNIT) not in standing(moved, AUGUST_2).walls
    (line,) = own_lines(moved, 2021, standing(moved, AUGUST_2).walls)
    assert line.taken == 1


def test_who_gave_an_opinion_does_not_decide_it():
    late = in_hand()
    answered(late, MONDAY + days(9))
    freeze_month(JULY, by=None, at=AUGUST_2)
    asked = excluded_by(coordinator(), late.code)
    with pytest.raises(Refused, match="không tự quyết định ý kiến của mình"):
        decide_exclusion(asked, by=coordinator(), is_granted=True, at=AFTER)
    page = get(coordinator(), url("month", unit_id(UNIT), 2021, 7), AFTER).content.decode()
    assert "Ghi quyết định" not in page
    assert decide_exclusion(asked, by=worker(), is_granted=True, at=AFTER).is_granted


def test_what_is_excluded_does_not_weigh_on_the_share_in_time(monkeypatch):
    monkeypatch.setattr("hoiam.evaluating.overview.parameter", lambda name, at: 1)
    good, late = in_hand(), in_hand()
    answered(good, MONDAY + days(1))
    answered(late, MONDAY + days(9))
    month = freeze_month(JULY, by=None, at=AUGUST_2)
    assert overview_line(worker(), month).on_time_share == 0.5
    decide_exclusion(excluded_by(head(), late.code), by=worker(), is_granted=True, at=AFTER)
    line = overview_line(worker(), month)
    assert (line.answered, line.late, line.excluded, line.on_time_share) == (2, 0, 1, 1.0)


def test_after_a_late_change_the_signed_line_is_the_same_on_every_page():
    left = in_hand()
    month = freeze_month(JULY, by=None, at=AUGUST_2)
    sign_off(JULY, unit_id(UNIT), by=worker(), conclusion="Đúng", at=AFTER)
    answered(left, MONDAY + days(1))  # learnt late: it was answered in time
    recounted = freeze_month(JULY, by=worker(), at=AFTER, recount=True)
    assert (month.version, recounted.version) == (1, 2)
    line = overview_line(worker(), recounted)
    assert (line.overdue, line.answered, line.is_signed) == (1, 0, True)
    page = url("month", unit_id(UNIT), 2021, 7)
    assert "Quá hạn cuối tháng</a>" in get(worker(), page, AFTER).content.decode()
    facts = get(worker(), url("facts", unit_id(UNIT), 2021, 7), AFTER, muc="overdue").content.decode()
    assert left.shown_code in facts and "bản số 1" in facts


def test_a_year_with_a_month_left_out_is_not_closed():
    for number in (10, 12):
        start = date(2021, number, 1)
        at = datetime(2021 + number // 12, number % 12 + 1, 3, 9, tzinfo=VN)
        freeze_month(start, by=None, at=at)
        sign_off(start, unit_id(UNIT), by=worker(), conclusion="Đúng", at=at + timedelta(days=20))
    with pytest.raises(Refused, match="chưa chốt đủ số liệu các tháng"):
        close_year(unit_id(UNIT), 2021, by=worker(), at=NEW_YEAR)


def at_once(*doings):
    """What each of those who begin at the same moment was told: None, or the refusal."""
    gate, told = Barrier(len(doings)), []

    def go(do_it):
        gate.wait()
        try:
            do_it()
            told.append(None)
        except Refused as no:
            told.append(str(no))
        except Exception as error:
            told.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=go, args=[doing]) for doing in doings]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(told, key=str)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_sign_or_close_at_once_one_is_told_why_not():
    in_hand()
    freeze_month(JULY, by=None, at=AUGUST_2)
    asked, both = opinion(), (worker(), coordinator())
    told = at_once(*[lambda by=by: decide_exclusion(asked, by=by, is_granted=True, at=AFTER) for by in both])
    assert told[0] is None and "đã được quyết định" in told[1]
    signing = lambda: sign_off(JULY, unit_id(UNIT), by=both[0], conclusion="Đúng", at=AFTER)  # noqa: E731
    told = at_once(signing, signing)
    assert (told[0], SignOff.objects.count()) == (None, 1) and "đã chốt" in told[1]


@pytest.mark.django_db(transaction=True)
def test_a_year_closed_twice_at_once_is_closed_once():
    signed_year()
    by = worker()
    closing = lambda: close_year(unit_id(UNIT), 2021, by=by, at=NEW_YEAR)  # noqa: E731
    told = at_once(closing, closing)
    assert (told[0], YearFile.objects.count()) == (None, 1) and "đang khóa" in told[1]
