"""Logging a contact (ghi lượt liên hệ): one answered on the spot makes no case but is counted."""

from datetime import datetime

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import normal_phone, phone_hash
from hoiam.units.standing import standing

from .models import Contact

TAKING = ("operator", "shift_lead", "centre_manager", "coordinator")


def log_contact(
    *,
    by: Person,
    channel: str,
    about: str,
    petitioner_type: str = "person",
    procedure_code: str = "",
    phone: str = "",
    at: datetime | None = None,
) -> Contact:
    """Count a contact that `by` has just answered. Only whoever takes contacts may."""
    at = at or now()
    if not standing(by, at).has(*TAKING):
        raise Refused("Chỉ Tổng đài ghi lượt liên hệ.")
    if about not in Contact.About.values:
        raise Refused("Lượt liên hệ phải nêu về việc gì.")
    return Contact.objects.create(
        at=at,
        channel=channel,
        about=about,
        petitioner_type=petitioner_type,
        procedure_code=procedure_code,
        operator=by,
        phone_hash=phone_hash(normal_phone(phone)) if phone else None,
    )
