"""Evidence (căn cứ): what a report says of late lives, late steps and what was done in a period.

Read from the dated rows as at one instant, like the figures, but only for the cases that need it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from .figures import Window, rows
from .lifecycle import State

STEPS: Final = ("route", "arbitrate", "decide_extension", "call_back")


@dataclass(frozen=True, slots=True)
class LateLife:
    """One life whose answer deadline passed unanswered: the first missed deadline and the stay it fell in."""

    case_id: int
    life: int
    due_at: datetime  # the first missed one
    passed_at: datetime
    charged_id: int
    handed_at: datetime  # when the charged unit was handed the case
    due_when_handed: datetime | None  # in force at that moment
    accepted_at: datetime | None
    is_touched: bool  # a person of the charged unit did something since, notes apart
    was_sent_back: bool  # to others first, in this life
    reminders: int
    is_closed: bool
    is_waiting: bool
    holder_id: int
    is_accepted: bool  # by the present holder

    def state(self, outcome: str, *, centre: int) -> State:
        """The state of the case at the instant, in whatever life it was by then."""
        if outcome.startswith("answered"):
            return State.CLOSED if self.is_closed else State.ANSWERED
        if not outcome.startswith("open"):
            return State(outcome)
        if self.is_waiting:
            return State.WAITING
        if self.is_accepted:
            return State.IN_HAND
        return State.RECEIVED if self.holder_id == centre else State.FORWARDED


_LATE: Final = """
    SELECT
        wanted.case_id, wanted.life, due.due_at, due.passed_at, charged.unit_id, charged.since,
        handed.due_at, charged.accepted_at,
        EXISTS (
            SELECT FROM cases_event e
            WHERE e.case_id = wanted.case_id AND e.unit_id = charged.unit_id AND e.verb <> 'note'
                AND e.at >= charged.since AND e.at < %(as_of)s
        ),
        EXISTS (
            SELECT FROM cases_assignment b
            WHERE b.case_id = wanted.case_id AND b.ended_by = 'send_back'
                AND b.since >= span.since AND b.until <= charged.since
        ),
        (SELECT count(*) FROM cases_reminder r WHERE r.case_id = wanted.case_id AND r.at < %(as_of)s),
        EXISTS (
            SELECT FROM cases_event e
            WHERE e.case_id = wanted.case_id AND e.verb = 'close' AND e.at >= last.since AND e.at < %(as_of)s
        ),
        COALESCE((
            SELECT e.verb = 'ask' FROM cases_event e
            WHERE e.case_id = wanted.case_id AND e.verb IN ('ask', 'supply')
                AND e.at >= last.since AND e.at < %(as_of)s
            ORDER BY e.seq DESC LIMIT 1
        ), false),
        present.unit_id, COALESCE(present.accepted_at < %(as_of)s, false)
    FROM unnest(%(cases)s::bigint[], %(lives)s::int[]) AS wanted (case_id, life)
    JOIN cases_span span ON span.case_id = wanted.case_id AND span.life = wanted.life
    JOIN LATERAL (
        SELECT d.due_at, GREATEST(d.due_at, d.since) AS passed_at
        FROM cases_due d
        WHERE d.case_id = wanted.case_id AND d.clock = 'answer' AND d.life = wanted.life
            AND d.since < %(as_of)s AND d.due_at < LEAST(d.until, %(as_of)s)
        ORDER BY passed_at, d.since DESC, d.id DESC LIMIT 1
    ) AS due ON true
    JOIN LATERAL (
        SELECT h.unit_id, h.since, h.accepted_at
        FROM cases_assignment h
        WHERE h.case_id = wanted.case_id AND h.since <= due.passed_at
        ORDER BY h.since DESC, h.id DESC LIMIT 1
    ) AS charged ON true
    LEFT JOIN LATERAL (
        SELECT d.due_at
        FROM cases_due d
        WHERE d.case_id = wanted.case_id AND d.clock = 'answer' AND d.life = wanted.life
            AND d.since <= charged.since
        ORDER BY d.since DESC, d.id DESC LIMIT 1
    ) AS handed ON true
    JOIN LATERAL (
        SELECT s.since FROM cases_span s
        WHERE s.case_id = wanted.case_id AND s.since < %(as_of)s ORDER BY s.life DESC LIMIT 1
    ) AS last ON true
    JOIN LATERAL (
        SELECT h.unit_id, h.accepted_at
        FROM cases_assignment h
        WHERE h.case_id = wanted.case_id AND h.since < %(as_of)s
        ORDER BY h.since DESC, h.id DESC LIMIT 1
    ) AS present ON true
