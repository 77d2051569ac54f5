"""Link (liên kết văn bản): how a document stands to an earlier one: căn cứ, thực hiện, trả lời, thay thế…"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoiam.kit.refusal import Refused

from .hold import IS_FOR_GOOD
from .models import Document, DocumentLink, Relation, State
from .models.document import OUT

CHANGING = (Relation.REPLACES, Relation.CORRECTS)


@transaction.atomic
def link(document: Document, to: Document, relation: str, *, at: datetime) -> DocumentLink:
    """`document` is the later one. What replaces or corrects does so when it is issued."""
    kind = Relation(relation)
    if document.pk == to.pk:
        raise Refused("Văn bản không thể liên kết với chính nó.")
    if kind in CHANGING:
        _refuse_changing(document, to, kind)
    made, _ = DocumentLink.objects.get_or_create(document=document, to=to, relation=kind, defaults={"at": at})
    return made


def _refuse_changing(document: Document, to: Document, kind: Relation) -> None:
    """Looked at under lock: of two who replace one document at once the second is told of the first."""
    earlier = Document.objects.select_for_update().get(pk=to.pk)
    if not earlier.is_in_force:
        raise Refused("Chỉ thay thế, đính chính được văn bản đã phát hành và còn hiệu lực.")
    if document.issuer_id is None or earlier.issuer_id != document.issuer_id:
        raise Refused("Chỉ cơ quan đã ban hành mới thay thế, đính chính văn bản của mình.")
    if document.is_out:
        raise Refused(IS_FOR_GOOD)
    begun = earlier.linked_from.filter(relation=kind).exclude(document=document)
    if begun.exclude(document__state__in=[*OUT, State.DISCARDED]).exists():
        raise Refused(
            f"Đã có dự thảo {kind.label.lower()} văn bản này; hãy mở dự thảo ấy ở mục Văn bản liên quan."
        )
