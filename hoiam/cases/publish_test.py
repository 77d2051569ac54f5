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
from hoiam.cases.queues import Look, to_publish
from hoiam.cases.testing import last_line, open_panel
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


@pytest.mark.parametrize(("said", "is_shown"), [(None, True), (True, True), (False, False)])
def test_only_what_the_petitioner_did_not_refuse_is_published(said, is_shown):
    case = answered(may_publish=said)
    if is_shown:
        assert publish(case, by=person("reviewer"), title="Đèn", text="Xong.", at=case.last_at).is_published
        return
    with pytest.raises(Refused, match="không đồng ý công khai"):
        publish(case, by=person("reviewer"), title="Đèn", text="Xong.", at=case.last_at)
    with pytest.raises(Refused, match="không đồng ý công khai"):
        do(case, "publish", title="Đèn", text="Xong.")
    case.refresh_from_db()
    assert not case.is_published


def test_the_panel_says_so_before_anything_is_typed(client):
    case = answered(may_publish=False)
    page = open_panel(client, person("reviewer"), "publish", case).content.decode()
    assert "Người gửi không đồng ý công khai" in page


def test_what_may_not_be_published_is_on_no_list_to_publish():
    cases = [answered(may_publish=said) for said in (None, True, False)]
    look = Look(person("reviewer"), LATER)
    listed = set(look.seen.filter(to_publish(look)).values_list("pk", flat=True))
    assert listed == {case.pk for case in cases[:2]}
