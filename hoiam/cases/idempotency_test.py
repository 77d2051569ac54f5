from datetime import timedelta
from threading import Event as Signal, Thread

import pytest
from django.db import connection

from hoiam.cases.factories import MONDAY
from hoiam.cases.idempotency import OtherBody, StillRunning, forget_old, once
from hoiam.cases.models import IdempotencyKey
from hoiam.kit import clock
from hoiam.kit.refusal import Refused

BODY = {"content": "Đèn hỏng", "channel": "web"}


def counted():
    done = []

    def do():
        done.append(1)
        return 201, {"code": f"n{len(done)}"}

    return done, do


@pytest.mark.django_db
def test_the_same_key_and_body_do_it_once_and_give_one_answer():
    done, do = counted()
    first = once("portal", "k1", BODY, do)
    second = once("portal", "k1", dict(reversed(BODY.items())), do)
    assert (first.status, first.answer, first.is_repeat) == (201, {"code": "n1"}, False)
    assert (second.status, second.answer, second.is_repeat) == (201, {"code": "n1"}, True)
    assert done == [1]


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused():
    done, do = counted()
    once("portal", "k1", BODY, do)
    with pytest.raises(OtherBody):
        once("portal", "k1", {**BODY, "content": "Cống nghẹt"}, do)
    assert done == [1]


@pytest.mark.django_db
def test_the_same_key_of_somebody_else_is_another_key():
    done, do = counted()
    once("portal", "k1", BODY, do)
    once("api:7", "k1", BODY, do)
    assert done == [1, 1]


@pytest.mark.django_db
def test_after_a_refusal_the_same_key_may_be_tried_again_even_corrected():
    def no():
        raise Refused("Phản ánh chưa có nội dung.")

    with pytest.raises(Refused, match="chưa có nội dung"):
        once("portal", "k1", {"content": ""}, no)
    _, do = counted()
    assert once("portal", "k1", BODY, do).status == 201


@pytest.mark.django_db
def test_after_seven_days_the_key_is_new_again():
    done, do = counted()
    with clock.frozen(MONDAY):
        once("portal", "k1", BODY, do)
    with clock.frozen(MONDAY + timedelta(days=7)):
        assert once("portal", "k1", BODY, do).is_repeat
    with clock.frozen(MONDAY + timedelta(days=7, seconds=1)):
        assert not once("portal", "k1", BODY, do).is_repeat
        assert forget_old(MONDAY + timedelta(days=15)) == 1
    assert done == [1, 1]


@pytest.mark.django_db
def test_a_claim_nobody_finished_may_be_taken_again_after_a_while():
    done, do = counted()
    with clock.frozen(MONDAY):
        once("portal", "k1", BODY, do)
        IdempotencyKey.objects.update(status=None, answer=None)  # as a process killed in the middle leaves it
        with pytest.raises(StillRunning):
            once("portal", "k1", BODY, do)
    with clock.frozen(MONDAY + timedelta(minutes=6)):
        assert once("portal", "k1", BODY, do).status == 201
    assert done == [1, 1]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_while_the_first_still_runs_the_second_is_told_so():
    started, may_end, answers = Signal(), Signal(), []

    def slow():
        started.set()
        assert may_end.wait(10)
        return 201, {"code": "n1"}

    def first():
        try:
            answers.append(once("portal", "k1", BODY, slow))
        finally:
            connection.close()

    thread = Thread(target=first)
    thread.start()
    assert started.wait(10)
    _, do = counted()
    with pytest.raises(StillRunning):
        once("portal", "k1", BODY, do)
    may_end.set()
    thread.join()
    assert answers[0].answer == {"code": "n1"}
    assert once("portal", "k1", BODY, do).is_repeat
