"""Annex files (tệp phụ lục): each recipient its own rows only, signed by the organisation, by the worker.

Form: NĐ 30/2020, Phụ lục I: an annex in a file of its own is signed by the organisation at the top right.
Making one again after a kill is the same file: a row for each (annex, unit) exists once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from .content import Annex, Content
from .models import AnnexWork, Document, DocumentFile, FileRole
from .papers import annex_pdf, keep_paper, signed_annex
from .signing import identity_of_body


@dataclass(frozen=True, slots=True)
class Part:
    """One file to make: an annex whole (`unit` None), or the rows of one recipient."""

    annex: Annex
    unit: int | None

    @property
    def is_for_all(self) -> bool:
        return self.unit is None and not self.annex.per_unit


def parts_of(content: Content, recipients: frozenset[int]) -> list[Part]:
    """The whole of each annex for the issuer; of one that is parted, a part for each recipient with rows."""
    parts = []
    for annex in content.annexes:
        parts.append(Part(annex, None))
        if annex.per_unit:
            owners = {row.unit for row in annex.rows if row.unit is not None}
            parts += [Part(annex, unit) for unit in sorted(owners & recipients)]
    return parts


def plan_annexes(document: Document) -> None:
    """At issue: how many files there will be. None: nothing to wait for."""
    parts = parts_of(document.letter, _recipients(document))
    if parts:
        AnnexWork.objects.create(document=document, total=len(parts))


def make_annexes(at: datetime) -> int:
    """Whatever is still to be made, of every issued document."""
    made = 0
    for work in AnnexWork.objects.filter(done_at=None).order_by("pk"):
        made += _make(work, at)
    return made


def _make(work: AnnexWork, at: datetime) -> int:
    document, count = work.document, 0
    content = document.letter
    for part in parts_of(content, _recipients(document)):
        count += _make_one(work, content, part, at)
    AnnexWork.objects.filter(pk=work.pk, made=F("total"), done_at=None).update(done_at=at)
    return count


def _make_one(work: AnnexWork, content: Content, part: Part, at: datetime) -> int:
    document = work.document
    known = DocumentFile.objects.filter(
        document=document, role=FileRole.ANNEX, annex=part.annex.code, unit=part.unit
    )
    if known.exists():
        return 0
    drawn = annex_pdf(document, content, part.annex, part.unit)
    signed = signed_annex(document, part.annex, drawn, identity_of_body(document, at), at)
    with transaction.atomic():
        AnnexWork.objects.select_for_update().get(pk=work.pk)
        if known.exists():
            return 0  # another worker was quicker
        keep_paper(
            document, FileRole.ANNEX, signed, by=None, at=at,
            annex=part.annex.code, unit=part.unit, is_for_all=part.is_for_all,
        )  # fmt: skip
        AnnexWork.objects.filter(pk=work.pk).update(made=F("made") + 1)
    return 1


def _recipients(document: Document) -> frozenset[int]:
    return frozenset(document.recipients.values_list("unit_id", flat=True))
