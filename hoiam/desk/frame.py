"""The frame (khung bàn làm việc): the lists at the left and the words under the person's name.

A context processor, so that the calendar and the reports stand in the same frame; all of it is worked out
only when a whole page of the desk is drawn, never for a panel or a public page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hoiam.answering.queries import drafts_returned, drafts_to_approve
from hoiam.answering.ways import units_that_word
from hoiam.cases.counting import COUNTED, count_words, counts
from hoiam.cases.queues import Look, queues_of
from hoiam.cases.reorganise_page import may_reorganise
from hoiam.chasing.seats import may_watch as may_watch_chasing
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.reviewing.seats import authorities_of_seat
from hoiam.units.directory import directory
from hoiam.units.keeper import may_keep_people
from hoiam.units.roles import Role
from hoiam.units.standing import Standing, standing

from .seats import may_take_calls, may_watch

DESK: Final = "/ban-lam-viec/"
Link = tuple[str, str, str | None, bool, bool]
Rail = list[tuple[str, list[Link]]]


@dataclass(frozen=True, slots=True)
class DraftList:
    """A list of drafts: they stand above the case, so its own room answers for them."""

    name: str
    label: str
    group: str


TO_APPROVE: Final = DraftList("cho-toi-duyet", "Chờ tôi duyệt", "Lãnh đạo")
RETURNED: Final = DraftList("tra-lai-du-thao", "Lãnh đạo trả lại dự thảo", "Đơn vị")
DRAFT_LISTS: Final = {
    "cho-toi-duyet": (TO_APPROVE, drafts_to_approve, ("unit_head", "external_unit")),
    "tra-lai-du-thao": (RETURNED, drafts_returned, ("focal_point", "officer", "external_unit")),
}


def desk_frame(request: HttpRequest) -> dict[str, Any]:
    """`rail`, `person_place` and `palette_url` of desk_base.html."""
    if not request.path.startswith(DESK) or not getattr(request, "user", None):
        return {}
    return {
        "rail": SimpleLazyObject(lambda: _rail(request)),
        "person_place": SimpleLazyObject(lambda: _place(request)),
        "palette_url": reverse("desk:search_json"),
    }


def _rail(request: HttpRequest) -> Rail:
    if not request.user.is_authenticated:
        return []
    look = Look(request.user, now())
    groups: dict[str, list[Link]] = {}
    for name, label, group, count, is_red in listed(look):
        url = reverse("desk:list", args=[name])
        link = (label, url, count_words(count), request.path == url, is_red and count > 0)
        groups.setdefault(group, []).append(link)
    rail = list(groups.items())
    also: list[Link] = [
        (label, url, None, request.path == url, False) for label, url in pages(look.seat, look.at)
    ]
    return [*rail, ("Nhìn chung", also)] if also else rail


def listed(look: Look) -> list[tuple[str, str, str, int, bool]]:
    """(name, label, group, count, is red) of every list this person has."""
    queues = queues_of(look)
    found = counts(look, queues)
    rows = [(q.name, q.label, q.group, found[q.name], q.is_red) for q in queues]
    for name, (drafts, question, roles) in DRAFT_LISTS.items():
        if look.seat.has(*roles):
            count = question(look.person, look.at).order_by()[:COUNTED].count()
            rows.append((name, drafts.label, drafts.group, count, False))
    return rows


def pages(seat: Standing, at: datetime) -> list[tuple[str, str]]:
    """(label, address) of the pages this seat has, in their order."""
    every = (
        (may_take_calls(seat, at), "Tiếp nhận", "desk:take"),
        (may_watch(seat, at), "Tổng quan", "desk:overview"),
        (may_watch(seat, at), "Báo cáo tháng", "reporting:reports"),
        (may_watch(seat, at), "Chỉ số 766", "reporting:index766"),
        (bool(seat.seats), "Văn bản", "letters:home"),
        (bool(seat.seats), "Văn bản chỉ đạo", "directing:directives"),
        (bool(authorities_of_seat(seat, at)), "Phiên rà soát", "reviewing:sessions"),
        (may_watch_chasing(seat), "Đôn đốc", "chasing:late"),
        (bool(seat.seats) and not may_watch_chasing(seat), "Tin của tôi", "chasing:mine"),
        (bool(units_that_word(seat)), "Cách trả lời", "answering:ways"),
        (bool(seat.seats), "Theo dõi, đánh giá", "evaluating:home"),
        (bool(seat.seats) or seat.is_system_admin, "Lịch, thời hạn", "calendars:this_year"),
        (seat.is_system_admin, "Thời hạn vụ việc", "evaluating:terms"),
        (may_reorganise(seat), "Sắp xếp đơn vị", "reorganising:page"),
        (may_keep_people(seat), "Tài khoản", "people:people"),
    )
    return [(label, _address(name, at)) for has, label, name in every if has]


def _address(name: str, at: datetime) -> str:
    if name == "calendars:this_year":
        return reverse("calendars:year", args=[civil_date(at).year])
    return reverse(name)


def _place(request: HttpRequest) -> str:
    """The first seat in words: "Điều phối viên (Văn phòng) · Văn phòng UBND tỉnh"."""
    if not request.user.is_authenticated:
        return ""
    at = now()
    seats = sorted(standing(request.user, at).seats)
    if not seats:
        return ""
    role, unit = seats[0]
    return f"{Role(role).label} · {directory().unit(unit, civil_date(at)).short_name}"
