"""A history that was lived and the same history replayed leave equal rows in every table."""

import json
import re
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import unseal
from hoiam.messaging import quiet

from .decisions import decide
from .factories import CALLER, MONDAY, hours, petition, received
from .generated import generated_life, lines_of, petition_of
from .history import digest
from .lifecycle import Verb
from .line import THE_SYSTEM
from .lives import known_lives
from .models import Case, CaseText, Event, EventText, OutsideId, Petitioner
from .reading import read_line
from .receive import receive
from .replay import BrokenLine, Link, carry_on, fold, link, write_folded
from .world import world
from .write import TABLES, hold, snapshot_of

pytestmark = pytest.mark.django_db

LIVES = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Ours alone, or random, or when we learnt it: never the same twice.
OWN = {"id", "case_id", "event_id", "code", "code_is_given", "source", "source_id", "recorded_at"}
OWN |= {"salt", "digest", "secret_hash", "words"}


def rows(model, **where):
    """Every row of a case in one table, as comparable text, without what is never the same twice."""
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in OWN and not f.generated]
    found = []
    for row in model._default_manager.filter(**where).values(*names):
        if row.get("sealed"):
            row["sealed"] = unseal(bytes(row["sealed"]))
        found.append(
            json.dumps(
                {k: str(bytes(v)) if isinstance(v, memoryview | bytes) else v for k, v in row.items()},
                default=str,
                sort_keys=True,
                ensure_ascii=False,
            )
        )
    return sorted(found)


def everything(case_id):
    tables = {model.__name__: rows(model, case_id=case_id) for model in TABLES.values()}
    for model in (CaseText, Petitioner, OutsideId, Event):
        tables[model.__name__] = rows(model, case_id=case_id)
    tables["EventText"] = rows(EventText, event__case_id=case_id)
    tables["Case"] = rows(Case, pk=case_id)
    return tables


def lived(raw, rules):
    """The history as the live writer writes it: line by line, each under its own lock."""
    with quiet():
        case = receive(petition_of({**raw, "source": "lived", "code": None}, rules), by=THE_SYSTEM)
    OutsideId.objects.filter(case=case).update(system="cong-dvc-lived")
    for step in raw["history"]:
        held = hold(case, None)
        line = read_line(step, rules)
        held.write(line, decide(held.snapshot, line, held.rules))
    return case.pk


def replayed(raw, rules, source="replayed"):
    folded = fold(
        petition_of({**raw, "source": source, "code": None}, rules), lines_of(raw, rules), rules, THE_SYSTEM
    )
    write_folded([folded], recorded_at=MONDAY)
    return folded


@LIVES
@given(seed=st.integers(0, 2**32))
def test_a_lived_history_and_the_same_history_replayed_leave_equal_rows(seed):
    rules = world()
    raw = generated_life(Random(seed), rules, source_id=f"R/{seed}")
    one = lived(raw, rules)
    folded = replayed(raw, rules)
    left, right = everything(one), everything(folded.case_id)
    left.pop("OutsideId"), right.pop("OutsideId")
    assert left == right
    assert snapshot_of(Case.objects.get(pk=one)) == folded.snapshot
