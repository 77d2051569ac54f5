"""Registers (sổ văn bản): a number is taken in the transaction that issues: none is lost or given twice."""

from __future__ import annotations

from datetime import date, datetime

from hoiam.accounts.models import Person
from hoiam.kit.moments import short_date
from hoiam.kit.refusal import Refused

from .content import Kind
from .models import Document, Register, RegisterEntry, RegisterYear

LARGEST = 999_999
_USUAL = (
    # A letter of apology bears the symbol of a công văn: numbers of both must never be the same.
    ("cong-van", "Sổ công văn đi", (Kind.LETTER, Kind.APOLOGY)),
    ("van-ban", "Sổ văn bản đi khác", (Kind.REPORT, Kind.NOTICE, Kind.PROPOSAL)),
)


def register_for(body: int, kind: Kind, *, is_ours: bool = True) -> Register:
    """The register of the body for documents of this kind; its first use opens it."""
    kept = Register.objects.filter(body=body, kinds__contains=[kind.value]).order_by("pk").first()
    if kept is not None:
        return kept
    code, name, kinds = next(one for one in _USUAL if kind in one[2])
    defaults = {"name": name, "kinds": [k.value for k in kinds], "is_ours": is_ours}
    return Register.objects.get_or_create(body_id=body, code=code, defaults=defaults)[0]


def take_number(register: Register, document: Document, *, on: date, at: datetime, by: Person) -> int:
    """The next number, locked until the transaction around ends: undone with it, and nobody sees a gap."""
    if not register.is_ours:
        raise Refused("Số do hệ thống văn bản của cơ quan cấp; hãy gõ số đã lấy từ hệ thống ấy.")
    year = lock_year(register, on.year)
    _refuse_an_earlier_day(register, on)
    return _enter(register, year, year.last + 1, document, on=on, at=at, by=by)


def enter_number(
    register: Register, number: int, document: Document, *, on: date, at: datetime, by: Person
) -> int:
    """A number that the office's own system gave, written down here."""
    if register.is_ours:
        raise Refused("Sổ này do hệ thống cấp số, không gõ số và không lấy số ghi sẵn trong tệp mang về.")
    if not 1 <= number <= LARGEST:
        raise Refused("Số văn bản là một số từ 01 đến 999.999.")
    year = lock_year(register, on.year)
    if RegisterEntry.objects.filter(register=register, year=on.year, number=number).exists():
        raise Refused(f"Số {number:02} năm {on.year} đã có trong {register.name}; hãy xem lại số.")
    return _enter(register, year, number, document, on=on, at=at, by=by)


def lock_year(register: Register, year: int) -> RegisterYear:
    """Whoever takes a number waits here for whoever is taking one."""
    RegisterYear.objects.bulk_create([RegisterYear(register=register, year=year)], ignore_conflicts=True)
    return RegisterYear.objects.select_for_update().get(register=register, year=year)


def _refuse_an_earlier_day(register: Register, on: date) -> None:
    """Numbers follow the days (Điều 15): none may be dated before the one it follows."""
    last = RegisterEntry.objects.filter(register=register, year=on.year).order_by("-number").first()
    if last is not None and on < last.on:
        raise Refused(
            f"Số {last.number:02} đã ghi ngày {short_date(last.on)}; số sau không thể ghi ngày sớm hơn."
        )


def _enter(
    register: Register,
    year: RegisterYear,
    number: int,
    document: Document,
    *,
    on: date,
    at: datetime,
    by: Person,
) -> int:
    year.last = max(year.last, number)
    year.save(update_fields=["last"])
    RegisterEntry.objects.create(
        register=register, year=on.year, number=number, document=document, on=on, at=at, by=by.pk
    )
    return number
