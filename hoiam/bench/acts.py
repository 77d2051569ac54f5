"""Acts (việc được đo): what a citizen, an operator, a unit and its leader do, each as a browser does it."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from hoiam.intake.secret import new_key
from hoiam.kit.ids import read_code

from .visitor import Visitor
from .words import COMMON, RARE_WORDS, WHAT, words

CITIZEN: Final = "citizen"
REPORTED: Final = "Đã kiểm tra và xử lý xong tại chỗ."


@dataclass(slots=True)
class Crew:
    """One client: a citizen, and the people of the house signed in when they are first needed."""

    port: int
    password: str
    unit: int  # where the officer and the head sit
    codes: list[str]  # of cases to look at: others each time, so that no page is read from a warm cache alone
    people: dict[str, Visitor] = field(default_factory=dict)
    created: int = 0
    chance: random.Random = field(default_factory=random.Random)

    def person(self, role: str) -> Visitor:
        if role not in self.people:
            visitor = Visitor(self.port)
            self.people[role] = (
                visitor if role == CITIZEN else visitor.sign_in(f"bench-{role}", self.password)
            )
        return self.people[role]

    def leave(self) -> None:
        for visitor in self.people.values():
            visitor.close()


def send(crew: Crew) -> None:
    """The public form, from an address nobody has sent from before."""
    citizen = crew.person(CITIZEN)
    address = reverse("portal:send")
    if not citizen.address:
        citizen.get(address)
    citizen.address = (
        f"10.{crew.chance.randrange(256)}.{crew.chance.randrange(256)}.{crew.chance.randrange(256)}"
    )
    petition = {"key": new_key(), "content": words(crew.chance), "kind": "report", "phone": _phone(crew)}
    citizen.post(address, petition, 302)
    crew.created += 1


def take(crew: Crew) -> str:
    """The operator's form; the code of the new case."""
    given = {
        "key": uuid.uuid4().hex, "channel": "phone", "phone": _phone(crew), "name": "Người dân thử nghiệm",
        "petitioner": "person", "content": words(crew.chance), "kind": "report", "urgency": "normal",
        "other": "on",  # a made-up telephone may come twice, with another matter each time
    }  # fmt: skip
    location = crew.person("operator").post(reverse("desk:take"), given, 302)
    crew.created += 1
    return read_code(location.rstrip("/").rpartition("/")[2])


def life(crew: Crew) -> None:
    """From the call to the closed case: eight steps, four people, every one by its own panel."""
    code = take(crew)
    operator, coordinator = crew.person("operator"), crew.person("coordinator")
    officer, head = crew.person("officer"), crew.person("head")
    draft = reverse("answering:draft", args=[code])
    said = {"text": REPORTED, "outcome": "done"}
    operator.post(_panel("classify", code), {"kind": "question", "urgency": "normal"}, 204)
    coordinator.post(_panel("forward", code), {"to": str(crew.unit)}, 204)
    officer.post(_panel("accept", code), {}, 204)
    officer.post(draft, {**said, "step": "submit"}, 204)
    head.post(draft, {**said, "step": "send"}, 204)
    coordinator.post(_panel("close", code), {}, 204)


def inbox(crew: Crew) -> None:
    crew.person("coordinator").get(reverse("desk:list", args=["qua-han"]))


def inbox_of_unit(crew: Crew) -> None:
    crew.person("officer").get(reverse("desk:list", args=["viec-cua-don-vi"]))


def case_page(crew: Crew) -> None:
    crew.person("coordinator").get(reverse("desk:case", args=[crew.chance.choice(crew.codes)]))


def search_common(crew: Crew) -> None:
    _find(crew, COMMON)


def search_words(crew: Crew) -> None:
    _find(crew, crew.chance.choice(WHAT).split(",")[0])


def search_rare(crew: Crew) -> None:
    _find(crew, crew.chance.choice(RARE_WORDS))


def search_code(crew: Crew) -> None:
    _find(crew, crew.chance.choice(crew.codes))


ACTS: Final[dict[str, Callable[[Crew], object]]] = {
    "create": send,
    "take": take,
    "life": life,
    "inbox": inbox,
    "inbox_unit": inbox_of_unit,
    "case": case_page,
    "search_common": search_common,
    "search_words": search_words,
    "search_rare": search_rare,
    "search_code": search_code,
}


def _find(crew: Crew, text: str) -> None:
    crew.person("coordinator").get(f"{reverse('desk:find')}?{urlencode({'q': text})}")


def _panel(verb: str, code: str) -> str:
    return reverse(f"cases:{verb}", args=[code])


def _phone(crew: Crew) -> str:
    """Nearly always of somebody new: the cases that were loaded have the first five thousand."""
    return f"0900{crew.chance.randrange(5000, 1_000_000):06}"
