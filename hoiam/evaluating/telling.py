"""Telling (báo): who learns of a step; nobody behind the wall, and the accused of the request alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hoiam.accounts.models import Person
from hoiam.cases.told import people_of
from hoiam.kit.moments import civil_date
from hoiam.messaging.tell import remind_once, tell
from hoiam.units.directory import directory

from .models import Explanation, Matter, MatterClock
from .walls import DECIDING, EXPLAINING, HANDLING, matters_seen


def workers(matter: Matter, at: datetime) -> list[Person]:
    """Those who work the matter, as far as they may see it."""
    return _seeing(matter, _people(matter.handler_id, at, HANDLING), at)


def heads(matter: Matter, at: datetime) -> list[Person]:
    if matter.authority_id is None:
        return workers(matter, at)
    return _seeing(matter, _people(matter.authority_id, at, DECIDING), at)


def tell_matter(
    matter: Matter, people: Iterable[Person], words: str, *, at: datetime, due_at: datetime | None = None
) -> None:
    tell(people, "matter", about=matter.short, facts={"words": words, "due_at": due_at}, at=at)


def tell_accused(explanation: Explanation, *, at: datetime) -> None:
    """Only that something is asked, and until when."""
    people = [
        person
        for person in _people(explanation.accused_id, at, EXPLAINING)
        if person.pk != explanation.matter.accused_person_id
    ]
    facts = {"due_at": explanation.due_at}
    tell(people, "explanation_asked", about=f"GT-{explanation.key.hex[:8].upper()}", facts=facts, at=at)


def tell_late(matter: Matter, clock: MatterClock, people: Iterable[Person], *, at: datetime) -> bool:
    """Once for each step of a matter, however often the loop comes by."""
    return remind_once(
        f"matter:{matter.key.hex}:{clock.pk}",
        "late",
        people=people,
        template="matter",
        about=matter.short,
        facts={"words": f"quá hạn bước {clock.get_clock_display()}", "due_at": clock.due_at},
        at=at,
    )


def _people(unit: int, at: datetime, roles: tuple[str, ...]) -> list[Person]:
    """Of the unit, or of those that have its work now."""
    keepers = directory().keepers(unit, civil_date(at))
    return [person for keeper in keepers for person in people_of(keeper, at, roles)]


def _seeing(matter: Matter, people: Iterable[Person], at: datetime) -> list[Person]:
    return [person for person in people if matters_seen(person, at).filter(pk=matter.pk).exists()]
