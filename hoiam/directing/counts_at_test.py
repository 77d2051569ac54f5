"""A reply by document counts from the moment it is issued, wherever two replies are weighed by time."""

from datetime import date, timedelta

import pytest

from hoiam.cases.factories import do
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
