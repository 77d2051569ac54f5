"""Queues (hộp việc): the lists of what must be done now, each a named question over the visible cases.

A list is read in keyset pages and counted up to a bound, so that neither costs more as the table grows.
Which lists a person has follows from the roles held; what is in them starts at `visible_to`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, OuterRef, Q

from hoiam.calendars.lookup import calendar
from hoiam.deadlines import OutsideCalendar
from hoiam.kit.moments import VN, civil_date
from hoiam.messaging.models import Message
from hoiam.units.directory import directory
from hoiam.units.standing import Standing, standing

from .clocks import ARBITRATE, CALL_BACK, ROUTE
from .lifecycle import OPEN, State, Verb
from .models import Assignment, Case, Due, Event, ExtensionRequest, Fixed, Joining, Publication, Rating, Watch
from .models.case import pressing
from .pages import Page, page_of
from .policy import COORDINATING, WORKING
from .visible import CaseQuerySet, followed, in_centre_or_office, watched
from .watch import WATCHED_BY

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

RECENTLY: Final = timedelta(days=30)
HEADING: Final = "unit_head"


@dataclass(frozen=True)
class Look:
    """One person looking at the lists at one moment."""

    person: Person
    at: datetime

    @cached_property
    def seat(self) -> Standing:
        return standing(self.person, self.at)

    @cached_property
    def seen(self) -> CaseQuerySet:
        return Case.objects.seen_from(self.seat, self.at)

    @cached_property
    def led(self) -> frozenset[int]:
        book, on = directory(), civil_date(self.at)
        headed = frozenset(unit for role, unit in self.seat.seats if role == HEADING)
        return headed.union(*(book.descendants(unit, on) for unit in headed))

    @cached_property
    def centre(self) -> int:
        return directory().centre(civil_date(self.at))

    @cached_property
    def tonight(self) -> datetime:
        return datetime.combine(civil_date(self.at) + timedelta(days=1), time.min, VN)

    @cached_property
    def recently(self) -> datetime:
        return self.at - RECENTLY

    @cached_property
    def soon(self) -> datetime:
        """The end of the next working day: what falls due by then is looked at today."""
        kept, day = calendar(), civil_date(self.at) + timedelta(days=1)
        try:
            while not kept.day(day).works:
                day += timedelta(days=1)
        except OutsideCalendar:
            day = civil_date(self.at) + timedelta(days=1)
        return datetime.combine(day + timedelta(days=1), time.min, VN)


Filter = Callable[[Look], Q]
Holder = Callable[[Look], bool]


@dataclass(frozen=True)
class Queue:
    """One list: its address, its name, the group it stands in, what belongs in it, and who has it."""

    name: str
    label: str
    group: str
    where: Filter
    order: str = "pressing"  # or "-answered_at"
    is_red: bool = False

    def cases(self, look: Look) -> CaseQuerySet:
        return look.seen.alias(pressing=pressing()).filter(self.where(look))

    def page(self, look: Look, *, after: str = "", before: str = "", size: int = 50) -> Page:
        return page_of(self.cases(look), self.order, after=after, before=before, size=size)


# -- what belongs in a list ---------------------------------------------------------------------------


def _open() -> Q:
    return Q(state__in=sorted(OPEN))


def _running(clock: str) -> Exists:
    return Exists(Due.objects.filter(case=OuterRef("pk"), clock=clock, until=None))


def _at_centre(look: Look) -> Q:
    return Q(holder=look.centre, state=State.RECEIVED)


def _sent_back(look: Look) -> Exists:
    hop = Assignment.objects.filter(case=OuterRef("pk"), until=None, via=Verb.SEND_BACK)
    return Exists(hop)


def to_route(look: Look) -> Q:
    return _at_centre(look) & ~Q(_sent_back(look))


def to_classify(look: Look) -> Q:
    return _at_centre(look)


def routed_too_late(look: Look) -> Q:
    routing = Due.objects.filter(case=OuterRef("pk"), clock=ROUTE, until=None, due_at__lt=look.at)
    return _at_centre(look) & Q(Exists(routing))


def sent_back(look: Look) -> Q:
    return _at_centre(look) & Q(_sent_back(look)) & ~Q(_running(ARBITRATE))


def disputed(look: Look) -> Q:
    return _at_centre(look) & Q(_running(ARBITRATE))


def asks_for_time(look: Look) -> Q:
    asked = ExtensionRequest.objects.filter(until=None).values("case")
    return _open() & Q(pk__in=asked)


def asked_for_time(look: Look) -> Q:
    return asks_for_time(look) & Q(holder__in=look.seat.units)


def due_soon(look: Look) -> Q:
    # `pressing` bounds the walk of its index; the deadline in force is what counts.
    return _open() & Q(
        missed_at=None,
        pressing__gte=look.at,
        pressing__lt=look.soon,
        due_at__gte=look.at,
        due_at__lt=look.soon,
    )


def overdue(look: Look) -> Q:
    return _open() & Q(pressing__lt=look.at) & (Q(missed_at__isnull=False) | Q(due_at__lt=look.at))


def said_unsolved(look: Look) -> Q:
    ratings = Rating.objects.filter(fixed=Fixed.NO).values("case", "life")
    unsolved = ratings.filter(case=OuterRef("pk"), life=OuterRef("life"))
    return Q(state=State.ANSWERED, pk__in=ratings.values("case")) & Q(Exists(unsolved))


def to_publish(look: Look) -> Q:
    answered = Q(state__in=(State.ANSWERED, State.CLOSED), answered_at__gte=look.recently)
    agreed = Q(may_publish=None) | Q(may_publish=True)
    return answered & agreed & Q(is_published=False, conduct_unit=None)


def no_longer_shown(look: Look) -> Q:
    # Taking it back was a line of its history: what was not touched lately need not be asked.
    taken_back = Publication.objects.filter(case=OuterRef("pk"), until__gte=look.recently)
    return Q(last_at__gte=look.recently, is_published=False) & Q(Exists(taken_back))


def not_told(look: Look) -> Q:
    return Q(code__in=Message.objects.in_trouble().order_by().values("about"))


def to_accept(look: Look) -> Q:
    return Q(holder__in=look.seat.units, state=State.FORWARDED)


def of_unit(look: Look) -> Q:
    return _open() & Q(holder__in=look.seat.units)


def of_unit_today(look: Look) -> Q:
    return of_unit(look) & _today(look)


def of_unit_overdue(look: Look) -> Q:
    return of_unit(look) & overdue(look)


def led_overdue(look: Look) -> Q:
    """Of the units one heads and of those below them; not of a unit in which one sits as something else."""
    return Q(holder__in=look.led) & overdue(look)


def reopened(look: Look) -> Q:
    return of_unit(look) & Q(life__gt=1)


def invited(look: Look) -> Q:
    joined = Joining.objects.filter(unit__in=look.seat.units, until=None).values("case")
    return Q(pk__in=joined)


def mine(look: Look) -> Q:
    return _open() & Q(assignee=look.person.pk)


def mine_today(look: Look) -> Q:
    return mine(look) & _today(look)


def mine_overdue(look: Look) -> Q:
    return mine(look) & overdue(look)


def named(look: Look) -> Q:
    return Q(pk__in=Watch.objects.filter(person=look.person.pk, named_by__isnull=False).values("case"))


def watched_by_me(look: Look) -> Q:
    return Q(pk__in=Watch.objects.filter(person=look.person.pk, named_by=None).values("case"))


def to_call(look: Look) -> Q:
    return Q(pk__in=Due.objects.filter(clock=CALL_BACK, until=None).values("case"))


def supplied(look: Look) -> Q:
    last = Event.objects.filter(case=OuterRef("pk"), seq=OuterRef("seq"), verb=Verb.SUPPLY)
    return Q(holder=look.centre) & _open() & Q(Exists(last))


def conduct(look: Look) -> Q:
    return _open() & Q(conduct_unit__isnull=False)


def _today(look: Look) -> Q:
    return Q(pressing__lt=look.tonight, due_at__gte=look.at, due_at__lt=look.tonight)


# -- who has which list -------------------------------------------------------------------------------

NOW, TIME, SHOWN = "Làm ngay", "Thời hạn", "Công khai, tin gửi"
UNIT, MINE, LEADS, CALLS, AFFAIRS = "Đơn vị", "Của tôi", "Lãnh đạo", "Tổng đài", "Công vụ"
SHIFT: Final = "Trưởng ca"

QUEUES: Final = (
    Queue("cho-chuyen", "Chờ phân loại, chuyển xử lý", NOW, to_route),
    Queue("bi-tra-lai", "Bị trả lại", NOW, sent_back),
    Queue("cho-phan-xu", "Chờ phân xử thẩm quyền", NOW, disputed),
    Queue("cho-gia-han", "Chờ duyệt gia hạn", NOW, asks_for_time),
    Queue("bao-ket-qua", "Báo kết quả cho người dân", CALLS, to_call, order="-answered_at"),
    Queue("cho-phan-loai", "Chờ phân loại", CALLS, to_classify),
    Queue("vua-bo-sung", "Người gửi vừa bổ sung", CALLS, supplied),
    Queue("cho-chuyen-qua-lau", "Chờ chuyển quá lâu", SHIFT, routed_too_late, is_red=True),
    Queue("sap-den-han", "Sắp đến hạn", TIME, due_soon),
    Queue("qua-han", "Quá hạn", TIME, overdue, is_red=True),
    Queue("chua-xong", "Người dân báo chưa xong", TIME, said_unsolved, order="-answered_at"),
    Queue("cho-nhan", "Chờ đơn vị nhận", UNIT, to_accept),
    Queue("viec-cua-don-vi", "Việc của đơn vị", UNIT, of_unit),
    Queue("don-vi-hom-nay", "Đến hạn hôm nay", UNIT, of_unit_today),
    Queue("don-vi-qua-han", "Quá hạn", UNIT, of_unit_overdue, is_red=True),
    Queue("mo-lai", "Mở lại", UNIT, reopened),
    Queue("phoi-hop", "Mời phối hợp", UNIT, invited, order="-last_at"),
    Queue("viec-cua-toi", "Việc của tôi", MINE, mine),
    Queue("toi-hom-nay", "Đến hạn hôm nay", MINE, mine_today),
    Queue("toi-qua-han", "Quá hạn", MINE, mine_overdue, is_red=True),
    Queue("duoc-nhac-ten", "Được nhắc tên", MINE, named, order="-last_at"),
    Queue("dang-theo-doi", "Đang theo dõi", MINE, watched_by_me, order="-last_at"),
    Queue("qua-han-cua-don-vi", "Quá hạn của đơn vị", LEADS, led_overdue, is_red=True),
    Queue("gia-han-da-de-nghi", "Gia hạn đã đề nghị", LEADS, asked_for_time),
    Queue("cong-vu", "Phản ánh về công vụ: chờ xem xét", AFFAIRS, conduct),
    Queue("cho-cong-khai", "Chờ duyệt công khai", SHOWN, to_publish, order="-answered_at"),
    Queue("da-go", "Đã gỡ", SHOWN, no_longer_shown, order="-last_at"),
    Queue("tin-chua-gui", "Tin gửi chưa được", SHOWN, not_told, order="-last_at"),
)
WATCHING: Final = ("authority_head", "auditor")


def _coordinates(look: Look) -> bool:
    return in_centre_or_office(look.seat, look.at, COORDINATING)


def _watches(look: Look) -> bool:
    """Over all units, over those below one's committee, or as what one was let in for."""
    return _coordinates(look) or look.seat.has(*WATCHING) or bool(followed(look.seat, look.at))


