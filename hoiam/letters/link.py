"""Link (liên kết văn bản): how a document stands to an earlier one: căn cứ, thực hiện, trả lời, thay thế…"""

from __future__ import annotations

from datetime import datetime

from hoiam.kit.refusal import Refused

from .models import Document, DocumentLink, Relation

CHANGING = (Relation.REPLACES, Relation.CORRECTS)


def link(document: Document, to: Document, relation: str, *, at: datetime) -> DocumentLink:
    """`document` is the later one. What replaces or corrects does so when it is issued."""
    kind = Relation(relation)
    if document.pk == to.pk:
        raise Refused("Văn bản không thể liên kết với chính nó.")
    if kind in CHANGING:
        _refuse_changing(document, to)
    made, _ = DocumentLink.objects.get_or_create(document=document, to=to, relation=kind, defaults={"at": at})
    return made


def _refuse_changing(document: Document, to: Document) -> None:
    if not to.is_in_force:
        raise Refused("Chỉ thay thế, đính chính được văn bản đã phát hành và còn hiệu lực.")
    if document.issuer_id is None or to.issuer_id != document.issuer_id:
        raise Refused("Chỉ cơ quan đã ban hành mới thay thế, đính chính văn bản của mình.")
    if document.is_out:
        raise Refused("Văn bản đã phát hành, không thêm được liên kết này.")
