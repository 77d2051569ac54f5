"""Tables of directives (bảng của văn bản chỉ đạo): points, lines, replies. Nothing here is ever changed.

A directive is in force when its document is issued; read, delivered and number are the document's own, and so
are the words of its points. A letter that replaces its own takes its place when issued, by trigger. The
state of a line is not here: it is that of its case. Points, lines and replies are append-only by trigger; a
later reply supersedes an earlier one by order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hoiam.letters.content import body_of
from hoiam.letters.followed import words_of

from .visible import DirectiveQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Directive(models.Model):
    """Văn bản chỉ đạo: the orders of one document, from a report, an upper directive, or taken in."""

    class Origin(models.TextChoices):
        COMPOSED = "composed", "Lập từ báo cáo"
        CASCADED = "cascaded", "Triển khai văn bản cấp trên"
        TAKEN_IN = "taken_in", "Tiếp nhận"

    document = models.OneToOneField("letters.Document", models.PROTECT, related_name="directive")
    origin = models.CharField(max_length=10, choices=Origin)
    report = models.ForeignKey("reporting.Report", models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    issuer = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")  # null: outside
    composed_at = models.DateTimeField()
    composed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DirectiveQuerySet.as_manager()
    points: RelatedManager[Point]
    lines: RelatedManager[Line]
    replies: RelatedManager[Reply]
    children: RelatedManager[Directive]

    class Meta:
        verbose_name = "văn bản chỉ đạo"
        ordering = ("-composed_at", "-pk")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(origin="cascaded") | Q(parent__isnull=False),
                name="directive_cascade_has_its_upper",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["issuer", "-composed_at"], name="directive_by_issuer"),
        ]

    def __str__(self) -> str:
        return str(self.document)


class Point(models.Model):
    """Điểm: a task with a reply date, or a standing duty with a period. `key` says what it is about."""

    class Kind(models.TextChoices):
        TASK = "task", "Việc có thời hạn"
        STANDING = "standing", "Nhiệm vụ thường xuyên"

    class Key(models.TextChoices):
        CONTEXT = "context", "Bối cảnh, phối hợp"
        SETTLE = "settle", "Rà soát, xử lý dứt điểm"
        HOME_AFFAIRS = "home_affairs", "Giao cơ quan nội vụ"
        OPERATOR = "operator", "Giao đơn vị vận hành Tổng đài"
        OFFICE = "office", "Giao Văn phòng"
        OTHER = "other", "Việc khác"

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField("Điểm")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=12, choices=Key)
    text = models.TextField("Nội dung")
    reply_before = models.DateField("Báo cáo trước ngày", null=True)
    period = models.CharField("Kỳ báo cáo", max_length=60, blank=True)
    executors: RelatedManager[Executor]

    class Meta:
        verbose_name = "điểm"
        ordering = ("number",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["directive", "number"], name="point_number_once"),
            models.CheckConstraint(
                condition=Q(kind="task") | Q(reply_before__isnull=True), name="point_date_of_a_task"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["reply_before"], condition=Q(kind="task"), name="point_to_chase"),
        ]

    def __str__(self) -> str:
        return f"điểm {self.number}"

    @property
    def words(self) -> str:
        """As its letter says it, which may have been revised since; of a letter taken in, as typed."""
        content = self.directive.document.content
        return (words_of(body_of(content), self.number) if content else "") or self.text


class Executor(models.Model):
    """Đơn vị thực hiện một điểm."""

    point = models.ForeignKey(Point, models.PROTECT, related_name="executors")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["point", "unit"], name="executor_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["unit", "point"], name="executor_of")]

    def __str__(self) -> str:
        return f"{self.unit_id} · điểm {self.point_id}"


class Line(models.Model):
    """Nội dung trong phụ lục: one frozen line of an annex, who answers for it, and what it said then.

    `upper` is the same line in the directive from above. A line taken in may name a case that is not here.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="lines")
    point = models.ForeignKey(Point, models.PROTECT, related_name="lines")
    annex = models.PositiveSmallIntegerField()  # 1 chưa xử lý, 2 chậm xử lý
    no = models.PositiveIntegerField()
    executor = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    charged = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    report_line = models.ForeignKey("reporting.ReportLine", models.PROTECT, null=True, related_name="+")
    upper = models.ForeignKey("self", models.PROTECT, null=True, related_name="lower")
    code = models.CharField(max_length=12)
    summary = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    days_late = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    handed_late = models.BooleanField(default=False)

    class Meta:
        verbose_name = "nội dung"
        ordering = ("annex", "no")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["directive", "code"], name="line_code_once"),
            models.CheckConstraint(condition=Q(annex__in=(1, 2)), name="line_annex_known"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["directive", "executor", "annex", "no"], name="line_of_unit"),
            models.Index(fields=["case"], name="line_of_case"),
        ]

    def __str__(self) -> str:
        return self.code


