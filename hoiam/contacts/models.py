"""Contacts that made no case (lượt liên hệ không lập phiếu): answered on the spot, or missed.

A contact that made a case is that case, and one about an old case is a repeat contact of it; so no
contact is kept in two places and none is counted twice.
"""

from typing import Any, ClassVar

from django.db import models


class Contact(models.Model):
    """Một lượt liên hệ: who came by which channel, what it was about, and whether it was answered at once."""

    class About(models.TextChoices):
        PROCEDURE = "procedure", "Hỏi về thủ tục hành chính"
        REPORT = "report", "Phản ánh, kiến nghị"
        SUPPORT = "support", "Yêu cầu hỗ trợ"
        OTHER = "other", "Khác"

    at = models.DateTimeField("Lúc")
    channel = models.CharField("Kênh", max_length=20)
    about = models.CharField("Về việc", max_length=12, choices=About)
    petitioner_type = models.CharField("Người liên hệ", max_length=12, default="person")
    procedure_code = models.CharField("Mã thủ tục", max_length=40, blank=True)
    is_answered = models.BooleanField("Trả lời ngay", default=True)
    is_missed = models.BooleanField("Gọi nhỡ", default=False)
    called_back_at = models.DateTimeField("Đã gọi lại lúc", null=True, blank=True)
    operator = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Điện thoại viên",
    )
    phone_hash = models.BinaryField(null=True, max_length=40)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(is_answered=True, is_missed=True), name="contact_missed_is_not_answered"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["at"], name="contact_at"),
            models.Index(
                fields=["phone_hash", "-at"],
                name="contact_phone",
                condition=models.Q(phone_hash__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.at:%d/%m/%Y %H:%M}"
