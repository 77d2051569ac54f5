"""Who got a document: by the lines it prints, with what was opened and what did not arrive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hoiam.messaging.models import Channel, Message, State

from .content import Addressee, Purpose
from .deliveries import deliver_due
from .factories import AT, content, issued, person, unit_id
from .got import lines_of
from .models import DeliveryAddress, Recipient
from .opening import opened
from .testing import quick_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOW = AT + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _quick():
    with quick_papers():
        yield


def told_twice():
    """The department stands in Kính gửi, and its director once more in Nơi nhận."""
    letter = content()
    again = Addressee("Giám đốc Sở Nội vụ", (unit_id("so-noi-vu"),), Purpose.INFORM)
    return issued(replace(letter, copies=(again, *letter.copies)))


def test_recipients_stand_in_the_order_of_the_lines_and_each_once():
    said = [(line.text, line.purpose, line.is_group, len(line.got)) for line in lines_of(told_twice())]
    assert said == [
        ("Sở Nội vụ", "phối hợp", False, 1),
        ("UBND các huyện, thành phố", "thực hiện", True, 11),
    ]


def test_when_a_group_left_is_said_once_and_only_where_it_all_left_together():
    document = issued()
    assert lines_of(document)[1].sent_at is None
    deliver_due(NOW)
    assert lines_of(document)[1].sent_at == NOW


def test_a_group_that_left_piece_by_piece_says_it_of_each():
    document = issued()
    deliver_due(NOW, most=6)
    deliver_due(NOW + timedelta(hours=1))
    assert lines_of(document)[1].sent_at is None


def test_what_was_opened_is_counted_by_line():
    document = issued()
    opened(document, by=person("officer", "ubnd-742"), at=NOW)
    assert [line.opened for line in lines_of(document)] == [0, 1]


def test_a_mail_that_the_outbox_could_not_send_is_seen_at_its_recipient():
    DeliveryAddress.objects.create(unit_id=unit_id("so-noi-vu"), way="email", address="a@example.vn")
    document = issued()
    deliver_due(NOW)
    assert lines_of(document)[0].got[0].trouble is None
    Message.objects.filter(channel=Channel.EMAIL).update(state=State.FAILED, last_error="Không có hộp thư")
    trouble = lines_of(document)[0].got[0].trouble
    assert (trouble.get_way_display(), trouble.why) == ("Thư điện tử", "Không có hộp thư")


def test_however_many_recipients_the_questions_are_the_same(django_assert_num_queries):
    document = issued()
    assert Recipient.objects.filter(document=document).count() == 12
    with django_assert_num_queries(2):
        lines_of(document)
