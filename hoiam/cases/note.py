"""Note (ghi chú nội bộ): words between colleagues; the petitioner never sees them.

Two steps that are no verbs of the life leave their line here as a note with a fact of its own, so that
a history read back starts and stops the same clocks: `told` (the petitioner was told by telephone) and
`extension` (more time was asked for, or not given).
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django import forms
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.fold import by_vi_key
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.models import Membership
from hoiam.units.standing import standing

from .change import Change
from .clocks import CALL_BACK, DECIDE_EXTENSION, moved, start, stop
from .inputs import WordsField
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .watch import WATCHED_BY, name
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    told, extension = line.facts.get("told"), line.facts.get("extension")
    if not (line.texts.get("text") or line.texts.get("note") or told or extension):
        raise Refused("Ghi chú chưa có nội dung.")
    if told:
        stop(change, case, CALL_BACK)
    if extension == "asked":
        _ask(change, case, line, rules)
    elif extension == "declined":
        change.end("request", is_granted=False, decided_by_id=line.by.person)
        stop(change, case, DECIDE_EXTENSION)
    return change


def _ask(change: Change, case: Snapshot, line: Line, rules: Rules) -> None:
    """One request waits at a time: a history that asks again stands by the later one. Until when must be
    said, or there is nothing to decide."""
    change.end("request", is_granted=False)
    if line.due_at is not None:
        change.begin(
            "request",
            asked_by_id=line.by.person,
            unit_id=case.holder,
            due_at=line.due_at,
            reason=line.facts.get("reason", ""),
            decided_by_id=None,
            is_granted=None,
        )
    start(change, case, DECIDE_EXTENSION, line, rules, unit=rules.centre(line.at))


@transaction.atomic
def note(case: Case, *, by: By, text: str, naming: Person | None = None, at: datetime | None = None) -> Case:
    """Write words for colleagues beside the case; `naming` one of them asks him to look."""
    held = hold(case, at)
    actor = allow(by, Verb.NOTE, held.case, held.at)
    line = held.line(Verb.NOTE, by=actor, text=text)
    held.write(line, decide(held.snapshot, line, held.rules))
    if naming is not None and isinstance(by, Person):
        name(held.case, naming, by=by, at=held.at)
    return held.case


class NoteForm(VerbForm):
    text = WordsField(label="Ghi chú nội bộ, người gửi không thấy")
    naming = forms.ModelChoiceField(
        Person.objects.none(), label="Nhắc tên", required=False, empty_label="Không nhắc ai"
    )

    def prepare(self) -> None:
        """Those who work on cases, at the holder and in one's own units."""
        units = standing(self.by, self.at).units | {self.case.holder_id}
        seats = Membership.objects.filter(
            role=WATCHED_BY, unit__in=units, during__contains=civil_date(self.at)
        )
        people = Person.objects.filter(is_active=True, pk__in=seats.values("person")).exclude(pk=self.by.pk)
        cast(forms.ModelChoiceField, self.fields["naming"]).queryset = people.order_by(by_vi_key("full_name"))


note_panel = panel(Verb.NOTE, note, NoteForm)
