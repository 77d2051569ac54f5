import json
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hoiam.cases.factories import MONDAY, UNIT, do, hours, in_hand, received
from hoiam.cases.history import content_digest, digest, leaf, words_fit
from hoiam.cases.models import CaseText, Event, EventText
from hoiam.kit.clock import now
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.parametrize(
    "rewrite", [lambda rows: rows.update(facts={}), lambda rows: rows.delete()], ids=["update", "delete"]
)
def test_history_is_not_rewritten(rewrite):
    case = in_hand()
    with pytest.raises(DatabaseError), transaction.atomic():
        rewrite(Event.objects.filter(case=case))
    assert case.events.count() == 3


@pytest.mark.parametrize(
    "rewrite",
    ["UPDATE cases_event SET facts = '{}'", "DELETE FROM cases_event", "TRUNCATE cases_event CASCADE"],
)
def test_not_even_by_the_owner_of_the_tables(rewrite, as_owner):
    with pytest.raises(psycopg.Error, match="case history is append-only"):
        as_owner(rewrite)


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


def lines(case):
    return list(Event.objects.filter(case=case).select_related("case__text", "text").order_by("seq"))


def erase(model, **which):
    model.objects.filter(**which).update(erased_at=now(), erased_under="01/2021")


def test_a_receipt_holds_a_digest_of_what_the_petitioner_wrote():
    case = received(content="Nội dung của người gửi.")
    line = case.events.get(seq=0)
    assert bytes(line.content_digest) == content_digest("Nội dung của người gửi.", bytes(case.text.salt))
    later = do(case, "note", text="x")
    assert later.events.get(seq=1).content_digest is None


def test_changed_words_no_longer_fit_their_line():
    case = do(received(), "note", text="lời thật")
    assert all(words_fit(line) for line in lines(case))
    EventText.objects.filter(event__case=case, event__seq=1).update(body={"text": "lời khác"})
    assert [words_fit(line) for line in lines(case)] == [True, False]
    CaseText.objects.filter(case=case).update(content="Nội dung khác.")
    assert [words_fit(line) for line in lines(case)] == [False, False]


def test_words_that_vanished_without_a_decision_do_not_fit():
    case = do(received(), "note", text="lời thật")
    EventText.objects.filter(event__case=case).delete()
    assert [words_fit(line) for line in lines(case)] == [True, False]


def test_a_leaf_stays_the_same_when_the_words_are_erased():
    case = do(received(), "note", text="lời nói về một người")
    before = [leaf(line) for line in lines(case)]
    erase(CaseText, case=case)
    erase(EventText, event__case=case)
    CaseText.objects.filter(case=case).update(content="", address=None, salt=b"")
    EventText.objects.filter(event__case=case).update(body={}, salt=None)
    assert [leaf(line) for line in lines(case)] == before
    assert all(words_fit(line) for line in lines(case))
    assert not any("lời nói" in told.decode() for told in before)


@pytest.mark.parametrize(
    "change",
    [
        {"at": MONDAY}, {"recorded_at": MONDAY}, {"verb": "close"}, {"actor": "system"}, {"unit_id": None},
        {"facts": {"to": "1022"}}, {"digest": b"x" * 32}, {"content_digest": None}, {"salt": b"y" * 16},
        {"seq": 7}, {"pk": 1}, {"person_id": 5},
    ],
    ids=str,
)  # fmt: skip
def test_a_leaf_covers_everything_a_line_says(change):
    line = lines(received(MONDAY - timedelta(days=1)))[0]
    before = leaf(line)
    for name, value in change.items():
        setattr(line, name, value)
    assert leaf(line) != before


def test_two_equal_lines_have_leaves_nobody_can_guess():
    first, second = (lines(received())[0] for _ in range(2))
    assert bytes(first.salt) != bytes(second.salt)
    assert len(bytes(first.salt)) == 16
    assert json.loads(leaf(first))["case"] == first.case.code


@pytest.mark.parametrize("words", ["", 'Đường “hỏng”\n\t"\\/ \x01\x7f\u2028 😀 é', "a\b\f\r"])
def test_the_database_writes_canonical_json_as_we_do(words):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT sha256(%s || convert_to('{"content":' || to_json(%s::text)::text || '}', 'UTF8'))""",
            [b"salt", words],
        )
        assert bytes(cursor.fetchone()[0]) == content_digest(words, b"salt")
