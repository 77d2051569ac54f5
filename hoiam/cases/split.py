"""Split (tách): one message names several matters; each becomes a case with an answer of its own.

The children start `received` at the moment of the split and keep the parent's answer deadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.db import transaction

from hoiam.categories.lookup import is_in_use
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date, iso
from hoiam.kit.refusal import Refused
from hoiam.messaging import quiet
from hoiam.units.directory import directory
from hoiam.units.placement import communes_of
from hoiam.units.places import commune_at

from .change import Change
from .clocks import moved
from .inputs import WordsField, category_choices
from .lifecycle import Verb
from .line import Actor, Conduct, Line, Place
from .models import Case
from .panel import VerbForm, panel
from .people import identity_of
from .petition import Petition
from .policy import allow
from .receive import receive
from .reckon import decide as decide_reckon
from .snapshot import Rules, Snapshot
from .told import tell_petitioner
from .write import Held, hold

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

MOST_PARTS: Final = 4


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.facts.get("into"):
        raise Refused("Tách phải nêu các phản ánh mới.")
    return change


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One matter of the message; what it does not say is as in the whole. `category` is a code."""

    content: str
    category: str | None = None
    kind: str | None = None
    summary: str | None = None


@transaction.atomic
def split(
    case: Case, *, by: Person, parts: Sequence[Part], at: datetime | None = None, note: str = ""
) -> Case:
    """Make a case of each part, for the same petitioner, who is told once and waits no longer for any."""
    held = hold(case, at)
    actor = allow(by, Verb.SPLIT, held.case, held.at)
    if not parts:
        raise Refused("Tách phải nêu các phản ánh mới.")
    petitioner = _petitioner(held.case)
    with quiet():
        children = [_child(held, part, petitioner, actor) for part in parts]
    codes = [child.code for child in children]
    line = held.line(Verb.SPLIT, by=actor, into=codes, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    told = {"n": len(codes), "codes": ", ".join(map(show_code, codes))}
    tell_petitioner(held.case, "split", at=held.at, **told)
    return held.case


def _petitioner(case: Case) -> dict[str, Any]:
    kept = {"type": case.petitioner_type, "confidential": case.is_confidential}
    return {**identity_of(case), **kept}


def _child(held: Held, part: Part, petitioner: dict[str, Any], actor: Actor) -> Case:
    whole, text, on = held.case, held.case.text, civil_date(held.at)
    petition = Petition(
        kind=part.kind or whole.kind,
        channel=whole.channel,
        content=part.content,
        received_at=held.at,
        category=held.rules.category(part.category, on) if part.category else _category(held, on),
        urgency=whole.urgency,
        summary=part.summary,
        petitioner=petitioner,
        place=Place(_area(whole, on), text.address, whole.lat, whole.lng),
        conduct=_conduct(whole, on),
        may_publish=whole.may_publish,
        parent=whole.pk,
        parent_code=whole.code,
    )
    child = receive(petition, by=actor, at=max(held.at, now()))
    return _keep_deadline(child, held, actor)


def _area(whole: Case, on: date) -> int | None:
    """The child begins today, in an area of today: where the land of the whole's lies now, if that is one
    place or the pin says which; else nobody knows yet."""
    if whole.area_id is None:
        return None
    book = directory()
    if book.is_area_valid(whole.area_id, on):
        return whole.area_id
    keepers = communes_of(book, book.area(whole.area_id, on), on)
    if len(keepers) == 1:
        return min(keepers)
    pin = None if whole.lat is None or whole.lng is None else commune_at(whole.lat, whole.lng, on)
    return pin if pin in keepers else None


def _category(held: Held, on: date) -> int | None:
    """The whole's, while it is in use."""
    known = held.case.category_id
    return known if known is not None and is_in_use(known, on) else None


def _conduct(whole: Case, on: date) -> Conduct | None:
    """Whoever has the accused unit's work today; never blank, and never a guess among several."""
    accused = whole.conduct_unit_id
    if accused is None:
        return None
    keepers = directory().keepers(accused, on)
    if len(keepers) != 1:
        name = directory().unit(accused, on).name
        raise Refused(f"{name} không còn; hãy Phân loại lại về công vụ của đơn vị nào rồi mới tách.")
    return Conduct(keepers[0], whole.conduct_about or "", whole.text.conduct_person)


def _keep_deadline(child: Case, whole: Held, actor: Actor) -> Case:
    """By the hand of whoever splits: classifying the child does not start the citizen's time anew."""
    due_at = whole.case.due_at or whole.case.paused_due
    held = hold(child, whole.at)
    rule = f"theo hạn của phản ánh {show_code(whole.case.code)}"
    line = held.line(Verb.RECKON, by=actor, due_at=due_at and iso(due_at), rule=rule)
    held.write(line, decide_reckon(held.snapshot, line, held.rules))
    return held.case


class SplitForm(VerbForm):
    """As many matters as are filled in."""

    def prepare(self) -> None:
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"content_{number}"] = WordsField(label=f"Nội dung {number}", required=number == 1)
            self.fields[f"category_{number}"] = forms.ChoiceField(
                label=f"Lĩnh vực {number}", choices=category_choices, required=False
            )

    def answers(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        pairs = [(cleaned[f"content_{n}"], cleaned[f"category_{n}"]) for n in range(1, MOST_PARTS + 1)]
        return {"parts": [Part(content=content, category=code or None) for content, code in pairs if content]}


split_panel = panel(Verb.SPLIT, split, SplitForm)
