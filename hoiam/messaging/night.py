"""Night (giờ yên lặng): the hours in which nobody is told anything that can wait until morning."""

from datetime import datetime

from hoiam.calendars.parameters import parameter
from hoiam.kit.moments import VN


def is_night(at: datetime) -> bool:
    """From `quiet_from` to `quiet_until`, over midnight or not; equal hours mean that there is no night."""
    hour, begins, ends = at.astimezone(VN).hour, parameter("quiet_from", at), parameter("quiet_until", at)
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends
