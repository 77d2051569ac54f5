"""Tables of time (lịch, thời hạn): every rule is a row with its dates and the document it comes from.

A row is never rewritten to say something else: a later decision is another row, so that what was in
force on any day can still be read. `source` empty means nobody has decided yet (chờ tỉnh quy định).
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

# PostgreSQL has no range of hours, so the block of a day is laid on one and the same date.
OPEN_TIME = models.Func(
    template="tsrange(DATE '2000-01-01' + opens, DATE '2000-01-01' + closes)",
    output_field=DateTimeRangeField(),
)


def some_day(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(during__isempty=False), name=name)


class Decided(models.Model):
    """Căn cứ: which document says so, when it was decided, when and by whom it was written down here."""

    source = models.CharField("Văn bản, căn cứ", max_length=240, blank=True)
    decided_on = models.DateField("Ngày ban hành", null=True, blank=True)
    recorded_at = models.DateTimeField("Lúc ghi nhận")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Calendar(models.Model):
    """Lịch làm việc: one way of counting working time; a province may keep several."""

    class AfterHours(models.TextChoices):
        SAME_DAY = "same_day", "Ngày nhận là ngày 0, nhận giờ nào cũng vậy"
        NEXT_OPENING = "next_opening", "Nhận ngoài giờ thì ngày mở cửa kế tiếp là ngày 0"

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    after_hours = models.CharField(max_length=20, choices=AfterHours, default=AfterHours.SAME_DAY)

    def __str__(self) -> str:
        return self.name


class CalendarYear(Decided):
    """Năm đã có lịch: outside these years nothing is counted, because nobody has decided the days off."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("year",)
        constraints = [
            models.UniqueConstraint(fields=["calendar", "year"], name="calendars_year_known_once"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarBlock(models.Model):
    """Giờ làm việc thường lệ: one block of one weekday (0 is Monday), during some days."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="blocks")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    during = DateRangeField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("weekday", "opens")
        constraints = [
            some_day("calendars_block_some_day"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="calendars_block_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="calendars_block_closes_later"),
            ExclusionConstraint(
                name="calendars_blocks_never_overlap",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                    (OPEN_TIME, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens:%H:%M}-{self.closes:%H:%M}"


class CalendarDay(Decided):
    """Ngày nghỉ, làm bù, nửa ngày: a single day set apart. The last decision stands, older ones stay read."""

    class Effect(models.TextChoices):
        OFF = "off", "Nghỉ"
        WORK = "work", "Làm việc (làm bù)"
        HALF = "half", "Làm việc nửa ngày"
        USUAL = "usual", "Như thường lệ (hủy quyết định trước)"

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="days")
    date = models.DateField("Ngày")
    effect = models.CharField(max_length=10, choices=Effect)
    blocks = models.CharField("Giờ làm việc riêng của ngày này", max_length=80, blank=True)
    name = models.CharField("Tên ngày, lý do", max_length=120, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("date", "recorded_at")
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "date"],
                condition=Q(replaced_at__isnull=True),
                name="calendars_day_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.get_effect_display()}"


class Situation(Decided):
    """Tình huống đã công bố: an epidemic, a flood. It has a last day from the start: it ends by itself."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField("Tên tình huống", max_length=200)
    during = DateRangeField("Từ ngày, đến ngày")
    note = models.CharField(max_length=300, blank=True)
    categories = models.ManyToManyField(
        "categories.Category", blank=True, related_name="+", verbose_name="Lĩnh vực đưa lên trước"
    )

    class Meta:
        ordering = ("during",)
        constraints = [
            some_day("calendars_situation_some_day"),
            models.CheckConstraint(
                condition=Q(during__upper_inf=False, during__lower_inf=False),
                name="calendars_situation_ends_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Term(Decided):
    """Thời hạn của một bước, for the cases it names and during some days; blank conditions fit every case."""

    class Step(models.TextChoices):
        ROUTE = "route", "Phân loại, chuyển xử lý"
        ARBITRATE = "arbitrate", "Phân xử thẩm quyền"
        ACCEPT = "accept", "Đơn vị nhận xử lý"
        ANSWER = "answer", "Trả lời"
        CALL_BACK = "call_back", "Gọi báo người gửi"
        DECIDE_EXTENSION = "decide_extension", "Quyết định gia hạn"

    step = models.CharField(max_length=20, choices=Step)
    category = models.ForeignKey(
        "categories.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    field = models.ForeignKey(
        "categories.Field", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    situation = models.ForeignKey(
        Situation, on_delete=models.PROTECT, null=True, blank=True, related_name="terms"
    )
    text = models.CharField("Thời hạn", max_length=40)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()
    pause_days = models.PositiveSmallIntegerField("Tạm dừng nhiều nhất (ngày làm việc)", default=0)
    pause_times = models.PositiveSmallIntegerField("Số lần được tạm dừng", default=0)
    ask_before = models.DecimalField(
        "Chỉ tạm dừng khi chưa dùng quá phần này của thời hạn", max_digits=3, decimal_places=2, default=0
    )
    leader_may_extend = models.BooleanField("Lãnh đạo đơn vị được tự gia hạn", default=False)

    class Meta:
        constraints = [
            some_day("calendars_term_some_day"),
            models.CheckConstraint(
                condition=Q(
                    text__regex=r"^[1-9][0-9]{0,3} (working_(days|hours|minutes)|clock_(hours|minutes))$"
                ),
                name="calendars_term_readable",
            ),
            models.CheckConstraint(
                condition=Q(ask_before__gte=0, ask_before__lte=1), name="calendars_term_share"
            ),
            ExclusionConstraint(
                name="calendars_term_one_answer_a_day",
                expressions=[
                    ("step", RangeOperators.EQUAL),
                    (Coalesce(F("category_id"), 0), RangeOperators.EQUAL),
                    (Coalesce(F("field_id"), 0), RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("urgency", RangeOperators.EQUAL),
                    (Coalesce(F("situation_id"), 0), RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.text}"


class Parameter(Decided):
    """Tham số: a number a rule needs (days to reopen, returns before arbitration), during some days."""

    name = models.CharField(max_length=40)
    value = models.IntegerField()
    during = DateRangeField()

    class Meta:
        ordering = ("name", "during")
        constraints = [
            some_day("calendars_parameter_some_day"),
            ExclusionConstraint(
                name="calendars_parameter_one_value_a_day",
                expressions=[("name", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class CalendarsVersion(models.Model):
    """One row: the number that moves whenever a row of time changes. Written by triggers."""

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)
