"""The outbox (hộp thư đi): one row for each thing somebody is told, written in the transaction it tells of.

The life of a row that leaves the house (SMS, e-mail, Zalo):

    queued ──claim──▶ sending ──accepted──▶ sent
      ▲                  │──refused for good, or tried too often──▶ failed
      └──not reached─────┤
                         └──nobody knows: killed, or an unclear answer──▶ stuck

`sending` is committed before the network is touched, so whoever dies in between leaves a row that no worker
takes again: a message leaves at most once. A stuck row is sent again only by a person, who can ask first.
In-app rows are `sent` when written and `read` when read.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from hoiam.accounts.models import Person

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Channel(models.TextChoices):
    IN_APP = "in_app", "Trong hệ thống"
    SMS = "sms", "Tin nhắn"
    EMAIL = "email", "Thư điện tử"
    ZALO = "zalo", "Zalo"


class State(models.TextChoices):
    QUEUED = "queued", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    STUCK = "stuck", "Chưa rõ đã gửi"
    READ = "read", "Đã đọc"


class Messages(models.QuerySet["Message"]):
    def in_app_of(self, person: Person) -> "Messages":
        return self.filter(to_person=person, channel=Channel.IN_APP)

    def unread(self) -> "Messages":
        return self.filter(channel=Channel.IN_APP, state=State.SENT)

    def due(self, now: object) -> "Messages":
        return self.filter(state=State.QUEUED, send_after__lte=now).order_by("send_after", "id")

    def in_trouble(self) -> "Messages":
        """What a person has to look at: Tin gửi chưa được."""
        return self.filter(state__in=[State.FAILED, State.STUCK]).order_by("-id")


class Message(models.Model):
    """Thông báo: a sentence on its way to one person of the house, or to one telephone or address outside."""

    to_person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    to_contact = models.BinaryField(null=True)  # sealed telephone or e-mail address
    channel = models.CharField(max_length=10, choices=Channel)
    template = models.CharField(max_length=60)
    about = models.CharField("Mã số", max_length=40)
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    resent_by = models.BigIntegerField(null=True)  # the person who sent a failed or stuck row again

    enclosures: "RelatedManager[Enclosure]"
    objects = Messages.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=Channel.IN_APP, to_person__isnull=False, to_contact__isnull=True)
                | (~Q(channel=Channel.IN_APP) & Q(to_person__isnull=True, to_contact__isnull=False)),
                name="messaging_one_addressee",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SENT, State.READ]) | Q(sent_at__isnull=False),
                name="messaging_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=State.READ, read_at__isnull=False)
                | (~Q(state=State.READ) & Q(read_at__isnull=True)),
                name="messaging_read_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["send_after", "id"], condition=Q(state=State.QUEUED), name="messaging_due"),
            models.Index(fields=["claimed_at"], condition=Q(state=State.SENDING), name="messaging_under_way"),
            models.Index(
                fields=["-id"],
                condition=Q(state__in=[State.FAILED, State.STUCK]),
                name="messaging_in_trouble",
            ),
            models.Index(
                fields=["to_person", "-id"], condition=Q(channel=Channel.IN_APP), name="messaging_inbox"
            ),
            models.Index(
                fields=["to_person"],
                condition=Q(channel=Channel.IN_APP, state=State.SENT),
                name="messaging_unread",
            ),
            models.Index(fields=["about", "id"], name="messaging_about"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.template} {self.about}"


class Enclosure(models.Model):
    """Tệp kèm theo: a file that leaves with an e-mail; its bytes stay where files are kept."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="enclosures")
    name = models.CharField("Tên tệp", max_length=160)
    media_type = models.CharField(max_length=100)
    kept_as = models.CharField(max_length=100)

    class Meta:
        verbose_name = "tệp kèm theo"
        verbose_name_plural = "tệp kèm theo"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """Cách nhận tin: what one person of the house has chosen; without a row, both."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    has_digest = models.BooleanField("Nhận bản tin buổi sáng", default=True)
    has_mail = models.BooleanField("Nhận qua thư điện tử", default=True)

    class Meta:
        verbose_name = "cách nhận tin"
        verbose_name_plural = "cách nhận tin"

    def __str__(self) -> str:
        return f"{self.person_id}"


class Reminder(models.Model):
    """Lần nhắc: that (key, step) has been done, whoever asks again, from whichever process."""

    key = models.CharField(max_length=120)
    step = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "step"], name="messaging_remind_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.step}"
