"""Answer (trả lời): an approved answer leaves for the petitioner. Its moment stops the clock.

The kind of outcome is compulsory, so that "explained only" is counted, and "not our competence"
can never end a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from hoiam.categories.lookup import by_id
from hoiam.files.inputs import FilesField
from hoiam.files.keep import keep
from hoiam.files.models import File
from hoiam.kit.fold import fold
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .change import Change
from .clocks import CALL_BACK, finish, moved, start
from .inputs import ReasonField, WordsField, reason_choices
from .lifecycle import State, Verb
from .line import Line
from .lists import label
from .models import Attachment, Case
from .panel import VerbForm, panel
from .policy import By, allow
from .snapshot import Rules, Snapshot
from .told import tell_petitioners
from .windows import reopen_until
from .write import Held, attach, hold

NOT_COMPETENT: Final = frozenset({"not_competent", fold("Không thuộc thẩm quyền")})


def decide(case: Snapshot, line: Line, rules: Rules) -> Change:
    change = moved(case, line)
    if not line.outcome:
        raise Refused("Trả lời phải chọn kết quả.")
    if fold(line.outcome).strip(" .") in NOT_COMPETENT:
        raise Refused(
            "Không được chọn 'Không thuộc thẩm quyền' để kết thúc; hãy Trả lại và đề nghị đơn vị đúng."
        )
    if not line.texts.get("text"):
        raise Refused("Chưa có nội dung trả lời.")
    if case.state == State.FORWARDED:
        change.amend("assignment", accepted_at=line.at)
    missed = change.case.get("missed_at", case.missed_at)
    change.add(
        "answer",
        life=case.life,
        unit_id=case.holder,
        outcome=line.outcome,
        conclusion=line.conclusion or "",
        due_at=case.due_at,
        in_time=missed is None,
    )
    finish(change, case, line, State.ANSWERED)
    change.set(answered_at=line.at)
    if case.calls_back:
        start(change, case, CALL_BACK, line, rules, unit=rules.centre(line.at))
    return change


@transaction.atomic
def answer(
    case: Case,
    *,
    by: By,
    text: str,
    outcome: str,
    conclusion: str = "",
    drafted_by: str = "",
    approved_by: str = "",
    proof: Sequence[File] = (),
    at: datetime | None = None,
    note: str = "",
) -> Case:
    """Send the approved answer; `proof` comes with it, besides what was kept earlier in this life."""
    held = hold(case, at)
    actor = allow(by, Verb.ANSWER, held.case, held.at)
    line = held.line(
        Verb.ANSWER,
        by=actor,
        text=text,
        outcome=outcome,
        drafted_by=drafted_by,
        approved_by=approved_by,
        conclusion=conclusion,
        note=note,
    )
    change = decide(held.snapshot, line, held.rules)
    require_proof(held, proof)
    event = held.write(line, change)
    attach(held.case, event, proof, purpose="proof", at=held.at)
    _tell(held, text, outcome)
    return held.case


def require_proof(held: Held, proof: Iterable[File]) -> None:
    """The category says what an answer must show: a photo, or a document."""
    category = held.case.category_id
    wanted = by_id(category).proof if category else "none"
    if wanted == "none":
        return
    kept = Attachment.objects.filter(case=held.case, purpose="proof", at__gte=held.case.entered_at)
    types = [file.media_type for file in proof] + list(kept.values_list("file__media_type", flat=True))
    if wanted == "photo" and not any(kind.startswith("image/") for kind in types):
        raise Refused("Lĩnh vực này phải kèm ảnh trước, sau khi xử lý mới gửi trả lời được.")
    if not types:
        raise Refused("Lĩnh vực này phải kèm văn bản mới gửi trả lời được.")


def _tell(held: Held, text: str, outcome: str) -> None:
    case, on = held.case, civil_date(held.at)
    above = directory().parent(case.holder_id, on)
    tell_petitioners(
        case,
        "answered",
        at=held.at,
        text=text,
        outcome=label("outcome", outcome),
        reopen_until=reopen_until(held.at),
        superior=directory().unit(above, on).name if above else None,
    )


class AnswerForm(VerbForm):
    text = WordsField(label="Trả lời người gửi", rows=6)
    outcome = ReasonField("outcome", label="Kết quả")
    conclusion = ReasonField("conclusion", label="Kết luận về công vụ", required=False)
    proof = FilesField(label="Bằng chứng kết quả", required=False)

    def prepare(self) -> None:
        outcomes: Any = self.fields["outcome"]
        outcomes.choices = [pair for pair in reason_choices("outcome")() if pair[0] not in NOT_COMPETENT]
        if self.case.conduct_unit_id is None:
            del self.fields["conclusion"]

    def information(self) -> str:
        return "Sau khi gửi không sửa được, chỉ có thể gửi bổ sung."

    def answers(self) -> dict[str, Any]:
        proof = [keep(upload, by=self.by, at=self.at) for upload in self.cleaned_data["proof"]]
        return {**self.cleaned_data, "proof": proof}


answer_panel = panel(Verb.ANSWER, answer, AnswerForm)
