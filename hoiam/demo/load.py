"""Loading the demo (dựng dữ liệu minh họa): once, whole or not at all; today's work again on a later day."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from hoiam import units
from hoiam.cases.figures import Window
from hoiam.cases.lives import known_lives
from hoiam.cases.moving import move_open_cases, moved_cases
from hoiam.cases.replay import carry_on, write_folded
from hoiam.cases.world import world
from hoiam.contacts.models import Contact
from hoiam.kit.clock import now
from hoiam.kit.moments import VN
from hoiam.kit.progress import progress
from hoiam.messaging import quiet
from hoiam.reporting.definitions import definition
from hoiam.reporting.make import Asked, monthly_report
from hoiam.reporting.models import Report
from hoiam.units.reorganisation import apply, read

from .june_2025 import finished, june
from .oversight import seat_signers, summer_of_letters
from .people import seat_people
from .summer_2021 import summer
from .telling import SOURCE, Life
from .today import today

BATCH: Final = 400
PLAN: Final = Path(units.__file__).parent / "data" / "reorganisation_2025-07-01.json"
FIRST_DAY: Final = datetime(2025, 7, 1, tzinfo=VN)
# Contacts answered on the spot, by month of 2021: the cases are on top of them.
CONTACTS: Final = {5: 900, 6: 1700, 7: 3400, 8: 3900}


def load(at: datetime | None = None) -> None:
    """Everything the demo shows. Nothing is told to anybody, and nothing is loaded twice."""
    at = at or now()
    with quiet(), transaction.atomic():
        seat_people()
        if not known_lives([(SOURCE, "2021/0001")]):
            _write("Mùa hè 2021", summer(world()), at)
            _contacts_of_2021()
            with progress("Văn bản tháng 7, 8/2021") as shown:
                seat_signers()
                summer_of_letters(_report_of_july())
                shown.advance(5)
            _write("Tháng 6/2025", june(world()), at)
            _reorganise()
    with quiet(), transaction.atomic():
        if not known_lives([(SOURCE, f"nay-{at.astimezone(VN):%Y%m%d}/0001")]):
            _write("Hôm nay", today(world(), at.astimezone(VN)), at)


def _write(title: str, lives: Iterable[Life], at: datetime) -> None:
    batch: list[Life] = []
    with progress(title) as shown:
        for life in lives:
            batch.append(life)
            if len(batch) == BATCH:
                write_folded([told.folded for told in batch], recorded_at=at)
                shown.advance(len(batch))
                batch = []
        write_folded([told.folded for told in batch], recorded_at=at)
        shown.advance(len(batch))


def _reorganise() -> None:
    """1/7/2025: districts end, and the work they held goes to the communes."""
    plan = read(PLAN)
    apply(plan, None, FIRST_DAY)
    move_open_cases(plan, FIRST_DAY)
    _finish_what_moved()


def _finish_what_moved() -> None:
    """The communes' own lines, told after the move because only then it is known who holds what."""
    chance, rules = random.Random(202), world()
    for moved in moved_cases(SOURCE, FIRST_DAY):
        if moved.due_at is not None and chance.random() < 0.95:
            is_accepted = moved.state == "in_hand"
            lines = finished(rules, moved.holder_id, moved.due_at, chance, is_accepted=is_accepted)
            carry_on(moved.pk, lines, after=moved.seq)


def _report_of_july() -> Report:
    """The report both letters begin with, made as the Office would make it."""
    start, end = datetime(2021, 6, 30, 17, tzinfo=VN), datetime(2021, 7, 29, 17, tzinfo=VN)
    return monthly_report(Asked(Window(start, end, end), definition()))


def _contacts_of_2021() -> None:
    chance = random.Random(9193)
    rows = []
    for month, count in CONTACTS.items():
        first = datetime(2021, month, 1, tzinfo=VN)
        days = (first.replace(month=month + 1) - first).days
        for _ in range(count):
            moment = first + timedelta(
                days=chance.randrange(days), seconds=chance.randrange(6 * 3600, 21 * 3600)
            )
            about = chance.choices(Contact.About.values, [62, 14, 16, 8])[0]
            who = "business" if chance.random() < 0.18 else "person"
            rows.append(Contact(at=moment, channel="phone", about=about, petitioner_type=who))
    Contact.objects.bulk_create(rows, batch_size=2000)
