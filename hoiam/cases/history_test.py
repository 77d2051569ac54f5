import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hoiam.cases.factories import MONDAY, UNIT, do, hours, in_hand, received
from hoiam.cases.history import digest
from hoiam.cases.models import Event
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.parametrize(
    "rewrite", [lambda rows: rows.update(facts={}), lambda rows: rows.delete()], ids=["update", "delete"]
)
def test_history_is_not_rewritten(rewrite):
    case = in_hand()
    with (
        pytest.raises((DatabaseError, Exception), match="append-only|permission denied|quyền"),
        transaction.atomic(),
    ):
        rewrite(Event.objects.filter(case=case))
    assert case.events.count() == 3


def test_lines_are_numbered_without_gaps_and_a_number_is_given_once():
    case = do(in_hand(), "note", text="x")
    assert list(case.events.order_by("seq").values_list("seq", flat=True)) == [0, 1, 2, 3]
    line = case.events.get(seq=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(
            case=case, seq=3, at=line.at, recorded_at=line.recorded_at, verb="note", actor="x", facts={}
        )


def test_time_never_goes_back():
    case = in_hand()
    with pytest.raises(Refused, match="sớm hơn dòng trước"):
        do(case, "note", text="x", at=case.last_at - hours(1))


def test_words_are_apart_and_the_line_keeps_their_salted_digest():
    case = do(in_hand(), "note", text="lời nói về một người", by=f"officer@{UNIT}")
    line = case.events.get(seq=case.seq)
    assert line.facts == {}
    assert bytes(line.digest) == digest(line.text.body, bytes(line.text.salt))
    again = do(case, "note", text="lời nói về một người", by=f"officer@{UNIT}")
    assert bytes(again.events.get(seq=again.seq).digest) != bytes(line.digest)


def test_a_digest_does_not_depend_on_the_order_of_the_words():
    assert digest({"a": "1", "b": "2"}, b"s") == digest({"b": "2", "a": "1"}, b"s")
    assert digest({"a": "1"}, b"s") != digest({"a": "1"}, b"t")
    assert digest({"a": "1"}, b"s") != digest({"a": "2"}, b"s")


def test_a_line_says_when_it_was_and_when_we_learnt_it():
    line = received(MONDAY).events.get()
    assert line.at == MONDAY
    assert line.recorded_at > MONDAY