"""


def late_lives(lives: Sequence[tuple[int, int]], window: Window) -> dict[tuple[int, int], LateLife]:
    """What is known at `as_of` of those (case, life) whose answer deadline passed."""
    if not lives:
        return {}
    parameters = {
        "cases": [case for case, _ in lives],
        "lives": [life for _, life in lives],
        "as_of": window.as_of,
    }
    return {(row[0], row[1]): LateLife(*row) for row in rows(_LATE, parameters)}


class LateStep(NamedTuple):
    """A step of the centre or the Office whose own deadline passed in the period."""

    case_id: int
    code: str
    conduct_unit_id: int | None
    step: str
    unit_id: int
    due_at: datetime
    done_at: datetime | None


def late_steps(window: Window, steps: Sequence[str] = STEPS) -> list[LateStep]:
    sql = """
        SELECT c.id, c.code, was.conduct_unit_id, d.clock, d.unit_id, d.due_at,
            CASE WHEN d.until < %(as_of)s THEN d.until END
        FROM cases_due d
        JOIN cases_case c ON c.id = d.case_id
        JOIN LATERAL (
            SELECT a.conduct_unit_id FROM cases_attributes a
            WHERE a.case_id = c.id AND a.since < %(as_of)s ORDER BY a.since DESC, a.id DESC LIMIT 1
        ) AS was ON true
        WHERE NOT (d.clock = 'answer') AND d.clock = ANY(%(steps)s)
            AND d.due_at >= %(start)s AND d.due_at < %(end)s
            AND d.since < %(as_of)s AND d.due_at < LEAST(d.until, %(as_of)s)
        ORDER BY d.due_at, c.code, d.clock
    """
    return [LateStep(*row) for row in rows(sql, window.moments | {"steps": list(steps)})]


class Act(NamedTuple):
    """Something done in the period that a table counts. `unit_id` is whose doing, or whose case, it was."""

    case_id: int
    code: str
    act: str
    unit_id: int | None
    at: datetime
    means: str


_ACTS: Final = """
    SELECT c.id, c.code, done.act, done.unit_id, done.at, done.means
    FROM (
        SELECT case_id, 'send_back' AS act, unit_id, until AS at, '' AS means FROM cases_assignment
        WHERE case_id = ANY(%(cases)s) AND ended_by = 'send_back' AND until >= %(start)s AND until < %(end)s
        UNION ALL
        SELECT d.case_id, 'extend', h.unit_id, d.since, '' FROM cases_due d
        JOIN LATERAL (
            SELECT unit_id FROM cases_assignment
            WHERE case_id = d.case_id AND since <= d.since ORDER BY since DESC, id DESC LIMIT 1
        ) AS h ON true
        WHERE d.case_id = ANY(%(cases)s) AND d.cause = 'extend' AND d.since >= %(start)s AND d.since < %(end)s
        UNION ALL
        SELECT case_id, 'arbitrate', unit_id, since, '' FROM cases_due
        WHERE case_id = ANY(%(cases)s) AND clock = 'arbitrate' AND since >= %(start)s AND since < %(end)s
        UNION ALL
        SELECT s.case_id, 'reopen', h.unit_id, s.since, '' FROM cases_span s
        JOIN LATERAL (
            SELECT unit_id FROM cases_assignment
            WHERE case_id = s.case_id AND since <= s.since ORDER BY since DESC, id DESC LIMIT 1
        ) AS h ON true
        WHERE s.life > 1 AND s.since >= %(start)s AND s.since < %(end)s
        UNION ALL
        SELECT case_id, 'remind', unit_id, at, means FROM cases_reminder
        WHERE case_id = ANY(%(cases)s) AND at >= %(start)s AND at < %(end)s
        UNION ALL
        SELECT case_id, 'publish', NULL, since, '' FROM cases_publication
        WHERE since >= %(start)s AND since < %(end)s
        UNION ALL
        SELECT p.case_id, 'unpublish', NULL, p.until, '' FROM cases_publication p
        WHERE p.until >= %(start)s AND p.until < %(end)s AND NOT EXISTS (
            SELECT FROM cases_publication n WHERE n.case_id = p.case_id AND n.since = p.until
        )
    ) AS done
    JOIN cases_case c ON c.id = done.case_id
    ORDER BY done.at, c.code, done.act
"""


def acts(window: Window, cases: Sequence[int]) -> list[Act]:
    """Returns, extensions, disputes, reopenings, reminders and publications of the period's cases."""
    return [Act(*row) for row in rows(_ACTS, window.moments | {"cases": list(cases)})]


class CameAgain(NamedTuple):
    case_id: int
    code: str
    conduct_unit_id: int | None
    at: datetime
    channel: str
    kind: str
    petitioner_type: str


def repeats(window: Window) -> list[CameAgain]:
    """Each time a petitioner came again about a case inside the period, by the channel then used."""
    sql = """
        SELECT c.id, c.code, c.conduct_unit_id, r.at, r.channel, c.kind, c.petitioner_type
        FROM cases_repeat r JOIN cases_case c ON c.id = r.case_id
        WHERE r.at >= %(start)s AND r.at < %(end)s
        ORDER BY r.at, r.id
    """
    return [CameAgain(*row) for row in rows(sql, window.moments)]
