"""The petitioner (người gửi): sealed at rest, found again by a keyed hash of the telephone.

Who may read it is decided here and nowhere else; each look is logged with its reason.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hoiam.accounts.models import log_look
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import keyed_hash, normal_phone, phone_hash, phone_hashes, seal, unseal
from hoiam.units.standing import standing

from .models import Case, Petitioner
from .visible import CENTRE_ROLES, coordinates_instead, in_centre_or_office

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

IDENTITY: Final = ("name", "phone", "email", "address", "tax_code", "representative")
HIDDEN: Final = (
    "Bạn không xem được danh tính người gửi vì họ đề nghị giữ kín; cần hỏi thêm, hãy dùng Đề nghị bổ sung."
)


def sealed_petitioner(petitioner: dict[str, Any]) -> dict[str, Any]:
    """Columns of the sealed row: one sealed JSON, and keyed hashes of phone and e-mail."""
    identity = {key: petitioner[key] for key in IDENTITY if petitioner.get(key)}
    secret = petitioner.get("secret")
    phone = identity.get("phone")
    return {
        "sealed": seal(json.dumps(identity, ensure_ascii=False)) if identity else None,
        "phone_hash": phone_hash(phone) if phone else None,
        "email_hash": keyed_hash("email", identity["email"].lower()) if identity.get("email") else None,
        "secret_hash": secret_hash(secret) if secret else None,
    }


def secret_hash(secret: str) -> bytes:
    """Of a private link. The secret has 128 random bits, so a plain hash cannot be reversed."""
    return hashlib.sha256(secret.encode()).digest()


def identity_of(case: Case) -> dict[str, str]:
    """The unsealed identity, without asking who looks: for exports and notices, which log their own."""
    row = case.petitioner
    return json.loads(unseal(bytes(row.sealed))) if row.sealed else {}


def may_see_identity(case: Case, person: Person, at: datetime | None = None) -> bool:
    """The centre and the Office, or who coordinates instead of them when they are accused; the holder
    unless the petitioner asked to be kept hidden."""
    at = at or now()
    seat = standing(person, at)
    if case.conduct_unit_id in seat.walls:
        return False
    if in_centre_or_office(seat, at, CENTRE_ROLES) or coordinates_instead(seat, case, at):
        return True
    return not case.is_confidential and case.conduct_unit_id is None and case.holder_id in seat.units


def look_at_identity(case: Case, person: Person, *, why: str, at: datetime | None = None) -> dict[str, str]:
    """The identity, for one who may see it; the look is logged first."""
    at = at or now()
    if not may_see_identity(case, person, at):
        raise Refused(HIDDEN)
    log_look(person, about=case.code, why=why, at=at)
    return identity_of(case)


def cases_of_phone(phone: str) -> list[int]:
    """Ids of the cases whose petitioner has this telephone, under any key still in use."""
    hashes = phone_hashes(normal_phone(phone))
    return list(Petitioner.objects.filter(phone_hash__in=hashes).values_list("case_id", flat=True))
