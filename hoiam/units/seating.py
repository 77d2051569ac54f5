"""Seating (xếp vị trí, giữ tài khoản): who comes, sits where as what, leaves; each with a line that stays.

Six beats, as for a case: the person's row is locked, the keeper allowed, then decided, changed and written
down in one transaction. A seat is ended by its last day, never deleted, and nobody seats himself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.lock_out import unlock
from hoiam.accounts.models import Person
from hoiam.accounts.set_password import link_for
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.refusal import Refused

from .directory import directory
from .keeper import Keeper
from .models import Membership, SeatingLine
from .roles import Role

Act = SeatingLine.Act
DAY: Final = timedelta(days=1)
NOT_YOURSELF: Final = "Không ai tự đổi vị trí hay tài khoản của mình; hãy nhờ một quản trị khác."
NOT_KEPT: Final = "Người này có vị trí ngoài phạm vi bạn quản; hãy nhờ quản trị hệ thống."


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat to be given: its last day belongs to it; without one it stays open."""

    unit: int
    role: str
    since: date
    until: date | None = None

    @property
    def during(self) -> DateRange:
        return DateRange(self.since, self.until + DAY if self.until else None)

    def __str__(self) -> str:
        name = directory().unit(self.unit, self.since).name
        until = f" đến hết {short_date(self.until)}" if self.until else ""
        return f"{Role(self.role).short} · {name}, từ {short_date(self.since)}{until}"


@transaction.atomic
def add_person(
    seat: Seat, *, by: Keeper, username: str, full_name: str, email: str = "", phone: str = ""
) -> tuple[Person, str]:
    """Somebody new with a first seat, for an account of no unit would be kept by nobody; and the address
    where the password is chosen."""
    _allow_seat(seat, by)
    try:
        with transaction.atomic():
            person = Person.objects.create_user(username, full_name=full_name, email=email, phone=phone)
    except ValidationError as no:
        raise Refused(no.messages[0]) from None
    except IntegrityError:  # two at once
        raise Refused("Đã có người dùng tên đăng nhập này.") from None
    _record(person, Act.ADDED, by, unit=seat.unit)
    _sit(person, seat, by)
    return person, link_for(person)


@transaction.atomic
def give_seat(person: Person, seat: Seat, *, by: Keeper) -> Membership:
    held = _held(person, by)
    if not held.is_active:
        raise Refused("Tài khoản này đã khóa; hãy mở lại trước khi xếp vị trí.")
    _allow_seat(seat, by)
    return _sit(held, seat, by)


@transaction.atomic
def end_seat(membership: Membership, last_day: date, *, by: Keeper) -> None:
    held = _held(membership.person, by)
    kept = Membership.objects.get(pk=membership.pk, person=held)
    if kept.role not in by.roles(kept.unit_id):
        raise Refused(_not_given(kept.role))
    on = civil_date(by.at)
    if kept.during.upper is not None and kept.during.upper <= on:
        raise Refused(f"Vị trí này đã thôi từ ngày {short_date(kept.during.upper)}.")
    earliest = earliest_end(kept, on)
    if last_day < earliest:
        raise Refused(f"Ngày cuối của vị trí này sớm nhất là {short_date(earliest)}.")
    kept.during = DateRange(kept.during.lower, last_day + DAY)
    _save(kept)
    words = f"{Role(kept.role).short} · {directory().unit(kept.unit_id, on).name}, hết ngày "
    _record(held, Act.ENDED, by, unit=kept.unit_id, words=words + short_date(last_day))


def earliest_end(membership: Membership, on: date) -> date:
    """Yesterday, which is at once: what somebody was on days gone by stays. A seat lasts a day at least."""
    return max(on - DAY, membership.during.lower or date.min)


@transaction.atomic
def deactivate(person: Person, *, by: Keeper) -> None:
    """At once, wherever somebody is signed in; seats stay, for the day the account opens again."""
    held = _held(person, by, account=True)
    _switch(held, by, is_active=False)


@transaction.atomic
def reactivate(person: Person, *, by: Keeper) -> None:
    held = _held(person, by, account=True)
    _switch(held, by, is_active=True)


@transaction.atomic
def renew_password(person: Person, *, by: Keeper) -> str:
    """The address where the person chooses a password: shown once. The one of before opens nothing now."""
    held = _held(person, by, account=True)
    if not held.is_active:
        raise Refused("Tài khoản này đã khóa; hãy mở lại trước khi cấp liên kết.")
    unlock(held.username)
    _record(held, Act.LINKED, by)
    return link_for(held)


@transaction.atomic
def let_try_again(person: Person, *, by: Keeper) -> None:
    """Nothing that was typed wrong is held against this name any more."""
    held = _held(person, by, account=True)
    if not unlock(held.username):
        raise Refused("Tài khoản này không bị tạm khóa đăng nhập.")
    _record(held, Act.UNLOCKED, by)


def _held(person: Person, by: Keeper, *, account: bool = False) -> Person:
    """One of two keepers at a time; `account`: what is done opens or shuts every seat at once."""
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if held.pk == by.person.pk:
        raise Refused(NOT_YOURSELF)
    if account and not by.keeps(held):
        raise Refused(NOT_KEPT)
    return held


def _allow_seat(seat: Seat, by: Keeper) -> None:
    on = civil_date(by.at)
    if seat.role not in by.roles(seat.unit):
        raise Refused(_not_given(seat.role))
    if seat.since < on:
        raise Refused("Vị trí bắt đầu sớm nhất là hôm nay: không ai có quyền ở những ngày đã qua.")
    if seat.role == Role.AUDITOR and seat.until is None:
        raise Refused("Kiểm tra, thanh tra xem theo quyết định, có thời hạn; hãy ghi ngày cuối.")
    if seat.until and seat.until < seat.since:
        raise Refused("Ngày cuối không được trước ngày bắt đầu.")
    if not directory().is_valid(seat.unit, seat.since):
        raise Refused(f"Đơn vị này không còn vào ngày {short_date(seat.since)}; hãy chọn đơn vị kế thừa.")


def _not_given(role: str) -> str:
    return f"Bạn không được xếp hay cho thôi vai trò “{Role(role).short}” ở đơn vị này."


def _sit(person: Person, seat: Seat, by: Keeper) -> Membership:
    given = Membership(person=person, unit_id=seat.unit, role=seat.role, during=seat.during)
    _save(given)
    _record(person, Act.SEATED, by, unit=seat.unit, words=str(seat))
    return given


def _save(membership: Membership) -> None:
    """The database knows which seats may not stand beside each other."""
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError:
        role = Role(membership.role).short
        raise Refused(
            f"Người này đã có vị trí “{role}” ở đơn vị này trong những ngày ấy; hãy chọn ngày khác."
        ) from None


def _switch(person: Person, by: Keeper, *, is_active: bool) -> None:
    if person.is_active == is_active:
        raise Refused("Tài khoản này đang dùng." if is_active else "Tài khoản này đã khóa.")
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    _record(person, Act.REACTIVATED if is_active else Act.DEACTIVATED, by)


def _record(person: Person, act: str, by: Keeper, *, unit: int | None = None, words: str = "") -> None:
    SeatingLine.objects.create(at=by.at, by=by.person, person=person, act=act, unit_id=unit, words=words)
