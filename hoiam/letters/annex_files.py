"""Annex files (tệp phụ lục): each recipient its own rows only, signed by the organisation, by the worker.

Form: NĐ 30/2020, Phụ lục I: an annex in a file of its own is signed by the organisation at the top right.
Making one again after a kill is the same file: a row for each (annex, unit) exists once.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from .content import Annex, Content
from .models import AnnexWork, Document, FileRole
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
        if annex.per_unit:
            owners = {row.unit for row in annex.rows if row.unit is not None}
            parts += [Part(annex, unit) for unit in sorted(owners & recipients)]
        parts.append(Part(annex, None))
    return parts


def plan_annexes(document: Document) -> None:
    """At issue: how many files there will be. None: nothing to wait for."""
    parts = parts_of(document.letter, _recipients(document))
    if parts:
        AnnexWork.objects.create(document=document, total=len(parts))


def make_annexes(at: datetime) -> int:
    """Whatever is still to be made, of every document issued by then."""
    made = 0
    for work in AnnexWork.objects.filter(done_at=None, document__issued_at__lte=at).order_by("pk"):
        made += _make(work, at)
    return made


def _make(work: AnnexWork, at: datetime) -> int:
    """One is drawn while the one before is signed: the two take about as long."""
    document, content = work.document, work.document.letter
    identity = identity_of_body(document, at)
    missing = _missing(document, content)
    with ThreadPoolExecutor(max_workers=1) as drawing:
        drawn = drawing.map(lambda part: annex_pdf(document, content, part.annex, part.unit), missing)
        for part, pdf in zip(missing, drawn, strict=True):
            _keep(work, part, signed_annex(document, part.annex, pdf, identity, at), at)
    AnnexWork.objects.filter(pk=work.pk, made=F("total"), done_at=None).update(done_at=at)
    return len(missing)


def _missing(document: Document, content: Content) -> list[Part]:
    kept = set(document.files.filter(role=FileRole.ANNEX).values_list("annex", "unit"))
    parts = parts_of(content, _recipients(document))
    return [part for part in parts if (part.annex.code, part.unit) not in kept]


def _keep(work: AnnexWork, part: Part, signed: bytes, at: datetime) -> None:
    document = work.document
    with transaction.atomic():
        AnnexWork.objects.select_for_update().get(pk=work.pk)
        known = document.files.filter(role=FileRole.ANNEX, annex=part.annex.code, unit=part.unit)
        if known.exists():
            return  # another worker was quicker
        keep_paper(
            document, FileRole.ANNEX, signed, by=None, at=at,
            annex=part.annex.code, unit=part.unit, is_for_all=part.is_for_all,
        )  # fmt: skip
        AnnexWork.objects.filter(pk=work.pk).update(made=F("made") + 1)


def _recipients(document: Document) -> frozenset[int]:
    return frozenset(document.recipients.values_list("unit_id", flat=True))
