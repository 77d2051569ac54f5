"""Doings (việc đã làm, việc để chậm): one row for each thing a unit did, or let pass, in a period.

Counted rows for evaluation: assignments, answers, returns that came back, extensions, reopenings, ratings,
conduct, late steps; and late lives with the stays they lasted through, so that time is divided by hop.
Run once a month, so it may read through a table rather than burden every write with one more index.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from .figures import Window, rows

OF_STEPS: Final = ("route", "arbitrate", "accept", "decide_extension", "call_back")


class Doing(NamedTuple):
    """One thing: `detail` is an outcome, a score, a conclusion or the name of a step, said by the measure."""

    case_id: int
    code: str
    conduct_unit_id: int | None  # whose conduct the case is about, as at the instant
    measure: str
    unit_id: int
    at: datetime
    detail: str


_HOLDER: Final = """
    SELECT unit_id FROM cases_assignment
    WHERE case_id = {case} AND since <= {at} ORDER BY since DESC, id DESC LIMIT 1
"""
_PARTS: Final = {
    "assigned": """
        SELECT case_id, 'assigned' AS measure, unit_id, since AS at, via AS detail FROM cases_assignment
        WHERE since >= %(start)s AND since < %(end)s""",
    "answered": """
        SELECT case_id, CASE WHEN in_time THEN 'answered_in_time' ELSE 'answered_late' END,
            unit_id, at, outcome
        FROM cases_answer WHERE at >= %(start)s AND at < %(end)s""",
    # The unit gave it back, and in the same life it was handed to it again: it was its own to handle.
    "sent_back": """
        SELECT h.case_id,
            CASE WHEN EXISTS (
                SELECT FROM cases_assignment again
                WHERE again.case_id = h.case_id AND again.unit_id = h.unit_id
                    AND again.since >= h.until AND again.id > h.id AND again.since < %(as_of)s
                    AND NOT EXISTS (
                        SELECT FROM cases_span s
                        WHERE s.case_id = h.case_id AND s.life > 1
                            AND s.since >= h.until AND s.since <= again.since
                    )
            ) THEN 'sent_back_wrongly' ELSE 'sent_back' END,
            h.unit_id, h.until, ''
        FROM cases_assignment h
        WHERE h.ended_by = 'send_back' AND h.until >= %(start)s AND h.until < %(end)s""",
    "extended": f"""
        SELECT d.case_id, 'extended', holder.unit_id, d.since, ''
        FROM cases_due d JOIN LATERAL ({_HOLDER.format(case="d.case_id", at="d.since")}) AS holder ON true
        WHERE d.clock = 'answer' AND d.cause = 'extend' AND d.since >= %(start)s AND d.since < %(end)s""",
    "reopened": """
        SELECT s.case_id, 'reopened', n.unit_id, s.since, n.outcome
        FROM cases_span s JOIN cases_answer n ON n.case_id = s.case_id AND n.life = s.life - 1
        WHERE s.life > 1 AND s.since >= %(start)s AND s.since < %(end)s""",
    # The last word of the period on each answer.
    "rated": """
        SELECT DISTINCT ON (r.case_id, r.life) r.case_id, 'rated', n.unit_id, r.at, r.score::text
        FROM cases_rating r JOIN cases_answer n ON n.case_id = r.case_id AND n.life = r.life
        WHERE r.at >= %(start)s AND r.at < %(end)s ORDER BY r.case_id, r.life, r.at DESC, r.id DESC""",
    "conduct_received": """
        SELECT a.case_id, 'conduct_received', a.conduct_unit_id, min(a.since), ''
        FROM cases_attributes a
        WHERE a.conduct_unit_id IS NOT NULL AND a.since < %(end)s
        GROUP BY a.case_id, a.conduct_unit_id HAVING min(a.since) >= %(start)s""",
    "conduct_concluded": """
        SELECT n.case_id, 'conduct_concluded', was.conduct_unit_id, n.at, n.conclusion
        FROM cases_answer n
        JOIN LATERAL (
            SELECT conduct_unit_id FROM cases_attributes
            WHERE case_id = n.case_id AND since < %(as_of)s ORDER BY since DESC, id DESC LIMIT 1
        ) AS was ON was.conduct_unit_id IS NOT NULL
        WHERE n.conclusion <> '' AND n.at >= %(start)s AND n.at < %(end)s""",
}
_ALL: Final = " UNION ALL ".join(f"(SELECT * FROM ({part}) AS {name})" for name, part in _PARTS.items())
_DOINGS: Final = f"""
    SELECT c.id, c.code, was.conduct_unit_id, done.measure, done.unit_id, done.at, done.detail
    FROM ({_ALL}) AS done
    JOIN cases_case c ON c.id = done.case_id
    JOIN LATERAL (
        SELECT conduct_unit_id FROM cases_attributes
        WHERE case_id = c.id AND since < %(as_of)s ORDER BY since DESC, id DESC LIMIT 1
    ) AS was ON true
    WHERE done.measure <> 'conduct_received' OR was.conduct_unit_id = done.unit_id
    ORDER BY done.at, c.code, done.measure, done.unit_id
