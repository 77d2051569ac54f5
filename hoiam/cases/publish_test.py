import pytest

from hoiam.cases.factories import (
    HEAD,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    answered,
    do,
    hours,
    in_hand,
    person,
    received,
)
from hoiam.cases.publish import publish
from hoiam.cases.testing import last_line
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(9)
WORDS = {"title": "Đèn đường hỏng", "text": "Đã thay bóng đèn trong ngày."}


def shown(case, at=LATER, **changes):
    return publish(case, by=person("reviewer"), at=at, **{**WORDS, **changes})


def test_shows_the_masked_words_and_nothing_else():
    case = shown(answered())
    row = case.publications.get()
    assert (row.title, row.text, row.since, row.until) == (WORDS["title"], WORDS["text"], LATER, None)
    assert (case.is_published, case.state) == (True, "answered")
    line = last_line(case)
    assert (line.facts, line.text.body) == ({}, WORDS)


def test_published_again_the_new_words_replace_the_old():
    case = shown(shown(answered()), at=LATER + hours(1), title="Đèn đường ở nhà văn hóa")
    rows = case.publications.order_by("since").values_list("title", "until")
    assert list(rows) == [("Đèn đường hỏng", LATER + hours(1)), ("Đèn đường ở nhà văn hóa", None)]


def test_conduct_is_never_shown_by_whichever_way():
    case = do(
        received(conduct={"unit": OTHER_UNIT, "about": "delay"}), "answer", by=HEAD, text="x", outcome="done"
    )
    with pytest.raises(Refused):
        shown(case)
    with pytest.raises(Refused, match="về công vụ không công khai"):
        do(case, "publish", **WORDS)


@pytest.mark.parametrize("missing", ["title", "text"])
def test_asks_for_both_title_and_words(missing):
    with pytest.raises(Refused, match=missing):
        shown(answered(), **{missing: ""})


def test_only_a_reviewer_and_only_what_was_answered():
    for who in (person("coordinator"), person("unit_head", UNIT)):
        with pytest.raises(Refused, match="Bạn không có quyền"):
            publish(answered(), by=who, at=LATER, **WORDS)
    with pytest.raises(Refused, match="“Đang xử lý”"):
        shown(in_hand())
