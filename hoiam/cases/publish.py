"""Publish (công khai): the answered case is shown to everyone, in words freed of personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django import forms
from django.db import transaction

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .inputs import WordsField
from .lifecycle import Verb
from .line import Line
from .models import Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .write import hold

NOT_AGREED: Final = "Người gửi không đồng ý công khai; nội dung và kết quả chỉ báo riêng cho người gửi."


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    title, text = line.texts.get("title"), line.texts.get("text")
    if not title or not text:
        raise Refused("Công khai phải có tiêu đề và nội dung đã lược bỏ thông tin cá nhân.")
    if case.conduct_unit is not None:
        raise Refused("Phản ánh về công vụ không công khai nội dung.")
    if case.may_publish is False:
        raise Refused(NOT_AGREED)
    if case.is_published:
        change.end("publication")
    change.begin("publication", title=title, text=text)
    change.set(is_published=True)
    return change


@transaction.atomic
def publish(case: Case, *, by: By, title: str, text: str, at: datetime | None = None, note: str = "") -> Case:
    """Show the case to everyone in these masked words; published again, the new words replace the old."""
    held = hold(case, at)
    actor = allow(by, Verb.PUBLISH, held.case, held.at)
    line = held.line(Verb.PUBLISH, by=actor, title=title, text=text, note=note)
    held.write(line, decide(held.snapshot, line, held.rules))
    return held.case


class PublishForm(VerbForm):
    title = forms.CharField(label="Tiêu đề", max_length=300)
    text = WordsField(label="Nội dung và kết quả, đã lược bỏ thông tin cá nhân", rows=8)

    def information(self) -> str:
        """Told before anything is typed."""
        return NOT_AGREED if self.case.may_publish is False else ""


publish_panel = panel(Verb.PUBLISH, publish, PublishForm)
