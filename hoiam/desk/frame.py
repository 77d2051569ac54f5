"""The frame (khung bàn làm việc): the lists at the left and the words under the person's name.

A context processor, so that the calendar and the reports stand in the same frame; all of it is worked out
only when a whole page of the desk is drawn, never for a panel or a public page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hoiam.answering.ways import units_that_word
from hoiam.cases.counting import count_words
from hoiam.cases.queues import Look
from hoiam.cases.reorganise_page import may_reorganise
from hoiam.chasing.seats import may_watch as may_watch_chasing
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.reviewing.seats import authorities_of_seat
from hoiam.units.directory import directory
from hoiam.units.keeper import may_keep_people
from hoiam.units.roles import Role
from hoiam.units.standing import Standing, standing

from .lists import counted
from .seats import may_take_calls, may_watch

DESK: Final = "/ban-lam-viec/"
Link = tuple[str, str, str | None, bool, bool]
Rail = list[tuple[str, list[Link]]]


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
    here, groups = request.get_full_path(), dict[str, list[Link]]()
    lists = counted(look)
    for entry in lists:
        count = None if entry.count is None else count_words(entry.count)
        link = (entry.label, entry.url, count, here == entry.url, entry.is_red and bool(entry.count))
        groups.setdefault(entry.group, []).append(link)
    shown = {entry.url for entry in lists}
    also: list[Link] = [
        (label, url, None, request.path == url, False)
        for label, url in pages(look.seat, look.at)
        if url not in shown
    ]
    return [*groups.items(), ("Nhìn chung", also)] if also else list(groups.items())


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
    """The first seat in words: "Điều phối viên · Văn phòng UBND tỉnh"."""
    if not request.user.is_authenticated:
        return ""
    at = now()
    seats = sorted(standing(request.user, at).seats)
    if not seats:
        return ""
    role, unit = seats[0]
    return f"{Role(role).short} · {directory().unit(unit, civil_date(at)).short_name}"
