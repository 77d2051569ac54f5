"""Evidence (căn cứ theo dõi): what a month was found to hold, row by row; exclusions; sign-off; years.

Every figure of a sheet is a count of `Fact` rows, and opens them. Month, Fact, SignOff and YearFile are
append-only by trigger: counting again is another version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Month(models.Model):
    """Số liệu một tháng đã chốt: one version of what all units did in it, as everything stood at `as_of`."""

    start = models.DateField()  # its first day
    as_of = models.DateTimeField()
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    satisfied_from = models.PositiveSmallIntegerField()
    object_until = models.DateTimeField()  # the last moment of the window for objections

    facts: RelatedManager[Fact]

    class Meta:
        ordering = ("-start", "-version")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["start", "version"], name="month_version_once"),
        ]

    def __str__(self) -> str:
        return f"tháng {self.start:%m/%Y} ({self.version})"


class Fact(models.Model):
    """Một việc được đếm: one thing one unit did or left undone with one case in the month.

    Copied from rows that already refer to what they name, and never changed again: nothing is checked twice.
    """

    month = models.ForeignKey(Month, models.PROTECT, related_name="facts", db_index=False)
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+", db_index=False)
    code = models.CharField(max_length=12, blank=True)
    # Whose conduct the case is about: hidden from those behind that wall, as a number too.
    conduct_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    measure = models.CharField(max_length=20)
    at = models.DateTimeField()
    days = models.PositiveIntegerField(default=0)
    detail = models.CharField(max_length=60, blank=True)  # a step, an outcome, a score: said by the measure

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["month", "unit", "measure"], name="fact_of_unit"),
            models.Index(
                fields=["month", "person"], name="fact_of_person", condition=Q(person__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.measure}"


class Exclusion(models.Model):
    """Ý kiến của đơn vị, đề nghị loại trừ: about one case or the whole month; decided by somebody else."""

    start = models.DateField()  # the first day of the month it is about
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=40, blank=True)  # a code of the list; "": an opinion about figures
    text = models.TextField()
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_granted = models.BooleanField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["start", "unit", "case"], nulls_distinct=False, name="exclusion_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(file__isnull=False, case__isnull=False),
                name="exclusion_has_its_evidence",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_granted__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, is_granted__isnull=False, decided_by__isnull=False),
                name="exclusion_decided_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["unit", "start"], name="exclusion_of")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.start:%m/%Y} {self.code}"


class SignOff(models.Model):
    """Chốt phiếu tháng của một đơn vị: the sheet's line as it was signed off; never changed."""

    month = models.ForeignKey(Month, models.PROTECT, related_name="sign_offs")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField()
    line = models.JSONField()
    conclusion = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("start",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["unit", "start"], name="month_signed_off_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.start:%m/%Y}"


class YearFile(models.Model):
    """Hồ sơ năm của một đơn vị: the year as files, drawn from the lines that were signed off.

    The year is closing while its document goes its way, and closed once that is signed and issued. Where the
    document was discarded the row stays behind, and another is made.
    """

    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    lines = models.JSONField()
    xlsx = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    # What is signed and issued: it names the digest of the spreadsheet, so the signatures cover both.
    document = models.OneToOneField("letters.Document", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"

    @property
    def is_closed(self) -> bool:
        """Its leader signed the document, and the body signed and issued it."""
        return self.document.is_out
