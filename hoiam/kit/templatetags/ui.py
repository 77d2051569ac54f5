"""Template tags (thẻ giao diện): one for each part of kit/ui, so that a screen says what, not how.

Every tag renders the template of its own folder. Times come as arguments: a tag never reads the clock.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    SelectMultiple,
)
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hoiam.kit import moments, numbers
from hoiam.kit.ui.shapes import Bar, Column, Row, Segment, StoryItem, Tone

register = template.Library()

# The colour says only what the word already says; a state nobody listed is simply waiting.
TONES: dict[str, Tone] = {
    "in_hand": "doing",
    "drafted": "doing",
    "to_call_back": "doing",
    "waiting": "ask",
    "sent_back": "ask",
    "disputed": "ask",
    "reopened": "ask",
    "answered": "done",
}
THEMES = ("light", "dark")
LONG_LIST = 15  # a longer list of choices can be filtered by typing
SOON = 0.75  # three quarters of the time used: the bar turns amber


@register.filter
def vn_number(value: int | float | Decimal | None) -> str:
    """1234.5 → 1.234,5; nothing → –."""
    return "–" if value is None else numbers.number(value)


@register.filter
def vn_percent(share: float | Decimal | None, places: int = 1) -> str:
    """0.974 → 97,4%."""
    return numbers.percent(share, places)


@register.filter
def vn_moment(moment: datetime | None) -> str:
    """04/08/2021 08:23."""
    return moments.short_moment(moment) if moment else ""


@register.filter
def initials(name: str) -> str:
    """The two signs in the round beside a person's name: Điều phối viên thử nghiệm 3 → Đ3."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag(takes_context=True)
def theme_attribute(context: RequestContext) -> SafeString:
    """The colours this person chose, kept in a cookie; without one the device decides."""
    request = context.get("request")
    theme = request.COOKIES.get("theme") if request else None
    return format_html(' data-theme="{}"', theme) if theme in THEMES else SafeString("")


