"""Assign the verification (giao xác minh): somebody from outside the accused unit, checked by standing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.cases.told import people_of
from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused
from hoiam.units.roles import Role

from .clocks import running
from .lifecycle import Step
from .models import Matter, Verification
from .panel import StepForm, step_panel
from .telling import tell_matter
from .walls import is_outside
from .write import begin


@transaction.atomic
def assign_verification(
    matter: Matter, *, by: Person, verifier: Person, question: str = "", at: datetime | None = None
) -> Matter:
    """Send `verifier`. Before the unit has explained itself, only once its time to do so is over."""
    held, to = begin(matter, Step.ASSIGN_VERIFICATION, by=by, at=at)
    refuse_before_its_time(held.matter, held.at)
    if not is_outside(verifier, held.matter, held.at):
        raise Refused(
            "Người xác minh không được thuộc đơn vị bị phản ánh hoặc đơn vị cấp dưới của đơn vị ấy."
        )
    at_work = held.matter.verifications.filter(done_at=None, withdrawn_at=None)
    at_work.update(withdrawn_at=held.at)
    held.move(to)
    assert held.clock is not None
    Verification.objects.create(
        matter=held.matter,
        verifier=verifier,
        question=question.strip(),
        assigned_at=held.at,
        due_at=held.clock.due_at,
    )
    held.record(Step.ASSIGN_VERIFICATION, by=by, words=question, verifier=verifier.full_name)
    words = "được giao xác minh"
    tell_matter(held.matter, [verifier], words, at=held.at, due_at=held.clock.due_at)
    return held.matter


def refuse_before_its_time(matter: Matter, at: datetime) -> None:
    waits = matter.explanations.filter(answered_at=None).first()
    clock = running(matter)
    if waits is not None and clock is not None and at <= clock.due_at:
        raise Refused(f"Đơn vị còn thời gian giải trình đến {short_moment(clock.due_at)}.")


class AssignVerificationForm(StepForm):
    verifier = forms.ModelChoiceField(
        Person.objects.none(), label="Người xác minh (ngoài đơn vị bị phản ánh)", empty_label="Chọn người"
    )
    question = WordsField(label="Việc cần xác minh", required=False)

    def prepare(self) -> None:
        people = people_of(self.matter.handler_id, self.at, tuple(Role.values))
        outside = [person.pk for person in people if is_outside(person, self.matter, self.at)]
        field: Any = self.fields["verifier"]
        field.queryset = Person.objects.filter(pk__in=outside)


assign_verification_panel = step_panel(Step.ASSIGN_VERIFICATION, assign_verification, AssignVerificationForm)
