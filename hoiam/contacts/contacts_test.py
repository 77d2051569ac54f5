from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hoiam.accounts.factories import PersonFactory
from hoiam.contacts.log import log_contact
from hoiam.contacts.models import Contact
from hoiam.contacts.queries import counts
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def contact(**fields: object) -> Contact:
    return Contact.objects.create(**{"at": now(), "channel": "phone", "about": "procedure", **fields})


def test_contacts_are_counted_by_channel_and_kind():
    contact()
    contact(about="support", petitioner_type="business")
    contact(channel="zalo", is_answered=False, is_missed=True)
    found = counts(now() - DAY, now() + DAY)
    assert found["phone"] == {
        "contacts": 2, "answered_on_the_spot": 2, "missed": 0, "called_back": 0, "person": 1, "business": 1,
        "procedure": 1, "report": 0, "support": 1, "other": 0,
    }  # fmt: skip
    assert (found["zalo"]["missed"], found["zalo"]["answered_on_the_spot"]) == (1, 0)


def test_the_end_of_a_period_is_outside_it():
    at = now()
    contact(at=at)
    assert counts(at - DAY, at) == {}
    assert counts(at, at + DAY)["phone"]["contacts"] == 1


def test_a_missed_contact_cannot_be_answered():
    with pytest.raises(IntegrityError), transaction.atomic():
        contact(is_answered=True, is_missed=True)


def test_a_stranger_logs_no_contact():
    with pytest.raises(Refused):
        log_contact(by=PersonFactory(), channel="phone", about="procedure")
    assert not Contact.objects.exists()
