"""Apologise (soạn thư xin lỗi): a letter of the unit's head to one petitioner whose report it answers late.

Nothing is sent by itself: this drafts, the head signs each letter (wording 12.6). Of a report about conduct,
or of a petitioner kept hidden, the holder knows no name and writes to nobody; the centre does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from django.db import transaction

from hoiam.cases.people import HIDDEN, look_at_identity, may_see_identity
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.letters.compose import Apology, apology
from hoiam.letters.draft import draft
from hoiam.letters.issuers import issuer_of
from hoiam.letters.models import Document
from hoiam.units.directory import directory
from hoiam.units.roles import Role
from hoiam.units.standing import standing

if TYPE_CHECKING:
    from hoiam.accounts.models import Person
    from hoiam.cases.models import Case

WRITERS: Final = (Role.UNIT_HEAD, Role.FOCAL_POINT, Role.OFFICER, Role.EXTERNAL_UNIT)
WHY: Final = "Soạn thư xin lỗi"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says: why it is late, until when it will be answered, and whom to ask."""

    cause: str
    answer_before: date
    contact: str
    contact_phone: str


def may_apologise(case: Case, person: Person, at: datetime) -> bool:
    """People of the unit that holds the case, once its deadline has passed."""
    is_late = case.missed_at is not None or (case.due_at is not None and case.due_at < at)
    return case.is_open and is_late and standing(person, at).has(*WRITERS, unit=case.holder_id)


@transaction.atomic
def apologise(case: Case, said: Said, *, by: Person, at: datetime) -> Document:
    """A draft in letters; the look at the petitioner's name is written down as every other."""
    if not may_apologise(case, by, at):
        raise Refused("Chỉ đơn vị đang giữ phản ánh đã quá hạn mới soạn thư xin lỗi.")
    if not may_see_identity(case, by, at):
        raise Refused(HIDDEN)
    if said.answer_before <= civil_date(at):
        raise Refused("Ngày sẽ trả lời phải ở phía trước.")
    sender = look_at_identity(case, by, why=WHY, at=at)
    if not sender.get("name"):
        raise Refused("Người gửi không để lại tên nên không có thư gửi riêng.")
    return draft(apology(_letter(case, said, sender["name"], at)), by=by, at=at, unit=case.holder_id)


def _letter(case: Case, said: Said, name: str, at: datetime) -> Apology:
    on = civil_date(at)
    unit = directory().unit(case.holder_id, on)
    missed = case.missed_at or case.due_at
    assert missed is not None  # late, as `may_apologise` has seen
    kind: Literal["person", "business"] = "business" if case.petitioner_type == "business" else "person"
    return Apology(
        issuer=issuer_of(unit.id, on),
        unit_name=unit.name,
        petitioner=name,
        petitioner_kind=kind,
        code=show_code(case.code),
        received_on=civil_date(case.received_at),
        due_on=civil_date(missed),
        cause=said.cause.strip().rstrip("."),
        answer_before=said.answer_before,
        contact=said.contact.strip(),
        contact_phone=said.contact_phone.strip(),
    )
