"""Annex files (tệp phụ lục): each recipient its own rows only, signed by the organisation, by the worker.

Form: NĐ 30/2020, Phụ lục I: an annex in a file of its own is signed by the organisation at the top right.
Where the body has no key here, the files wait for its signature, and the document for them
(signed_annexes.py).
Making one again after a kill is the same file: a row for each (annex, unit) exists once.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from hoiam.kit.refusal import Refused

from .content import Annex, Content
from .models import AnnexWork, Document, DocumentFile, FileRole
from .papers import ANNEXES, annex_pdf, keep_paper, signed_annex
from .signing import identity_of_body

log: Final = logging.getLogger(__name__)
DRAWING: Final = 2  # at a time


@dataclass(frozen=True, slots=True)
class Part:
    """One file to make: an annex whole (`unit` None), or the rows of one recipient."""

    annex: Annex
    unit: int | None


def parts_of(content: Content, recipients: frozenset[int]) -> list[Part]:
    """Of each annex that is parted: the whole for the issuer, and a part for each recipient with rows. The
    wholes, which take longest, come first.

    What everybody gets whole stands in the letter's own file already, under its signatures.
    """
    parts = []
    for annex in content.annexes:
        if annex.per_unit:
            parts += [Part(annex, unit) for unit in (None, *sorted(annex.units & recipients))]
    return sorted(parts, key=lambda part: part.unit is not None)


def plan_annexes(document: Document) -> None:
    """At issue: how many files there will be. None: nothing to wait for."""
    parts = parts_of(document.letter, _recipients(document))
    if parts:
        AnnexWork.objects.create(document=document, total=len(parts))


def make_annexes(at: datetime) -> int:
    """Whatever is still to be made, of every document issued by then; one that cannot stops no other."""
    made = 0
    for work in AnnexWork.objects.filter(done_at=None, document__issued_at__lte=at).order_by("pk"):
        try:
            made += _make(work, at)
        except Refused as refused:  # a token pulled out, a certificate that has ended: tried again each time
            _note(work, refused.sentence)
        except Exception:
            log.exception("annex files of document %s", work.document_id)
            _note(work, "Hệ thống có lỗi khi làm tệp phụ lục; quản trị hệ thống xem nhật ký.")
    return made


def _note(work: AnnexWork, error: str) -> None:
    AnnexWork.objects.filter(pk=work.pk).update(last_error=error[:300])


def _make(work: AnnexWork, at: datetime) -> int:
    """Some are drawn while others are signed: typst draws beside Python, and drawing takes twice as long."""
    document, content = work.document, work.document.letter
    identity = identity_of_body(document, at)
    role = FileRole.ANNEX if identity is not None else FileRole.ANNEX_UNSIGNED
    missing = _missing(document, content, {FileRole.ANNEX, role})
    with ThreadPoolExecutor(DRAWING) as drawing:
        drawn = {drawing.submit(annex_pdf, document, content, one.annex, one.unit): one for one in missing}
        try:
            for pdf in as_completed(drawn):
                part, made = drawn[pdf], pdf.result()
                if identity is not None:
                    made = signed_annex(document, part.annex, made, identity, at)
                _keep(work, part, role, made, at)
        finally:
            drawing.shutdown(cancel_futures=True)
    if identity is None:
        _note(work, "Cơ quan ký số ở ngoài: tải từng tệp phụ lục về ký rồi đưa lại.")
    else:
        AnnexWork.objects.filter(pk=work.pk, done_at=None).update(done_at=at, last_error="")
    return len(missing)


def _missing(document: Document, content: Content, roles: Collection[FileRole]) -> list[Part]:
    kept = set(document.files.filter(role__in=roles).values_list("annex", "unit"))
    parts = parts_of(content, _recipients(document))
    return [part for part in parts if (part.annex.code, part.unit) not in kept]


def _keep(work: AnnexWork, part: Part, role: FileRole, pdf: bytes, at: datetime) -> None:
    document = work.document
    with transaction.atomic():
        AnnexWork.objects.select_for_update().get(pk=work.pk)
        known = document.files.filter(role__in={role, FileRole.ANNEX}, annex=part.annex.code, unit=part.unit)
        if known.exists():
            return  # another worker was quicker, or the signed file came back meanwhile
        keep_paper(document, role, pdf, by=None, at=at, annex=part.annex.code, unit=part.unit)
        if role == FileRole.ANNEX:
            AnnexWork.objects.filter(pk=work.pk).update(made=F("made") + 1)


def unsigned_annexes(document: Document) -> list[DocumentFile]:
    """Drawn here, and not yet back with the signature of the organisation."""
    work: AnnexWork | None = getattr(document, "annex_work", None)
    if work is None or work.done_at is not None:
        return []
    files = document.files.filter(role__in=ANNEXES).select_related("file").order_by("annex", "unit", "pk")
    signed = {(one.annex, one.unit_id) for one in files if one.role == FileRole.ANNEX}
    return [one for one in files if (one.annex, one.unit_id) not in signed]


def _recipients(document: Document) -> frozenset[int]:
    return frozenset(document.recipients.values_list("unit_id", flat=True))
