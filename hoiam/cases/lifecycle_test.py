"""The life of a case: the table as it is promised to the outside, and what follows from it."""

import pytest
from hypothesis import given, strategies as st

from hoiam.cases.lifecycle import BACK, BEFORE, ENDED, MOVES, OPEN, SAME, State, Verb, after, is_allowed
from hoiam.kit.refusal import Refused

# Copied from the promise, sign by sign: `²` implies accept, "any" is every state, `end` the verb's own end.
PROMISE = """
verb | received|forwarded|in_hand|waiting|answered|closed|refused|redirected|withdrawn|merged
classify    | = | = | = | = | – | – | – | – | – | –
forward     | forwarded | forwarded | forwarded | – | – | – | – | – | – | –
accept      | – | in_hand | – | – | – | – | – | – | – | –
assign      | = | = | = | = | – | – | – | – | – | –
send_back   | – | B | B | – | – | – | – | – | – | –
recall      | – | B | B | – | – | – | – | – | – | –
join        | = | = | = | = | = | – | – | – | – | –
remind      | = | = | = | = | = | – | – | – | – | –
add_contact | = | = | = | = | = | – | – | – | – | –
ask         | waiting | – | waiting | – | – | – | – | – | – | –
supply      | = | = | = | A | – | – | – | – | – | –
extend      | – | = | = | = | – | – | – | – | – | –
answer      | answered | answered ² | answered | answered | – | – | – | – | – | –
refuse      | end | end | end | end | – | – | – | – | – | –
redirect    | end | end | end | end | – | – | – | – | – | –
merge       | end | end | end | end | – | – | – | – | – | –
split       | = | = | = | = | – | – | – | – | – | –
close       | – | – | – | – | closed | – | – | – | – | –
reopen      | – | – | – | – | in_hand | in_hand | received | received | – | A
withdraw    | end | end | end | end | – | – | – | – | – | –
rate        | – | – | – | – | = | = | – | – | – | –
publish     | – | – | – | – | = | = | – | – | – | –
unpublish   | any
note        | any
transfer    | = | = | = | = | – | – | – | – | – | –
reckon      | = | = | = | = | – | – | – | – | – | –
"""
ENDS = {"refuse": "refused", "redirect": "redirected", "merge": "merged", "withdraw": "withdrawn"}


def promised():
    header, *rows = [[cell.strip() for cell in row.split("|")] for row in PROMISE.strip().splitlines()]
    for verb, *cells in rows:
        if cells == ["any"]:
            cells = ["="] * len(State)
        for state, cell in zip(header[1:], cells, strict=True):
            meant = cell.removesuffix(" ²").replace("end", ENDS.get(verb, "end"))
            yield Verb(verb), State(state), None if meant == "–" else meant


@pytest.mark.parametrize(("verb", "state", "lands"), list(promised()), ids=lambda cell: str(cell))
def test_the_table_is_the_one_promised_to_the_outside(verb, state, lands):
    assert MOVES[verb].get(state) == lands


def test_every_verb_has_a_row_and_receive_leads_from_nowhere():
    assert set(MOVES) == set(Verb)
    assert MOVES[Verb.RECEIVE] == {}


def test_what_is_not_allowed_is_refused_with_the_words_of_verb_and_state():
    with pytest.raises(Refused, match="“Kết thúc” khi phản ánh ở trạng thái “Mới tiếp nhận”"):
        after(State.RECEIVED, Verb.CLOSE)
    assert not is_allowed(State.RECEIVED, Verb.CLOSE)


def walked(verbs):
    """The states a case passes through; a return is taken to lead to the centre."""
    state, before = State.RECEIVED, State.RECEIVED
    for verb in verbs:
        try:
            lands = after(state, verb)
        except Refused:
            continue
        was = state
        if lands == BACK:
            state = State.RECEIVED
        elif lands == BEFORE:
            state = before
        elif lands != SAME:
            state = State(lands)
        if state in {State.WAITING, State.MERGED} and was != state:
            before = was
        yield verb, was, state


ANY_VERBS = st.lists(st.sampled_from(list(Verb)), max_size=40)


@given(ANY_VERBS)
def test_a_case_is_never_closed_without_an_answer(verbs):
    is_answered = False
    for verb, _, state in walked(verbs):
        is_answered = is_answered or verb == Verb.ANSWER
        assert state != State.CLOSED or is_answered


@given(ANY_VERBS)
def test_only_reopening_brings_an_ended_case_back(verbs):
    for verb, was, state in walked(verbs):
        assert not (was in ENDED and state in OPEN) or verb == Verb.REOPEN


@given(ANY_VERBS)
def test_what_the_petitioner_withdrew_stays_withdrawn(verbs):
    seen = [state for _, _, state in walked(verbs)]
    if State.WITHDRAWN in seen:
        assert set(seen[seen.index(State.WITHDRAWN) :]) == {State.WITHDRAWN}


def test_asking_never_ends_a_case():
    assert set(MOVES[Verb.ASK].values()) == {State.WAITING}
