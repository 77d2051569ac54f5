"""Figures (số liệu): one row for each case of a period, as everything stood at one instant.

"As at T" means every line with at < T. The cases of a period [start, end) are those open at its start,
those received inside it and those finished before it and opened again inside it; each has one entry and
one outcome, read from its dated rows alone, never from what the case has become since. The work follows
the period: each dated table is entered once a case, by its own index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory

from .models.words import Channel, Kind, PetitionerType

__all__ = [
    "COUNTED",
    "Channel",
    "Kind",
    "PeriodCase",
    "PetitionerType",
    "Window",
    "counts_sql",
    "period_cases",
    "period_counts",
]
COUNTED: Final = (
    "carried_in",
    "received",
    "reopened",
    "answered",
    "answered_in_time",
    "answered_late",
    "refused",
    "redirected",
    "withdrawn",
    "merged",
    "open",
    "open_in_time",
    "open_overdue",
    "rated",
    "satisfied",
)


@dataclass(frozen=True, slots=True)
class Window:
    """Which cases, and as at when: the period [start, end) seen at `as_of`."""

    start: datetime
    end: datetime
    as_of: datetime

    @property
    def centre(self) -> int:
        return directory().centre(civil_date(self.as_of))

    @property
    def moments(self) -> dict[str, Any]:
        """As the questions below and beside this name them."""
        return {"start": self.start, "end": self.end, "as_of": self.as_of}


class PeriodCase(NamedTuple):
    """One case of a period: how it came in, what had become of it, whose it is."""

    case_id: int
    code: str
    source: str
    source_id: str
    received_at: datetime
    channel: str
    petitioner_type: str
    is_confidential: bool
    is_child: bool
    summary: str | None
    entry: str  # carried_in, received, reopened
    entered_at: datetime  # into the period
    life: int  # the one that decides
    life_since: datetime
    outcome: str  # answered_in_time, answered_late, refused, redirected, withdrawn, merged, open_…
    is_late: bool
    kind: str
    urgency: str
    category_id: int | None
    area_id: int | None
    conduct_unit_id: int | None
    due_at: datetime | None  # the first missed deadline; none missed: the one in force, null while paused
    missed_at: datetime | None  # the instant at which it passed
    unit_id: int  # charged when late, else who answered or holds it
    holder_id: int
    answered_at: datetime | None  # the last answer, of this life or an earlier one
    answered_life: int | None
    answered_in_time: bool | None
    answer_outcome: str | None
    conclusion: str | None  # of a conduct case
    score: int | None  # the last rating
    fixed: str | None


# Open as at `start`: the range holds the last instant before it, and only one life can. Then those entered
# inside: a first life, or a later one when the life before it had ended before `start`.
_PRESENT: Final = """
    SELECT s.case_id, 'carried_in' AS entry, %(start)s::timestamptz AS entered_at
    FROM cases_span s
    WHERE tstzrange(s.since, s.until) @> (%(start)s::timestamptz - interval '1 microsecond')
    UNION ALL
    SELECT s.case_id, 'received', s.since
    FROM cases_span s
    WHERE s.since >= %(start)s AND s.since < %(end)s AND s.life = 1
    UNION ALL
    SELECT s.case_id, 'reopened', s.since
    FROM cases_span s
    JOIN LATERAL (
        SELECT b.until FROM cases_span b WHERE b.case_id = s.case_id AND b.life = s.life - 1 LIMIT 1
    ) AS before ON before.until < %(start)s
    WHERE s.since >= %(start)s AND s.since < %(end)s AND s.life > 1
