"""Registers (sổ văn bản): numbers from 01 each year, without gaps, each taken once (NĐ 30/2020, Điều 15)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Register(models.Model):
    """Sổ đăng ký văn bản đi of one body, for some kinds of documents.

    `is_ours` says where numbers come from: given here, or by the office's own document system and then typed
    by the clerk or read from the returned file.
    """

    body = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    code = models.SlugField(max_length=30)
    name = models.CharField("Tên sổ", max_length=120)
    kinds = ArrayField(models.CharField(max_length=20))
    is_ours = models.BooleanField("Hệ thống này cấp số", default=True)

    class Meta:
        verbose_name = "sổ văn bản"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["body", "code"], name="letters_register_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterYear(models.Model):
    """One register in one year: the row that whoever takes a number locks."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["register", "year"], name="letters_register_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"


class RegisterEntry(models.Model):
    """One line of the register: a number and the document that has it. Never changed, never deleted."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField("Số")
    document = models.OneToOneField("letters.Document", models.PROTECT, related_name="entry")
    on = models.DateField("Ngày đăng ký")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)  # a person's number

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["register", "year", "number"], name="letters_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="letters_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number:02}/{self.year}"
