"""Drafted (dự thảo báo cáo): one report about a letter is written at a time; asked twice, it is the same."""

from __future__ import annotations

from collections.abc import Sequence

from hoiam.kit.refusal import Refused
from hoiam.letters.models import State
from hoiam.letters.models.document import OUT

from .models import Directive, Reply, ReplyItem
from .saying import Said, Words


def draft_of(directive: Directive, unit: int) -> Reply | None:
    """What the unit began to write and has neither issued nor thrown away."""
    written = directive.replies.filter(unit=unit, document__isnull=False).select_related("document")
    return written.exclude(document__state__in=(*OUT, State.DISCARDED)).last()


def begun_before(directive: Directive, unit: int, said: Sequence[Said], words: Words) -> Reply | None:
    """The draft that says just this; beside one that says anything else no second one is begun."""
    Directive.objects.select_for_update(no_key=True).get(pk=directive.pk)  # whoever comes at once waits here
    begun = draft_of(directive, unit)
    if begun is None or _says(begun, said, words):
        return begun
    raise Refused(
        "Đơn vị đã có dự thảo báo cáo theo văn bản này; xin sửa dự thảo ấy, hoặc bỏ dự thảo rồi soạn lại."
    )


def _says(begun: Reply, said: Sequence[Said], words: Words) -> bool:
    items = begun.items.select_related("line", "point")
    kept = Words(begun.causes, begun.remedies, begun.proposals)
    return (kept, {_said(item) for item in items}) == (words, set(said))


def _said(item: ReplyItem) -> Said:
    names = ("claim", "until", "cause", "responsibility", "remedy", "petitioner_word", "text")
    what = {"code": item.line.code} if item.line else {"point": item.point.number}
    return Said(**what, **{name: getattr(item, name) for name in names})