def _operates(look: Look) -> bool:
    return in_centre_or_office(look.seat, look.at, ("operator",))


def _works(look: Look) -> bool:
    return look.seat.has(*WORKING)


def _leads(look: Look) -> bool:
    return look.seat.has(HEADING)


HOLDERS: Final[dict[str, Holder]] = {
    **dict.fromkeys(("cho-chuyen", "bi-tra-lai", "cho-phan-xu", "cho-gia-han"), _coordinates),
    **dict.fromkeys(("chua-xong", "tin-chua-gui"), _coordinates),
    **dict.fromkeys(("sap-den-han", "qua-han"), _watches),
    **dict.fromkeys(("bao-ket-qua", "cho-phan-loai", "vua-bo-sung"), _operates),
    **dict.fromkeys(("cho-nhan", "viec-cua-don-vi", "don-vi-hom-nay", "don-vi-qua-han", "mo-lai"), _works),
    "phoi-hop": _works,
    "cho-chuyen-qua-lau": lambda look: in_centre_or_office(look.seat, look.at, ("shift_lead",)),
    "da-go": lambda look: look.seat.has("reviewer"),
    **dict.fromkeys(
        ("viec-cua-toi", "toi-hom-nay", "toi-qua-han", "duoc-nhac-ten", "dang-theo-doi"),
        lambda look: look.seat.has(WATCHED_BY),
    ),
    **dict.fromkeys(("qua-han-cua-don-vi", "gia-han-da-de-nghi"), _leads),
    "cong-vu": lambda look: bool(watched(look.seat, look.at)),
    "cho-cong-khai": lambda look: look.seat.has("reviewer") or _coordinates(look),
}


def queues_of(look: Look) -> list[Queue]:
    """The lists of this person."""
    return [queue for queue in QUEUES if HOLDERS[queue.name](look)]


def queue_named(name: str, look: Look) -> Queue | None:
    """The list of that name if this person has it."""
    return next((queue for queue in queues_of(look) if queue.name == name), None)


def overdue_by_unit(look: Look) -> list[tuple[int, int]]:
    """(unit, overdue cases it holds now), the most first: for those who watch over many units."""
    late = look.seen.alias(pressing=pressing()).filter(overdue(look)).order_by()
    rows = late.values_list("holder").annotate(n=Count("pk"))
    return sorted(((unit, n) for unit, n in rows), key=lambda row: (-row[1], row[0]))
