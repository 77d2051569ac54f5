"""Lists of drafts (danh sách dự thảo): what waits for whom, through the one rule of who may see a case."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import QuerySet

from hoiam.accounts.models import Person
from hoiam.cases.queries import visible_cases
from hoiam.kit.clock import now
from hoiam.units.standing import standing

from .drafting import APPROVERS
from .models import AnswerTemplate, Draft

if TYPE_CHECKING:
    from hoiam.cases.models import Case

APPROVE: Final = "Duyệt trả lời"
WRITE: Final = "Soạn trả lời"


def drafts_to_approve(person: Person, at: datetime | None = None) -> QuerySet[Draft]:
    """Submitted drafts of the units this person leads, the oldest first."""
    at = at or now()
    led = [unit for role, unit in standing(person, at).seats if role in APPROVERS]
    return _alive(person, at).filter(state=Draft.State.SUBMITTED, unit__in=led).order_by("submitted_at", "pk")


def drafts_returned(person: Person, at: datetime | None = None) -> QuerySet[Draft]:
    """Drafts this person wrote that were given back."""
    at = at or now()
    return (
        _alive(person, at).filter(state=Draft.State.RETURNED, drafted_by=person).order_by("decided_at", "pk")
    )


def draft_of(case: "Case") -> Draft | None:
    """The living draft of the case's present life."""
    alive = Draft.objects.filter(case=case, life=case.life).exclude(state=Draft.State.SENT)
    return alive.select_related("drafted_by", "decided_by").first()


def step_words(draft: Draft | None, *, decides: bool) -> str:
    """What opening the draft is for: whoever decides on a submitted one approves, all others write."""
    waits = draft is not None and draft.state == Draft.State.SUBMITTED
    return APPROVE if decides and waits else WRITE


def templates_for(case: "Case") -> QuerySet[AnswerTemplate]:
    """Words of the holder's own, for this category first; then everybody's."""
    own = AnswerTemplate.objects.filter(unit=case.holder_id) | AnswerTemplate.objects.filter(unit=None)
    fitting = own.filter(category=case.category_id) | own.filter(category=None)
    return fitting.order_by("-unit", "-category", "title")


def _alive(person: Person, at: datetime) -> QuerySet[Draft]:
    seen = visible_cases(person, at).open().values("pk")
    return Draft.objects.filter(case__in=seen).select_related("case", "drafted_by")
