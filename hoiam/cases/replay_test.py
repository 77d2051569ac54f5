"""A history that was lived and the same history replayed leave equal rows in every table."""

from contextlib import contextmanager
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from hoiam.kit.clock import now
from hoiam.kit.ids import damm_digit, show_code
from hoiam.kit.refusal import Refused
from hoiam.messaging import quiet

from .decisions import decide
from .factories import MONDAY, hours, petition, received
from .generated import generated_life, lines_of, petition_of
from .history import words_fit
from .line import THE_SYSTEM
from .lives import known_lives
from .models import Case, Event
from .reading import read_line
from .receive import receive
from .replay import BrokenLine, Link, carry_on, fold, link, write_folded
from .testing import rows_left_by
from .world import world
from .write import hold, snapshot_of

CODE = "21070000000" + damm_digit("21070000000")
pytestmark = pytest.mark.django_db

LIVES = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def undone():
    """What is written inside is gone afterwards, so that the next history meets empty tables."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lived(raw, rules):
    """The history as the live writer writes it: line by line, each under its own lock."""
    with quiet():
        case = receive(petition_of(raw, rules), by=THE_SYSTEM)
    for step in raw["history"]:
        held = hold(case)
        line = read_line(step, rules)
        held.write(line, decide(held.snapshot, line, held.rules))
    return case.pk


def replayed(raw, rules, *, first=None):
    folded = fold(petition_of(raw, rules), lines_of(raw, rules)[:first], rules, THE_SYSTEM)
    write_folded([folded], recorded_at=MONDAY)
    return folded


@LIVES
@given(seed=st.integers(0, 2**32))
def test_a_lived_history_and_the_same_history_replayed_leave_equal_rows(seed):
    rules = world()
    raw = generated_life(Random(seed), rules, source_id="R/1")
    with undone():
        one = lived(raw, rules)
        left, snapshot = rows_left_by(one), snapshot_of(Case.objects.get(pk=one))
    with undone():
        folded = replayed(raw, rules)
        right = rows_left_by(folded.case_id)
    assert left == right
    assert snapshot == folded.snapshot


@LIVES
@given(seed=st.integers(0, 2**32), share=st.floats(0, 1))
def test_a_history_carried_on_leaves_the_rows_of_the_whole_history(seed, share):
    rules = world()
    raw = generated_life(Random(seed), rules, source_id="C/1")
    first = int(share * (len(raw["history"]) - 1))
    with undone():
        begun = replayed(raw, rules, first=first)
        carry_on(begun.case_id, lines_of(raw, rules)[first:], after=first)
        carried = rows_left_by(begun.case_id)
    with undone():
        whole = rows_left_by(replayed(raw, rules).case_id)
    assert carried == whole


def test_a_case_somebody_has_just_worked_on_is_not_carried_on_from_where_it_was():
    case = received()
    line = read_line(
        {"at": "2021-07-06T09:00:00", "verb": "forward", "by": "a@1022", "to": "ubnd-731"}, world()
    )
    with pytest.raises(Refused, match="vừa được người khác xử lý"):
        carry_on(case.pk, [line], after=1)
    assert Event.objects.filter(case=case).count() == 1


def test_carrying_on_names_the_line_that_is_not_allowed_and_leaves_the_case_as_it_was():
    case, rules = received(), world()
    lines = [
        read_line({"at": "2021-07-06T09:00:00", "by": "a@1022", **words}, rules)
        for words in ({"verb": "forward", "to": "ubnd-731"}, {"verb": "close"})
    ]
    with pytest.raises(BrokenLine, match="Dòng lịch sử 2") as broken:
        carry_on(case.pk, lines, after=0)
    assert broken.value.number == 2
    case.refresh_from_db()
    assert (case.state, case.seq) == ("received", 0)


def test_a_broken_history_names_its_line_and_writes_nothing():
    lines = [
        read_line({"at": f"2021-07-06T0{n}:00:00", "verb": "accept", "by": "a@ubnd-731"}, world())
        for n in (8, 9)
    ]
    with pytest.raises(BrokenLine, match="Dòng lịch sử 1 .*accept"):
        fold(petition(), lines, world(), THE_SYSTEM)


def test_a_hundred_cases_written_at_once_have_a_hundred_codes_though_the_same_numbers_are_drawn(monkeypatch):
    draws = iter(f"2107{n // 3:07}0" for n in range(1000))
    monkeypatch.setattr("hoiam.cases.replay.new_code", lambda at: next(draws))
    taken = received()
    Case.objects.filter(pk=taken.pk).update(code="210700000010")
    rules = world()
    batch = [fold(petition(source="s", source_id=str(n)), [], rules, THE_SYSTEM) for n in range(100)]
    write_folded(batch, recorded_at=MONDAY)
    assert len({folded.code for folded in batch}) == 100
    assert "210700000010" not in {folded.code for folded in batch}


def test_codes_of_other_cases_become_references_when_both_are_here():
    rules = world()
    main, child = (petition(source="s", source_id=name) for name in ("main", "child"))
    main.code, child.parent_code = CODE, CODE
    merge = {"at": "2021-07-06T09:00:00", "verb": "merge", "by": "a@1022", "into": show_code(CODE)}
    batch = [
        fold(child, [], rules, THE_SYSTEM),
        fold(petition(source="s", source_id="twin"), [read_line(merge, rules)], rules, THE_SYSTEM),
    ]
    write_folded(batch, recorded_at=MONDAY)
    links = [Link(batch[0].case_id, CODE, None), Link(batch[1].case_id, None, CODE)]
    link(links)
    assert not Case.objects.filter(parent__isnull=False).exists()
    write_folded([last := fold(main, [], rules, THE_SYSTEM)], recorded_at=MONDAY)
    link(links)
    assert Case.objects.get(source_id="child").parent_id == last.case_id
    assert Case.objects.get(source_id="twin").merged_into_id == last.case_id


def test_a_case_no_longer_merged_is_not_linked_to_the_one_it_was_merged_into():
    main = received()
    apart = received(at=MONDAY + hours(1))
    link([Link(apart.pk, None, main.code), Link(main.pk, main.code, None)])
    apart.refresh_from_db(), main.refresh_from_db()
    assert apart.merged_into_id is None
    assert main.parent_id is None


def test_the_digest_of_a_replayed_line_fits_its_words():
    rules = world()
    raw = generated_life(Random(7), rules, source_id="D/7")
    case_id = replayed(raw, rules).case_id
    lines = list(Event.objects.filter(case_id=case_id).select_related("case__text", "text"))
    assert any(line.digest for line in lines)
    assert all(words_fit(line) for line in lines)
    assert [bool(line.content_digest) for line in lines if line.verb == "receive"] == [True]


def test_what_was_erased_before_it_came_has_no_digest_of_what_stood_in_for_it():
    folded = fold(petition(source="D", source_id="8", content="(đã xóa)"), [], world(), THE_SYSTEM)
    folded.words.update(content="", erased_at=now(), erased_under="12")
    write_folded([folded], recorded_at=now())
    line = Event.objects.select_related("case__text").get(case_id=folded.case_id)
    assert line.content_digest is None
    assert words_fit(line)


def test_words_erased_elsewhere_are_not_stood_in_for_here():
    rules = world()
    line = read_line({"at": "2021-07-06T09:00:00", "verb": "ask", "by": "a@1022", "text": "(đã xóa)"}, rules)
    line.facts["erased"] = {"at": "2022-01-01T00:00:00+07:00", "under": "12"}
    folded = fold(petition(), [line], rules, THE_SYSTEM)
    assert folded.snapshot.state == "waiting"
    assert folded.lines[-1].texts == {}


def test_what_was_said_on_the_day_of_receipt_outlives_later_classifications():
    rules = world()
    first = petition(
        source="s", source_id="1", category="MT01", summary="Đèn hỏng", place={"lat": 10.9, "lng": 106.8}
    )
    changed = {
        "at": "2021-07-06T09:00:00", "verb": "classify", "by": "a@1022", "category": "GT01",
        "kind": "question", "summary": None, "place": {"address": "số 1", "lat": 11.0, "lng": 107.0},
    }  # fmt: skip
    write_folded([fold(first, [read_line(changed, rules)], rules, THE_SYSTEM)], recorded_at=MONDAY)
    life = known_lives([("s", "1")])["s", "1"]
    assert life.received.facts["category"] == "MT01"
    assert life.received.facts["kind"] == "report"
    assert life.received.facts["place"] == {"area": None, "lat": 10.9, "lng": 106.8}
    assert life.received.texts == {"summary": "Đèn hỏng"}
    case = Case.objects.get(pk=life.id)
    assert (case.kind, case.summary, case.lat) == ("question", None, 11.0)


def test_moments_are_cut_to_the_second_so_that_an_export_says_what_was_reckoned_with():
    case = received(at=MONDAY.replace(microsecond=999_999))
    assert case.received_at == MONDAY
    line = read_line(
        {"at": "2021-07-06T09:00:00.9", "verb": "forward", "by": "a@1022", "to": "ubnd-731",
         "due_at": "2021-07-09T17:00:00.5"},
        world(),
    )  # fmt: skip
    assert line.at.microsecond == 0
    assert line.due_at.isoformat() == line.facts["due_at"]


def test_state_and_verb_are_written_as_words():
    rules = world()
    folded = fold(petition(source="s", source_id="1"), [], rules, THE_SYSTEM)
    write_folded([folded], recorded_at=MONDAY)
    assert Case.objects.values_list("state", flat=True).get(pk=folded.case_id) == "received"
    assert Event.objects.values_list("verb", flat=True).get(case_id=folded.case_id) == "receive"
