"""Tables of chasing (bảng đôn đốc): the steps a province sets, what was done for each, and for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from hoiam.calendars.models import Decided, some_day
from hoiam.deadlines import Unit


class Clock(models.TextChoices):
    """Đồng hồ: whose deadline is watched. `reply` belongs to directives, `promise` to what a unit said."""

    ANSWER = "answer", "Trả lời người gửi"
    ROUTE = "route", "Phân loại, chuyển xử lý"
    ACCEPT = "accept", "Đơn vị nhận xử lý"
    ARBITRATE = "arbitrate", "Phân xử thẩm quyền"
    DECIDE_EXTENSION = "decide_extension", "Quyết định gia hạn"
    CALL_BACK = "call_back", "Gọi báo người gửi"
    PROMISE = "promise", "Lời hẹn của đơn vị"
    REPLY = "reply", "Báo cáo theo văn bản"


class ChaseStep(Decided):
    """Bước đôn đốc: how long before or after a deadline who is told, at once or in the morning."""

    class Side(models.TextChoices):
        BEFORE = "before", "trước hạn"
        AFTER = "after", "sau hạn"

    class To(models.TextChoices):
        OFFICER = "officer", "Người xử lý"
        FOCAL_POINT = "focal_point", "Đầu mối đơn vị"
        LEADER = "leader", "Lãnh đạo đơn vị"
        CENTRE = "centre", "Tổng đài 1022"
        OFFICE = "office", "Văn phòng"
        REMINDER = "reminder", "Người đã nhắc"

    class Length(models.TextChoices):
        DAYS = Unit.WORKING_DAYS.value, "ngày làm việc"
        HOURS = Unit.WORKING_HOURS.value, "giờ làm việc"
        CLOCK = Unit.CLOCK_HOURS.value, "giờ, tính liên tục"

    clock = models.CharField("Đồng hồ", max_length=20, choices=Clock)
    order = models.PositiveSmallIntegerField("Bước")
    side = models.CharField("Trước, sau hạn", max_length=10, choices=Side)
    amount = models.PositiveSmallIntegerField("Khoảng cách")
    unit = models.CharField("Tính theo", max_length=20, choices=Length)
    to = ArrayField(models.CharField(max_length=20, choices=To), verbose_name="Nhắc ai")
    is_push = models.BooleanField("Báo ngay", default=False)
    during = DateRangeField()

    class Meta:
        ordering = ("clock", "order")
        constraints: ClassVar[list[Any]] = [
            some_day("chasing_step_some_day"),
            models.CheckConstraint(condition=Q(to__len__gt=0), name="chasing_step_tells_somebody"),
            ExclusionConstraint(
                name="chasing_step_one_a_day",
                expressions=[
                    ("clock", RangeOperators.EQUAL),
                    ("order", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}, bước {self.order}"


class Chased(models.Model):
    """Đã đôn đốc: what became of one step of one deadline. Written once, whoever runs the loop."""

    class Outcome(models.TextChoices):
        TOLD = "told", "Đã nhắc"
        PASSED_OVER = "passed_over", "Bỏ qua, đã nhắc bước sau"
        NOBODY = "nobody", "Chưa có ai để nhắc"

    key = models.CharField(max_length=120)
    clock = models.CharField(max_length=20, choices=Clock)
    order = models.PositiveSmallIntegerField()
    is_after = models.BooleanField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    about = models.CharField(max_length=40)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    due = models.ForeignKey("cases.Due", models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    people = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["key", "order"], name="chased_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["due", "order"], name="chased_due", condition=Q(due__isnull=False)),
            models.Index(fields=["-id", "unit"], name="chased_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.clock}.{self.order}"


class Notice(models.Model):
    """Điều phải đọc: one step for one person, told at once or gathered for the next morning."""

    chased = models.ForeignKey(Chased, models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["chased", "person"], name="notice_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person"], name="notice_waiting", condition=Q(told_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.chased_id}"
