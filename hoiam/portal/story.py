"""The story of a case (câu chuyện của một việc): what happened, for the petitioner; no official is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from hoiam.cases.lifecycle import OPEN, Verb
from hoiam.cases.lists import public_label
from hoiam.cases.queries import HistoryLine, public_history_of
from hoiam.kit.ui.shapes import StoryItem

from .words import day_words, deadline_of, state_of

if TYPE_CHECKING:
    from hoiam.cases.models import Case

SIGNS: Final = {
    Verb.RECEIVE: "check",
    Verb.FORWARD: "send",
    Verb.SEND_BACK: "turn",
    Verb.ASK: "help",
    Verb.SUPPLY: "pen",
    Verb.REOPEN: "turn",
    Verb.EXTEND: "clock",
}
BACK: Final = (Verb.SEND_BACK, Verb.REOPEN, Verb.EXTEND)


def story_of(case: Case, content: str) -> list[StoryItem]:
    lines = public_history_of(case)
    items = [_item(line, content) for line in lines]
    if case.state in OPEN:
        items.append(_now(case))
    return items


def rated_since_answer(case: Case) -> bool:
    """The petitioner has said what he thinks of the last answer."""
    for line in reversed(public_history_of(case)):
        if line.verb in (Verb.RATE, Verb.ANSWER):
            return line.verb == Verb.RATE
    return False


def question_of(case: Case) -> str:
    """What was asked last."""
    asked = [line.words for line in public_history_of(case) if line.verb == Verb.ASK]
    return asked[-1] if asked else ""


def outcome_words(outcome: str) -> str:
    return public_label("outcome", outcome)


def _item(line: HistoryLine, content: str) -> StoryItem:
    verb = Verb(line.verb)
    words = content if verb == Verb.RECEIVE else line.words
    # The answer stands whole above the story; here only that it came.
    quote = "" if verb == Verb.ANSWER or line.is_erased else words
    sign = SIGNS.get(verb, "check")
    kind: Literal["back", "done"] = "back" if verb in BACK else "done"
    return StoryItem(line.sentence, line.at, day_words(line.at), kind=kind, icon=sign, quote=quote)


def _now(case: Case) -> StoryItem:
    state, due = state_of(case), deadline_of(case)
    if due is None:
        return StoryItem(state.sentence, kind="now")
    return StoryItem(
        state.sentence, when=due.label, kind="now", more=due.sentence, more_label="Vì sao là ngày này?"
    )
