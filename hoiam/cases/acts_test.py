import pytest

from hoiam.cases.acts import ACTS, act
from hoiam.cases.factories import MONDAY, OTHER_UNIT, UNIT, hours, in_hand, person, received, unit_id
from hoiam.cases.lifecycle import Verb
from hoiam.cases.models import Case
from hoiam.cases.testing import EXAMPLES, last_line
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(25)


def as_exchanged(verb, fields):
    """The example's live fields as a machine writes them."""
    units = {unit_id(code): code for code in (UNIT, OTHER_UNIT)}
    raw = {}
    for key, value in fields.items():
        if key in ("to", "proposed"):
            value = units[value]
        elif key == "person":
            value = f"{value.username}@{UNIT}"
        elif key == "parts":
            value = [{"content": part.content} for part in value]
        elif hasattr(value, "isoformat"):
            value = value.isoformat()
        raw[key] = value
    return raw


@pytest.mark.parametrize("verb", ACTS, ids=str)
def test_a_machine_does_each_verb_with_the_fields_of_the_exchange_format(verb):
    example = EXAMPLES[verb]
    case = example.case()
    raw = as_exchanged(verb, example.fields(case))
    act(case, verb.value, raw, by=example.person(), at=LATER)
    assert last_line(case).verb == verb


def test_what_a_verb_does_not_have_is_refused_by_name():
    with pytest.raises(Refused, match="“forward” không có trường “colour”"):
        act(received(), "forward", {"to": UNIT, "colour": "red"}, by=person("coordinator"), at=LATER)


def test_what_a_verb_needs_is_named():
    with pytest.raises(Refused, match="“forward” thiếu trường “to”"):
        act(received(), "forward", {}, by=person("coordinator"), at=LATER)


@pytest.mark.parametrize("verb", ["receive", "transfer", "reckon"])
def test_the_systems_own_verbs_do_not_come_this_way(verb):
    with pytest.raises(Refused, match="không làm qua đường này"):
        act(received(), verb, {}, by=person("coordinator"), at=LATER)


def test_an_unknown_verb_and_an_unknown_person_are_sentences():
    with pytest.raises(Refused, match="Không có thao tác “delete”"):
        act(received(), "delete", {}, by=person("coordinator"), at=LATER)
    with pytest.raises(Refused, match="Không có người dùng"):
        act(in_hand(), "assign", {"person": "nobody@x"}, by=person("focal_point", UNIT), at=LATER)


def test_numbers_where_words_belong_are_a_sentence_too():
    for fields in ({"to": 5}, {"to": UNIT, "due_at": 5}, {"to": UNIT, "text": 5}):
        with pytest.raises(Refused, match="phải là chữ"):
            act(received(), "forward", fields, by=person("coordinator"), at=LATER)


def test_a_version_that_has_moved_on_is_refused():
    case = in_hand()
    case.seen_seq = case.seq - 1
    with pytest.raises(Refused, match="Người khác vừa xử lý"):
        act(case, "note", {"text": "x"}, by=person("officer", UNIT), at=LATER)
    assert Case.objects.get(pk=case.pk).seq == case.seq


def test_every_verb_of_people_has_an_act():
    assert set(Verb) - set(ACTS) == {Verb.RECEIVE, Verb.TRANSFER, Verb.RECKON}
