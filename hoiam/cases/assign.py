"""Assign (phân công): name the colleague who works on the case inside the unit."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.refusal import Refused
from hoiam.units.standing import standing

from .change import Change
from .clocks import moved
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import RECEIVING, people_of, tell_people
from .write import hold

WORKING_ROLES: Final = (*RECEIVING, "operator", "centre_manager", "office_head")


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    change.set(assignee=line.person)
    return change


@transaction.atomic
def assign(case: Case, *, by: By, person: Person, at: datetime | None = None, note: str = "") -> Case:
    """Give the case to `person`, a colleague in the unit that holds it."""
    held = hold(case, at)
    actor = allow(by, Verb.ASSIGN, held.case, held.at)
    if held.case.holder_id not in standing(person, held.at).units:
        raise Refused(f"{person} không thuộc đơn vị đang giữ phản ánh này.")
    code = held.rules.unit_code(held.case.holder_id, held.at)
    line = held.line(Verb.ASSIGN, by=actor, person=f"{person.username}@{code}", note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    if person.pk != actor.person:
        tell_people(held.case, [person], "assigned", at=held.at)
    return held.case


class AssignForm(VerbForm):
    person = forms.ModelChoiceField(Person.objects.none(), label="Người xử lý", empty_label="Chọn người")

    def prepare(self) -> None:
        colleagues = people_of(self.case.holder_id, self.at, WORKING_ROLES)
        field: Any = self.fields["person"]
        field.queryset = Person.objects.filter(pk__in=[colleague.pk for colleague in colleagues])


assign_panel = panel(Verb.ASSIGN, assign, AssignForm)
