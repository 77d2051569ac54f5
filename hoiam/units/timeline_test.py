"""Timelines and lineages against plain re-reading of the same rows, over generated ones."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from hoiam.units.succession import Edge, Lineage
from hoiam.units.timeline import Timeline

START = date(2021, 1, 1)
DAYS = [START + timedelta(days=n) for n in range(12)]


@dataclass(frozen=True)
class Row:
    id: int
    code: str
    parent: int | None
    since: date
    until: date


@st.composite
def histories(draw):
    """A few identities, each with versions one after another; parents have smaller numbers, so no circle."""
    rows = []
    for identity in range(1, draw(st.integers(1, 6)) + 1):
        turns = sorted(draw(st.sets(st.sampled_from(DAYS), min_size=2, max_size=4)))
        for since, until in zip(turns, turns[1:], strict=False):
            parent = draw(st.none() | st.integers(1, identity - 1)) if identity > 1 else None
            rows.append(Row(identity, f"mã{identity}", parent, since, until))
    return rows


@given(histories(), st.sampled_from(DAYS))
def test_what_is_valid_is_what_a_reading_of_all_rows_finds(rows, on):
    timeline = Timeline(rows)
    expected = [row for row in rows if row.since <= on < row.until]
    assert timeline.valid(on) == expected
    for row in rows:
        valid = next((other for other in expected if other.id == row.id), None)
        assert timeline.coded(row.code, on) == valid
        assert timeline.is_valid(row.id, on) == (valid is not None)
        assert valid is None or timeline.seen(row.id, on) == valid


@given(histories(), st.sampled_from(DAYS))
def test_a_gap_or_an_end_shows_the_last_version_begun(rows, on):
    for identity in {row.id for row in rows}:
        versions = [row for row in rows if row.id == identity]
        begun = [row for row in versions if row.since <= on]
        assert Timeline(rows).seen(identity, on) == (begun[-1] if begun else versions[0])


@given(histories(), st.sampled_from(DAYS))
def test_below_is_the_other_side_of_above(rows, on):
    """Among units that are valid that day, whose line of superiors is too."""
    timeline = Timeline(rows)
    valid = {row.id for row in timeline.valid(on)}
    for one in valid:
        line = timeline.ancestors(one, on)
        for other in valid:
            through = line[: line.index(other)] if other in line else ()
            if valid.issuperset(through):
                assert (other in line) == (one in timeline.descendants(other, on))


numbers = st.integers(1, 8)
edges = st.lists(
    st.builds(Edge, st.integers(1, 8), st.integers(1, 8), st.sampled_from(DAYS), st.just("merge")),
    max_size=12,
)


@given(edges, st.integers(1, 8), st.sampled_from(DAYS), st.sets(st.integers(1, 8)))
def test_heirs_are_alive_and_reached_by_changes_of_the_past(rows, identity, on, alive):
    heirs = Lineage(rows).heirs(identity, on, lambda one, _: one in alive)
    assert len(set(heirs)) == len(heirs)
    assert set(heirs) <= alive - {identity}
    assert set(heirs) <= Lineage(row for row in rows if row.on <= on).posterity(identity)


@given(edges, st.integers(1, 8), st.integers(1, 8))
def test_ancestry_is_the_other_side_of_posterity(rows, one, other):
    lineage = Lineage(rows)
    assert (other in lineage.posterity(one)) == (one in lineage.ancestry(other))


def test_an_identity_nobody_knows_is_a_bug_not_an_answer():
    with pytest.raises(KeyError):
        Timeline([]).seen(1, START)
