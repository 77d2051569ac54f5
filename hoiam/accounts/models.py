"""People (người dùng): who signs in, failed attempts, and the log of looks at identities.

What a person may do is not here: seats are memberships (`hoiam.units`), permissions are rules of the cases.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower


class UsernameField(models.CharField):
    """Kept in lower case, however it was typed: `LAN` and `lan` are one person, in queries too."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.strip().lower() if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class People(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """A person with a password; without one, an account nobody can sign in to until one is set."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """For Django's own `createsuperuser`: whoever sets up an installation."""
        return self.create_user(username, password, is_system_admin=True, **fields)


class Person(AbstractBaseUser):
    """Người dùng: one person of an office, the centre or a company. Never deleted: history names them."""

    # No "@": lines of history name people as `person@unit`.
    username = UsernameField(
        "Tên đăng nhập",
        max_length=64,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z", "Tên đăng nhập chỉ gồm chữ không dấu, số và . _ -"
            )
        ],
        error_messages={"unique": "Đã có người dùng tên đăng nhập này."},
    )
    full_name = models.CharField("Họ và tên", max_length=120)
    email = models.EmailField("Thư điện tử", blank=True)
    phone = models.CharField("Điện thoại", max_length=20, blank=True)
    is_active = models.BooleanField("Đang dùng", default=True)
    is_system_admin = models.BooleanField("Quản trị hệ thống", default=False)

    objects = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")), name="accounts_username_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.username


class FailedSignIn(models.Model):
    """Lần đăng nhập sai: failures in a row of one name from one address; gone once the password is right."""

    username = models.CharField(max_length=64)
    address = models.GenericIPAddressField()
    failures = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["username", "address"], name="accounts_failure_once_a_name_and_address"
            ),
        ]
        indexes = [models.Index(fields=["last_at"], name="accounts_failure_by_time")]

    def __str__(self) -> str:
        return f"{self.username} · {self.address} · {self.failures}"


class IdentityLook(models.Model):
    """Lượt xem danh tính: who looked at whose identity, and why. Append-only, by trigger.

    Plain references: what was looked at lies in rooms above, and the line must outlive both ends.
    """

    person_id = models.BigIntegerField(null=True)  # null: the command line of the installation
    about = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["about", "at"], name="accounts_look_by_subject"),
            models.Index(fields=["person_id", "at"], name="accounts_look_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.person_id} {self.about}"


def log_look(person: Person | None, about: str, why: str, at: datetime) -> None:
    """Write down that `person` (None: the command line) saw the identity behind `about`, and why."""
    IdentityLook.objects.create(person_id=person.pk if person else None, about=about, why=why, at=at)
