"""A reply by document counts from the moment it is issued, wherever two replies are weighed by time."""

from datetime import date, datetime, timedelta

import pytest

from hoiam.cases.factories import do
from hoiam.kit.moments import VN
from hoiam.letters.issue import issue
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit

from .board import board_of
from .factories import (
    AT,
    BIEN_HOA,
    WARD,
    district,
    in_force,
    office,
    passed_on,
    person,
    replied,
    said,
    unit_id,
)
from .reply import reply
from .roll_up import rolled_up
from .visible import sight_of
from .words import chip_of

pytestmark = pytest.mark.django_db


def sent(kept, at):
    """The document of a reply goes out at that moment."""
    document = submit(kept.document, by=kept.by, at=at)
    sign(document, by=kept.by, at=at)
    issue(document, by=person("clerk", BIEN_HOA), at=at, number=1)


def test_a_report_signed_after_the_ward_spoke_is_the_later_word(directive, month):
    child = in_force(passed_on(directive), at=AT + timedelta(days=2), number=1)
    drafted = replied(
        directive,
        [said(month["ward"], "not_competent", text="Điện lực")],
        at=AT + timedelta(days=3),
        as_document=True,
    )
    head = district(WARD)
    below = [said(month["ward"], "in_hand", until=date(2021, 8, 30))]
    reply(child, unit_id(WARD), below, by=head, at=AT + timedelta(days=4))
    found = {one.code: one for one in rolled_up(directive, unit_id(BIEN_HOA), AT + timedelta(days=4))}
    assert found[month["ward"].code].claim == "in_hand"
    sent(drafted, AT + timedelta(days=5))
    found = {one.code: one for one in rolled_up(directive, unit_id(BIEN_HOA), AT + timedelta(days=6))}
    assert found[month["ward"].code].claim == "not_competent"


def test_a_case_reopened_before_the_report_went_out_was_not_reopened_after_it(directive, month):
    drafted = replied(directive, [said(month["late"], **OWED)], at=AT + timedelta(days=3), as_document=True)
    do(month["late"], "reopen", by="coordinator@1022", at=AT + timedelta(days=4), reason="not_fixed")
    sent(drafted, AT + timedelta(days=5))
    found = board_of(directive, sight_of(office(), AT + timedelta(days=6)), AT + timedelta(days=6))
    line = next(one for one in found.lines if one.code == month["late"].code)
    assert line.differs.startswith("Đơn vị báo đã xử lý dứt điểm; phản ánh vẫn ở bước")


OWED = {"cause": "a", "responsibility": "b", "remedy": "c", "petitioner_word": "đã xong"}


MIDNIGHT = datetime(2021, 8, 15, tzinfo=VN)
MINUTE = timedelta(minutes=1)


def chip(directive, at, code=BIEN_HOA):
    return chip_of(board_of(directive, sight_of(office(), at), at).unit(unit_id(code)))


def all_of(month):
    return [said(month["open"]), said(month["late"], **OWED), said(month["ward"])]


@pytest.mark.parametrize(
    ("at", "words"), [(MIDNIGHT - MINUTE, "Đã báo cáo 14/08/2021"), (MIDNIGHT, "sau hạn")]
)
def test_a_report_drafted_in_time_is_in_time_only_if_it_goes_out_before_midnight(directive, month, at, words):
    sent(replied(directive, all_of(month), as_document=True), at)
    assert chip(directive, MIDNIGHT + MINUTE).words.endswith(words)


def test_what_a_ward_says_in_the_last_minute_can_go_up_in_time_and_at_midnight_no_more(directive, month):
    child = in_force(passed_on(directive), at=AT + timedelta(days=2), number=1)
    last = MIDNIGHT - MINUTE
    ward = [said(month["open"]), said(month["ward"]), said(month["late"], **OWED)]
    mine = {line.code for line in child.lines.filter(executor=unit_id(WARD))}
    reply(child, unit_id(WARD), [one for one in ward if one.code in mine], by=district(WARD), at=last)
    assert "sau hạn" in chip(child, last, WARD).words  # its own day was four days before
    assert {one.code for one in rolled_up(directive, unit_id(BIEN_HOA), last) if one.claim} >= mine
    assert chip(directive, last).tone != "late"
    assert chip(directive, MIDNIGHT).words == "Quá hạn báo cáo"
    replied(directive, all_of(month), at=MIDNIGHT)
    assert chip(directive, MIDNIGHT).words == "Đã báo cáo 15/08/2021, sau hạn"


def test_a_unit_that_spoke_of_one_line_in_time_is_late_with_the_others(directive, month):
    replied(directive, [said(month["open"])], at=MIDNIGHT - MINUTE)
    assert chip(directive, MIDNIGHT - MINUTE).words == "Đang báo cáo: 1/3"
    assert chip(directive, MIDNIGHT).words == "Quá hạn báo cáo: 1/3"


def test_a_line_that_has_become_one_about_conduct_keeps_nobody_late(directive, month):
    replied(directive, [said(month["open"]), said(month["late"], **OWED)], at=MIDNIGHT - MINUTE)
    do(month["ward"], "recall", by="coordinator@1022", at=MIDNIGHT - MINUTE)
    accused = {"unit": BIEN_HOA, "about": "delay"}
    do(month["ward"], "classify", by="coordinator@1022", at=MIDNIGHT - MINUTE, conduct=accused)
    assert chip(directive, MIDNIGHT).words == "Đã báo cáo 14/08/2021"


def test_a_unit_whose_only_line_became_one_about_conduct_is_not_shown_as_late(directive, month):
    do(month["company"], "recall", by="coordinator@1022", at=MIDNIGHT - MINUTE)
    accused = {"unit": "dien-luc", "about": "delay"}
    do(month["company"], "classify", by="coordinator@1022", at=MIDNIGHT - MINUTE, conduct=accused)
    assert chip(directive, MIDNIGHT, "dien-luc").tone != "late"
