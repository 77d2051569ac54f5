"""Lives lived through the verbs themselves, exported, and imported into an empty place: equal in every row.

What replay_test shows of deciding and writing is shown here of all that a person, a petitioner and the system
really press: permissions, codes, children of a split, cases merged into one another, the worker's own lines.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction

from hoiam.cases.acts import ACTS, act
from hoiam.cases.call_back import told
from hoiam.cases.close import close_old
from hoiam.cases.extend import ask_extension, decline_extension
from hoiam.cases.factories import CALLER, CENTRE, person, unit_id
from hoiam.cases.generated import FIELDS, OFTEN, UNITS, USUAL, generated_life, petition_of
from hoiam.cases.lifecycle import Verb, is_allowed
from hoiam.cases.line import THE_PETITIONER, THE_SYSTEM
from hoiam.cases.lives import all_lives
from hoiam.cases.policy import ASKING_EXTENSION, OF_PETITIONER, OF_SYSTEM, TELLING_BY_CALL, may
from hoiam.cases.queries import awaits_call, pending_extension
from hoiam.cases.receive import receive
from hoiam.cases.reckon import reckon
from hoiam.cases.split import Part, split
from hoiam.cases.supply import waiting_over
from hoiam.cases.testing import pausing_term, rows_left_by
from hoiam.cases.transfer import transfer
from hoiam.cases.world import world
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused

from .factories import exported, imported, rejections

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LIVES, LINES = 40, 12
AT_THE_CENTRE = ("coordinator", "operator", "reviewer", "office_head")
AT_A_UNIT = ("officer", "unit_head", "focal_point")
# Steps that are no verb of their own: a note in the history tells of them.
STEPS = ("told", "ask_extension", "decline_extension")


class Town:
    """Cases that go on together, so that one can be merged into another."""

    def __init__(self, chance):
        self.chance, self.rules = chance, world()
        self.cases, self.done = [], Counter()
        self.people = {unit_id(code): [person(role, code) for role in AT_A_UNIT] for code in UNITS}
        self.people[unit_id(CENTRE)] = [person(role, CENTRE) for role in AT_THE_CENTRE]

    def everybody(self, case):
        """Whoever may have a word in it, wherever it lies now."""
        return [*self.people[unit_id(CENTRE)], *self.people[case.holder_id]]

    def somebody(self, case, verb, at, to=None, rules=None):
        known = [one for one in self.everybody(case) if may(one, verb, case, at, to=to, rules=rules)]
        if rules is None:
            known += [THE_PETITIONER] * (verb in OF_PETITIONER) + [THE_SYSTEM] * (verb in OF_SYSTEM)
        if not known:
            raise Refused("Không ai được làm.")
        return self.chance.choice(known)

    def receive(self, number):
        """Made here; every third petitioner has nothing but a telephone."""
        raw = generated_life(self.chance, self.rules, source_id=str(number), lines=0)
        raw |= {"source": "", "source_id": "", "code": None, "parent": None}
        raw |= {"channel": "phone", "petitioner": CALLER} if number % 3 == 0 else {}
        petition = petition_of(raw, self.rules)
        by = self.chance.choice((THE_PETITIONER, THE_SYSTEM))
        self.cases.append(receive(petition, by=by))
        self.done["receive"] += 1

    def go_on(self, case):
        """One step by somebody, or none when it is refused; the case as it is now."""
        at = case.last_at + timedelta(minutes=self.chance.choice((1, 40, 300, 1500)))
        step = self._step(case)
        try:
            with transaction.atomic():
                case = getattr(self, f"_{step}", self._verb)(case, step, at)
        except Refused:
            return case
        self.done[str(step)] += 1
        return case

    def _step(self, case):
        """What waits for a decision or a call is often decided or told, or it would never come to that."""
        if pending_extension(case) and self.chance.random() < 0.6:
            return self.chance.choice((Verb.EXTEND, "decline_extension"))
        if awaits_call(case) and self.chance.random() < 0.6:
            return "told"
        verbs = [verb for verb in FIELDS if is_allowed(case.state, verb)]
        weights = [OFTEN.get(verb, USUAL) for verb in verbs]
        return self.chance.choices([*verbs, "ask_extension"], [*weights, 15 * case.is_open])[0]

    def _verb(self, case, verb, at):
        fields = FIELDS[verb](self.chance, at)
        to = unit_id(fields["to"], at) if "to" in fields else None
        if verb == Verb.TRANSFER:
            return transfer(case, to=to, act=fields["act"], at=at)
        if verb == Verb.RECKON:
            return reckon(case, due_at=parse_moment(fields["due_at"]), rule=fields["rule"], at=at)
        return act(case, verb, fields, by=self.somebody(case, verb, at, to), at=at)

    def _note(self, case, verb, at):
        return act(case, verb, {"text": "Đã gọi."}, by=self.somebody(case, verb, at), at=at)

    def _assign(self, case, verb, at):
        colleague = self.chance.choice(self.everybody(case)).username
        return act(case, verb, {"person": colleague}, by=self.somebody(case, verb, at), at=at)

    def _merge(self, case, verb, at):
        main = self.chance.choice(self.cases)
        return act(case, verb, {"into": main.code}, by=self.somebody(case, verb, at), at=at)

    def _split(self, case, verb, at):
        parts = [Part(content="Đèn hỏng."), Part(content="Cống nghẹt.", category="MT01", summary="Cống")]
        return split(case, by=self.somebody(case, verb, at), parts=parts, at=at)

    def _told(self, case, _, at):
        return told(case, by=self.somebody(case, Verb.NOTE, at, rules=TELLING_BY_CALL), reply="Vâng.", at=at)

    def _ask_extension(self, case, _, at):
        leader = self.somebody(case, Verb.EXTEND, at, rules=ASKING_EXTENSION)
        return ask_extension(case, by=leader, due_at=at + timedelta(days=9), reason="complex", at=at)

    def _decline_extension(self, case, _, at):
        return decline_extension(case, by=self.somebody(case, Verb.EXTEND, at), note="Chưa cần.", at=at)


def everything():
    """By code: every row of every case. Who wrote down what the petitioner said, and who typed the receipt,
    the format does not carry: there it is the petitioner who speaks, and nobody who received."""
    return {life.source_id: _without_the_typist(rows_left_by(life.id)) for life in all_lives()}


def _without_the_typist(rows):
    lines = [json.loads(row) for row in rows["Event"]]
    for line in lines:
        if line["verb"] == "receive":
            line["actor"] = "petitioner"
        if line["actor"] == "petitioner":
            line["person_id"] = line["unit_id"] = None
    return {**rows, "Event": sorted(json.dumps(line, sort_keys=True) for line in lines)}


def _apart(left, right):
    """The rows that only one of the two has."""
    assert right.keys() == left.keys()
    for code, tables in left.items():
        for table, rows in tables.items():
            if rows != right[code][table]:
                yield code, table, set(rows) ^ set(right[code][table])


def live(town):
    """Line by line; `town.done` says how often each step was taken."""
    for number in range(LIVES):
        town.receive(number)
    for number, case in enumerate(town.cases):
        for _ in range(LINES):
            case = town.go_on(case)
        town.cases[number] = case
    end = max(case.last_at for case in town.cases) + timedelta(days=60)
    town.done["worker"] = waiting_over(end) + close_old(end)


def test_what_people_really_did_exported_and_imported_elsewhere_leaves_equal_rows(tmp_path):
    pausing_term()
    file, town = tmp_path / "tep.jsonl", Town(Random(2))
    with transaction.atomic():
        live(town)
        left, first = everything(), exported(identities=True)
        transaction.set_rollback(True)
    assert {str(verb) for verb in Verb} | {*STEPS, "worker"} <= {
        step for step in town.done if town.done[step]
    }
    assert not list(all_lives())
    file.write_text(first, "utf-8")
    assert imported(file).new == len(left) > LIVES, rejections(file)
    assert list(_apart(left, everything())) == []
    assert exported(identities=True) == first


def test_every_verb_is_one_that_a_life_here_can_take():
    assert set(FIELDS) == set(ACTS) | {Verb.TRANSFER, Verb.RECKON} == set(Verb) - {Verb.RECEIVE}