@register.simple_tag
def icon(name: str, label: str = "", large: bool = False) -> SafeString:
    """A drawing from the sprite. With a label it is read out; without one the words beside it are enough."""
    kind = "icon is-l" if large else "icon"
    if label:
        shape = '<svg class="{}" role="img" aria-label="{}"><use href="#i-{}"/></svg>'
        return format_html(shape, kind, label, name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', kind, name)


@register.simple_tag
def moment(at: datetime | None, words: str = "") -> SafeString:
    """A time element: the words shown (or 04/08/2021 08:23), the exact moment on hover and for machines."""
    if at is None:
        return SafeString("")
    exact = moments.short_moment(at)
    return format_html('<time datetime="{}" title="{}">{}</time>', moments.iso(at), exact, words or exact)


@register.inclusion_tag("kit/ui/chip/template.html")
def chip(label: str, tone: Tone = "plain") -> dict[str, Any]:
    return {"label": label, "tone": tone}


@register.inclusion_tag("kit/ui/chip/template.html")
def state_chip(state: str, label: str) -> dict[str, Any]:
    """A state by its code, with the label for this reader."""
    return {"label": label, "tone": TONES.get(state, "wait")}


@register.inclusion_tag("kit/ui/time-bar/template.html")
def time_bar(
    start: datetime,
    due: datetime,
    now: datetime,
    words: str = "",
    *,
    used: float | None = None,
    done_at: datetime | None = None,
    head: str = "",
    segments: Sequence[Segment] = (),
) -> dict[str, Any]:
    """How much of the time is used, and the words for it.

    `used` is the share in working time when the caller knows it; without it the bar shows clock time.
    `head` is what stands beside the words in the large bar; `segments` show whose time it was.
    """
    until = done_at or now
    share = used if used is not None else _share(start, due, until)
    return {
        "width": _width(share),
        "tone": _bar_tone(share, is_past=until > due, is_done=done_at is not None),
        "words": words or f"hạn {moments.short_moment(due)}",
        "due": moments.short_moment(due),
        "head": head,
        "segments": _segments(segments),
    }


def _share(start: datetime, due: datetime, until: datetime) -> float:
    whole = (due - start).total_seconds()
    return (until - start).total_seconds() / whole if whole > 0 else 1.0


def _width(share: float) -> str:
    """A length for an SVG attribute out of 100; a sliver stays visible."""
    return f"{max(1.0, min(100.0, share * 100)):.1f}"


def _bar_tone(share: float, *, is_past: bool, is_done: bool) -> str:
    if is_past:
        return "late"
    if is_done:
        return "done"
    return "soon" if share >= SOON else ""


def _segments(segments: Sequence[Segment]) -> list[dict[str, Any]]:
    starts = accumulate((segment.share * 100 for segment in segments), initial=0.0)
    return [
        {
            "n": n,
            "fill": (n - 1) % 3 + 1,
            "x": f"{x:.1f}",
            "width": f"{max(0.6, s.share * 100 - 0.4):.1f}",
            "it": s,
        }
        for n, (x, s) in enumerate(zip(starts, segments, strict=False), start=1)
    ]


@register.inclusion_tag("kit/ui/story/template.html")
def story(items: Sequence[StoryItem]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("kit/ui/bar-chart/template.html")
def bar_chart(
    rows: Sequence[Bar],
    caption: str,
    heads: str = "Đơn vị|Số",
    legend: str = "",
    note: str = "",
) -> dict[str, Any]:
    """Bars that are their own table.

    `heads` = name|one head for each number column; `legend` = fill:words|fill:words.
    """
    widest = max((row.total for row in rows), default=0) or 1
    name, *columns = heads.split("|")
    return {
        "rows": [(row, _bars(row, widest)) for row in rows],
        "caption": caption,
        "note": note,
        "name": name,
        "columns": columns,
        "legend": [line.split(":", 1) for line in legend.split("|") if line],
    }


def _bars(row: Bar, widest: float) -> list[tuple[str, str, str]]:
    starts = accumulate((part.value / widest * 100 for part in row.parts), initial=0.0)
    return [
        (f"{x:.1f}%", f"{part.value / widest * 100:.1f}%", part.fill)
        for x, part in zip(starts, row.parts, strict=False)
    ]


@register.inclusion_tag("kit/ui/weeks/template.html")
def weeks(columns: Sequence[Column], name: str = "Tuần từ") -> dict[str, Any]:
    """Received, in time and late, column by column, with the table of the same numbers folded under it."""
    tallest = max((column.received for column in columns), default=0) or 1
    heights = [
        (
            column,
            *(
                f"{part / tallest * 99:.1f}"
                for part in (column.received, column.in_time + column.late, column.in_time)
            ),
        )
        for column in columns
    ]
    return {"columns": heights, "name": name}


@register.inclusion_tag("kit/ui/stat/template.html")
def stat(
    name: str, value: str, more: str = "", url: str = "", unit: str = "", is_late: bool = False,
    trend: Sequence[float] = (),
) -> dict[str, Any]:  # fmt: skip
    """One figure that opens its list; `trend` is the same figure before, oldest first."""
    return {
        "name": name, "value": value, "more": more, "url": url, "unit": unit, "is_late": is_late,
        "points": _points(trend),
    }  # fmt: skip


@register.simple_tag
def spark(trend: Sequence[float]) -> SafeString:
    """The same figure before, oldest first, as a small line; decoration beside the numbers themselves."""
    points = _points(trend)
    if not points:
        return SafeString("")
    line = " ".join(f"{x},{y}" for x, y in points)
    shape = (
        '<svg class="spark" viewBox="0 0 80 32" aria-hidden="true"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="3"/></svg>'
    )
    return format_html(shape, line, *points[-1])


def _points(trend: Sequence[float]) -> list[tuple[str, str]]:
    if len(trend) < 2:
        return []
    low, high = min(trend), max(trend)
    step, span = 80 / (len(trend) - 1), (high - low) or 1
    return [(f"{n * step:.1f}", f"{30 - (value - low) / span * 26:.1f}") for n, value in enumerate(trend)]


@register.inclusion_tag("kit/ui/list-row/template.html")
def list_row(row: Row, now: datetime, tick: bool | str = False) -> dict[str, Any]:
    """One case in a list; `tick` = True, or the id of the form that its tick belongs to.

    A page has fifty of them: the small bar is drawn in the row's own template, not as a part within a part.
    """
    bar = None
    if row.start and row.due:
        bar = time_bar(row.start, row.due, now, row.words, used=row.used, done_at=row.done_at)
    return {"row": row, "bar": bar, "tick": tick}


@register.inclusion_tag("kit/ui/empty/template.html")
def empty(
    title: str = "Không còn việc ở đây.", more: str = "", url: str = "", link: str = ""
) -> dict[str, Any]:
    return {"title": title, "more": more, "url": url, "link": link}


@register.inclusion_tag("kit/ui/refusal/template.html")
def refusal(sentence: Any, title: str = "", kind: str = "", url: str = "", link: str = "") -> dict[str, Any]:
    """A no and what to do instead. `kind`: nothing (a refusal), error (the system failed), done (well)."""
    signs = {"error": "cross", "done": "check"}
    return {
        "sentence": str(sentence) if sentence else "", "title": title, "kind": kind, "url": url, "link": link,
        "sign": signs.get(kind, "alert"), "role": "status" if kind == "done" else "alert",
    }  # fmt: skip


@register.inclusion_tag("kit/ui/note/template.html")
def note(text: str, sign: str = "help") -> dict[str, Any]:
    return {"text": text, "sign": sign}


@register.inclusion_tag("kit/ui/loading/template.html")
def loading(lines: int = 3, label: str = "Đang tải") -> dict[str, Any]:
    return {"lines": range(lines), "label": label}


@register.inclusion_tag("kit/ui/pager/template.html")
def pager(older: str = "", newer: str = "", words: str = "") -> dict[str, Any]:
    """Addresses of the pages after and before this one; neither is counted."""
    return {"older": older, "newer": newer, "words": words}


@register.inclusion_tag("kit/ui/photo/template.html")
def photo(url: str, alt: str, caption: str = "", full: str = "") -> dict[str, Any]:
    return {"url": url, "alt": alt, "caption": caption, "full": full}


@register.inclusion_tag("kit/ui/step-form/steps.html")
def steps(now: int, total: int) -> dict[str, Any]:
    return {"now": now, "total": total, "steps": range(1, total + 1)}


@register.inclusion_tag("kit/ui/field/template.html")
def field(bound: BoundField, optional: str = "không bắt buộc") -> dict[str, Any]:
    """A field with its label above, its hint under the label and its error above the box."""
    widget = bound.field.widget
    described = [
        bound.id_for_label + end
        for end, there in (("_hint", bound.help_text), ("_error", bound.errors))
        if there
    ]
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if type(widget) in (Select, SelectMultiple) and len(list(widget.choices)) > LONG_LIST:
        attrs["data-filter"] = True
    return {
        "bound": bound,
        "attrs": attrs,
        "widget": bound.as_widget(attrs=attrs),
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "is_tick": isinstance(widget, CheckboxInput),
        "optional": "" if bound.field.required else optional,
    }
