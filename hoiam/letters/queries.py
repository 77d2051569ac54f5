"""Lists of documents (danh sách văn bản): what is where on its way, for one person, in keyset pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hoiam.kit.moments import civil_date
from hoiam.units.standing import Standing, standing

from .deliveries import in_trouble
from .models import Delivery, Document, DocumentFile, FileRole, Origin, Recipient, State
from .models.document import OUT, WRITING
from .visible import documents_visible_to, receiving_units, working_units

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

PAGE: Final = 50
COUNTED: Final = 100  # a list longer than this says "99+"


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, and when."""

    person: Person
    at: datetime

    @property
    def seat(self) -> Standing:
        return standing(self.person, self.at)

    @property
    def inside(self) -> frozenset[int]:
        return working_units(self.seat, civil_date(self.at))

    @property
    def receiving(self) -> frozenset[int]:
        return receiving_units(self.seat, civil_date(self.at))


@dataclass(frozen=True, slots=True)
class Tab:
    code: str
    label: str
    find: Callable[[QuerySet[Document], Look], QuerySet[Document]]


def _inside(found: QuerySet[Document], look: Look, *states: str) -> QuerySet[Document]:
    own = Q(issuer__in=look.inside) | Q(drafting_unit__in=look.seat.units)
    return found.filter(own, state__in=states, origin=Origin.MADE)


def _to_be_numbered(found: QuerySet[Document], look: Look) -> QuerySet[Document]:
    return _inside(found, look, State.SIGNED).filter(number=None)


def _for_the_seal(found: QuerySet[Document], look: Look) -> QuerySet[Document]:
    """Numbered and not yet signed by the body, or issued with annex files that it has yet to sign."""
    files = DocumentFile.objects.filter(document=OuterRef("pk"), role=FileRole.ANNEX_UNSIGNED)
    annexes = Q(Exists(files), state__in=OUT, annex_work__done_at=None)
    return _inside(found, look, State.SIGNED, *OUT).filter(
        Q(state=State.SIGNED, number__isnull=False) | annexes
    )


def _incoming(found: QuerySet[Document], look: Look) -> QuerySet[Document]:
    """Delivered here, or taken in here as a file."""
    got = Recipient.objects.filter(document=OuterRef("pk"), unit__in=look.receiving)
    taken_in = Q(origin=Origin.TAKEN_IN, drafting_unit__in=look.seat.units)
    return found.filter(Q(Exists(got), state__in=OUT) | taken_in)


TABS: Final = (
    Tab("dang-soan", "Đang soạn", lambda found, look: _inside(found, look, *WRITING)),
    Tab("cho-ky", "Chờ ký", lambda found, look: _inside(found, look, State.SUBMITTED)),
    Tab("cho-lay-so", "Chờ lấy số", _to_be_numbered),
    Tab("cho-ky-so", "Chờ ký số cơ quan", _for_the_seal),
    Tab("da-phat-hanh", "Đã phát hành", lambda found, look: _inside(found, look, *OUT)),
    Tab("den", "Văn bản đến", _incoming),
)


WAITING: Final = ("dang-soan", "cho-ky", "cho-lay-so", "cho-ky-so")


def tab_named(code: str) -> Tab | None:
    return next((tab for tab in TABS if tab.code == code), None)


def documents_in(tab: Tab, look: Look, *, before: int = 0) -> list[Document]:
    """One page and one more, newest first; `before` is the number of the last one of the page above."""
    found = tab.find(documents_visible_to(look.person, look.at), look)
    if before:
        found = found.filter(pk__lt=before)
    unread = Recipient.objects.filter(document=OuterRef("pk"), unit__in=look.receiving, read_at=None)
    found = found.annotate(
        units=Count("recipients"),
        readers=Count("recipients", filter=Q(recipients__read_at__isnull=False)),
        is_unread=Exists(unread),
    )
    return list(found.defer("content").order_by("-pk")[: PAGE + 1])


def troubles_of(look: Look) -> QuerySet[Delivery]:
    """Deliveries that did not arrive, of documents of the bodies this person works for."""
    visible = documents_visible_to(look.person, look.at)
    return in_trouble().filter(
        recipient__document__issuer__in=look.inside, recipient__document__in=visible.values("pk")
    )


def counts(look: Look) -> dict[str, int]:
    """Tab → how many wait there, counted up to a hundred; what is done is not counted."""
    seen = documents_visible_to(look.person, look.at)
    waiting = [tab for tab in TABS if tab.code in WAITING]
    found = {tab.code: tab.find(seen, look).order_by()[:COUNTED].count() for tab in waiting}
    unread = Recipient.objects.filter(unit__in=look.receiving, read_at=None, document__in=seen.values("pk"))
    return found | {"den": unread.values("document").distinct()[:COUNTED].count()}
