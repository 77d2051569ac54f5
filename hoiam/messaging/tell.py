"""Tell (báo): put what somebody should know into the outbox; a worker sends it, after the commit."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from hoiam.accounts.models import Person
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import normal_phone, seal
from hoiam.messaging import is_quiet, rendering
from hoiam.messaging.models import Channel, Message, Reminder, State
from hoiam.messaging.waking import wake_sender


def tell(
    people: Iterable[Person | int], template: str, *, about: str, facts: Mapping[str, Any], at: datetime
) -> list[Message]:
    """Tell people of the house, in the bell of their desk: one row each, one statement for all."""
    numbers = dict.fromkeys(person if isinstance(person, int) else person.pk for person in people)
    if is_quiet() or not numbers:
        return []
    body = rendering.for_staff(template, about, {"at": at, **facts})
    rows = [
        Message(
            to_person_id=number, channel=Channel.IN_APP, template=template, about=about, body=body,
            state=State.SENT, created_at=at, send_after=at, sent_at=at,
        )
        for number in numbers
    ]  # fmt: skip
    return Message.objects.bulk_create(rows)


def tell_petitioner(
    contact: Mapping[str, Any], template: str, *, about: str, facts: Mapping[str, Any], at: datetime
) -> list[Message]:
    """Tell whoever brought the case: an SMS to their mobile `phone`, the full text to their `email`.

    The rows say nothing of who it is: the address is sealed, the words name nobody.
    """
    if is_quiet():
        return []
    known = {"at": at, **facts}
    rows = []
    if (phone := contact.get("phone")) and reads_sms(phone):
        rows.append(_to_phone(phone, body=rendering.for_sms(template, about, known)))
    if email := contact.get("email"):
        body = rendering.for_citizen(template, about, known)
        rows.append(_to_email(email, body=body, subject=rendering.subject(about)))
    for row in rows:
        row.template, row.about, row.created_at, row.send_after = template, about, at, at
    if rows:
        Message.objects.bulk_create(rows)
        transaction.on_commit(wake_sender)
    return rows


def once(key: str, step: str, *, at: datetime) -> bool:
    """True the first time anybody asks for this (key, step), false ever after; undone with a rollback."""
    if is_quiet():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO messaging_reminder (key, step, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [key, step, at],
        )
        return bool(cursor.rowcount)


def once_each(pairs: Iterable[tuple[str, str]], *, at: datetime) -> set[tuple[str, str]]:
    """`once` for many in one statement: the (key, step) pairs nobody had asked for before.

    In one order for everybody, so that two loops over the same deadlines wait for each other and never lock.
    """
    wanted = sorted(set(pairs))
    if is_quiet() or not wanted:
        return set()
    keys, steps = zip(*wanted, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO messaging_reminder (key, step, at) "
            "SELECT key, step, %s FROM unnest(%s::text[], %s::text[]) AS wanted (key, step) "
            "ON CONFLICT DO NOTHING RETURNING key, step",
            [at, list(keys), list(steps)],
        )
        return set(cursor.fetchall())


def has_been(key: str, step: str) -> bool:
    """Whether `once` has already answered true for this (key, step)."""
    return Reminder.objects.filter(key=key, step=step).exists()


def remind_once(
    key: str,
    step: str,
    *,
    people: Iterable[Person | int],
    template: str,
    about: str,
    facts: Mapping[str, Any],
    at: datetime,
) -> bool:
    """Tell people once for each (key, step), however often and from however many processes it is asked."""
    if is_quiet():
        return False
    with transaction.atomic():
        if not once(key, step, at=at):
            return False
        tell(people, template, about=about, facts=facts, at=at)
    return True


def reads_sms(phone: str) -> bool:
    """A land line reads no SMS; whoever has only that is called back."""
    try:
        number = phonenumbers.parse(phone, "VN")
    except phonenumbers.NumberParseException:
        return True  # let it be seen among what could not be sent
    return phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.FIXED_LINE


# An address that cannot be one is not refused: the verb that tells is right, and somebody will see the row.


def _to_phone(phone: str, body: str) -> Message:
    try:
        address, state, error = normal_phone(phone), State.QUEUED, ""
    except Refused as refusal:
        address, state, error = phone, State.FAILED, refusal.sentence
    return Message(channel=Channel.SMS, to_contact=seal(address), body=body, state=state, last_error=error)


def _to_email(email: str, body: str, subject: str) -> Message:
    state, error = State.QUEUED, ""
    try:
        validate_email(email)
    except ValidationError:
        state, error = State.FAILED, "Địa chỉ thư điện tử không đúng."
    words = {"body": body, "subject": subject, "last_error": error}
    return Message(channel=Channel.EMAIL, to_contact=seal(email), state=state, **words)
