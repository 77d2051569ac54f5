"""Who decides about time (ai được ghi quyết định về lịch, thời hạn)."""

from datetime import datetime

from hoiam.accounts.models import Person
from hoiam.kit.refusal import Refused
from hoiam.units.roles import Role
from hoiam.units.standing import standing


def may_decide(person: Person, at: datetime) -> bool:
    """Whoever keeps the system, or coordinates in the centre or its Office: nobody judges his own clock."""
    stands = standing(person, at)
    return stands.is_system_admin or (
        (stands.is_office or stands.is_centre)
        and stands.has(Role.COORDINATOR, Role.OFFICE_HEAD, Role.CENTRE_MANAGER)
    )


def require(person: Person | None, at: datetime) -> None:
    """None is the installation itself: a command, or the loading of reference rows."""
    if person is not None and not may_decide(person, at):
        raise Refused(
            "Chỉ điều phối viên, lãnh đạo Văn phòng hoặc quản trị hệ thống được ghi quyết định về lịch."
        )
