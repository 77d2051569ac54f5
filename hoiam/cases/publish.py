"""Publish (công khai): the answered case is shown to everyone, in words freed of personal data."""

from __future__ import annotations

from hoiam.kit.refusal import Refused

from .change import Change
from .clocks import moved
from .line import Line
from .snapshot import Rules, Snapshot


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    title, text = line.texts.get("title"), line.texts.get("text")
    if not title or not text:
        raise Refused("Công khai phải có tiêu đề và nội dung đã lược bỏ thông tin cá nhân.")
    if case.conduct_unit is not None:
        raise Refused("Phản ánh về công vụ không công khai nội dung.")
    if case.is_published:
        change.end("publication")
    change.begin("publication", title=title, text=text)
    change.set(is_published=True)
    return change
