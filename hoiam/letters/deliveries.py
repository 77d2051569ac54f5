"""Deliveries (gửi văn bản): work off what issuing left, each way once (see models/recipients.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.refusal import Refused
from hoiam.messaging.tell import tell
from hoiam.units.models import Membership
from hoiam.units.roles import Role

from .models import AnnexWork, Delivery, DeliveryState, Recipient
from .waking import wake

TOLD = (
    Role.CLERK,
    Role.FOCAL_POINT,
    Role.UNIT_HEAD,
    Role.OFFICE_HEAD,
    Role.AUTHORITY_HEAD,
    Role.EXTERNAL_UNIT,
)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
# A drop takes seconds; whoever claimed one before that is gone, and doing it again changes nothing.
LEFT_BEHIND = timedelta(minutes=2)


@dataclass
class Tally:
    done: int = 0
    later: int = 0
    failed: int = 0


def deliver_due(now: datetime, most: int = 1000) -> Tally:
    """Any number of workers may run this at once, and any may be killed at any point."""
    _take_up_what_was_left(now)
    tally = Tally()
    for _ in range(most):
        state = _deliver_next(now)
        if state is None:
            break
        tally.done += state == DeliveryState.DONE
        tally.later += state == DeliveryState.QUEUED
        tally.failed += state == DeliveryState.FAILED
    return tally


def deliver_again(delivery: Delivery, *, by: Person, at: datetime) -> None:
    """A person has looked at a failed one and wants it tried again."""
    waiting = {"state": DeliveryState.QUEUED, "send_after": at, "attempts": 0, "resent_by": by.pk}
    if not Delivery.objects.in_trouble().filter(pk=delivery.pk).update(**waiting):
        raise Refused("Việc gửi này không còn chờ gửi lại.")
    transaction.on_commit(wake)


def _take_up_what_was_left(now: datetime) -> None:
    left = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=now - LEFT_BEHIND)
    left.update(state=DeliveryState.QUEUED)


def _deliver_next(now: datetime) -> str | None:
    with transaction.atomic():
        delivery = _claim(now)
        if delivery is None:
            return None
        _arrive(delivery, now)
        return _note(delivery, DeliveryState.DONE, done_at=now)


def _claim(now: datetime) -> Delivery | None:
    """Nothing leaves before the annex files are there."""
    unfinished = AnnexWork.objects.filter(done_at=None).values("document")
    due = Delivery.objects.due(now).exclude(recipient__document__in=unfinished)
    claimed = due.select_for_update(skip_locked=True, of=("self",)).select_related("recipient__document")
    return claimed.first()


def _arrive(delivery: Delivery, now: datetime) -> None:
    """In the system: there it is already; its people are told, in the same transaction."""
    recipient = delivery.recipient
    Recipient.objects.filter(pk=recipient.pk, delivered_at=None).update(delivered_at=now)
    document = recipient.document
    facts = {"document": document.name, "issuer": document.issuer_name, "subject": document.subject}
    people = Membership.objects.filter(unit=recipient.unit_id, role__in=TOLD, during__contains=now.date())
    tell(
        people.values_list("person_id", flat=True), "document_arrived",
        about=document.number_symbol[:40], facts=facts, at=now,
    )  # fmt: skip


def _note(delivery: Delivery, state: str, error: str = "", **moments: datetime) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, last_error=error[:300], **moments)
    return state
