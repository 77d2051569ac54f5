"""Several people do something to one case at once: one wins, the others are refused, the history is whole.

The last tests take the lock out and show that the first ones would notice.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from threading import Barrier, Thread, current_thread, main_thread
from time import monotonic

import pytest
from django.db import connection

from hoiam.cases.acts import ACTS
from hoiam.cases.change import advance
from hoiam.cases.decisions import decide
from hoiam.cases.factories import (
    MONDAY,
    OTHER_UNIT,
    UNIT,
    forwarded,
    hours,
    in_hand,
    person,
    petition,
    received,
    unit_id,
)
from hoiam.cases.idempotency import once
from hoiam.cases.lifecycle import MOVES, OPEN, SAME, Verb
from hoiam.cases.line import THE_PETITIONER
from hoiam.cases.models import Case, Event
from hoiam.cases.reading import read_line
from hoiam.cases.receive import decide as decide_petition
from hoiam.cases.reckon import reckon
from hoiam.cases.testing import EXAMPLES
from hoiam.cases.transfer import transfer
from hoiam.cases.visible import CaseQuerySet
from hoiam.cases.world import world
from hoiam.cases.write import snapshot_of
from hoiam.kit.refusal import Refused

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("reference"),
]
LATER = MONDAY + hours(25)
ONE_WINS = Counter(done=1, refused=1)


def at_once(*tasks):
    """Run the tasks in threads that start together; count what came of them by name."""
    gate, outcomes = Barrier(len(tasks)), Counter()

    def run(task):
        try:
            gate.wait()
            task()
            outcomes["done"] += 1
        except Refused:
            outcomes["refused"] += 1
        except Exception as error:
            outcomes[type(error).__name__] += 1
        finally:
            connection.close()

    threads = [Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def twice(verb, *, seen):
    """Two people do the example of a verb to one case; `seen`: both looked at the same version of it."""
    case, doings = DOINGS.get(verb, by_people)(verb)

    def task(do):
        mine = Case.objects.get(pk=case.pk)
        mine.seen_seq = case.seq if seen else None
        return lambda: do(mine)

    return case, at_once(*map(task, doings))


def by_people(verb):
    example = EXAMPLES[verb]
    case, people = example.case(), [example.person(), example.person(f"thu-hai-{verb}")]
    fields = example.fields(case)
    return case, [lambda mine, who=who: ACTS[verb](mine, by=who, at=LATER, **fields) for who in people]


def by_two_reorganisations(verb):
    places = [unit_id(OTHER_UNIT), unit_id("ubnd-732")]
    return in_hand(), [lambda mine, to=to: transfer(mine, to=to, act="NQ 1", at=LATER) for to in places]


def by_two_calendars(verb):
    case = in_hand()
    later = [case.due_at + hours(24), case.due_at + hours(48)]
    return case, [lambda mine, due=due: reckon(mine, due_at=due, rule="QĐ 2", at=LATER) for due in later]


# What no person does: the system, twice at once.
DOINGS = {Verb.TRANSFER: by_two_reorganisations, Verb.RECKON: by_two_calendars}
RACED = [*EXAMPLES, *DOINGS]


def assert_whole(case, new_lines):
    """Every line has the next number, time goes forward, and the open rows are those of the state."""
    lines = list(Event.objects.filter(case=case).order_by("seq"))
    now = Case.objects.get(pk=case.pk)
    assert [line.seq for line in lines] == list(range(case.seq + new_lines + 1))
    assert now.seq == lines[-1].seq
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    is_open = 1 if now.state in OPEN else 0
    for rows in (now.hops, now.spans, now.segments):
        assert rows.filter(until=None).count() == is_open
    assert now.dues.filter(clock="answer", until=None).count() == is_open


@pytest.mark.parametrize("verb", RACED, ids=str)
def test_of_two_who_looked_at_the_same_case_one_wins(verb):
    case, outcomes = twice(verb, seen=True)
    assert outcomes == ONE_WINS
    assert_whole(case, 1)


def test_of_two_that_bring_the_same_message_under_one_key_one_makes_the_case():
    """The race of `receive`, which has no case to look at yet."""

    def bring():
        once("race", "k", {}, lambda: (201, received().code))

    outcomes = at_once(bring, bring)
    assert set(outcomes) <= {"done", "refused"} and outcomes["done"] >= 1
    assert Case.objects.count() == 1


def test_there_is_no_verb_without_its_race():
    assert set(RACED) | {Verb.RECEIVE} == set(Verb)
    assert len(RACED) == len(set(RACED))


# The state, or what is kept beside it, makes the second one impossible even when nobody compares versions.
ONLY_ONCE = [
    verb for verb in EXAMPLES if verb in {"extend", "join", "unpublish"} or SAME not in MOVES[verb].values()
]


@pytest.mark.parametrize("verb", [verb for verb in ONLY_ONCE if verb != Verb.SUPPLY], ids=str)
def test_what_can_be_done_once_is_done_once(verb):
    case, outcomes = twice(verb, seen=False)
    assert outcomes == ONE_WINS
    assert_whole(case, 1)


@pytest.mark.parametrize(
    "verb",
    ["note", "classify", "assign", "remind", "add_contact", "rate", "publish", "transfer", "reckon"],
)
def test_what_may_be_done_twice_leaves_two_lines(verb):
    case, outcomes = twice(Verb(verb), seen=False)
    assert outcomes == Counter(done=2)
    assert_whole(case, 2)


def test_accepting_and_recalling_at_once():
    case = forwarded()
    outcomes = at_once(
        lambda: ACTS["accept"](case, by=person("officer", UNIT), at=LATER),
        lambda: ACTS["recall"](case, by=person("coordinator"), at=LATER),
    )
    assert outcomes == ONE_WINS
    assert_whole(case, 1)


def test_answering_and_withdrawing_at_once():
    case = in_hand()
    head = person("unit_head", UNIT)
    outcomes = at_once(
        lambda: ACTS["answer"](case, by=head, text="Xong.", outcome="done", at=LATER),
        lambda: ACTS["withdraw"](case, by=THE_PETITIONER, at=LATER),
    )
    assert outcomes == ONE_WINS
    assert_whole(case, 1)


def test_two_cases_merged_into_each_other_at_once_do_not_wait_for_ever():
    one, two = received(), received()
    operator = person("operator")
    outcomes = at_once(
        lambda: ACTS["merge"](one, into=two.code, by=operator, at=LATER),
        lambda: ACTS["merge"](two, into=one.code, by=operator, at=LATER),
    )
    assert outcomes == ONE_WINS
    assert Case.objects.filter(state="merged").count() == 1


def test_a_reorganisation_and_a_calendar_meet_the_unit_at_work():
    case, due_at = in_hand(), in_hand().due_at + hours(24)
    outcomes = at_once(
        lambda: transfer(case, to=unit_id(OTHER_UNIT), act="NQ 1", at=LATER),
        lambda: reckon(case, due_at=due_at, rule="QĐ 2", at=LATER),
        lambda: ACTS["note"](case, by=person("officer", UNIT), text="x", at=LATER),
    )
    assert outcomes["done"] == 3
    assert_whole(case, 3)


# -- many people for a while ------------------------------------------------------------------------------

WORK = [
    ("coordinator", "1022", "forward", lambda case: {"to": unit_id(UNIT)}),
    ("coordinator", "1022", "recall", lambda case: {"reason": "wrong_unit"}),
    ("coordinator", "1022", "reopen", lambda case: {"reason": "still_there"}),
    ("coordinator", "1022", "close", lambda case: {}),
    ("officer", UNIT, "accept", lambda case: {}),
    ("unit_head", UNIT, "answer", lambda case: {"text": "Xong.", "outcome": "done"}),
    ("officer", UNIT, "send_back", lambda case: {"reason": "wrong_area", "proposed": unit_id(OTHER_UNIT)}),
    ("officer", UNIT, "ask", lambda case: {"text": "Ở đâu?"}),
    ("operator", "1022", "supply", lambda case: {"text": "Ở đây."}),
    ("operator", "1022", "rate", lambda case: {"score": 1, "reasons": ["still_there"]}),
    ("officer", UNIT, "note", lambda case: {"text": "x"}),
    ("operator", "1022", "add_contact", lambda case: {"channel": "phone"}),
]


def crowd(case, people, seconds):
    """Each of eight does something at random, again and again; what came of it, by name."""
    until = monotonic() + seconds
    total = Counter()

    def busy(seed):
        chance = Random(seed)

        def work():
            while monotonic() < until:
                role, unit, verb, fields = chance.choice(WORK)
                try:
                    ACTS[verb](case, by=people[role, unit], **fields(case))
                    total["done"] += 1
                except Refused:
                    total["refused"] += 1
                except Exception as error:
                    total[f"{verb}: {error!r}"] += 1

        return work

    assert at_once(*(busy(seed) for seed in range(8))) == Counter(done=8)
    return total


def again(case):
    """The case as its own history makes it, decided once more line by line without a database."""
    rules = world()
    snapshot, _, _ = decide_petition(petition(case.received_at), rules, THE_PETITIONER)
    for event in Event.objects.filter(case=case, seq__gt=0).order_by("seq").select_related("text"):
        words = event.text.body if hasattr(event, "text") else {}
        raw = {"verb": event.verb, "at": event.at.isoformat(), "by": event.actor, **event.facts, **words}
        line = read_line(raw, rules)
        advance(snapshot, decide(snapshot, line, rules), line)
    return snapshot


def assert_lived_as_told(case):
    """What stands in the rows is what the history, decided again, leaves."""
    lived, told = snapshot_of(Case.objects.get(pk=case.pk)), again(case)
    for name in (
        "state",
        "holder",
        "seq",
        "life",
        "due_at",
        "returns",
        "asks",
        "contacts",
        "missed_at",
        "clocks",
    ):
        assert getattr(lived, name) == getattr(told, name), name


def test_eight_people_at_one_case(monkeypatch):
    """The same over HTTP, for as long as one likes: crowd_test."""
    monkeypatch.setenv("HOIAM_NOW", "2021-07-06T09:00:00+07:00")
    case = received()
    people = {(role, unit): person(role, unit) for role, unit, *_ in WORK}
    total = crowd(case, people, seconds=3)
    assert set(total) == {"done", "refused"}, total
    lines = Event.objects.filter(case=case).count() - 1
    by_system = Event.objects.filter(case=case, actor="system").count()
    assert lines - by_system == total["done"]
    assert_whole(case, lines)
    assert_lived_as_told(case)


# -- without the lock ---------------------------------------------------------------------------------------


@pytest.fixture
def no_lock(monkeypatch):
    """The lock taken out, and both made to look before either writes, as chance does now and then."""
    both_have_looked = Barrier(2)
    lock = CaseQuerySet.lock

    def look(self, case):
        if current_thread() is main_thread():
            return lock(self, case)  # making the case is no race
        found = self.get(pk=case.pk)
        both_have_looked.wait(5)
        return found

    monkeypatch.setattr(CaseQuerySet, "lock", look)


def test_without_the_lock_not_one_of_these_races_would_have_one_winner(no_lock):
    assert [verb for verb in RACED if twice(verb, seen=True)[1] == ONE_WINS] == []


def test_without_the_lock_two_lines_fight_for_one_number(no_lock):
    _, outcomes = twice(Verb.ACCEPT, seen=False)
    assert outcomes["IntegrityError"] == 1
