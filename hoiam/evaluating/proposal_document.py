"""The proposal as a document (văn bản đề xuất, lời văn 12.5): from the matter; never who reported it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from hoiam.accounts.models import Person
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.compose.parts import Party
from hoiam.letters.compose.proposal import Proposal, proposal
from hoiam.letters.content import Content
from hoiam.letters.draft import draft
from hoiam.letters.form import draw_docx, draw_pdf
from hoiam.letters.issuers import issuer_of
from hoiam.letters.models import Document
from hoiam.units.directory import directory

from .lifecycle import FOUND, Finding, Measure, Step
from .models import Matter
from .policy import allow

FINDINGS: Final = {
    Finding.UPHELD: "upheld",
    Finding.PARTLY: "partly_upheld",
    Finding.NOT_UPHELD: "not_upheld",
    Finding.NOT_ENOUGH: "insufficient",
}
MEASURES: Final = {
    Measure.NONE: "none",
    Measure.LEARN: "lesson",
    Measure.APOLOGISE: "apologise",
    Measure.REMIND: "criticise",
    Measure.REFER: "discipline",
}
FORMATS: Final = {
    "pdf": ("application/pdf", draw_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", draw_docx),
}


def proposal_content(matter: Matter, at: datetime) -> Content:
    """The matter as it stands; a proposal needs at least its measures."""
    if matter.state not in FOUND or not matter.measures:
        raise Refused("Chưa có đề xuất để lập văn bản.")
    on, book = civil_date(at), directory()
    issuer = issuer_of(matter.handler_id, civil_date(at))
    above = matter.authority_id if matter.authority_id is not None else matter.handler_id
    verified = matter.verifications.exclude(done_at=None).first()
    explained = matter.explanations.exclude(answered_at=None).first()
    return proposal(
        Proposal(
            issuer=issuer,
            authority_head=Party(f"Chủ tịch {book.unit(above, on).short_name}", (above,)),
            conduct=_conduct(matter),
            code=show_code(matter.case.code) if matter.case else matter.short,
            summary=matter.summary or "không nêu",
            verified=verified.report if verified else "chưa xác minh",
            verified_by=verified.verifier.full_name if verified else "chưa có",
            unit_said=explained.answer if explained else "không có giải trình trong thời hạn",
            finding=FINDINGS[Finding(matter.finding)],
            measures=tuple(MEASURES[Measure(measure)] for measure in matter.measures),
            decision=_words(matter, Step.DECIDE),
            outcome=_words(matter, Step.EXECUTE),
            due_on=matter.execute_by,
        )
    )


def _conduct(matter: Matter) -> str:
    about = matter.case.get_conduct_about_display() if matter.case and matter.case.conduct_about else ""
    return (about or Matter.About(matter.about).label).lower()


def _words(matter: Matter, step: Step) -> str:
    line = matter.lines.filter(step=step).last()
    if line is None:
        return ""
    agreed = {True: "đồng ý", False: "không đồng ý"}.get(line.facts.get("agreed"), "")
    return ". ".join(part for part in (agreed, line.words) if part)


@transaction.atomic
def draft_proposal(matter: Matter, *, by: Person, at: datetime) -> Document:
    """Into the flow of documents, to be signed and issued there. Nobody outside home affairs sees a draft."""
    allow(by, Step.PROPOSE, matter, at)
    return draft(proposal_content(matter, at), by=by, at=at, unit=matter.handler_id)
