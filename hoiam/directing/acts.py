"""Acts (việc làm được): what this reader may do with a directive now: buttons; verbs ask again."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory

from .board import Board, UnitState
from .cascade import is_addressed
from .models import Directive
from .passing import company, is_committee
from .visible import DirectiveSight


class Act(NamedTuple):
    label: str
    url: str
    icon: str
    is_post: bool = False
    is_first: bool = False


def acts_of(directive: Directive, board: Board, sight: DirectiveSight, at: datetime) -> list[Act]:
    if not directive.document.is_in_force:
        return []
    return [*_as_addressee(directive, board, sight, at), *_as_issuer(directive, board, sight, at)]


def _as_addressee(directive: Directive, board: Board, sight: DirectiveSight, at: datetime) -> list[Act]:
    acts: list[Act] = []
    units = answered_for(board, sight)
    for unit in units:
        name = f" · {unit.name}" if len(units) > 1 else ""
        url = reverse("directing:reply", args=[directive.pk, unit.unit])
        acts.append(Act(f"Báo cáo{name}", url, "send", is_first=unit.owes))
    for body in passing_on(directive, sight, at):
        url = reverse("directing:cascade", args=[directive.pk, body])
        acts.append(Act("Ban hành văn bản triển khai", url, "turn"))
    return acts


def answered_for(board: Board, sight: DirectiveSight) -> list[UnitState]:
    """Units told by a point, a task or a standing duty, for which this reader speaks."""
    return [unit for unit in board.told if unit.unit in sight.speaks]


def passing_on(directive: Directive, sight: DirectiveSight, at: datetime) -> list[int]:
    """Committees of this reader that were written to and have not passed it on yet."""
    on, book = civil_date(at), directory()
    done = set(directive.children.exclude(document__state="discarded").values_list("issuer", flat=True))
    own = [unit for unit in sight.speaks if book.is_valid(unit, on) and is_committee(unit, on)]
    return [
        unit
        for unit in sorted(own)
        if unit != directive.issuer_id and unit not in done and is_addressed(directive, unit, on)
    ]


def _as_issuer(directive: Directive, board: Board, sight: DirectiveSight, at: datetime) -> list[Act]:
    if not sight.orders_for(directive):
        return []
    acts, on, book = [], civil_date(at), directory()
    owing = len(board.owing)
    if owing:
        url = reverse("directing:remind", args=[directive.pk])
        acts.append(Act(f"Nhắc {owing} đơn vị chưa báo cáo", url, "bell", is_post=True))
    for unit in board.told:
        answers = company(unit.unit, on)
        if answers is not None:
            url = reverse("directing:link", args=[directive.pk, unit.unit])
            acts.append(Act(f"Đường dẫn báo cáo cho {book.label(answers, on)}", url, "out", is_post=True))
    return acts
