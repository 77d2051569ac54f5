"""Add a contact (ghi thêm lần liên hệ): the petitioner comes again about an open case.

A repeat contact joins its case; it never makes a second one.
"""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.db import transaction

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .inputs import WordsField
from .lifecycle import Verb
from .line import Line
from .models import Case, Channel
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_holder
from .write import hold


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.channel:
        raise Refused("Lần liên hệ phải nêu kênh.")
    change.set(contacts=case.contacts + 1)
    change.add("repeat", channel=line.channel)
    return change


@transaction.atomic
def add_contact(
    case: Case, *, by: By, channel: str, text: str = "", at: datetime | None = None, note: str = ""
) -> Case:
    """The petitioner came again by `channel`; whoever holds the case is told."""
    held = hold(case, at)
    actor = allow(by, Verb.ADD_CONTACT, held.case, held.at)
    line = held.line(Verb.ADD_CONTACT, by=actor, channel=channel, text=text, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    tell_holder(held.case, "contacted_again", at=held.at, n=held.case.contacts + 1)
    return held.case


class AddContactForm(VerbForm):
    channel = forms.ChoiceField(label="Kênh", choices=Channel.choices)
    text = WordsField(label="Người gửi nói gì", required=False)


add_contact_panel = panel(Verb.ADD_CONTACT, add_contact, AddContactForm)
