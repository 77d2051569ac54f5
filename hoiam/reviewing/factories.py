"""Factories: people who sit at the review and a session of the province, for everybody's tests.

session = opened()                     of UBND tỉnh, a week after MONDAY
chair() the Office's coordinator; late() a case nobody answered
"""

from __future__ import annotations

from datetime import datetime

from hoiam.accounts.models import Person
from hoiam.cases.factories import MONDAY, Case, hours, in_hand, person, unit_id

from .models import Item, Session
from .open_session import open_session

AT = MONDAY + hours(24 * 14)
AUTHORITY = "ubnd-tinh"


def chair() -> Person:
    return person("coordinator", "vp-ubnd")


def late(at: datetime = MONDAY, **changes) -> Case:
    return in_hand(at, **changes)


def opened(at: datetime = AT, *, authority: str = AUTHORITY, by: Person | None = None) -> Session:
    return open_session(unit_id(authority), by=by or chair(), at=at)


def line_of(session: Session, case: Case) -> Item:
    return session.items.get(case=case)
