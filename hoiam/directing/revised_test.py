"""What is followed is what the letter says when it goes out: revised as a draft, or replaced by another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.letters.amending import begin_replacement
from hoiam.letters.issue import issue
from hoiam.letters.models import State
from hoiam.letters.revise import revise
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit
from hoiam.letters.words import as_body, as_text

from .cascade import plan_cascade
from .factories import (
    AT,
    BIEN_HOA,
    NHON_TRACH,
    composed,
    district,
    in_force,
    office,
    person,
    replied,
    said,
    unit_id,
)
from .missing import missing
from .models import Directive, Point
from .replies import replied_at
from .reply_by_link import make_link, open_link

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
OLD = "khẩn trương rà soát"
LAST = "**trước ngày 15/8/2021** (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)"


def changed(document, *swaps, at=AT):
    """The draft with other words, as its page writes them."""
    text = as_text(document.letter.body)
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    words = replace(document.letter, body=as_body(text, document.letter.body))
    return revise(document, words, by=office(), at=at)


def revised(*swaps):
    directive = composed(context="Trước tình hình mới")
    directive.document = changed(directive.document, *swaps)
    return in_force(directive)


def replaced(directive, *swaps, at=LATER, number=9200):
    new = begin_replacement(directive.document, reason="Sai lời văn", by=office(), at=at)
    new = changed(new, *swaps, at=at)
    for verb, role in ((submit, "coordinator"), (sign, "office_head")):
        new = verb(new, by=person(role, "vp-ubnd"), at=at)
    new = issue(new, by=person("clerk", "vp-ubnd"), at=at, number=number)
    return new, Directive.objects.select_related("document").get(pk=directive.pk)


def board(directive, who):
    with clock.frozen(LATER + timedelta(hours=1)):
        client = Client()
        client.force_login(who)
        return client.get(reverse("directing:board", args=[directive.pk])).content.decode()


def test_words_of_a_revised_draft_are_those_that_are_followed(month):
    directive = revised((OLD, "lập tức rà soát"), ("Trước tình hình mới", "Trước tình hình nay"))
    assert "lập tức rà soát" in directive.points.get(key="settle").words
    html = board(directive, office())
    assert "lập tức rà soát" in html and OLD not in html
    who = district(NHON_TRACH)
    passed = plan_cascade(directive, unit_id(NHON_TRACH), by=who, at=LATER)
    assert passed.points[0].text.startswith("Trước tình hình nay")


def test_a_paragraph_added_behind_a_point_belongs_to_it(month):
    directive = revised(("4. Giao", "Bổ sung một ý.\n\n4. Giao"))
    assert directive.points.get(number=3).words.endswith("Bổ sung một ý.")
    assert "Bổ sung" not in directive.points.get(number=4).words


@pytest.mark.parametrize(
    "swap", [("3. Giao", "Giao"), ("3. Giao", "7. Giao"), ("3. Giao", "3. Mới.\n\n4. Giao")]
)
def test_a_point_that_somebody_is_told_by_is_neither_lost_nor_moved(month, swap):
    directive = composed()
    with pytest.raises(Refused, match="giữ đủ và đúng thứ tự 1, 2, 3, 4, 5"):
        changed(directive.document, swap)
    directive.document.refresh_from_db()
    assert directive.document.version == 1


def test_the_day_follows_the_words_once_the_letter_is_out(month):
    directive = revised((LAST, "trước ngày 20/8/2021"))
    assert directive.document.letter.facts.reply_before == date(2021, 8, 20)
    assert directive.points.get(key="settle").reply_before == date(2021, 8, 20)
    assert {one.before for one in missing(LATER, [directive])} == {date(2021, 8, 20)}


def test_a_directive_goes_on_with_the_letter_that_replaces_its_own(month):
    directive = in_force(composed())
    replied(directive, [said(month["open"])], at=AT + timedelta(hours=2))
    _, token = make_link(directive, unit_id("dien-luc"), by=office(), at=AT + timedelta(hours=2))
    new, now = replaced(directive, (OLD, "lập tức rà soát"), (LAST, "trước ngày 20/8/2021"))
    assert (now.document, now.pk) == (new, directive.pk)
    directive.document.refresh_from_db()
    assert directive.document.state == State.REPLACED
    assert now in Directive.objects.in_force()
    assert "lập tức rà soát" in now.points.get(key="settle").words
    owed = missing(LATER, Directive.objects.in_force())
    assert {(one.name, one.before) for one in owed} == {(new.number_symbol, date(2021, 8, 20))}
    assert replied_at(now) == {unit_id(BIEN_HOA): AT + timedelta(hours=2)}
    assert open_link(token, LATER).directive == now


def test_the_board_says_which_letter_it_replaced(month):
    directive = in_force(composed())
    assert "thay thế" not in board(directive, office())
    _, now = replaced(directive, (OLD, "lập tức rà soát"))
    for who in (office(), district(BIEN_HOA)):
        html = board(now, who)
        assert "9200/UBND-HCC" in html
        assert "Văn bản này thay thế Công văn số 9193/UBND-HCC" in html


def test_a_draft_that_would_replace_it_moves_nothing_yet(month):
    directive = in_force(composed())
    begin_replacement(directive.document, reason="Sai", by=office(), at=LATER)
    assert Directive.objects.get(pk=directive.pk).document == directive.document


@pytest.mark.parametrize(("model", "change"), [(Directive, {"document": 1}), (Point, {"text": "khác"})])
def test_by_itself_neither_is_changed(directive, model, change):
    with pytest.raises(DatabaseError, match="kept as they were said"), transaction.atomic():
        model.objects.update(**change)
