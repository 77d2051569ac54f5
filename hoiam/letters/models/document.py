"""Documents (văn bản): from draft to issue, and never changed afterwards (NĐ 30/2020, Điều 18 khoản 3).

    draft ─submit─▶ submitted ─sign─▶ signed ─issue─▶ issued ─▶ replaced
      ▲                 │               │                    └▶ corrected
      └──── returned ◀──┴─── return ────┘

A wrong document is replaced or corrected by another, linked; triggers refuse any other change of an issued
one. Steps and files are only ever added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hoiam.letters.content import Content, Kind

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from .recipients import Recipient
    from .registers import RegisterEntry


class State(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ ký"
    RETURNED = "returned", "Bị trả lại"
    SIGNED = "signed", "Chờ phát hành"
    ISSUED = "issued", "Đã phát hành"
    REPLACED = "replaced", "Đã được thay thế"
    CORRECTED = "corrected", "Đã được đính chính"
    DISCARDED = "discarded", "Đã bỏ"


OUT = (State.ISSUED, State.REPLACED, State.CORRECTED)
IN_FORCE = (State.ISSUED, State.CORRECTED)
WRITING = (State.DRAFT, State.RETURNED)

KIND_LABELS = {
    Kind.LETTER: "Công văn",
    Kind.REPORT: "Báo cáo",
    Kind.NOTICE: "Thông báo",
    Kind.APOLOGY: "Thư xin lỗi",
    Kind.PROPOSAL: "Đề xuất",
}


class Origin(models.TextChoices):
    MADE = "made", "Lập tại đây"
    TAKEN_IN = "taken_in", "Tiếp nhận từ ngoài"


class Relation(models.TextChoices):
    """Loại liên kết, read from the later document to the earlier one."""

    ATTACHES = "attaches", "Gửi kèm"
    BASED_ON = "based_on", "Căn cứ"
    CARRIES_OUT = "carries_out", "Thực hiện"
    REPLIES_TO = "replies_to", "Trả lời"
    REPLACES = "replaces", "Thay thế"
    CORRECTS = "corrects", "Đính chính"


class FileRole(models.TextChoices):
    PREPARED = "prepared", "Bản trình ký"
    SIGNED = "signed", "Bản người ký đã ký"
    NUMBERED = "numbered", "Bản đã ghi số, chờ ký của cơ quan"
    ISSUED = "issued", "Bản phát hành"
    DOCX = "docx", "Bản Word"
    ANNEX = "annex", "Phụ lục"
    ANNEX_UNSIGNED = "unsigned", "Phụ lục chờ ký của cơ quan"
    TAKEN_IN = "taken_in", "Tệp tiếp nhận"
    ENCLOSED = "enclosed", "Tệp gửi kèm"


class Document(models.Model):
    """Văn bản."""

    kind = models.CharField("Loại", max_length=20, choices=[(k.value, v) for k, v in KIND_LABELS.items()])
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.MADE)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    subject = models.TextField("Trích yếu")
    content = models.JSONField(null=True)  # Content.to_data(); null: taken in as a file
    issuer = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    issuer_name = models.CharField("Cơ quan ban hành", max_length=250)
    # The unit that drafts it, or that took it in: it works with it before anybody else sees it.
    drafting_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signer_name = models.CharField("Người ký", max_length=250, blank=True)
    signed_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField("Số", null=True)
    number_symbol = models.CharField("Số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("Ngày ban hành", null=True)
    year = models.PositiveSmallIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)  # moves with every change of a draft

    recipients: RelatedManager[Recipient]
    files: RelatedManager[DocumentFile]
    steps: RelatedManager[DocumentStep]
    links: RelatedManager[DocumentLink]
    linked_from: RelatedManager[DocumentLink]
    entry: RegisterEntry

    class Meta:
        verbose_name = "văn bản"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(origin=Origin.TAKEN_IN, content__isnull=True)
                | Q(origin=Origin.MADE, content__isnull=False, issuer__isnull=False),
                name="letters_made_has_its_content",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OUT)
                | Q(issued_on__isnull=False, issued_at__isnull=False, year__isnull=False)
                & ~Q(number_symbol=""),
                name="letters_issued_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SIGNED, *OUT], origin=Origin.MADE)
                | Q(signed_at__isnull=False, signer__isnull=False),
                name="letters_signed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["issuer", "year", "number_symbol"],
                condition=Q(origin=Origin.MADE) & ~Q(number_symbol=""),
                name="letters_number_symbol_once",
            ),
            models.UniqueConstraint(
                fields=["drafting_unit", "issuer_name", "year", "number_symbol"],
                condition=Q(origin=Origin.TAKEN_IN),
                name="letters_taken_in_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["issuer", "state", "-id"], name="letters_by_issuer"),
            models.Index(fields=["drafting_unit", "state", "-id"], name="letters_by_drafting_unit"),
        ]

    def __str__(self) -> str:
        return self.number_symbol or self.subject

    @property
    def letter(self) -> Content:
        """What was written, read once from what is kept. A document taken in as a file has none."""
        if self.content is None:
            raise ValueError("a document taken in has no content")
        kept: tuple[Any, Content] | None = self.__dict__.get("_read")
        if kept is None or kept[0] is not self.content:
            kept = self.__dict__["_read"] = (self.content, Content.from_data(self.content))
        return kept[1]

    @property
    def is_out(self) -> bool:
        """It has left the house and is never changed again."""
        return self.state in OUT

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE

    @property
    def is_taken_in(self) -> bool:
        return self.origin == Origin.TAKEN_IN

    @property
    def name(self) -> str:
        """ "Công văn số 9193/UBND-HCC"; without a number, what it is about."""
        kind = KIND_LABELS[Kind(self.kind)]
        return f"{kind} số {self.number_symbol}" if self.number_symbol else f"{kind}: {self.subject}"


class DocumentLink(models.Model):
    """Liên kết: how a document stands to an earlier one."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="links")
    to = models.ForeignKey(Document, models.PROTECT, related_name="linked_from")
    relation = models.CharField(max_length=12, choices=Relation)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "liên kết văn bản"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["document", "to", "relation"], name="letters_link_once"),
            models.CheckConstraint(condition=~Q(document=models.F("to")), name="letters_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_relation_display()} {self.to}"


class DocumentStep(models.Model):
    """Một bước: what somebody did to a document; only ever added."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.verb} {self.document_id}"


class DocumentFile(models.Model):
    """Tệp của văn bản: `unit` is the recipient whose part an annex file is; null: the whole."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="files")
    role = models.CharField(max_length=10, choices=FileRole)
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    annex = models.CharField(max_length=10, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    is_for_all = models.BooleanField(default=False)  # only of documents issued before
    signatures = models.JSONField(null=True)  # see verdicts.py; null: nobody looked
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["document", "role", "annex", "unit"],
                condition=Q(role__in=[FileRole.ANNEX, FileRole.ANNEX_UNSIGNED]),
                nulls_distinct=False,
                name="letters_annex_file_once",
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(role=FileRole.ISSUED), name="letters_issued_file_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["document", "role"], name="letters_file_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.annex}".strip()


class AnnexWork(models.Model):
    """Việc làm tệp phụ lục: how many of an issued document's annex files are made; the worker goes on
    until all are, and only then is anything delivered."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="annex_work")
    total = models.PositiveIntegerField()
    made = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)  # why the last try stopped; cleared when done
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(made__lte=models.F("total")), name="letters_annexes_not_more"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["id"], condition=Q(done_at=None), name="letters_annexes_to_make"),
        ]

    def __str__(self) -> str:
        return f"{self.made}/{self.total}"
