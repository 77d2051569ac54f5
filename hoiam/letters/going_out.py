"""Going out (tệp gửi đi): which files of a document one recipient gets, by whatever way it leaves."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from .models import Document, DocumentFile, FileRole, Recipient, Relation
from .visible import WALLED

MAIN: Final = (FileRole.ISSUED, FileRole.TAKEN_IN)


def files_for(recipient: Recipient) -> list[DocumentFile]:
    """The issued file, the recipient's own annexes and those that everybody gets, then what is enclosed."""
    own = Q(unit=recipient.unit_id) | Q(unit=None, is_for_all=True)
    wanted = Q(role=FileRole.ISSUED) | Q(role=FileRole.ANNEX) & own
    files = recipient.document.files.filter(wanted).select_related("file").order_by("pk")
    return [*files, *enclosed_in(recipient.document)]


def enclosed_in(document: Document) -> QuerySet[DocumentFile]:
    """Of each document this one encloses the main file alone: no annexes, and nothing about conduct."""
    links = document.links.filter(relation=Relation.ATTACHES).exclude(to__kind__in=WALLED)
    files = DocumentFile.objects.filter(document__in=links.values("to"), role__in=MAIN)
    return files.select_related("file", "document").order_by("document", "pk").distinct("document")


def link_to(document: Document) -> str:
    """Where whatever did not fit is to be had, by those who may see it."""
    return settings.HOIAM_PUBLIC_URL.rstrip("/") + reverse("letters:document", args=[document.pk])
