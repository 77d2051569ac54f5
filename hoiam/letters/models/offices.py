"""Letterheads, signers, groups (tiêu đề, người ký, nhóm nơi nhận): what stands around a text, with dates."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q

from hoiam.units.models import never_empty, never_twice
from hoiam.units.roles import Level, UnitKind

# TM. thay mặt · Q. quyền · KT. ký thay · TL. thừa lệnh · TUQ. thừa ủy quyền (NĐ 30/2020, Điều 13).
CAPACITY: Any = r"^((TM|Q|KT|TL|TUQ)\. \S[^\n]*)?(\n(TM|Q|KT|TL|TUQ)\. \S[^\n]*)?$"


class Letterhead(models.Model):
    """Tiêu đề văn bản: boxes 2 and 3 of one body during some days, where the usual form does not fit."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    during = DateRangeField()
    parent_name = models.CharField("Cơ quan chủ quản", max_length=200, blank=True)
    name_lines = ArrayField(models.CharField(max_length=120), verbose_name="Tên cơ quan, từng dòng")
    symbol = models.CharField("Ký hiệu cơ quan", max_length=40)
    place = models.CharField("Địa danh", max_length=120)
    source = models.CharField("Căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "tiêu đề văn bản"
        constraints: ClassVar[list[Any]] = [
            never_empty("letters_letterhead_some_day"),
            never_twice("letters_letterhead_one_a_day", "unit"),
        ]

    def __str__(self) -> str:
        return " ".join(self.name_lines)


class DraftingSymbol(models.Model):
    """Ký hiệu đơn vị soạn thảo: "HCC" of what the Office drafts for the province's committee."""

    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    symbol = models.CharField("Ký hiệu", max_length=20)
    during = DateRangeField()
    source = models.CharField("Căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "ký hiệu đơn vị soạn thảo"
        constraints: ClassVar[list[Any]] = [
            never_empty("letters_drafting_some_day"),
            never_twice("letters_drafting_one_a_day", "issuer", "unit"),
        ]

    def __str__(self) -> str:
        return self.symbol


class Signer(models.Model):
    """Người ký: who may sign what for a body, as what, from a day to a day.

    A signature by order (TL.) must be laid down in the working rules (Điều 13 khoản 4), so it names them.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField("Quyền hạn", max_length=200, blank=True)
    position = models.CharField("Chức vụ", max_length=120)
    during = DateRangeField()
    source = models.CharField("Căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "người ký"
        constraints: ClassVar[list[Any]] = [
            never_empty("letters_signer_some_day"),
            never_twice("letters_signer_once_a_day", "unit", "person", "capacity", "position"),
            models.CheckConstraint(condition=Q(capacity__regex=CAPACITY), name="letters_signer_capacity"),
            models.CheckConstraint(
                condition=~Q(capacity__regex=r"(^|\n)TL\.") | ~Q(source=""),
                name="letters_signer_by_order_has_its_rules",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person"], name="letters_signer_by_person")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.capacity.replace("\n", " "), self.position]))


class Group(models.Model):
    """Nhóm nơi nhận: one printed line that stands for units valid on the day.

    Members are units of one of `kinds` below the issuer, directly or at `level`. `{places}` in the label is
    filled with the kinds of areas there are that day: "huyện, thành phố" in 2021, "xã, phường" in 2025.
    """

    code = models.SlugField(max_length=30)
    label = models.CharField("Cách ghi trong văn bản", max_length=200)
    issuer = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")  # null: anybody's
    kinds = ArrayField(models.CharField(max_length=20, choices=UnitKind))
    level = models.CharField(max_length=10, choices=Level, blank=True)  # of the issuer; empty: any
    during = DateRangeField()

    class Meta:
        verbose_name = "nhóm nơi nhận"
        constraints: ClassVar[list[Any]] = [
            never_empty("letters_group_some_day"),
            models.UniqueConstraint(
                fields=["code", "issuer", "level", "during"], nulls_distinct=False, name="letters_group_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label
