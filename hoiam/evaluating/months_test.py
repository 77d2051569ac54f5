"""From a month's facts to the line that is signed off: who sees, objects, decides, and what is kept."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from hoiam.cases.factories import MONDAY, UNIT, do, hours, in_hand, person, received, unit_id
from hoiam.files.samples import pdf
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.reporting.models import Objection, Period

from .ask_exclusion import ask_exclusion
from .decide_exclusion import decide_exclusion
from .factories import accused_head, conduct_case, matter_in, opened, worker
from .freeze_month import freeze_ended, freeze_month
from .models import Fact, Month, SignOff
from .sheet import sheet
from .sights import sight_of
from .sign_off import sign_off

pytestmark = pytest.mark.django_db
JULY = date(2021, 7, 1)
AUGUST_2 = datetime(2021, 8, 2, 9, tzinfo=VN)
WINDOW = datetime(2021, 8, 9, 17, tzinfo=VN)  # the close of the fifth working day
AFTER = WINDOW + timedelta(hours=1)


def days(count):
    return timedelta(days=count)


def paper():
    return SimpleUploadedFile("bien-ban.pdf", pdf())


def head():
    return person("unit_head", UNIT)


def coordinator():
    return person("coordinator", "vp-ubnd")


@pytest.fixture
def july():
    """In time; late by two days; open and late since the 12th; one merely explained."""
    good, late, left = in_hand(), in_hand(), in_hand()
    do(good, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="done", at=MONDAY + days(2))
    do(good, "rate", by="petitioner", score=5, at=MONDAY + days(3))
    do(late, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="explained", at=MONDAY + days(9))
    freeze_month(JULY, by=None, at=AUGUST_2)
    return SimpleNamespace(good=good, late=late, left=left)


def line_for(someone, unit=UNIT, at=AUGUST_2):
    (line,) = sheet(unit_id(unit), 2021, sight_of(someone, at))
    return line


def test_the_sheet_counts_what_the_month_held(july):
    line = line_for(worker())
    assert (line.assigned, line.answered, line.in_time, line.late) == (3, 2, 1, 1)
    assert (line.overdue, line.missed, line.explained) == (1, 2, 1)
    assert line.late_days == 2 + 14  # until the 14th; of the one left open, working days 13 to 30 July
    assert (line.satisfied, line.rated) == (1, 1)


def test_a_month_is_kept_and_asked_again_it_is_the_same(july):
    before = list(Fact.objects.values_list("measure", "code"))
    assert freeze_month(JULY, by=None, at=AFTER).version == 1
    assert freeze_month(JULY, by=worker(), at=AFTER, recount=True).version == 1
    assert list(Fact.objects.values_list("measure", "code")) == before


def test_a_line_learnt_late_makes_the_next_version_and_leaves_the_first(july):
    do(
        july.left,
        "extend",
        by="coordinator@1022",
        due_at=MONDAY + days(20),
        reason="complex",
        at=MONDAY + days(3),
    )
    month = freeze_month(JULY, by=worker(), at=AFTER, recount=True)
    assert (month.version, Month.objects.count()) == (2, 2)
    assert line_for(worker(), at=AFTER).extended == 1
    assert not Month.objects.get(version=1).facts.filter(measure="extended").exists()


def test_what_was_found_cannot_be_rewritten(july):
    for rewriting in (lambda: Fact.objects.update(days=0), lambda: Month.objects.update(version=9)):
        with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
            rewriting()


@pytest.mark.parametrize(
    ("start", "by", "sentence"),
    [
        (date(2021, 8, 1), None, "chưa kết thúc"),
        (date(2021, 7, 2), None, "từ ngày 1"),
        (JULY, accused_head, "Chỉ cơ quan nội vụ"),
        (JULY, coordinator, "Chỉ cơ quan nội vụ"),
    ],
)
def test_a_month_is_frozen_when_it_is_over_and_by_home_affairs(start, by, sentence):
    with pytest.raises(Refused, match=sentence):
        freeze_month(start, by=by and by(), at=AUGUST_2)


def test_the_worker_freezes_every_month_that_ended_once_and_leaves_out_none():
    assert [month.start for month in freeze_ended(AUGUST_2)] == [JULY]
    assert freeze_ended(AUGUST_2) == []
    later = freeze_ended(datetime(2022, 1, 3, 8, tzinfo=VN))  # no worker ran from September on
    assert [(month.start.month, month.version) for month in later] == [(n, 1) for n in range(8, 13)]


def test_the_unit_reads_its_own_copy_and_no_other(july):
    own = line_for(head())
    assert own.late_days == 16 and own.conduct_received is None
    assert unit_id("ubnd-732") not in sight_of(head(), AUGUST_2).units
    assert sight_of(person("officer", UNIT), AUGUST_2).units == frozenset()


def test_no_copy_of_the_accused_tells_of_conduct_not_even_as_a_number():
    received(MONDAY)
    before = {}
    for name in ("before", "after"):
        with transaction.atomic():
            if name == "after":
                matter_in("closed", matter=opened(case=conduct_case()))
            freeze_month(JULY, by=None, at=AUGUST_2)
            before[name] = line_for(accused_head())
            whole = line_for(worker())
            transaction.set_rollback(True)
    assert before["before"] == before["after"]
    assert (whole.conduct_received, whole.conduct_upheld, whole.conduct_not_upheld) == (1, 1, 0)


def test_a_case_taken_from_the_unit_because_it_accuses_it_leaves_its_copy():
    case = in_hand()
    do(case, "recall", reason="conduct", at=MONDAY + days(1))
    do(case, "classify", conduct={"unit": UNIT, "about": "attitude"}, at=MONDAY + days(1))
    freeze_month(JULY, by=None, at=AUGUST_2)
    assert (line_for(head()).assigned, line_for(worker()).assigned) == (0, 1)


def test_the_finding_of_a_matter_stands_instead_of_the_answers_word():
    case = conduct_case()
    do(case, "accept", by="officer@thanh-tra", at=MONDAY + hours(2))
    do(
        case,
        "answer",
        by="unit_head@thanh-tra",
        text="Đã xem",
        outcome="done",
        conclusion="not_upheld",
        at=MONDAY + hours(3),
    )
    matter_in("concluded", matter=opened(case=case))
    freeze_month(JULY, by=None, at=AUGUST_2)
    line = line_for(worker())
    assert (line.conduct_upheld, line.conduct_not_upheld) == (1, 0)


def test_an_exclusion_takes_the_case_out_of_what_is_late_and_says_why(july):
    asked = ask_exclusion(
        JULY,
        unit_id(UNIT),
        by=head(),
        code=july.left.shown_code,
        reason="force_majeure",
        text="Mưa lũ",
        upload=paper(),
        at=WINDOW,
    )
    assert line_for(worker()).overdue == 1
    decide_exclusion(asked, by=coordinator(), is_granted=True, at=AFTER)
    line = line_for(worker())
    assert (line.overdue, line.missed, line.late_days) == (0, 1, 2)
    assert (line.excluded, line.reasons, line.opinion) == (1, ["force_majeure"], "1 ý kiến: chấp nhận 1")


def test_an_answer_whose_lateness_is_excluded_was_still_given(july):
    asked = ask_exclusion(
        JULY, unit_id(UNIT), by=head(), code=july.late.code, reason="duplicate", text="Trùng",
        upload=paper(), at=AUGUST_2,
    )  # fmt: skip
    decide_exclusion(asked, by=worker(), is_granted=True, at=AUGUST_2)
    line = line_for(worker())
    assert (line.answered, line.in_time, line.late, line.excluded) == (2, 1, 0, 1)


def test_what_the_office_excluded_on_an_objection_to_the_report_counts_here_too(july):
    start, end = datetime(2021, 6, 30, 17, tzinfo=VN), datetime(2021, 7, 29, 17, tzinfo=VN)
    period = Period.objects.create(start=start, end=end, opened_at=start)
    Objection.objects.create(
        period=period,
        case=july.left,
        unit_id=unit_id(UNIT),
        made_at=AUGUST_2,
        made_by=head(),
        text="Chuyển sai",
        is_upheld=True,
        decided_at=AUGUST_2,
        decided_by=coordinator(),
        exclusion="wrong_unit",
    )
    line = line_for(worker())
    assert (line.overdue, line.late_days, line.excluded, line.reasons) == (0, 2, 1, ["wrong_unit"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " "}, "nêu rõ lý do"),
        ({"upload": None}, "kèm tài liệu"),
        ({"reason": "weather"}, "Không có lý do loại trừ"),
        ({"code": ""}, "phải nêu mã"),
        ({"code": "2107-0000000-0"}, "không có trong số liệu"),
        ({"at": WINDOW + timedelta(seconds=1)}, "Đã hết thời gian nêu ý kiến, lúc 09/08/2021 17:00"),
        ({"by": lambda: person("unit_head", "ubnd-732")}, "Chỉ đầu mối hoặc lãnh đạo của đơn vị"),
        ({"by": lambda: person("officer", UNIT)}, "Chỉ đầu mối hoặc lãnh đạo của đơn vị"),
        ({"start": date(2021, 6, 1)}, "chưa chốt số liệu"),
    ],
)
def test_an_objection_has_its_reason_its_paper_its_window_and_its_unit(july, changes, sentence):
    wanted = {
        "start": JULY, "by": head, "code": july.left.code, "reason": "force_majeure", "text": "Mưa lũ",
        "upload": paper(), "at": WINDOW,
    } | changes  # fmt: skip
    by = wanted.pop("by")()
    with pytest.raises(Refused, match=sentence):
        ask_exclusion(wanted.pop("start"), unit_id(UNIT), by=by, **wanted)


def opinion(text="Số liệu chưa đúng"):
    return ask_exclusion(JULY, unit_id(UNIT), by=head(), text=text, at=AUGUST_2)


def test_the_unit_does_not_decide_for_itself_nor_does_the_one_above_it(july):
    asked = opinion()
    for someone in (head(), person("unit_head", "ubnd-732"), person("officer", UNIT)):
        with pytest.raises(Refused, match="không tự quyết định cho mình"):
            decide_exclusion(asked, by=someone, is_granted=True, at=AFTER)
    with pytest.raises(Refused, match="nêu lý do"):
        decide_exclusion(asked, by=worker(), is_granted=False, at=AFTER)
    decide_exclusion(asked, by=worker(), is_granted=False, comment="Đúng như lịch sử", at=AFTER)
    with pytest.raises(Refused, match="đã được quyết định"):
        decide_exclusion(asked, by=coordinator(), is_granted=True, at=AFTER)


def test_the_office_does_not_decide_about_itself():
    do(received(MONDAY), "forward", to="vp-ubnd", at=MONDAY + hours(1))
    freeze_month(JULY, by=None, at=AUGUST_2)
    office_head = person("office_head", "vp-ubnd")
    asked = ask_exclusion(JULY, unit_id("vp-ubnd"), by=office_head, text="Chưa đúng", at=AUGUST_2)
    for someone in (office_head, coordinator()):
        with pytest.raises(Refused, match="không tự quyết định"):
            decide_exclusion(asked, by=someone, is_granted=True, at=AUGUST_2)
    assert decide_exclusion(asked, by=person("unit_head", "thanh-tra"), is_granted=True, at=AUGUST_2)


def test_a_line_is_signed_off_after_the_window_and_after_every_opinion(july):
    asked = opinion()
    chief = worker()
    with pytest.raises(Refused, match="còn được nêu ý kiến"):
        sign_off(JULY, unit_id(UNIT), by=chief, conclusion="Đúng", at=WINDOW)
    with pytest.raises(Refused, match="Còn 1 ý kiến"):
        sign_off(JULY, unit_id(UNIT), by=chief, conclusion="Đúng", at=AFTER)
    decide_exclusion(asked, by=chief, is_granted=True, at=AFTER)
    with pytest.raises(Refused, match="ghi kết luận"):
        sign_off(JULY, unit_id(UNIT), by=chief, conclusion=" ", at=AFTER)
    for someone in (head(), coordinator()):
        with pytest.raises(Refused, match="Chỉ cơ quan nội vụ"):
            sign_off(JULY, unit_id(UNIT), by=someone, conclusion="Đúng", at=AFTER)
    sign_off(JULY, unit_id(UNIT), by=chief, conclusion="Thống nhất số liệu", at=AFTER)
    line = line_for(head(), at=AFTER)
    assert (line.is_signed, line.signed_by, line.conclusion) == (True, chief.full_name, "Thống nhất số liệu")


def test_a_signed_line_stays_whatever_is_learnt_afterwards(july):
    sign_off(JULY, unit_id(UNIT), by=worker(), conclusion="Đúng", at=AFTER)
    do(
        july.left,
        "extend",
        by="coordinator@1022",
        due_at=MONDAY + days(20),
        reason="complex",
        at=MONDAY + days(3),
    )
    freeze_month(JULY, by=worker(), at=AFTER, recount=True)
    assert line_for(worker(), at=AFTER).extended == 0
    with pytest.raises(Refused, match="đã chốt"):
        ask_exclusion(JULY, unit_id(UNIT), by=worker(), text="Thêm", at=AFTER)
    with pytest.raises(DatabaseError, match="keeps what was written"), transaction.atomic():
        SignOff.objects.update(conclusion="khác")


def test_a_persons_facts_are_those_of_whoever_had_the_case():
    officer, colleague = person("officer", UNIT), person("officer", UNIT, name="dongnghiep")
    case = do(received(MONDAY), "forward", to=UNIT)
    do(case, "accept", by=f"{officer.username}@{UNIT}", at=MONDAY + hours(3))
    do(case, "assign", by=f"unit_head@{UNIT}", person=f"{colleague.username}@{UNIT}", at=MONDAY + days(9))
    do(case, "answer", by=f"unit_head@{UNIT}", text="Xong", outcome="done", at=MONDAY + days(11))
    freeze_month(JULY, by=None, at=AUGUST_2)
    rows = Fact.objects.exclude(person=None).values_list("measure", "person__username", "days")
    assert sorted(rows) == [
        ("answered_late", "dongnghiep", 0),
        ("late_days", "dongnghiep", 3),  # 14, 15, 16 July; the 13th was the officer's
        ("late_days", officer.username, 1),
        ("missed", officer.username, 0),
        ("taken", "dongnghiep", 0),
        ("taken", officer.username, 0),
    ]


def test_a_deputy_with_two_seats_does_not_see_behind_the_wall(july):
    both = person("home_affairs", "so-noi-vu", name="kiem-nhiem")
    both.memberships.create(unit_id=unit_id("so-noi-vu"), role="unit_head", during=DateRange(None, None))
    assert unit_id("so-noi-vu") not in sight_of(both, AUGUST_2).whole
    assert not sight_of(both, AUGUST_2).decides_for(unit_id("so-noi-vu"))


def test_a_year_costs_no_more_queries_than_a_month(july):
    worker(), sight_of(worker(), AUGUST_2)
    counts = []
    for last in (7, 12):
        for month in range(8, last + 1):
            freeze_month(date(2021, month, 1), by=None, at=datetime(2022, 1, 5, tzinfo=VN))
        sight = sight_of(worker(), AUGUST_2)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            sheet(unit_id(UNIT), 2021, sight)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8
