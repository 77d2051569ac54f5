"""Drafting (soạn, trình, duyệt): draft, submit, return, approve. Approving sends the answer in one step.

Each step holds the case's lock, so a draft never outlives the right to answer: a case taken back, moved or
answered meanwhile refuses the step, and two approvers send one answer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.cases.answer import NOT_COMPETENT, answer
from hoiam.cases.lifecycle import Verb
from hoiam.cases.policy import RULES, Rule, actor_of, allow, centre_answering, officer_of_holder
from hoiam.cases.told import tell_people, tell_unit
from hoiam.cases.write import Held, hold
from hoiam.files.models import File
from hoiam.kit.moments import short_moment
from hoiam.kit.refusal import Refused

from .models import Draft

if TYPE_CHECKING:
    from hoiam.cases.models import Case

DRAFTING: Final = (officer_of_holder, centre_answering)
DECIDING: Final = RULES[Verb.ANSWER]
APPROVERS: Final = ("unit_head", "focal_point", "external_unit")


@transaction.atomic
def draft(
    case: "Case",
    *,
    by: Person,
    text: str,
    outcome: str,
    conclusion: str = "",
    proof: Sequence[File] = (),
    seen: int | None = None,
    at: datetime | None = None,
) -> Draft:
    """Keep what is written so far. `seen` is the version the writer had: a newer one is not overwritten."""
    held = _held(case, by, DRAFTING, at)
    _require_words(text, outcome)
    kept = _alive(held)
    if kept is None:
        kept = Draft(case=held.case, drafted_by=by, version=0)
    else:
        _refuse_a_newer(kept, seen)
    if kept.state != Draft.State.SUBMITTED:  # a leader who mends a submitted draft did not write it
        kept.drafted_by = by
    kept.unit_id, kept.life = held.case.holder_id, held.case.life
    kept.text, kept.outcome, kept.conclusion = text, outcome, conclusion
    kept.drafted_at = held.at
    kept.state = Draft.State.DRAFTING
    kept.version += 1
    kept.save()
    kept.proof.add(*proof)
    return kept


@transaction.atomic
def submit(case: "Case", *, by: Person, at: datetime | None = None) -> Draft:
    """Lay the draft before the unit's leaders."""
    held = _held(case, by, DRAFTING, at)
    kept = _required(held, Draft.State.DRAFTING, Draft.State.RETURNED)
    kept.state, kept.submitted_at = Draft.State.SUBMITTED, held.at
    kept.version += 1
    kept.save()
    tell_unit(held.case, held.case.holder_id, "submitted", at=held.at, roles=APPROVERS)
    return kept


@transaction.atomic
def return_draft(case: "Case", *, by: Person, comment: str, at: datetime | None = None) -> Draft:
    """Back to whoever wrote it, with what is to be done."""
    held = _held(case, by, DECIDING, at)
    kept = _required(held, Draft.State.SUBMITTED)
    if not comment.strip():
        raise Refused("Trả lại dự thảo phải nêu ý kiến.")
    kept.state, kept.comment = Draft.State.RETURNED, comment
    kept.decided_by, kept.decided_at = by, held.at
    kept.version += 1
    kept.save()
    tell_people(held.case, [kept.drafted_by], "returned", at=held.at, comment=comment)
    return kept


@transaction.atomic
def approve(case: "Case", *, by: Person, seen: int | None = None, at: datetime | None = None) -> Draft:
    """Send the draft as the unit's answer. Where the unit asks no approval, whoever drafted may."""
    held = _held(case, by, DECIDING, at)
    kept = _required(held, Draft.State.SUBMITTED, Draft.State.DRAFTING, Draft.State.RETURNED)
    _refuse_a_newer(kept, seen)
    answer(
        held.case,
        by=by,
        text=kept.text,
        outcome=kept.outcome,
        conclusion=kept.conclusion,
        drafted_by=actor_of(kept.drafted_by, held.case, held.at).name,
        approved_by=actor_of(by, held.case, held.at).name,
        proof=list(kept.proof.all()),
        at=held.at,
    )
    kept.state, kept.decided_by, kept.decided_at = Draft.State.SENT, by, held.at
    kept.version += 1
    kept.save()
    return kept


def _held(case: "Case", by: Person, rules: tuple[Rule, ...], at: datetime | None) -> Held:
    held = hold(case, at)
    allow(by, Verb.ANSWER, held.case, held.at, rules=rules)
    if not held.case.is_open:
        raise Refused("Phản ánh này đã có trả lời hoặc đã kết thúc; dự thảo không còn dùng được.")
    return held


def _alive(held: Held) -> Draft | None:
    return Draft.objects.filter(case=held.case).exclude(state=Draft.State.SENT).first()


def _required(held: Held, *states: str) -> Draft:
    kept = _alive(held)
    if kept is None or kept.life != held.case.life:
        raise Refused("Phản ánh này chưa có dự thảo trả lời.")
    if kept.state not in states:
        raise Refused(f"Dự thảo đang ở bước “{kept.get_state_display()}”.")
    return kept


def _refuse_a_newer(kept: Draft, seen: int | None) -> None:
    if seen is not None and kept.version != seen:
        at = short_moment(kept.decided_at or kept.drafted_at)
        raise Refused(f"Người khác vừa xử lý phản ánh này lúc {at}; nội dung bạn viết vẫn được giữ bên dưới.")


def _require_words(text: str, outcome: str) -> None:
    if not text.strip():
        raise Refused("Chưa có nội dung trả lời.")
    if not outcome:
        raise Refused("Trả lời phải chọn kết quả.")
    if outcome in NOT_COMPETENT:
        raise Refused(
            "Không được chọn 'Không thuộc thẩm quyền' để kết thúc; hãy Trả lại và đề nghị đơn vị đúng."
        )
