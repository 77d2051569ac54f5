"""Ways of answering (cách trả lời): what a unit decides for itself: whether its leader approves an answer
before it leaves, and the words it uses often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from hoiam.kit.refusal import Refused
from hoiam.units.models import Unit
from hoiam.units.roles import Role
from hoiam.units.standing import Standing

from .models import AnswerTemplate

if TYPE_CHECKING:
    from django.db.models import QuerySet

DECIDING: Final = frozenset({Role.UNIT_HEAD, Role.AUTHORITY_HEAD, Role.OFFICE_HEAD, Role.UNIT_ADMIN})
WORDING: Final = DECIDING | {Role.FOCAL_POINT}
TITLED: Final = "Đã có mẫu tên '{title}'; hãy sửa mẫu ấy hoặc đặt tên khác."
NOT_YOURS: Final = "Việc này do lãnh đạo hoặc quản trị của chính đơn vị quyết định."


@dataclass(frozen=True, slots=True)
class Wording:
    """One template as it is to be; without a unit it is everybody's."""

    unit: int | None
    category: int | None
    title: str
    text: str


def units_that_decide(seat: Standing) -> frozenset[int]:
    """Its own units alone: what those below do is theirs to say."""
    return frozenset(unit for role, unit in seat.seats if role in DECIDING)


def units_that_word(seat: Standing) -> frozenset[int | None]:
    own: frozenset[int | None] = frozenset(unit for role, unit in seat.seats if role in WORDING)
    return own | {None} if seat.has(Role.KNOWLEDGE_EDITOR) else own


def ask_approval(unit: int, asks: bool, *, seat: Standing) -> None:
    """From now on; a draft that waits for its leader already goes on waiting."""
    if unit not in units_that_decide(seat):
        raise Refused(NOT_YOURS)
    Unit.objects.filter(pk=unit).exclude(asks_approval=asks).update(asks_approval=asks)


def templates_of(seat: Standing) -> QuerySet[AnswerTemplate]:
    """Those this seat may change, unit by unit; everybody's come first."""
    units = units_that_word(seat)
    found = AnswerTemplate.objects.filter(unit__in=units - {None})
    if None in units:
        found |= AnswerTemplate.objects.filter(unit=None)
    return found.order_by("unit", "title", "pk")


@transaction.atomic
def keep_template(
    wording: Wording, *, seat: Standing, template: AnswerTemplate | None = None
) -> AnswerTemplate:
    """A new one, or `template` in these words. The same title twice in one unit would be a riddle."""
    allowed = units_that_word(seat)
    if wording.unit not in allowed or (template and template.unit_id not in allowed):
        raise Refused(NOT_YOURS)
    kept = template or AnswerTemplate()
    kept.unit_id, kept.category_id = wording.unit, wording.category
    kept.title, kept.text = wording.title, wording.text
    try:
        with transaction.atomic():
            _refuse_a_second(kept)
            kept.save()
    except IntegrityError:  # two at once
        raise Refused(TITLED.format(title=kept.title)) from None
    return kept


def _refuse_a_second(kept: AnswerTemplate) -> None:
    """Upper and lower case are compared here: not every database knows those of Vietnamese."""
    others = AnswerTemplate.objects.filter(unit=kept.unit_id).exclude(pk=kept.pk or 0)
    if kept.title.casefold() in map(str.casefold, others.values_list("title", flat=True)):
        raise Refused(TITLED.format(title=kept.title))


def drop_template(template: AnswerTemplate, *, seat: Standing) -> None:
    """Answers written with it keep their words."""
    if template.unit_id not in units_that_word(seat):
        raise Refused(NOT_YOURS)
    template.delete()
