"""Going out (tệp gửi đi): which files of a document one recipient gets, by whatever way it leaves."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from .models import DocumentFile, FileRole, Recipient


def files_for(recipient: Recipient) -> QuerySet[DocumentFile]:
    """The issued file first, then the recipient's own annexes and those that everybody gets whole."""
    own = Q(unit=recipient.unit_id) | Q(unit=None, is_for_all=True)
    wanted = Q(role=FileRole.ISSUED) | Q(role=FileRole.ANNEX) & own
    return recipient.document.files.filter(wanted).select_related("file").order_by("pk")
