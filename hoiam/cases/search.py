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
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Case as Choose, IntegerField, Q, QuerySet, Value, When

from hoiam.kit.ids import read_code
from hoiam.kit.refusal import Refused
from hoiam.units.standing import sees_all, standing

from .models import Assignment, Case, CaseText
from .pages import shown
from .people import cases_of_phone, may_see_identity
from .visible import CaseQuerySet, followed

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

SHOWN: Final = 50
NEWEST: Final = 1500  # of the newest cases, every one is read
RECENT: Final = 300  # of those that match among them, the newest
CANDIDATES: Final = 1500  # of what the index of words gives
RANKED: Final = 120  # of all these the newest, whose words are read to put the exact ones first
# The fence (OFFSET 0) keeps the planner from asking the index of words, which would give every case there is
# with these words: it takes several words of one phrase for independent of each other, and so for very rare.
READ_NEWEST: Final = """
    SELECT case_id FROM (
        SELECT case_id, words FROM cases_casetext WHERE case_id = ANY(ARRAY({newest})) OFFSET 0
    ) AS newest
    WHERE words @@ to_tsquery('vi', %s) ORDER BY case_id DESC LIMIT %s
"""
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
    wanted = " & ".join(words)
    recent = _among_newest(wanted, person, at)
    indexed: list[int] = []
    if len(recent) <= limit:
        indexed = _from_index(SearchQuery(wanted, search_type="raw", config="vi"))
    candidates = {*recent, *indexed}
    # Of what this person may see: what others have must not crowd it out.
    ranked = seen.filter(pk__in=candidates).order_by("-pk").values("pk")[:RANKED]
    exact = Q(text__content__icontains=text) | Q(summary__icontains=text)
    ordered = (
        shown(seen.filter(pk__in=ranked))
        .annotate(is_exact=Choose(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField()))
        .order_by("is_exact", "-received_at", "-id")
    )
    # Whether there is more is said of the visible ones only, or the number of the others would show in it.
    found = list(ordered[: limit + 1])
    return Found(found[:limit], is_cut=len(found) > limit)


def _among_newest(wanted: str, person: Person, at: datetime) -> list[int]:
    try:
        newest, values = _newest(person, at).query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(READ_NEWEST.format(newest=newest), [*values, wanted, RECENT])
        return [case_id for (case_id,) in cursor.fetchall()]


def _newest(person: Person, at: datetime) -> QuerySet[Any, Any]:
    """The newest of all for who sees all; for a unit's people the newest that came to their units."""
    seat = standing(person, at)
    if sees_all(seat, at):
        return Case.objects.order_by("-received_at", "-id").values_list("pk")[:NEWEST]
    units = seat.reach | followed(seat, at)
    return Assignment.objects.filter(unit__in=units).order_by("-case").values_list("case")[:NEWEST]


def _from_index(query: SearchQuery) -> list[int]:
    """A bounded share of what the index gives: above the limit the database drops rows at random."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('gin_fuzzy_search_limit', %s, true)", [str(CANDIDATES)])
        rows = CaseText.objects.filter(words=query).values_list("case_id", flat=True)
        return list(rows[: CANDIDATES * 2])
