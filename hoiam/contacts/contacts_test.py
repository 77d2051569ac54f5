from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hoiam.accounts.factories import PersonFactory
from hoiam.contacts.log import log_contact
from hoiam.contacts.models import Contact
from hoiam.contacts.queries import made_no_case
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def contact(**fields: object) -> Contact:
    return Contact.objects.create(**{"at": now(), "channel": "phone", "about": "procedure", **fields})


def test_the_end_of_a_period_is_outside_it():
    at = now()
    last, first = contact(at=at), contact(at=at - DAY)
    assert list(made_no_case(at - DAY, at)) == [first]
    assert list(made_no_case(at - DAY, at + DAY)) == [first, last]


def test_a_missed_contact_cannot_be_answered():
    with pytest.raises(IntegrityError), transaction.atomic():
        contact(is_answered=True, is_missed=True)


def test_a_stranger_logs_no_contact():
    with pytest.raises(Refused):
        log_contact(by=PersonFactory(), channel="phone", about="procedure")
    assert not Contact.objects.exists()
