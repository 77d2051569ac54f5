"""Recipients and deliveries (nơi nhận, việc gửi): who gets a document, by which way, and who opened it.

The life of a delivery:

    queued ──claim──▶ sending ──▶ done
      ▲                 │──for good, or tried too often──▶ failed
      └──not now────────┘

`in_system` and `email` (a row of the outbox) are done in the transaction that claims them. An edXML file is
dropped after the claim is committed; its name and bytes are the same each time, so whoever finds a row
`sending` that was left by a killed worker does it again, and nothing arrives twice.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hoiam.letters.content import Purpose
from hoiam.messaging.models import Message

PURPOSES = [
    (Purpose.ACT.value, "thực hiện"),
    (Purpose.REPORT.value, "báo cáo"),
    (Purpose.COOPERATE.value, "phối hợp"),
    (Purpose.INFORM.value, "để biết"),
]


class Way(models.TextChoices):
    IN_SYSTEM = "in_system", "Trong hệ thống"
    EMAIL = "email", "Thư điện tử"
    EDXML = "edxml", "Trục liên thông văn bản"


class DeliveryState(models.TextChoices):
    QUEUED = "queued", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    DONE = "done", "Đã gửi"
    FAILED = "failed", "Chưa gửi được"


class Recipient(models.Model):
    """Nơi nhận: one unit valid on the day, with the printed line it stands in; the first one counts."""

    class Place(models.TextChoices):
        TO = "to", "Kính gửi"
        COPY = "copy", "Nơi nhận"

    document = models.ForeignKey("letters.Document", models.PROTECT, related_name="recipients")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    line = models.CharField("Dòng in trong văn bản", max_length=300)
    place = models.CharField(max_length=4, choices=Place)
    purpose = models.CharField(max_length=10, choices=PURPOSES, blank=True)
    order = models.PositiveIntegerField()
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "nơi nhận"
        ordering = ("order",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["document", "unit"], name="letters_recipient_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="letters_read_by_somebody",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["unit", "document"], name="letters_incoming"),
        ]

    def __str__(self) -> str:
        return self.line


class DeliveryAddress(models.Model):
    """Where a unit gets documents beside its desk: an e-mail address, or its code on the document network."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=[way for way in Way.choices if way[0] != Way.IN_SYSTEM])
    address = models.CharField("Địa chỉ", max_length=200)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["unit", "way"], name="letters_address_once"),
        ]

    def __str__(self) -> str:
        return self.address


class Deliveries(models.QuerySet["Delivery"]):
    def due(self, now: object) -> "Deliveries":
        return self.filter(state=DeliveryState.QUEUED, send_after__lte=now).order_by("send_after", "id")


class Delivery(models.Model):
    """Việc gửi: one document on one way to one recipient."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=10, choices=Way)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    resent_by = models.BigIntegerField(null=True)  # the person who had a failed one tried again

    objects = Deliveries.as_manager()

    class Meta:
        verbose_name = "việc gửi văn bản"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["recipient", "way"], name="letters_delivery_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.DONE, done_at__isnull=False)
                | ~Q(state=DeliveryState.DONE) & Q(done_at__isnull=True),
                name="letters_done_has_its_moment",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["send_after", "id"],
                condition=Q(state=DeliveryState.QUEUED),
                name="letters_delivery_due",
            ),
            models.Index(
                fields=["-id"], condition=Q(state=DeliveryState.FAILED), name="letters_delivery_trouble"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.way}"

    @property
    def why(self) -> str:
        """Why it did not arrive: what we met, or what the outbox did."""
        return self.last_error or (self.message.last_error if self.message else "")