"""
# What is looked up for each case, each by its own index, in the order in which one may lean on another.
_JOINS: Final = {
    "c": "JOIN cases_case c ON c.id = present.case_id",
    "life": """
        JOIN LATERAL (
            SELECT s.life, s.since, s.until, s.how, s.until IS NULL OR s.until >= %(as_of)s AS is_open
            FROM cases_span s
            WHERE s.case_id = present.case_id AND s.since < %(as_of)s
            ORDER BY s.life DESC LIMIT 1
        ) AS life ON true""",
    "was": """
        JOIN LATERAL (
            SELECT a.kind, a.urgency, a.category_id, a.area_id, a.conduct_unit_id
            FROM cases_attributes a
            WHERE a.case_id = present.case_id AND a.since < %(as_of)s
            ORDER BY a.since DESC, a.id DESC LIMIT 1
        ) AS was ON true""",
    "hop": """
        JOIN LATERAL (
            SELECT h.unit_id
            FROM cases_assignment h
            WHERE h.case_id = present.case_id AND h.since < %(as_of)s
            ORDER BY h.since DESC, h.id DESC LIMIT 1
        ) AS hop ON true""",
    "due": """
        JOIN LATERAL (
            SELECT d.due_at, GREATEST(d.due_at, d.since) AS passed_at, missed.is_missed
            FROM cases_due d,
                LATERAL (SELECT COALESCE(d.due_at < LEAST(d.until, %(as_of)s), false) AS is_missed) AS missed
            WHERE d.case_id = present.case_id AND d.clock = 'answer' AND d.life = life.life
                AND d.since < %(as_of)s
            ORDER BY is_missed DESC, CASE WHEN is_missed THEN GREATEST(d.due_at, d.since) END,
                d.since DESC, d.id DESC LIMIT 1
        ) AS due ON true""",
    "charged": """
        LEFT JOIN LATERAL (
            SELECT h.unit_id
            FROM cases_assignment h
            WHERE due.is_missed AND h.case_id = present.case_id AND h.since <= due.passed_at
            ORDER BY h.since DESC, h.id DESC LIMIT 1
        ) AS charged ON true""",
    "answer": """
        LEFT JOIN LATERAL (
            SELECT n.at, n.life, n.in_time, n.outcome, n.conclusion
            FROM cases_answer n
            WHERE (life.life > 1 OR NOT life.is_open) AND n.case_id = present.case_id AND n.at < %(as_of)s
            ORDER BY n.life DESC LIMIT 1
        ) AS answer ON true""",
    "rating": """
        LEFT JOIN LATERAL (
            SELECT r.score, r.fixed
            FROM cases_rating r
            WHERE (life.life > 1 OR NOT life.is_open) AND r.case_id = present.case_id AND r.at < %(as_of)s
            ORDER BY r.at DESC, r.id DESC LIMIT 1
        ) AS rating ON true""",
}
_OUTCOME: Final = """
    CASE
        WHEN life.is_open AND due.is_missed THEN 'open_overdue'
        WHEN life.is_open THEN 'open_in_time'
        WHEN life.how = 'answered' AND due.is_missed THEN 'answered_late'
        WHEN life.how = 'answered' THEN 'answered_in_time'
        ELSE life.how
    END"""
# Each fact of a PeriodCase, in its order: where it is read, and which look-ups that takes.
_FACTS: Final[dict[str, tuple[str, str]]] = {
    "case_id": ("present.case_id", ""),
    **{name: (f"c.{name}", "c") for name in ("code", "source", "source_id", "received_at", "channel")},
    **{name: (f"c.{name}", "c") for name in ("petitioner_type", "is_confidential")},
    "is_child": ("c.parent_id IS NOT NULL", "c"),
    "summary": ("c.summary", "c"),
    "entry": ("present.entry", ""),
    "entered_at": ("present.entered_at", ""),
    "life": ("life.life", "life"),
    "life_since": ("life.since", "life"),
    "outcome": (_OUTCOME, "life due"),
    "is_late": ("due.is_missed", "life due"),
    **{name: (f"was.{name}", "was") for name in ("kind", "urgency", "category_id", "area_id")},
    "conduct_unit_id": ("was.conduct_unit_id", "was"),
    "due_at": ("due.due_at", "life due"),
    "missed_at": ("CASE WHEN due.is_missed THEN due.passed_at END", "life due"),
    "unit_id": ("COALESCE(charged.unit_id, hop.unit_id)", "hop life due charged"),
    "holder_id": ("hop.unit_id", "hop"),
    "answered_at": ("answer.at", "life answer"),
    "answered_life": ("answer.life", "life answer"),
    "answered_in_time": ("answer.in_time", "life answer"),
    "answer_outcome": ("answer.outcome", "life answer"),
    "conclusion": ("answer.conclusion", "life answer"),
    "score": ("rating.score", "life rating"),
    "fixed": ("rating.fixed", "life rating"),
}


def _lines(facts: Iterable[str]) -> str:
    """The cases of the period with these facts, and no look-up that none of them needs."""
    wanted = list(dict.fromkeys(facts))
    needed = {name for fact in wanted for name in _FACTS[fact][1].split()}
    columns = ", ".join(f"{_FACTS[fact][0]} AS {fact}" for fact in wanted)
    joins = " ".join(sql for name, sql in _JOINS.items() if name in needed)
    return f"SELECT {columns} FROM ({_PRESENT}) AS present {joins}"


def period_cases(
    window: Window, units: Sequence[int] | None = None, *, only_conduct: bool = False
) -> list[PeriodCase]:
    """Every case of the period by (received_at, source, source_id); with `units`, those of these units;
    `only_conduct`: those that accuse somebody."""
    lines = f"SELECT * FROM ({_lines(_FACTS)}) AS line {_of_units(units, only_conduct=only_conduct)}"
    sql = f"{lines} ORDER BY received_at, source, source_id"
    return [PeriodCase._make(row) for row in rows(sql, _parameters(window, units))]


def rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What a question over the dated rows answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def counts_sql(satisfied_from: str) -> str:
    """The select list that counts `COUNTED` over rows with entry, outcome and score."""
    entries = [f"count(*) FILTER (WHERE entry = '{name}')" for name in COUNTED[:3]]
    outcomes = [
        f"count(*) FILTER (WHERE outcome LIKE '{name}%%')"
        if name in ("answered", "open")
        else f"count(*) FILTER (WHERE outcome = '{name}')"
        for name in COUNTED[3:13]
    ]
    ratings = [
        "count(score)",
        f"count(*) FILTER (WHERE score >= {satisfied_from})",
    ]
    return ", ".join(
        f"{sql} AS {name}" for name, sql in zip(COUNTED, [*entries, *outcomes, *ratings], strict=True)
    )


Counts = dict[str, int]


def period_counts(
    window: Window,
    *,
    satisfied_from: int,
    units: Sequence[int] | None = None,
    by: Sequence[str] = (),
    walls: Sequence[int] = (),
) -> dict[tuple[str, Any], Counts]:
    """The same cases, only counted: the total under ("", None), each group `by` a column under (column, key).

    `contacts` are those received, children of a split apart: the person who brought them came once. Cases
    about the conduct of a unit in `walls` are left out.
    """
    counts = counts_sql("%(satisfied_from)s")
    facts = ("entry", "outcome", "score", "is_child", *by, *(() if units is None else ("unit_id",)))
    facts += ("conduct_unit_id",) if walls else ()
    sets = ", ".join(["()", *(f"({column})" for column in by)])
    keys = "".join(f"GROUPING({column}), {column}, " for column in by)
    sql = f"""
        SELECT {keys}count(*) FILTER (WHERE entry = 'received' AND NOT is_child), {counts}
        FROM ({_lines(facts)}) AS line {_of_units(units, walls)} GROUP BY GROUPING SETS ({sets})
    """
    parameters = _parameters(window, units) | {"satisfied_from": satisfied_from, "walls": list(walls)}
    names = ("contacts", *COUNTED)
    return {
        _group(row, by): dict(zip(names, row[2 * len(by) :], strict=True)) for row in rows(sql, parameters)
    }


def _group(row: tuple[Any, ...], by: Sequence[str]) -> tuple[str, Any]:
    """GROUPING() is 0 for the column a row is grouped by; it is 1 for all of them in the total."""
    for position, column in enumerate(by):
        if row[2 * position] == 0:
            return column, row[2 * position + 1]
    return "", None


def _of_units(units: Sequence[int] | None, walls: Sequence[int] = (), *, only_conduct: bool = False) -> str:
    parts = ["unit_id = ANY(%(units)s)"] if units is not None else []
    parts += ["conduct_unit_id IS NOT NULL"] if only_conduct else []
    parts += ["(conduct_unit_id IS NULL OR conduct_unit_id <> ALL(%(walls)s))"] if walls else []
    return f"WHERE {' AND '.join(parts)}" if parts else ""


def _parameters(window: Window, units: Sequence[int] | None) -> dict[str, Any]:
    return window.moments if units is None else window.moments | {"units": list(units)}