"""


def doings(window: Window) -> list[Doing]:
    """Everything counted in [start, end), as it stood at `as_of`; by moment, code and measure."""
    return [Doing(*row) for row in rows(_DOINGS, window.moments)]


class LateStretch(NamedTuple):
    """A life late in the period: from the first deadline it missed to its end, or to the instant."""

    case_id: int
    code: str
    conduct_unit_id: int | None
    life: int
    due_at: datetime
    passed_at: datetime
    ended_at: datetime | None
    charged_id: int
    handed_at: datetime  # when the charged unit was handed the case
    due_when_handed: datetime | None
    received_at: datetime
    category_id: int | None
    kind: str
    urgency: str


_STRETCHES: Final = """
    SELECT c.id, c.code, was.conduct_unit_id, span.life, due.due_at, due.passed_at,
        CASE WHEN span.until < %(as_of)s THEN span.until END,
        charged.unit_id, charged.since, handed.due_at, c.received_at, was.category_id, was.kind, was.urgency
    FROM cases_span span
    JOIN LATERAL (
        SELECT d.due_at, GREATEST(d.due_at, d.since) AS passed_at
        FROM cases_due d
        WHERE d.case_id = span.case_id AND d.clock = 'answer' AND d.life = span.life
            AND d.since < %(as_of)s AND d.due_at < LEAST(d.until, %(as_of)s)
        ORDER BY passed_at, d.since DESC, d.id DESC LIMIT 1
    ) AS due ON due.due_at < %(end)s
    JOIN cases_case c ON c.id = span.case_id
    JOIN LATERAL (
        SELECT conduct_unit_id, category_id, kind, urgency FROM cases_attributes
        WHERE case_id = c.id AND since < %(as_of)s ORDER BY since DESC, id DESC LIMIT 1
    ) AS was ON true
    JOIN LATERAL (
        SELECT h.unit_id, h.since FROM cases_assignment h
        WHERE h.case_id = span.case_id AND h.since <= due.passed_at ORDER BY h.since DESC, h.id DESC LIMIT 1
    ) AS charged ON true
    LEFT JOIN LATERAL (
        SELECT d.due_at FROM cases_due d
        WHERE d.case_id = span.case_id AND d.clock = 'answer' AND d.life = span.life
            AND d.since <= charged.since
        ORDER BY d.since DESC, d.id DESC LIMIT 1
    ) AS handed ON true
    WHERE tstzrange(span.since, span.until) && tstzrange(%(start)s, %(end)s) AND span.since < %(as_of)s
    ORDER BY due.passed_at, c.code, span.life
"""


def late_stretches(window: Window) -> list[LateStretch]:
    """Lives that were late at some moment of the period, by the moment they became late."""
    return [LateStretch(*row) for row in rows(_STRETCHES, window.moments)]


class StepStretch(NamedTuple):
    """A step of the centre, the Office or a unit late in the period, on a clock of its own."""

    case_id: int
    code: str
    conduct_unit_id: int | None
    step: str
    unit_id: int
    due_at: datetime
    done_at: datetime | None


_STEPS: Final = """
    SELECT c.id, c.code, was.conduct_unit_id, d.clock, d.unit_id, d.due_at,
        CASE WHEN d.until < %(as_of)s THEN d.until END
    FROM cases_due d
    JOIN cases_case c ON c.id = d.case_id
    JOIN LATERAL (
        SELECT conduct_unit_id FROM cases_attributes
        WHERE case_id = c.id AND since < %(as_of)s ORDER BY since DESC, id DESC LIMIT 1
    ) AS was ON true
    WHERE NOT (d.clock = 'answer') AND d.clock = ANY(%(steps)s) AND d.unit_id IS NOT NULL
        AND d.due_at < %(end)s AND d.since < %(as_of)s AND d.due_at < LEAST(d.until, %(as_of)s)
        AND (d.until IS NULL OR d.until >= %(start)s)
    ORDER BY d.due_at, c.code, d.clock
"""


def step_stretches(window: Window) -> list[StepStretch]:
    return [StepStretch(*row) for row in rows(_STEPS, window.moments | {"steps": list(OF_STEPS)})]


class Holding(NamedTuple):
    """Who had a case from a moment on: a unit, and the person in it who had taken it or been given it."""

    case_id: int
    since: datetime
    unit_id: int
    person_id: int | None


_HOLDINGS: Final = """
    SELECT case_id, since, unit_id, NULL::bigint AS person_id, 0 AS rank, id
    FROM cases_assignment WHERE case_id = ANY(%(cases)s) AND since < %(as_of)s
    UNION ALL
    SELECT e.case_id, e.at, NULL,
        COALESCE(named.id, CASE WHEN e.verb = 'accept' THEN e.person_id END), 1, e.id
    FROM cases_event e
    LEFT JOIN cases_eventtext t ON t.event_id = e.id AND e.verb = 'assign'
    LEFT JOIN accounts_person named ON named.username = split_part(t.body->>'person', '@', 1)
    WHERE e.case_id = ANY(%(cases)s) AND e.verb IN ('accept', 'assign') AND e.at < %(as_of)s
    ORDER BY case_id, since, rank, id
"""


def holdings(cases: Iterable[int], as_of: datetime) -> dict[int, list[Holding]]:
    """By case, oldest first: every stay with a unit, cut where a person took it on or was given it."""
    found: dict[int, list[Holding]] = {}
    for case, since, unit, person, _, _ in rows(_HOLDINGS, {"cases": sorted(set(cases)), "as_of": as_of}):
        mine = found.setdefault(case, [])
        if unit is None and not mine:
            continue
        mine.append(Holding(case, since, unit if unit is not None else mine[-1].unit_id, person))
    return found
