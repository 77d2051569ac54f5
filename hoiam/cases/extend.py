"""Extend (gia hạn): a later answer deadline, decided by another unit before the old one has passed.

At most twice in a life (a row); the petitioner is told the reason.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.db import transaction

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date, iso
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.roles import Role

from .change import Change
from .clocks import BY_HAND, DECIDE_EXTENSION, moved, require_future, set_answer_due, stop
from .inputs import DueField, ReasonField, WordsField
from .lifecycle import Verb
from .line import Line
from .lists import label
from .models import Case
from .note import decide as decide_note
from .panel import VerbForm, panel
from .policy import ASKING_EXTENSION, By, allow, may
from .snapshot import Rules, Snapshot
from .told import public_reason, tell_coordinators, tell_petitioner, tell_unit
from .visible import is_walled
from .write import hold

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    refuse_extension(case, line, rules)
    assert line.due_at is not None  # refuse_extension has asked for it
    change.set(extensions=case.extensions + 1)
    set_answer_due(change, case, line.due_at, cause=line.verb, rule=BY_HAND, by_hand=True)
    change.end("request", is_granted=True, decided_by_id=line.by.person)
    stop(change, case, DECIDE_EXTENSION)
    return change


def refuse_extension(case: Snapshot, line: Line, rules: Rules) -> None:
    """The same four noes for asking and for granting."""
    if not line.reason:
        raise Refused("Gia hạn phải nêu lý do.")
    if line.due_at is None:
        raise Refused("Gia hạn phải nêu hạn mới.")
    require_future(line.due_at, line)
    if case.paused_at is not None or case.due_at is None:
        raise Refused("Thời hạn đang tạm dừng; gia hạn sau khi người gửi bổ sung.")
    if case.due_at < line.at or case.missed_at is not None:
        raise Refused("Đã quá hạn nên không gia hạn được; hãy trả lời và nêu nguyên nhân chậm.")
    if line.due_at <= case.due_at:
        raise Refused("Hạn mới phải sau hạn đang có.")
    most = rules.parameter("max_extensions", line.at)
    if case.extensions >= most:
        raise Refused(f"Đã gia hạn {case.extensions} lần, tối đa {most} lần.")


@transaction.atomic
def extend(
    case: Case, *, by: By, due_at: datetime, reason: str, at: datetime | None = None, note: str = ""
) -> Case:
    """Grant a later deadline: what was asked for, or what the coordinator finds right."""
    held = hold(case, at)
    actor = allow(by, Verb.EXTEND, held.case, held.at)
    old_due_at, unit = held.case.due_at, held.case.holder_id
    line = held.line(Verb.EXTEND, by=actor, due_at=iso(due_at), reason=reason, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    most = held.rules.parameter("max_extensions", held.at)
    told = {
        "old_due_at": old_due_at,
        "n": held.case.extensions,
        "max": most,
        **public_reason("extend", reason),
    }
    tell_petitioner(held.case, "extended", at=held.at, **told)
    tell_unit(held.case, unit, "extension_decided", at=held.at, agreed=True)
    return held.case


@transaction.atomic
def ask_extension(
    case: Case, *, by: Person, due_at: datetime, reason: str, at: datetime | None = None, note: str = ""
) -> Case:
    """The leader of the holder asks for more time; somebody of another unit decides, against a clock."""
    held = hold(case, at)
    actor = allow(by, Verb.EXTEND, held.case, held.at, rules=ASKING_EXTENSION)
    if held.case.extension_requests.filter(until=None).exists():
        raise Refused("Đã có một đề nghị gia hạn đang chờ duyệt.")
    moment = iso(due_at)
    line = held.line(Verb.NOTE, by=actor, extension="asked", due_at=moment, reason=reason, note=note)
    refuse_extension(held.snapshot, line, held.rules)
    held.write(line, decide_note(held.snapshot, line, held.rules))
    told = {"until": due_at, "reason": label("extend", reason)}
    tell_coordinators(held.case, "extension_asked", at=held.at, **told)
    return held.case


@transaction.atomic
def decline_extension(case: Case, *, by: Person, at: datetime | None = None, note: str = "") -> Case:
    """The deadline stays; `note` tells the unit why."""
    held = hold(case, at)
    actor = allow(by, Verb.EXTEND, held.case, held.at)
    if not held.case.extension_requests.filter(until=None).exists():
        raise Refused("Không có đề nghị gia hạn nào đang chờ duyệt.")
    line = held.line(Verb.NOTE, by=actor, extension="declined", note=note)
    held.write(line, decide_note(held.snapshot, line, held.rules))
    unit = held.case.holder_id
    tell_unit(held.case, unit, "extension_decided", at=held.at, agreed=False, reason=note or None)
    return held.case


def extend_or_ask(
    case: Case, *, by: Person, due_at: datetime, reason: str, is_declined: bool = False, note: str = ""
) -> Case:
    """What the panel does: who may decide decides, who leads the holder asks."""
    if is_declined:
        return decline_extension(case, by=by, note=note)
    if _decides(by, case, now()):
        return extend(case, by=by, due_at=due_at, reason=reason, note=note)
    return ask_extension(case, by=by, due_at=due_at, reason=reason, note=note)


def _decides(person: Person, case: Case, at: datetime) -> bool:
    return may(person, Verb.EXTEND, case, at)


def _approver_role(case: Case, at: datetime) -> str:
    """Who decides: the Office, or home affairs where the Office may not know of the case."""
    book, on = directory(), civil_date(at)
    office = book.function("office", book.root(on), on) or book.centre(on)
    accused = case.conduct_unit_id
    instead = accused is not None and is_walled(office, accused, on)
    return str((Role.HOME_AFFAIRS if instead else Role.COORDINATOR).label)


class ExtendForm(VerbForm):
    due_at = DueField(label="Hạn trả lời mới")
    reason = ReasonField("extend", label="Lý do")
    is_declined = forms.BooleanField(label="Không đồng ý gia hạn", required=False)
    note = WordsField(label="Ghi thêm", rows=2, required=False)

    def prepare(self) -> None:
        asked = self.case.extension_requests.filter(until=None).first()
        self.decides = _decides(self.by, self.case, self.at)
        if asked is None or not self.decides:
            del self.fields["is_declined"]
        if asked is not None:
            self.initial = {"due_at": asked.due_at, "reason": asked.reason, **self.initial}

    def information(self) -> str:
        return "" if self.decides else f"Gia hạn phải do {_approver_role(self.case, self.at)} duyệt."

    def said(self, case: Case) -> str:
        if self.decides:
            return ""
        return f"Gia hạn phải do {_approver_role(case, self.at)} duyệt; đề nghị của bạn đã được gửi."


extend_panel = panel(Verb.EXTEND, extend_or_ask, ExtendForm)
