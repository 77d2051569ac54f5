"""Signing (ký số): whose key signs a document here, or what was signed outside and brought back.

Where the installation has no key for somebody, the prepared file goes out and the signed one comes back: it
is taken only when nothing but the awaited signature was added, and that signature is good.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from hoiam.files.keep import MEGABYTE, limit
from hoiam.files.kinds import Family
from hoiam.kit.fold import fold
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.signatures import identities
from hoiam.signatures.compare import compare
from hoiam.signatures.fields import LEADER, ORGANISATION, Box
from hoiam.signatures.identity import Identity
from hoiam.signatures.sign import sign
from hoiam.signatures.stamps import leader_stamp, organisation_stamp
from hoiam.signatures.verify import verify
from hoiam.units.directory import directory

from .form import signature_boxes
from .models import Document

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

Stamp = Callable[[str, datetime, Box], bytes]


def leader_signs(
    document: Document, prepared: bytes, *, by: Person, at: datetime, returned: bytes | None = None
) -> bytes:
    """Box 7c."""
    if returned is not None:
        return brought_back(prepared, returned, LEADER, at, signer=document.letter.signatory.name)
    name = document.letter.signatory.name
    identity = identity_of_person(document, by)
    return _signed(document, prepared, LEADER, identity, leader_stamp, name, at)


def organisation_signs(
    document: Document, numbered: bytes, *, at: datetime, returned: bytes | None = None
) -> bytes:
    """Box 8: "Ký bởi: Ủy ban nhân dân tỉnh Đồng Nai / Ngày ký: 04-08-2021 08:23:42 +07:00"."""
    if returned is not None:
        return brought_back(numbered, returned, ORGANISATION, at)
    name = document.letter.head.said_name
    identity = identity_of_body(document, at)
    return _signed(document, numbered, ORGANISATION, identity, organisation_stamp, name, at)


def identity_of_person(document: Document, person: Person) -> Identity | None:
    return identities.person(person.username, person.full_name, organisation=document.letter.head.said_name)


def identity_of_body(document: Document, at: datetime) -> Identity | None:
    assert document.issuer_id is not None
    code = directory().unit(document.issuer_id, civil_date(at)).code
    return identities.organisation(code, document.letter.head.said_name)


def brought_back(sent: bytes, returned: bytes, field: str, at: datetime, *, signer: str = "") -> bytes:
    """The returned file; refused when anything but the signature in that field is new, or it is bad."""
    if len(returned) > limit(Family.DOCUMENT):
        raise Refused(
            f"Tệp mang về nặng hơn {limit(Family.DOCUMENT) // MEGABYTE} MB, lớn hơn mọi tệp gửi đi."
        )
    if (difference := compare(sent, returned)) is not None:
        raise Refused(difference)
    verdicts = verify(returned, trusted=identities.trusted(), at=at)
    found = next((verdict for verdict in verdicts if verdict.field == field), None)
    if found is None:
        raise Refused("Tệp mang về chưa có chữ ký số ở ô đã chừa.")
    problems = [problem for verdict in verdicts for problem in verdict.problems]
    if problems:
        raise Refused(" ".join(dict.fromkeys(problems)))
    if fold(signer) not in fold(found.signer):
        raise Refused(f"Chữ ký trong tệp là của {found.signer}, không phải của {signer}.")
    return returned


def _signed(
    document: Document,
    pdf: bytes,
    field: str,
    identity: Identity | None,
    stamp: Stamp,
    name: str,
    at: datetime,
) -> bytes:
    if identity is None:
        raise Refused(f"Ở đây không có khóa ký của {name}; hãy tải tệp về, ký ở ngoài rồi đưa lại.")
    boxes = {one.name: one.box for one in signature_boxes(document.letter, number=None, on=None)}
    return sign(pdf, field=field, identity=identity, at=at, stamp=stamp(name, at, boxes[field]))
