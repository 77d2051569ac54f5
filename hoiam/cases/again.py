"""Again (gửi lại): what a telephone says once more of a matter still open joins that matter.

By the public form only the same words of the same place join, so that nobody learns by trying numbers
whether a telephone has cases; and never where the sender is hidden from those who read the words: they could
find out, number by number, whose these are. At the desk the person who hears the caller decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from hoiam.files.models import File
from hoiam.kit.fold import fold
from hoiam.kit.moments import civil_date
from hoiam.kit.sealing import phone_hash
from hoiam.units.directory import directory

from .add_contact import add_contact
from .line import Place
from .models import Attachment, Case
from .policy import By
from .queries import open_cases_of_phone
from .supply import supply

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

    from .petition import Petition

NEAR: Final = 0.001  # of a degree: a hundred metres, as telephones find themselves


def has_open_case(phone: str, person: Person, at: datetime) -> bool:
    """Whether this telephone still waits for something the person may see. Asked by one at a time."""
    _alone_with(phone)
    return open_cases_of_phone(phone).visible_to(person, at).exists()


def said_before(petition: Petition) -> Case | None:
    """The petitioner's own open case of the same words and place, locked. Asked by one at a time."""
    phone, said = petition.petitioner.get("phone"), _words(petition.content)
    if not phone or not said or petition.petitioner.get("confidential"):
        return None
    _alone_with(phone)
    theirs = open_cases_of_phone(phone).filter(is_confidential=False, conduct_unit=None)
    for case in theirs.select_related("text"):
        if _words(case.text.content) == said and not _is_elsewhere(case, petition.place):
            locked = Case.objects.lock(case)
            return locked if locked.is_open else None
    return None


@transaction.atomic
def join_again(case: Case, petition: Petition, *, by: By, files: Sequence[File] = ()) -> Case:
    """One more contact; a place not known before is said in it, and files not sent before are a supply."""
    place = _place_unknown_before(case, petition.place)
    case = add_contact(case, by=by, channel=petition.channel, text=place)
    new = _not_sent_before(case, files)
    return supply(case, by=by, text=f"Gửi thêm {len(new)} tệp.", files=new) if new else case


def _not_sent_before(case: Case, files: Sequence[File]) -> list[File]:
    if not files:
        return []
    sent = set(Attachment.objects.filter(case=case).values_list("file__sha256", flat=True))
    return [file for file in files if file.sha256 not in sent]


def _alone_with(phone: str) -> None:
    """Whoever else brings something by this telephone waits until this transaction ends, then sees it."""
    key = int.from_bytes(phone_hash(phone)[-8:], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _is_elsewhere(case: Case, place: Place | None) -> bool:
    """Two lamps of one street: the places say different things. What only one of them says, differs not."""
    if place is None:
        return False
    here, there = _words(case.text.address or ""), _words(place.address or "")
    if (here and there and here != there) or (place.area and case.area_id and place.area != case.area_id):
        return True
    pairs = ((case.lat, place.lat), (case.lng, place.lng))
    return any(was is not None and now is not None and abs(was - now) > NEAR for was, now in pairs)


def _place_unknown_before(case: Case, place: Place | None) -> str:
    if place is None:
        return ""
    address = place.address if not case.text.address else None
    area = place.area if case.area_id is None else None
    named = directory().area_words(area, civil_date(case.received_at)) if area else None
    return ", ".join(part for part in (address, named) if part)
