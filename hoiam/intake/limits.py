"""Limits (giới hạn số lần): a few tries an hour at a public door, counted in the database.

Counted by one statement, so that a hundred requests at once, in several processes, are a hundred tries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Final

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest

from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import keyed_hash
from hoiam.kit.unhurried import HURRY, insert

from .models import Tries

COUNT: Final = f"""
    INSERT INTO intake_tries (door, who, hour, count) SELECT %s, %s, %s::timestamptz, 1 {HURRY}
    ON CONFLICT (door, who, hour) DO UPDATE SET count = intake_tries.count + 1
    RETURNING count
"""
KEPT: Final = timedelta(hours=2)


class TooMany(Refused):
    """Knocked too often: HTTP 429."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries an hour at `door` by one caller; then the sentence."""

    door: str
    most: int
    sentence: str
    setting: str = ""  # the name under which an installation may say another number

    def spend(self, who: str) -> None:
        """Count one try; TooMany when the hour's tries were used up before it."""
        most = int(getattr(settings, self.setting, self.most)) if self.setting else self.most
        _, row = insert(COUNT, [self.door, hashed(who), _hour(now())])
        if row and row[0] > most:
            raise TooMany(self.sentence)

    def forgive(self, who: str) -> None:
        """That try was an honest one and costs nothing; those before it stay counted."""
        tries = Tries.objects.filter(door=self.door, who=hashed(who), hour=_hour(now()), count__gt=0)
        tries.update(count=F("count") - 1)


def hashed(who: str) -> bytes:
    return keyed_hash("tries", who)


def address_of(request: HttpRequest) -> str:
    """The network address of whoever asks. Only our own proxy, when there is one, is believed about it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if forwarded:
            return _household(forwarded)
    return _household(str(request.META.get("REMOTE_ADDR", "")))


def _household(address: str) -> str:
    """One subscriber has one IPv4 address but 2⁶⁴ of IPv6: those count as one."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv4Address):
        return address
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ip_network((known, 64), strict=False).network_address)


def forget_old(at: datetime) -> int:
    return Tries.objects.filter(hour__lt=at - KEPT).delete()[0]


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
