"""Tables of reports (bảng của báo cáo): what was found, row by row, never changed afterwards.

Every figure of a report is a count of its lines, and every figure opens them. A report, its lines, late
steps and acts are append-only by trigger; a recount that differs is the next version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Definition(models.Model):
    """Cách xác định: what counts as unhandled and as late, as data; a change is a new version.

    Each annex is a list of alternatives: of which life of a case it speaks (`present`, `answered`) and the
    named conditions that must all hold. The names are those of conditions.py; there is no free SQL.
    """

    code = models.SlugField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=300)
    annex_1 = models.JSONField()
    annex_2 = models.JSONField()
    satisfied_from = models.PositiveSmallIntegerField(null=True, blank=True)  # null: the parameter's value
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("code", "version")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["code", "version"], name="definition_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"


class IndexRule(models.Model):
    """Cách tính chỉ số 766: which cases the share in time is of, and how many points each part is worth.

    QĐ 766/QĐ-TTg does not say what of a case still open (docs/law); so the province says it here, with dates.
    """

    class Denominator(models.TextChoices):
        ANSWERED = "answered", "số đã trả lời"
        ANSWERED_AND_OVERDUE = "answered_overdue", "số đã trả lời và số quá hạn chưa trả lời"
        ALL = "all", "mọi phản ánh phải xử lý trong kỳ"

    denominator = models.CharField("Mẫu số của tỷ lệ đúng hạn", max_length=20, choices=Denominator)
    points_on_time = models.PositiveSmallIntegerField("Điểm tối đa về đúng hạn", default=6)
    points_satisfied = models.PositiveSmallIntegerField("Điểm tối đa về hài lòng", default=6)
    during = DateRangeField()
    source = models.CharField("Văn bản, căn cứ", max_length=240, blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("during",)
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(during__isempty=False), name="index_rule_some_day"),
            ExclusionConstraint(
                name="index_rule_one_a_day", expressions=[("during", RangeOperators.OVERLAPS)]
            ),
        ]

    def __str__(self) -> str:
        return self.get_denominator_display()


class Period(models.Model):
    """Kỳ báo cáo: a period the Office has announced; until its report is made units may look and object."""

    start = models.DateTimeField("Từ")
    end = models.DateTimeField("Đến (thời điểm chốt)")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-end", "-start")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["start", "end"], name="period_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="period_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.start:%d/%m/%Y} – {self.end:%d/%m/%Y}"


class Report(models.Model):
    """Báo cáo: one version of the figures of [start, end) as at `as_of`, for all units or for some."""

    start = models.DateTimeField()
    end = models.DateTimeField()
    as_of = models.DateTimeField()
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="reports")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    satisfied_from = models.PositiveSmallIntegerField()
    contacts = models.JSONField(default=list)  # `beside`, summed by channel and accused unit
    previous = models.JSONField(default=dict)  # the counts of the period before, with its dates
    objections = models.JSONField(default=dict)  # how many were made, upheld, dismissed, left undecided
    differs_from = models.JSONField(null=True)  # of a later version: from which, and in what

    lines: RelatedManager[ReportLine]
    steps: RelatedManager[ReportStep]
    acts: RelatedManager[ReportAct]
    beside: RelatedManager[ReportContact]

    class Meta:
        ordering = ("-end", "-as_of", "-version")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["start", "end", "as_of", "definition", "unit", "version"],
                nulls_distinct=False,
                name="report_version_once",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="report_period_some_time"),
            models.CheckConstraint(condition=Q(as_of__gte=F("end")), name="report_after_its_period"),
        ]

    def __str__(self) -> str:
        return f"{self.start:%d/%m/%Y} – {self.end:%d/%m/%Y} ({self.version})"

    @property
    def opens_contacts(self) -> bool:
        """Its contacts can be shown one by one; the first reports kept only their sums."""
        return not self.contacts or self.beside.exists()


class ReportLine(models.Model):
    """Dòng báo cáo: one case of the period, as it stood at `as_of`.

    Units, areas and fields are copied from rows that already refer to them, and nothing here changes again:
    the database need not check each of them once more for every line of every report.
    """

    class Entry(models.TextChoices):
        CARRIED_IN = "carried_in", "Kỳ trước chuyển sang"
        RECEIVED = "received", "Tiếp nhận trong kỳ"
        REOPENED = "reopened", "Mở lại trong kỳ"

    class Outcome(models.TextChoices):
        ANSWERED_IN_TIME = "answered_in_time", "Đã trả lời đúng hạn"
        ANSWERED_LATE = "answered_late", "Trả lời chậm"
        REFUSED = "refused", "Từ chối"
        REDIRECTED = "redirected", "Chuyển, hướng dẫn nơi khác"
        WITHDRAWN = "withdrawn", "Người gửi rút"
        MERGED = "merged", "Gộp"
        OPEN_IN_TIME = "open_in_time", "Đang xử lý, còn hạn"
        OPEN_OVERDUE = "open_overdue", "Quá hạn"

    report = models.ForeignKey(Report, models.PROTECT, related_name="lines", db_index=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    source = models.CharField(max_length=120)
    source_id = models.CharField(max_length=120)
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=20)
    petitioner_type = models.CharField(max_length=12)
    is_confidential = models.BooleanField()
    is_child = models.BooleanField()
    summary = models.CharField(max_length=500, null=True)  # noqa: DJ001 — as the case has it
    entry = models.CharField(max_length=12, choices=Entry)
    entered_at = models.DateTimeField()
    week = models.DateField()  # the Monday of the week of its entry
    outcome = models.CharField(max_length=20, choices=Outcome)
    is_late = models.BooleanField()
    kind = models.CharField(max_length=12)
    urgency = models.CharField(max_length=12)
    category = models.ForeignKey(
        "categories.Category",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    area = models.ForeignKey(
        "units.Area", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    conduct_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    due_at = models.DateTimeField(null=True)
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    holder = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    answered_at = models.DateTimeField(null=True)
    answer_outcome = models.CharField(max_length=200, blank=True)
    answer_minutes = models.PositiveIntegerField(null=True)  # office minutes this life's answer took
    conclusion = models.CharField(max_length=20, blank=True)
    score = models.PositiveSmallIntegerField(null=True)
    fixed = models.CharField(max_length=20, blank=True)
    is_counted = models.BooleanField(default=True)  # not when it is here for its annex line alone
    # The line in an annex: 1 unhandled, 2 late, 0 neither.
    annex = models.PositiveSmallIntegerField(default=0)
    annex_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    annex_due_at = models.DateTimeField(null=True)
    forwarded_at = models.DateTimeField(null=True)
    days_late = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, blank=True)
    reminders = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=40, blank=True)
    exclusion = models.CharField(max_length=40, blank=True)  # granted on an objection; evidence, not a count
    handed_late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["report", "case"], name="report_line_one_a_case"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["report", "annex", "annex_unit"], name="report_line_annex"),
            models.Index(fields=["report", "unit", "outcome"], name="report_line_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"


class ReportStep(models.Model):
    """Khâu chậm: a step of the centre or the Office whose own deadline passed in the period."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    conduct_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    step = models.CharField(max_length=20)
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.code} {self.step}"


class ReportAct(models.Model):
    """Việc đã làm trong kỳ: a return, extension, dispute, reopening, reminder or publication."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="acts", db_index=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    conduct_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    act = models.CharField(max_length=20)
    kind: str  # of its case: looked up with it
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    at = models.DateTimeField()
    means = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["report", "act"], name="report_act")]

    def __str__(self) -> str:
        return f"{self.code} {self.act}"


class ReportContact(models.Model):
    """Lượt liên hệ ngoài các phản ánh: somebody who came again about a case, or whose coming made none."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="beside", db_index=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=12, blank=True)
    conduct_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    at = models.DateTimeField()
    channel = models.CharField(max_length=20)
    about = models.CharField(max_length=12)
    petitioner_type = models.CharField(max_length=12)
    is_answered = models.BooleanField(default=False)  # at once
    is_missed = models.BooleanField(default=False)
    is_called_back = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["report", "channel"], name="report_contact_channel")
        ]

    def __str__(self) -> str:
        return f"{self.code or self.about} {self.channel}"


class Objection(models.Model):
    """Ý kiến của đơn vị về số liệu: made before the cut-off with evidence, decided by the Office."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="objections")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("Ý kiến")
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_upheld = models.BooleanField(null=True)
    cause = models.CharField(max_length=40, blank=True)
    exclusion = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["period", "case", "unit"], name="objection_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_upheld__isnull=True)
                | Q(decided_at__isnull=False, is_upheld__isnull=False),
                name="objection_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"ý kiến về {self.case_id}"


class ReportDocument(models.Model):
    """Văn bản của báo cáo: an official document made from this report, and whose it is."""

    class Level(models.TextChoices):
        CENTRE = "centre", "Báo cáo của Tổng đài gửi Văn phòng"
        OFFICE = "office", "Báo cáo của Văn phòng gửi Chủ tịch"

    report = models.ForeignKey(Report, models.PROTECT, related_name="documents")
    document = models.OneToOneField("letters.Document", models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level)

    class Meta:
        ordering = ("document_id",)

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.document_id}"
