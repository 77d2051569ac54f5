"""A document is attached to a draft by its number; what is attached may be said to be enclosed."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from hoiam.kit import clock
from hoiam.kit.refusal import Refused

from .attach import attach, detach
from .check import check
from .content import Kind, Paragraph
from .factories import AT, content, drafted, issued, person, signed, unit_id
from .models import Relation
from .submit import submit
from .take_in import take_in
from .testing import PAPER, quick_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = AT + timedelta(hours=1)
SYMBOL = "1384/TTKD ĐNI"


@pytest.fixture(autouse=True)
def _at_that_time(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with quick_papers(), clock.frozen(LATER):
        yield


def report(issuer="Trung tâm Kinh doanh VNPT", days=0, by=("clerk", "vp-ubnd")):
    return take_in(
        ContentFile(PAPER, "bc-1384.pdf"),
        number_symbol=SYMBOL,
        date=AT.date() - timedelta(days=days),
        signer="Người ký thử nghiệm",
        issuer=issuer,
        kind=Kind.REPORT,
        subject="kết quả tiếp nhận",
        by=person(*by),
        at=AT,
    )


def saying_so():
    """A letter by hand: "(kèm theo Báo cáo số 1384/TTKD ĐNI)"."""
    base = content()
    words = f"Trên cơ sở Báo cáo của Trung tâm (kèm theo Báo cáo số {SYMBOL}), Chủ tịch có ý kiến như sau:"
    return drafted(content(body=(Paragraph.of(words, "opening"), *base.body[1:])))


def client(role="coordinator", unit="vp-ubnd"):
    found = Client()
    found.force_login(person(role, unit))
    return found


def press(name, document, who=(), **data):
    return client(*who).post(
        reverse(f"letters:{name}", args=[document.pk]), data, headers={"hx-request": "true"}
    )


def page(document, *who):
    return client(*who).get(reverse("letters:document", args=[document.pk])).content.decode()


def stops(document):
    return [one.sentence for one in check(document, LATER) if one.severity == "stop"]


def links(document):
    return [(one.relation, one.to_id) for one in document.links.order_by("pk")]


def test_a_letter_by_hand_gets_its_enclosure_and_passes_the_proof_reader():
    document, other = saying_so(), report()
    assert stops(document) == [f"Lời văn ghi kèm văn bản số {SYMBOL} nhưng chưa có tệp của văn bản ấy."]
    answer = press("attach", document, relation="attaches", number_symbol="1384 /TTKD ĐNI")
    assert answer.status_code == 204, answer.content.decode()
    assert "document-changed" in answer["HX-Trigger"]
    assert stops(document) == []
    assert reverse("letters:document", args=[other.pk]) in page(document)
    assert reverse("letters:document", args=[document.pk]) in page(other)
    assert submit(document, by=person("coordinator"), at=LATER).state == "submitted"


def test_asked_twice_it_is_linked_once_and_written_down_once():
    document, other = drafted(), report()
    for _ in range(2):
        assert press("attach", document, relation="based_on", number_symbol=SYMBOL).status_code == 204
    assert links(document) == [("based_on", other.pk)]
    assert document.steps.filter(verb="link").count() == 1


def test_a_link_is_taken_off_again_and_only_once():
    document, other = saying_so(), report()
    attach(document, other, Relation.ATTACHES, by=person("coordinator"), at=LATER)
    row = document.links.get()
    assert "Gửi kèm: Báo cáo số 1384/TTKD ĐNI" in (
        client().get(reverse("letters:detach", args=[document.pk])).content.decode()
    )
    assert press("detach", document, link=row.pk).status_code == 204
    assert links(document) == []
    assert len(stops(document)) == 1
    again = press("detach", document, link=row.pk)
    assert again.status_code == 422
    assert "Liên kết này đã được gỡ." in again.content.decode()
    assert reverse("letters:detach", args=[document.pk]) not in page(document)
    assert [one.note for one in document.steps.filter(verb__in=["link", "unlink"])] == [
        "Gửi kèm: Báo cáo số 1384/TTKD ĐNI"
    ] * 2


def test_what_replaces_is_not_made_a_letter_of_its_own_by_taking_its_link_off():
    old = issued()
    new = drafted(links=[("replaces", old)])
    with pytest.raises(Refused, match="đã được gỡ"):
        detach(new, new.links.get().pk, by=person("coordinator"), at=LATER)
    with pytest.raises(Refused, match="thay thế hoặc đính chính, hãy bấm"):
        attach(drafted(), old, "replaces", by=person("coordinator"), at=LATER)
    assert links(new) == [("replaces", old.pk)]


def test_links_are_made_and_taken_off_while_it_is_a_draft_and_by_those_who_write_it():
    other, draft, done = report(), drafted(), issued()
    attach(draft, other, "attaches", by=person("coordinator"), at=LATER)
    for verb, about in ((attach, (other, "attaches")), (detach, (draft.links.get().pk,))):
        with pytest.raises(Refused, match="đã phát hành không sửa được"):
            verb(done, *about, by=person("coordinator"), at=LATER)
        with pytest.raises(Refused, match="Chờ phát hành"):
            verb(signed(), *about, by=person("coordinator"), at=LATER)
        with pytest.raises(Refused, match="Bạn không có quyền"):
            verb(draft, *about, by=person("officer", "ubnd-731"), at=LATER)
    assert links(draft) == [("attaches", other.pk)]
    assert reverse("letters:attach", args=[done.pk]) not in page(done)


def test_nobody_attaches_what_he_does_not_see_or_what_is_not_out():
    hidden, draft_only = report(by=("clerk", "ubnd-742")), drafted()
    document = drafted()
    answer = press("attach", document, relation="attaches", number_symbol=SYMBOL)
    assert answer.status_code == 422
    assert f"Không có văn bản số {SYMBOL} trong các văn bản bạn được xem" in answer.content.decode()
    assert SYMBOL in answer.content.decode().split("<input", 1)[1]
    for other in (hidden, draft_only):
        with pytest.raises(Refused, match="mà bạn được xem"):
            attach(document, other, "attaches", by=person("coordinator"), at=LATER)


@pytest.mark.parametrize("relation", ["attaches", "based_on"])
def test_of_a_proposal_about_conduct_no_draft_tells(relation):
    proposal, boss = issued(content(kind=Kind.PROPOSAL)), person("unit_head")
    assert client("unit_head").get(reverse("letters:document", args=[proposal.pk])).status_code == 200
    with pytest.raises(Refused, match="Đề xuất về công vụ không liên kết"):
        attach(drafted(), proposal, relation, by=boss, at=LATER)


def test_of_several_with_one_number_the_day_says_which():
    first, _ = report(), report(issuer="Công ty khác", days=2)
    document = drafted()
    answer = press("attach", document, relation="carries_out", number_symbol=SYMBOL)
    assert answer.status_code == 422
    assert "hãy ghi ngày văn bản" in answer.content.decode()
    assert "Công ty khác, ngày 02/08/2021" in answer.content.decode()
    data = {"relation": "carries_out", "number_symbol": SYMBOL, "issued_on": "2021-08-04"}
    assert press("attach", document, **data).status_code == 204
    assert links(document) == [("carries_out", first.pk)]


def test_what_came_by_two_ways_is_one_document_and_the_one_made_here_stands_for_it():
    made = issued()
    take_in(
        ContentFile(PAPER, "a.pdf"),
        number_symbol=made.number_symbol,
        date=made.issued_on,
        signer="Người ký",
        issuer=unit_id("ubnd-tinh"),
        kind=Kind.LETTER,
        subject="bản giấy",
        by=person("clerk", "vp-ubnd"),
        at=LATER,
    )
    document = drafted()
    press("attach", document, relation="based_on", number_symbol=made.number_symbol)
    assert links(document) == [("based_on", made.pk)]
