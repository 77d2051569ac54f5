"""Search (tìm phản ánh): by code, by telephone, by words with or without accents, among the visible cases.

Words that stand in very many cases must not make anybody wait: candidates are bounded, the newest and a
bounded share of the index, and whoever searches is told when there may be more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import Case as Choose, IntegerField, Q, Value, When

from hoiam.kit.ids import read_code
from hoiam.kit.refusal import Refused
from hoiam.units.standing import standing

from .models import Assignment, Case, CaseText
from .pages import shown
from .people import cases_of_phone, may_see_identity
from .visible import SEES_ALL, CaseQuerySet, in_centre_or_office

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

SHOWN: Final = 50
FIRST: Final = 200  # so many of the newest cases are read in any case
NEWEST: Final = 1500  # and so many where the words are common, or the index cannot say all
CANDIDATES: Final = 1500  # of what the index of words gives
_WORD: Final = re.compile(r"\w+")
_PART_OF_CODE: Final = re.compile(r"[\d\s.\-]{4,15}")


@dataclass(frozen=True, slots=True)
class Found:
    """The cases, best first; `is_cut` when there may be more than were looked at."""

    cases: list[Any]
    is_cut: bool = False


def search(person: Person, text: str, at: datetime, *, limit: int = SHOWN) -> Found:
    """What this person may see that has this code, this telephone, or these words."""
    seen = Case.objects.visible_to(person, at)
    text = text.strip()[:200]
    by_code = _by_code(seen, text)
    if by_code is not None:
        return Found(list(shown(by_code)[:limit]))
    by_phone = _by_phone(seen, text, person, at)
    if by_phone is not None:
        return Found(by_phone[:limit])
    words = _WORD.findall(text)
    return _by_words(seen, words, text, person, at, limit) if words else Found([])


def _by_code(seen: CaseQuerySet, text: str) -> CaseQuerySet | None:
    """A whole code in any spelling, or the first digits of one."""
    try:
        return seen.filter(code=read_code(text))
    except Refused:
        pass
    digits = re.sub(r"\D", "", text)
    if _PART_OF_CODE.fullmatch(text) and not digits.startswith("0") and len(digits) < 12:
        return seen.filter(code__startswith=digits).order_by("code")
    return None


def _by_phone(seen: CaseQuerySet, text: str, person: Person, at: datetime) -> list[Case] | None:
    """Only the cases whose petitioner this person may know: a telephone reveals nobody hidden."""
    if len(re.sub(r"\D", "", text)) < 9:
        return None
    try:
        theirs = cases_of_phone(text)
    except Refused:
        return None
    found = shown(seen.filter(pk__in=theirs)).order_by("-received_at", "-id")
    return [case for case in found[: SHOWN * 2] if may_see_identity(case, person, at)]


def _by_words(
    seen: CaseQuerySet, words: list[str], text: str, person: Person, at: datetime, limit: int
) -> Found:
    query = SearchQuery(" & ".join(words), search_type="raw", config="vi")
    candidates, is_cut = _candidates(query, person, at, limit)
    exact = Q(text__content__icontains=text) | Q(summary__icontains=text)
    found = (
        shown(seen.filter(pk__in=candidates))
        .annotate(is_exact=Choose(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField()))
        .order_by("is_exact", "-received_at", "-id")
    )
    return Found(list(found[:limit]), is_cut=is_cut)


def _candidates(query: SearchQuery, person: Person, at: datetime, limit: int) -> tuple[set[int], bool]:
    """Cases with these words, and whether there may be more.

    A few of the newest tell how common the words are: common ones are found among the newest, rare ones by
    their index. Only words of long ago that are rare now need both.
    """
    recent = _matching(_newest(person, at, FIRST), query)
    is_common = len(recent) * NEWEST >= limit * FIRST
    if is_common and len(recent) < limit:
        recent = _matching(_newest(person, at, NEWEST), query)
    if len(recent) >= limit:
        return set(recent), True
    indexed = _from_index(query)
    is_partial = len(indexed) >= CANDIDATES // 2
    if is_partial and not is_common:
        recent = _matching(_newest(person, at, NEWEST), query)
    return {*recent, *indexed}, is_partial


def _matching(cases: list[int], query: SearchQuery) -> list[int]:
    return list(CaseText.objects.filter(case__in=cases, words=query).values_list("case_id", flat=True))


def _newest(person: Person, at: datetime, most: int) -> list[int]:
    """The newest of all for who sees all; for a unit's people the newest that came to their units."""
    seat = standing(person, at)
    if in_centre_or_office(seat, at, SEES_ALL):
        return list(Case.objects.order_by("-received_at", "-id").values_list("pk", flat=True)[:most])
    hops = Assignment.objects.filter(unit__in=seat.reach)
    return list(hops.order_by("-id").values_list("case", flat=True)[:most])


def _from_index(query: SearchQuery) -> list[int]:
    """A bounded share of what the index gives: above the limit the database drops rows at random."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('gin_fuzzy_search_limit', %s, true)", [str(CANDIDATES)])
        rows = CaseText.objects.filter(words=query).values_list("case_id", flat=True)
        return list(rows[: CANDIDATES * 2])
