"""Loading (nạp dữ liệu đo): people to sign in as, templates by the real decisions, then a great many of them.

Runs in a process whose database is bench's own.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.accounts.models import Person
from hoiam.cases.replay import Folded, write_folded
from hoiam.cases.world import world
from hoiam.config import database
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.models import Membership

from .lives import BEFORE, BODIES, Era, era_of_now, finished_lives, open_lives
from .stamping import read_templates, stamp_out

SEED: Final = 1022
TEMPLATES: Final = 160  # of each of the three sorts, where so many cases are asked for
OPEN_SHARE: Final = 0.02
BEFORE_SHARE: Final = 0.7  # of the finished ones: four of five and a half years
UNIT: Final = BODIES[0]
# user name → (role, unit)
SEATS: Final = {
    "bench-operator": ("operator", "1022"),
    "bench-coordinator": ("coordinator", "vp-ubnd"),
    "bench-officer": ("officer", UNIT),
    "bench-head": ("unit_head", UNIT),
    "bench-signer": ("office_head", "vp-ubnd"),
    "bench-clerk": ("clerk", "vp-ubnd"),
}
DONE: Final = "CREATE TABLE bench_loaded AS SELECT %s::bigint AS cases, now() AS at"


def load(cases: int, password: str) -> None:
    name = connection.settings_dict["NAME"]
    if name != f"hoiam_bench_{cases}":
        raise Refused(f"Không nạp dữ liệu đo vào {name}: đó không phải cơ sở dữ liệu để đo.")
    seat_people(password)
    at = now().replace(microsecond=0)
    with psycopg.connect(database.owner_url(), autocommit=True) as owner:
        owner.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'")
        stamp_out(owner, _shares(owner, cases, at), SEED)
        owner.execute("VACUUM ANALYZE")
        owner.execute(DONE, [cases])


def seat_people(password: str) -> None:
    """One for each part of a life; whoever is there gets the password of this run."""
    on, hashed = civil_date(now()), make_password(password)
    for username, (role, unit) in SEATS.items():
        person, is_new = Person.objects.update_or_create(
            username=username, defaults={"full_name": "Người đo", "password": hashed}
        )
        if is_new:
            seat = directory().unit_id(unit, on)
            Membership.objects.create(person=person, unit_id=seat, role=role, during=DateRange(None, None))


def _shares(owner: psycopg.Connection[Any], cases: int, at: datetime) -> list[Any]:
    """The templates are cases too; what is left to make is shared among their copies."""
    chance, rules = random.Random(SEED), world()
    open_count = max(1, round(cases * OPEN_SHARE))
    before = round((cases - open_count) * BEFORE_SHARE)
    shares = []
    for era, count in ((BEFORE, before), (era_of_now(at), cases - open_count - before)):
        lives = list(finished_lives(era, min(TEMPLATES, count), rules, chance))
        shares.append((_written(owner, lives, at, era), count - len(lives)))
    lives = list(open_lives(at, min(TEMPLATES, open_count), rules, chance))
    shares.append((_written(owner, lives, at), open_count - len(lives)))
    return shares


def _written(
    owner: psycopg.Connection[Any], lives: Sequence[Folded], at: datetime, era: Era | None = None
) -> list[Any]:
    write_folded(lives, recorded_at=at)
    ids = [life.case_id for life in lives if life.case_id is not None]
    if era:
        return read_templates(owner, ids, era.earliest, era.latest)
    return _recent(read_templates(owner, ids, at, at))


def _recent(templates: list[Any]) -> list[Any]:
    """Open lives are of these days; one copy in four is some weeks older and mostly late."""
    stay = [t._replace(earliest=t.received_at, latest=t.received_at) for t in templates]
    back = [t._replace(earliest=t.received_at - timedelta(weeks=4), latest=t.received_at) for t in templates]
    return [*stay, *stay, *stay, *back]
