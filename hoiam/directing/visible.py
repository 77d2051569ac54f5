"""Who sees which directive (ai được xem): one rule for lists, boards, pages, files and the lines in them.

The house that issues sees its own in every state; the centre, the province's Office and committee see every
directive in force, so that replies roll up to the top. An addressee sees one in force that names it as a
recipient or executor, and of its lines only its own. A line whose case accuses the reader's own house is
shown to nobody there, whatever the letter said before the case became one about conduct.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.letters.models import State
from hoiam.letters.models.document import OUT
from hoiam.letters.visible import receiving_units, working_units
from hoiam.units.directory import directory
from hoiam.units.roles import Role
from hoiam.units.standing import Standing, sees_all, standing

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

    from .models import Directive, Line

# Who speaks for a unit: orders on its behalf, passes on, replies.
SPEAKING = (
    Role.COORDINATOR,
    Role.OFFICE_HEAD,
    Role.AUTHORITY_HEAD,
    Role.UNIT_HEAD,
    Role.FOCAL_POINT,
    Role.EXTERNAL_UNIT,
)


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def visible_to(self, person: Person, at: datetime | None = None) -> DirectiveQuerySet:
        return self.seen_by(sight_of(person, at or now()))

    def seen_by(self, sight: DirectiveSight) -> DirectiveQuerySet:
        if not sight.mine:
            return self.none()
        inside = Q(issuer__in=sight.inside) | Q(document__drafting_unit__in=sight.inside)
        if sight.sees_all:
            return self.filter(inside | Q(document__state__in=OUT))
        got = apps.get_model("letters", "Recipient").objects.filter(
            document=OuterRef("document"), unit__in=sight.mine
        )
        acts = apps.get_model("directing", "Executor").objects.filter(
            point__directive=OuterRef("pk"), unit__in=sight.mine
        )
        return self.filter(inside | Q(document__state__in=OUT) & (Q(Exists(got)) | Q(Exists(acts))))

    def in_force(self) -> DirectiveQuerySet:
        return self.filter(document__state__in=(State.ISSUED, State.CORRECTED))


@dataclass(frozen=True, slots=True)
class DirectiveSight:
    """What one person sees of directives. `mine`: whose letters they open, abolished units taken over too."""

    inside: frozenset[int]
    mine: frozenset[int]
    speaks: frozenset[int]
    walls: frozenset[int]
    sees_all: bool

    def sees_whole(self, directive: Directive) -> bool:
        """All lines of it: the house that issued it, or those above who follow everything."""
        return self.sees_all or directive.issuer_id in self.inside

    def orders_for(self, directive: Directive) -> bool:
        """Speaks for the issuer: makes it, reminds, makes links."""
        return directive.issuer_id in self.speaks

    def lines(self, directive: Directive) -> models.QuerySet[Line]:
        """The lines of it this person sees; one whose case accuses them or those above is not there."""
        found = directive.lines.filter(
            Q(case=None) | Q(case__conduct_unit=None) | ~Q(case__conduct_unit__in=self.walls)
        )
        return found if self.sees_whole(directive) else found.filter(self._own())

    def _own(self) -> Q:
        """Its own lines; of a unit that has ended, those whose case has come to this house or to nobody."""
        ended = self.mine - self.inside
        inherited = Q(case=None) | Q(case__holder__in=self.mine)
        return Q(executor__in=self.inside) | Q(executor__in=ended) & inherited


def sight_of(person: Person, at: datetime) -> DirectiveSight:
    seat, on = standing(person, at), civil_date(at)
    inside = working_units(seat, on)
    return DirectiveSight(
        inside=inside,
        mine=receiving_units(seat, on),
        speaks=_speaks(seat, at),
        walls=seat.walls,
        sees_all=sees_all(seat, at),
    )


def directives_visible_to(person: Person, at: datetime | None = None) -> DirectiveQuerySet:
    """The one rule: where every list, page, count and file of directives begins."""
    rows: DirectiveQuerySet = apps.get_model("directing", "Directive").objects.all()
    return rows.visible_to(person, at)


def speaks_for(person: Person, at: datetime) -> frozenset[int]:
    """The units this person may order for and answer for, those they have taken over too."""
    return _speaks(standing(person, at), at)


def _speaks(seat: Standing, at: datetime) -> frozenset[int]:
    book, on = directory(), civil_date(at)
    speaking = frozenset(unit for role, unit in seat.seats if role in SPEAKING)
    served = frozenset().union(*(book.serves(unit, "office", on) for unit in speaking))
    own = speaking | served
    ended = (frozenset(old for old in book.predecessors(unit) if not book.is_valid(old, on)) for unit in own)
    return own.union(*ended)
