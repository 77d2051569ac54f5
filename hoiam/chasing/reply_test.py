"""Rooms above hand in deadlines of their own: a reply to a directive is chased by the same rows."""

from datetime import datetime

import pytest

from hoiam.cases.factories import UNIT, person, unit_id
from hoiam.cases.testing import staff_told
from hoiam.chasing.chase import chase_these, look, settle
from hoiam.chasing.models import Chased, Notice
from hoiam.chasing.running import Running
from hoiam.kit.moments import VN
from hoiam.messaging.rendering import for_staff
from hoiam.messaging.samples import STAFF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
# "Trước ngày 15/8/2021": late from 00:00 of that Sunday; the last working day before it is Friday 13/8.
BEFORE_15_AUGUST = datetime(2021, 8, 15, tzinfo=VN)
LETTER = "9193/UBND-HCC"


def august(day, hour=8, minute=0):
    return datetime(2021, 8, day, hour, minute, tzinfo=VN)


def reply(**changes):
    given = {
        "key": "reply:1", "clock": "reply", "due_at": BEFORE_15_AUGUST, "unit": unit_id(UNIT),
        "about": LETTER, "known_at": august(4), "template": "document_due", "facts": STAFF["document_due"],
    }  # fmt: skip
    return Running(**{**given, **changes})


def chased(moment, **changes):
    chase_these([reply(**changes)], look(moment))
    return list(Chased.objects.order_by("pk").values_list("order", "outcome", "about"))


@pytest.fixture(autouse=True)
def people():
    return [
        person(*seat) for seat in (("focal_point", UNIT), ("unit_head", UNIT), ("office_head", "vp-ubnd"))
    ]


def test_it_is_due_on_the_last_working_day_and_late_from_the_first_minute_of_the_day_named():
    assert chased(august(10, 7, 30)) == [(1, "told", LETTER)]
    assert chased(august(13, 7, 30))[-1] == (2, "told", LETTER)
    assert len(chased(august(14, 12))) == 2
    assert len(chased(BEFORE_15_AUGUST)) == 2
    assert chased(august(15, 9))[-1] == (3, "told", LETTER)


def test_its_room_gives_the_words():
    chased(august(16))
    words = staff_told("document_due")[f"unit_head.{UNIT}"]
    assert words == for_staff("document_due", LETTER, STAFF["document_due"])


def test_what_has_been_replied_to_is_named_in_no_digest():
    chased(august(10, 7, 30))
    assert Notice.objects.filter(told_at=None).count() == 1
    settle(["reply:1"])
    assert not Notice.objects.filter(told_at=None).exists()
    assert Chased.objects.count() == 1


def test_another_reply_date_is_another_deadline():
    chased(august(10, 7, 30))
    assert chased(august(10, 7, 30), key="reply:1b")[-1][0] == 1
    assert Chased.objects.count() == 2
