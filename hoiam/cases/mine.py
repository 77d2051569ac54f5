"""The petitioner's own case (việc của người gửi): what his page asks for that no colleague's screen needs.

Whoever calls has made sure, by the private link or by code and telephone, that it is the petitioner who asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .lifecycle import State, Verb
from .models import Attachment, Case, Event, Fixed, Score
from .told import public_reason

if TYPE_CHECKING:
    from uuid import UUID

__all__ = [
    "Fixed",
    "Score",
    "answering_case",
    "may_be_looked_up",
    "no_of",
    "own_case",
    "own_file",
    "own_words",
]
SHOWN: Final = ("petition", "proof")


def own_case(code: str) -> Case | None:
    return Case.objects.filter(code=code).first()


def may_be_looked_up(case: Case) -> bool:
    """By code and telephone: only where a telephone was left."""
    return case.petitioner.phone_hash is not None


def answering_case(case: Case) -> Case:
    """Where the answer is given: the case itself, or the one it was merged into, however far."""
    seen = {case.pk}
    while case.merged_into is not None and case.merged_into.pk not in seen:
        case = case.merged_into
        seen.add(case.pk)
    return case


def no_of(case: Case) -> dict[str, Any] | None:
    """Why it was refused or sent elsewhere, on what basis, and what its petitioner may do next."""
    verb = {State.REFUSED: Verb.REFUSE, State.REDIRECTED: Verb.REDIRECT}.get(State(case.state))
    if verb is None:
        return None
    event = Event.objects.filter(case=case, verb=verb).select_related("text").latest("seq")
    words = event.text.body if hasattr(event, "text") else {}
    return public_reason(verb, event.facts.get("reason") or words.get("reason"))


def own_words(case: Case) -> tuple[str, str]:
    """(what was said, where) as the petitioner wrote it; empty once it has been erased."""
    return case.text.content, case.text.address or ""


def own_file(case: Case, file: UUID) -> Attachment | None:
    """What the petitioner sent, or the proof of an answer; never a paper between colleagues."""
    found = Attachment.objects.filter(case=case, file_id=file, purpose__in=SHOWN)
    return found.select_related("file").first()
