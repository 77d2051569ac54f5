"""Factories: the smallest lawful documents and the people who handle them, for everybody's tests.

document = drafted()                      a letter of UBND tỉnh by its Office, dated as the one of 2021
document = submitted() / signed() / issued()
document = issued(content(annexes=(annex(("ubnd-731", 3), ("ubnd-740", 2)),)))
person("clerk", "vp-ubnd")                somebody with that seat; asked again, the same person
signer()                                  the chief of the Office, who signs TL. CHỦ TỊCH

They need the reference data. The moment is that of letter 9193.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.kit.moments import VN, civil_date
from hoiam.units.directory import directory
from hoiam.units.models import Membership
from hoiam.units.standing import forget_standing

from .content import Addressee, Annex, Column, Content, Facts, Kind, Paragraph, Purpose, Row
from .draft import draft
from .groups import group
from .issue import issue
from .letterheads import letterhead_of
from .models import Document, Signer
from .sign import sign
from .signers import as_printed
from .submit import submit

AT = datetime(2021, 8, 4, 8, 23, 42, tzinfo=VN)
BODY, OFFICE = "ubnd-tinh", "vp-ubnd"
CAPACITY, POSITION = "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"


def unit_id(code: str, at: datetime = AT) -> int:
    return directory().unit_id(code, civil_date(at))


def person(role: str, unit: str = OFFICE, *, name: str = "", on: date | datetime = AT) -> Person:
    found, is_new = Person.objects.get_or_create(
        username=name or f"{role}.{unit}",
        defaults={"full_name": f"Cán bộ thử nghiệm {role} {unit}", "password": "!"},
    )
    if is_new:
        seat = directory().unit_id(unit, civil_date(on))
        Membership.objects.create(person=found, unit_id=seat, role=role, during=DateRange(None, None))
        forget_standing(found)
    return found


def signer(
    unit: str = BODY, *, by: Person | None = None, capacity: str = CAPACITY, position: str = POSITION
) -> Signer:
    """The row that lets somebody sign for a body; without `by`, the chief of the Office."""
    who = by or person("office_head", OFFICE)
    return Signer.objects.get_or_create(
        unit_id=unit_id(unit),
        person=who,
        capacity=capacity,
        position=position,
        defaults={"during": DateRange(None, None), "source": "Quy chế làm việc thử nghiệm"},
    )[0]


def content(issuer: str = BODY, drafting: str = OFFICE, at: datetime = AT, **changes: Any) -> Content:
    """A short letter to the districts and a department; `changes` are fields of `Content`."""
    on, body = civil_date(at), unit_id(issuer, at)
    districts = group("ubnd-cap-duoi", body, on, Purpose.ACT)
    assert districts is not None
    made = Content(
        kind=Kind.LETTER,
        head=letterhead_of(body, on, drafting=unit_id(drafting, at)),
        subject="nhắc các đơn vị, địa phương kiểm tra, xử lý phản ánh, kiến nghị",
        addressees=(Addressee("Sở Nội vụ", (unit_id("so-noi-vu", at),), Purpose.COOPERATE), districts),
        body=(
            Paragraph.of("Chủ tịch UBND tỉnh có ý kiến như sau:", "opening"),
            Paragraph.of("1. Giao Sở Nội vụ thường xuyên phối hợp rà soát.", "point", 1),
            Paragraph.of("Chủ tịch UBND tỉnh yêu cầu các đơn vị nghiêm túc thực hiện./.", "closing"),
        ),
        copies=(Addressee("Như trên"), Addressee("Lưu: VT, HCC")),
        signatory=as_printed(signer(issuer)),
        facts=Facts(executors=(unit_id("so-noi-vu", at),)),
    )
    return replace(made, **changes)


def annex(*owners: tuple[str, int], code: str = "I", at: datetime = AT) -> Annex:
    """`owners` = (code of a unit, how many rows it has)."""
    rows, n = [], 0
    for unit, many in owners:
        for _ in range(many):
            n += 1
            rows.append(Row((str(n), f"2107-{n:07}-0", f"Việc của {unit}"), unit=unit_id(unit, at)))
    columns = (Column("STT", 0.4, False), Column("Mã số", 1), Column("Nội dung", 3))
    return Annex(code, "Nội dung chưa xử lý", columns, tuple(rows))


def with_annexes(*annexes: Annex, **changes: Any) -> Content:
    """A letter whose words agree with its annexes: the counts are said and the owners are ordered to act."""
    told = tuple(
        Paragraph.of(f"{n}. Rà soát {one.lines} nội dung tại Phụ lục {one.code} (đính kèm).", "point", n)
        for n, one in enumerate(annexes, start=2)
    )
    base = content()
    body = (*base.body[:2], *told, base.body[-1])
    facts = replace(base.facts, counts={one.code: one.lines for one in annexes})
    return replace(base, body=body, annexes=annexes, facts=facts, **changes)


def drafted(it: Content | None = None, at: datetime = AT, **more: Any) -> Document:
    return draft(it or content(), by=person("coordinator"), at=at, **more)


def submitted(it: Content | None = None, at: datetime = AT, **more: Any) -> Document:
    return submit(drafted(it, at, **more), by=person("coordinator"), at=at)


def signed(it: Content | None = None, at: datetime = AT, **more: Any) -> Document:
    return sign(submitted(it, at, **more), by=person("office_head"), at=at)


def issued(it: Content | None = None, at: datetime = AT, number: int | None = None, **more: Any) -> Document:
    return issue(signed(it, at, **more), by=person("clerk"), at=at + timedelta(minutes=1), number=number)