class Reply(models.Model):
    """Báo cáo của một đơn vị: said once; a later one of the same unit stands before it.

    With a document it counts from the moment that document is issued, else from `at`.
    """

    class Via(models.TextChoices):
        DESK = "desk", "Trên hệ thống"
        DOCUMENT = "document", "Bằng văn bản"
        LINK = "link", "Qua đường dẫn"

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="replies")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")  # the executor it answers for
    said_by = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")  # it, its Office or successor
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("Người báo cáo", max_length=120, blank=True)  # through a link
    via = models.CharField(max_length=10, choices=Via)
    document = models.OneToOneField(
        "letters.Document", models.PROTECT, null=True, related_name="directive_reply"
    )
    causes = models.TextField("Nguyên nhân chậm, trách nhiệm", blank=True)
    remedies = models.TextField("Biện pháp khắc phục, thời gian hoàn thành", blank=True)
    proposals = models.TextField("Kiến nghị, đề xuất", blank=True)
    items: RelatedManager[ReplyItem]

    class Meta:
        verbose_name = "báo cáo"
        ordering = ("at", "pk")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(via="document", document__isnull=False)
                | ~Q(via="document") & Q(document__isnull=True),
                name="reply_by_document_has_one",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["directive", "unit", "at"], name="reply_of_unit"),
        ]

    def __str__(self) -> str:
        return f"báo cáo {self.directive_id} · {self.unit_id}"


class ReplyItem(models.Model):
    """Một ý trong báo cáo: what is said of one line, or of one point."""

    class Claim(models.TextChoices):
        SETTLED = "settled", "Đã xử lý dứt điểm"
        IN_HAND = "in_hand", "Đang xử lý"
        NOT_BEGUN = "not_begun", "Chưa xử lý"
        NOT_COMPETENT = "not_competent", "Đề nghị chuyển đơn vị khác"

    # What is not done yet says when it will be.
    UNDONE = (Claim.IN_HAND, Claim.NOT_BEGUN)

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="items")
    point = models.ForeignKey(Point, models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="items")
    claim = models.CharField("Kết quả", max_length=14, choices=Claim)
    until = models.DateField("Ngày sẽ xong", null=True)
    cause = models.CharField("Nguyên nhân chậm", max_length=500, blank=True)
    responsibility = models.CharField("Trách nhiệm", max_length=500, blank=True)
    remedy = models.CharField("Biện pháp khắc phục", max_length=500, blank=True)
    petitioner_word = models.CharField("Người gửi xác nhận", max_length=500, blank=True)
    text = models.TextField("Nội dung", blank=True)

    class Meta:
        verbose_name = "ý báo cáo"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["reply", "point", "line"], nulls_distinct=False, name="reply_item_once"
            ),
            models.CheckConstraint(
                condition=Q(claim__in=("in_hand", "not_begun"), until__isnull=False)
                | ~Q(claim__in=("in_hand", "not_begun")) & Q(until__isnull=True),
                name="reply_in_hand_has_its_day",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["line", "-id"], name="reply_item_of_line")]

    def __str__(self) -> str:
        return f"{self.get_claim_display()} {self.line_id or self.point_id}"


class ReplyFile(models.Model):
    """Tài liệu kèm theo: sent with what is said of a line or a point, and kept like it."""

    item = models.ForeignKey(ReplyItem, models.PROTECT, related_name="files")
    file = models.OneToOneField("files.File", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "tài liệu kèm theo"
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.file)


class ReplyLink(models.Model):
    """Đường dẫn báo cáo: lets a company without account reply; only the hash of its token is kept."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="reply_links")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # the first time

    class Meta:
        verbose_name = "đường dẫn báo cáo"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["directive", "unit"], name="reply_link_of_unit"),
        ]

    def __str__(self) -> str:
        return f"đường dẫn {self.directive_id} · {self.unit_id}"
