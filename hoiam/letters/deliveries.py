"""Deliveries (gửi văn bản): work off what issuing left, each way once (see models/recipients.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from hoiam.accounts.models import Person
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.messaging import is_quiet
from hoiam.messaging.models import State as MessageState
from hoiam.messaging.rendering import for_staff
from hoiam.messaging.sending import send_again
from hoiam.messaging.tell import tell
from hoiam.messaging.waking import wake_sender
from hoiam.units.models import Membership
from hoiam.units.roles import Role

from .by_mail import put_in_the_outbox
from .envelopes import drop
from .models import AnnexWork, Delivery, DeliveryAddress, DeliveryState, Recipient, Way
from .visible import BEHIND_THE_WALL, WALLED
from .waking import wake

TOLD: Final = (
    Role.CLERK,
    Role.FOCAL_POINT,
    Role.UNIT_HEAD,
    Role.OFFICE_HEAD,
    Role.AUTHORITY_HEAD,
    Role.EXTERNAL_UNIT,
)
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
# A drop takes seconds; whoever claimed one before that is gone, and doing it again changes nothing.
LEFT_BEHIND: Final = timedelta(minutes=2)
ARRIVED: Final = "document_arrived"

Arrive = Callable[[Delivery, datetime], None]


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


def in_trouble() -> QuerySet[Delivery]:
    """What a person has to look at, the e-mail that the outbox could not send among it."""
    stuck = Q(message__state__in=[MessageState.FAILED, MessageState.STUCK])
    return Delivery.objects.filter(Q(state=DeliveryState.FAILED) | stuck).order_by("-id")


@transaction.atomic
def deliver_again(delivery: Delivery, *, by: Person, at: datetime) -> None:
    """A person has looked at one that did not arrive, and wants it tried again."""
    held = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if held.state == DeliveryState.FAILED:
        waiting = {"state": DeliveryState.QUEUED, "send_after": at, "attempts": 0, "resent_by": by.pk}
        Delivery.objects.filter(pk=held.pk).update(**waiting)
        transaction.on_commit(wake)
    elif held.message is not None:
        send_again(held.message, by=by, at=at)
    else:
        raise Refused("Việc gửi này không còn chờ gửi lại.")


def _take_up_what_was_left(now: datetime) -> None:
    left = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=now - LEFT_BEHIND)
    left.update(state=DeliveryState.QUEUED)


def _deliver_next(now: datetime) -> str | None:
    with transaction.atomic(durable=True):
        delivery = _claim(now)
        if delivery is None:
            return None
        if (arrive := _INSIDE.get(delivery.way)) is not None:
            return _done_inside(arrive, delivery, now)
        delivery.attempts += 1
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.SENDING, claimed_at=now, attempts=delivery.attempts
        )
    return _send_outside(delivery, now)


def _done_inside(arrive: Arrive, delivery: Delivery, now: datetime) -> str:
    try:
        arrive(delivery, now)
    except Refused as refused:
        return _note(delivery, DeliveryState.FAILED, refused.sentence)
    return _note(delivery, DeliveryState.DONE, done_at=now)


def _claim(now: datetime) -> Delivery | None:
    """Nothing leaves before the annex files are there."""
    unfinished = AnnexWork.objects.filter(done_at=None).values("document")
    due = Delivery.objects.due(now).exclude(recipient__document__in=unfinished)
    claimed = due.select_for_update(skip_locked=True, of=("self",)).select_related("recipient__document")
    return claimed.first()


def _arrive(delivery: Delivery, now: datetime) -> None:
    """In the system: it is there already; people of the unit are told, in the same transaction."""
    recipient = delivery.recipient
    Recipient.objects.filter(pk=recipient.pk, delivered_at=None).update(delivered_at=now)
    roles = TOLD if recipient.document.kind not in WALLED else BEHIND_THE_WALL
    people = Membership.objects.filter(
        unit=recipient.unit_id, role__in=roles, during__contains=civil_date(now)
    )
    numbers = people.values_list("person_id", flat=True)
    tell(numbers, ARRIVED, about=_about(delivery), facts=_facts(delivery), at=now)


def _mail(delivery: Delivery, now: datetime) -> None:
    """A row of the outbox, which sends it once."""
    if is_quiet():
        return
    address = _address(delivery)
    words = for_staff(ARRIVED, _about(delivery), _facts(delivery))
    message = put_in_the_outbox(delivery.recipient, address, template=ARRIVED, words=words, at=now)
    Delivery.objects.filter(pk=delivery.pk).update(message=message)
    transaction.on_commit(wake_sender)


_INSIDE: Final[dict[str, Arrive]] = {Way.IN_SYSTEM: _arrive, Way.EMAIL: _mail}


def _send_outside(delivery: Delivery, now: datetime) -> str:
    """The claim is committed; whatever happens from here on, the same file is dropped the next time."""
    try:
        drop(delivery.recipient, _address(delivery), now)
    except OSError as error:
        if delivery.attempts <= len(WAITS):
            later = now + WAITS[delivery.attempts - 1]
            return _note(delivery, DeliveryState.QUEUED, str(error), send_after=later)
        return _note(delivery, DeliveryState.FAILED, str(error))
    except Refused as refused:
        return _note(delivery, DeliveryState.FAILED, refused.sentence)
    return _note(delivery, DeliveryState.DONE, done_at=now)


def _address(delivery: Delivery) -> str:
    kept = DeliveryAddress.objects.filter(unit=delivery.recipient.unit_id, way=delivery.way).first()
    if kept is None:
        raise Refused(f"Nơi nhận không có địa chỉ “{Way(delivery.way).label}”; hãy ghi địa chỉ rồi gửi lại.")
    return kept.address


def _about(delivery: Delivery) -> str:
    return delivery.recipient.document.number_symbol[:40]


def _facts(delivery: Delivery) -> dict[str, str]:
    document = delivery.recipient.document
    # A mailbox is read by more people than a proposal about conduct is for.
    subject = document.subject if document.kind not in WALLED else "văn bản hạn chế người xem"
    return {"document": document.name, "issuer": document.issuer_name, "subject": subject}


def _note(delivery: Delivery, state: str, error: str = "", **moments: datetime) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, last_error=error[:300], **moments)
    return state
