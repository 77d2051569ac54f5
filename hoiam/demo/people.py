"""People of the demo (tài khoản minh họa): one for each role, all with the password printed at the start."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.models import Membership
from hoiam.units.roles import Role

from .today import COMMUNE, DEPARTMENT, WARD

PASSWORD: Final = "hoi-am-thu-nghiem"


class Seat(NamedTuple):
    username: str
    role: str
    unit: str


SEATS: Final = (
    Seat("dienthoaivien", Role.OPERATOR, "1022"),
    Seat("truongca", Role.SHIFT_LEAD, "1022"),
    Seat("phutrach", Role.CENTRE_MANAGER, "1022"),
    Seat("dieuphoi", Role.COORDINATOR, "vp-ubnd"),
    Seat("chanhvanphong", Role.OFFICE_HEAD, "vp-ubnd"),
    Seat("vanthu", Role.CLERK, "vp-ubnd"),
    Seat("vanthu1022", Role.CLERK, "1022"),
    Seat("kiemduyet", Role.REVIEWER, "1022"),
    Seat("chutich", Role.AUTHORITY_HEAD, "ubnd-tinh"),
    Seat("daumoi", Role.FOCAL_POINT, WARD),
    Seat("canbo", Role.OFFICER, WARD),
    Seat("lanhdao", Role.UNIT_HEAD, WARD),
    Seat("quantridonvi", Role.UNIT_ADMIN, WARD),
    Seat("lanhdaoxa", Role.UNIT_HEAD, COMMUNE),
    Seat("lanhdaoso", Role.UNIT_HEAD, DEPARTMENT),
    Seat("noivu", Role.HOME_AFFAIRS, "so-noi-vu"),
    Seat("thanhtra", Role.AUDITOR, "thanh-tra"),
    Seat("xacminh", Role.UNIT_HEAD, "thanh-tra"),
    Seat("dienluc", Role.EXTERNAL_UNIT, "dien-luc-dn"),
    Seat("baovedulieu", Role.PRIVACY_OFFICER, "vp-ubnd"),
    Seat("bientap", Role.KNOWLEDGE_EDITOR, "1022"),
)
ADMIN: Final = "quantri"


def seat_people() -> None:
    """Make whoever is missing. One hash for all: the password is printed anyway."""
    on, hashed = civil_date(now()), make_password(PASSWORD)
    for seat in SEATS:
        unit = directory().unit(directory().unit_id(seat.unit, on), on)
        name = f"{Role(seat.role).short} thử nghiệm"
        person, is_new = Person.objects.get_or_create(
            username=seat.username, defaults={"full_name": name, "password": hashed}
        )
        if is_new:
            Membership.objects.create(
                person=person, unit_id=unit.id, role=seat.role, during=DateRange(None, None)
            )
    Person.objects.get_or_create(
        username=ADMIN,
        defaults={"full_name": "Quản trị hệ thống thử nghiệm", "password": hashed, "is_system_admin": True},
    )


def listing() -> list[tuple[str, str, str]]:
    """(username, role, unit) for the list printed at the start."""
    book, on = directory(), civil_date(now())
    rows = [
        (seat.username, Role(seat.role).short, book.unit(book.unit_id(seat.unit, on), on).name)
        for seat in SEATS
    ]
    return [*rows, (ADMIN, "Quản trị hệ thống", "")]
