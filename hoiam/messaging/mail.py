"""Mail to colleagues (thư cho cán bộ): a notice that also leaves by e-mail, for whoever wants it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.sealing import seal
from hoiam.messaging import is_quiet, rendering
from hoiam.messaging.models import Channel, Message, Preference, State
from hoiam.messaging.waking import wake_sender


class Choice(NamedTuple):
    has_digest: bool = True
    has_mail: bool = True


USUAL = Choice()


def choices_of(people: Iterable[int]) -> dict[int, Choice]:
    """Person → what they have chosen, in one query; whoever is not in it has chosen nothing."""
    rows = Preference.objects.filter(person__in=set(people))
    return {row.person_id: Choice(row.has_digest, row.has_mail) for row in rows}


def choose(person: Person, choice: Choice) -> None:
    Preference.objects.update_or_create(person=person, defaults=choice._asdict())


def mail(
    people: Iterable[Person],
    template: str,
    *,
    subject: str,
    about: str,
    facts: Mapping[str, Any],
    at: datetime,
) -> int:
    """The words of a staff template, to all who have an address and want mail; says how many that is."""
    reached = [person for person in people if person.email]
    if is_quiet() or not reached:
        return 0
    chosen = choices_of(person.pk for person in reached)
    body = rendering.for_staff(template, about, {"at": at, **facts})
    rows = [
        Message(
            to_contact=seal(person.email), channel=Channel.EMAIL, template=template, about=about,
            subject=subject, body=body, state=State.QUEUED, created_at=at, send_after=at,
        )
        for person in reached
        if chosen.get(person.pk, USUAL).has_mail
    ]  # fmt: skip
    Message.objects.bulk_create(rows)
    if rows:
        transaction.on_commit(wake_sender)
    return len(rows)
