"""Units and areas (đơn vị, địa bàn): an identity that stays, versions with dates, and what became of them.

Codes and names change hands: 26041 is phường Quyết Thắng in 2021, Trung Dũng in 2024, Trấn Biên in 2025. So
nothing points at a code; it points at an identity, and a code is looked up together with a day.
docs/decisions/0030-identity-and-version.md says when an identity continues.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from .roles import AreaKind, Function, Level, Role, UnitKind

__all__ = [
    "Area",
    "AreaSuccession",
    "AreaVersion",
    "DirectoryVersion",
    "Membership",
    "ReorganisationRun",
    "Role",
    "SeatingLine",
    "Unit",
    "UnitFunction",
    "UnitSuccession",
    "UnitVersion",
]


def never_twice(name: str, *fields: str) -> ExclusionConstraint:
    """The same values in `fields` are never valid twice on one day."""
    same = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(name=name, expressions=[*same, ("during", RangeOperators.OVERLAPS)])


def never_empty(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(during__isempty=False), name=name)


class Area(models.Model):
    """Địa bàn: a stretch of land under one administration, whatever it is called from year to year."""

    # How files and loaders know it: its first code and, when the code was reused, the day it took it.
    key = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.key


class AreaVersion(models.Model):
    """What an area is called, and where it belongs, during some days."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="versions")
    during = DateRangeField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=AreaKind)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            never_empty("units_areaversion_some_day"),
            never_twice("units_area_one_version_a_day", "area"),
            never_twice("units_area_code_one_area_a_day", "code"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Unit(models.Model):
    """Đơn vị: a body that can hold a case and answer for it, whatever it is called from year to year."""

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=UnitKind)
    # The unit itself says whether its leader approves an answer before it leaves.
    asks_approval = models.BooleanField("Trả lời phải được lãnh đạo duyệt", default=True)

    def __str__(self) -> str:
        return self.key


class UnitVersion(models.Model):
    """What a unit is called, under whom and where, during some days."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    during = DateRangeField()
    code = models.CharField(max_length=40)
    name = models.CharField("Tên", max_length=200)
    short_name = models.CharField("Tên gọi tắt", max_length=120)
    full_name = models.CharField("Tên đầy đủ trong văn bản", max_length=250, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_name = models.CharField("Địa danh ghi trong văn bản", max_length=120, blank=True)
    symbol = models.CharField("Ký hiệu văn bản", max_length=40, blank=True)
    handles = models.CharField("Việc phụ trách", max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    confidence = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            never_empty("units_unitversion_some_day"),
            never_twice("units_unit_one_version_a_day", "unit"),
            never_twice("units_unit_code_one_unit_a_day", "code"),
        ]

    def __str__(self) -> str:
        return self.name


class AreaSuccession(models.Model):
    """Kế thừa địa bàn: from this day the land of `old`, all or part of it, lies in `new`."""

    class Relation(models.TextChoices):
        FULL = "full", "Toàn bộ"
        PART = "part", "Một phần"

    old = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    relation = models.CharField(max_length=10, choices=Relation)
    clause = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="units_area_succession_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="units_area_succeeds_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} ({self.on})"


class UnitSuccession(models.Model):
    """Kế thừa đơn vị: from this day the work of `old`, all or part of it, is with `new`."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Sáp nhập"
        SPLIT = "split", "Chia, tách"
        RENAME = "rename", "Thành lập lại"
        DISSOLVE = "dissolve", "Giải thể, chuyển giao việc"

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    scope = models.CharField("Phần việc", max_length=200, blank=True)
    clause = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="units_unit_succession_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="units_unit_succeeds_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} ({self.on})"


class UnitFunction(models.Model):
    """Chức năng của đơn vị: `unit` is the Office (home affairs, centre …) of the authority `serves`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="functions")
    serves = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="served_by")
    function = models.CharField(max_length=20, choices=Function)
    during = DateRangeField()

    class Meta:
        constraints = [
            never_empty("units_function_some_day"),
            never_twice("units_function_one_unit_a_day", "serves", "function"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.function} · {self.serves_id}"


class Membership(models.Model):
    """Vị trí của một người: who sits where, as what, from when to when. Ended, never deleted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("Vai trò", max_length=20, choices=Role)
    during = DateRangeField()
    position = models.CharField("Chức vụ", max_length=120, blank=True)

    class Meta:
        constraints = [
            never_empty("units_membership_some_day"),
            never_twice("units_membership_once_a_day", "person", "unit", "role"),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="units_membership_by_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.get_role_display()} · {self.unit_id}"


class SeatingLine(models.Model):
    """Dòng nhật ký tài khoản: who did what to whose account or seat. Append-only, by trigger."""

    class Act(models.TextChoices):
        ADDED = "added", "thêm người dùng"
        SEATED = "seated", "xếp vị trí"
        ENDED = "ended", "cho thôi vị trí"
        DEACTIVATED = "deactivated", "khóa tài khoản"
        REACTIVATED = "reactivated", "mở lại tài khoản"
        LINKED = "linked", "cấp liên kết đặt mật khẩu"
        UNLOCKED = "unlocked", "gỡ tạm khóa đăng nhập"

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=20, choices=Act)
    # Without a unit it was done to the account itself.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.by} {self.get_act_display()}" + (f": {self.words}" if self.words else "")


class ReorganisationRun(models.Model):
    """Lần áp dụng một đợt sắp xếp: which file, by whom, and what it wrote, so that the day can undo it."""

    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    base_document = models.CharField(max_length=300)
    effective_on = models.DateField()
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)  # the file itself: work that waits is moved by it later

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=models.Q(undone_at=None),
                name="units_reorganisation_in_force_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.effective_on})"


class DirectoryVersion(models.Model):
    """One row: the number that moves whenever anything the directory shows changes. Written by triggers."""

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)
