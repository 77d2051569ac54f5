import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hoiam.cases.answer import answer
from hoiam.cases.factories import (
    CALLER,
    CENTRE,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    do,
    forwarded,
    hours,
    in_hand,
    person,
    received,
    unit_id,
    waiting,
)
from hoiam.cases.models import Answer, Case
from hoiam.cases.testing import citizens_told, last_line, post_panel
from hoiam.categories import lookup
from hoiam.categories.models import Category
from hoiam.files.models import File
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(25)


def answered(case, **fields):
    wanted = {"text": "Đã thay bóng đèn.", "outcome": "done", "at": LATER, **fields}
    return answer(case, by=person("unit_head", UNIT), **wanted)


def kept(media_type):
    return File.objects.create(
        name="tep", media_type=media_type, size=1, sha256="0" * 64, kept_as=media_type, created_at=MONDAY
    )


@pytest.fixture
def proof(db):
    """Makes category MT01 ask for that proof."""

    def ask_for(wanted):
        Category.objects.filter(code="MT01").update(proof=wanted)
        lookup.forget()

    yield ask_for
    lookup.forget()


def test_the_answer_stops_the_clock_and_ends_the_life():
    case = in_hand()
    due_at = case.due_at
    case = answered(case, drafted_by=f"officer@{UNIT}", approved_by=f"unit_head@{UNIT}")
    case.refresh_from_db()
    assert (case.state, case.answered_at) == ("answered", LATER)
    row = Answer.objects.get(case=case)
    assert (row.unit_id, row.outcome, row.due_at, row.in_time) == (unit_id(UNIT), "done", due_at, True)
    span = case.spans.get()
    assert (span.until, span.how) == (LATER, "answered")
    for rows in (case.hops, case.dues, case.segments):
        assert not rows.filter(until=None).exists()
    line = last_line(case)
    assert line.facts == {
        "outcome": "done",
        "drafted_by": f"officer@{UNIT}",
        "approved_by": f"unit_head@{UNIT}",
    }
    assert line.text.body == {"text": "Đã thay bóng đèn."}


def test_the_citizen_reads_the_answer_its_outcome_and_what_he_may_do():
    answered(in_hand())
    words = citizens_told("answered")[0]
    assert "Đã thay bóng đèn." in words
    assert "Kết quả: Đã giải quyết xong tại chỗ." in words
    assert "đề nghị UBND tỉnh Đồng Nai xem lại" in words


def test_everybody_whose_report_was_merged_reads_it_too():
    main = in_hand()
    other = do(received(), "merge", into=main.code)
    do(received(), "merge", into=other.code)
    answered(main)
    assert len(citizens_told("answered")) == 3


def test_late_is_written_down_as_late():
    case = in_hand()
    late = answered(case, at=case.due_at + hours(1))
    row = Answer.objects.get(case=late)
    assert (row.in_time, late.missed_at, late.missed_unit_id) == (False, case.due_at, unit_id(UNIT))


def test_at_the_very_moment_of_the_deadline_it_is_in_time():
    case = in_hand()
    answered(case, at=case.due_at)
    assert Answer.objects.get(case=case).in_time


def test_answering_accepts():
    case = answered(forwarded())
    hop = case.hops.get(unit_id=unit_id(UNIT))
    assert (hop.accepted_at, hop.until) == (LATER, LATER)


def test_from_waiting_too():
    assert answered(waiting()).state == "answered"


def test_not_our_competence_ends_no_case():
    with pytest.raises(Refused, match="hãy Trả lại và đề nghị đơn vị đúng"):
        answered(in_hand(), outcome="not_competent")
    for outcome in ("Không thuộc thẩm quyền", "không thuộc thẩm quyền.", "Khong thuoc tham quyen "):
        with pytest.raises(Refused, match="hãy Trả lại"):
            answered(in_hand(), outcome=outcome)


def test_the_kind_of_outcome_and_the_words_are_compulsory():
    with pytest.raises(Refused, match="outcome"):
        answered(in_hand(), outcome="")
    with pytest.raises(Refused, match="text"):
        answered(in_hand(), text="")


def test_where_the_category_asks_for_a_photo_there_is_no_answer_without(proof):
    proof("photo")
    case = in_hand(category="MT01")
    with pytest.raises(Refused, match="phải kèm ảnh"):
        answered(case)
    with pytest.raises(Refused, match="phải kèm ảnh"):
        answered(case, proof=[kept("application/pdf")])
    photo = kept("image/jpeg")
    done = answered(case, proof=[photo])
    attached = done.attachments.get()
    assert (attached.file, attached.purpose, attached.event) == (photo, "proof", last_line(done))


def test_where_it_asks_for_a_document_any_file_will_do(proof):
    proof("document")
    with pytest.raises(Refused, match="phải kèm văn bản"):
        answered(in_hand(category="MT01"))
    assert answered(in_hand(category="MT01"), proof=[kept("application/pdf")]).state == "answered"


def test_the_proof_of_an_earlier_life_proves_nothing_now(proof):
    proof("photo")
    case = answered(in_hand(category="MT01"), proof=[kept("image/jpeg")])
    case = do(case, "reopen", by="petitioner", reason="still_there", at=LATER + hours(1))
    with pytest.raises(Refused, match="phải kèm ảnh"):
        answered(case, at=LATER + hours(2))


def test_whoever_has_only_a_telephone_is_called_back_against_the_centres_clock():
    case = answered(in_hand(channel="phone", petitioner=CALLER))
    clock = case.dues.get(clock="call_back", until=None)
    assert (clock.unit_id, clock.since) == (unit_id(CENTRE), LATER)
    assert not answered(in_hand()).dues.filter(clock="call_back").exists()


def test_the_centre_answers_what_it_holds_and_nothing_else():
    assert answer(received(), by=person("operator"), text="Xem nguoidan.", outcome="guided", at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        answer(in_hand(), by=person("operator"), text="x", outcome="guided", at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        answer(in_hand(), by=person("unit_head", OTHER_UNIT), text="x", outcome="guided", at=LATER)


def test_an_answer_is_sent_once():
    with pytest.raises(Refused, match="“Đã trả lời”"):
        answered(answered(in_hand()), at=LATER + hours(1))


def test_a_conduct_case_is_answered_with_its_conclusion():
    case = in_hand(unit="so-noi-vu", conduct={"unit": UNIT, "about": "attitude"})
    head = person("unit_head", "so-noi-vu")
    answer(case, by=head, text="Đã xác minh.", outcome="sanctioned", conclusion="upheld", at=LATER)
    assert Answer.objects.get(case=case).conclusion == "upheld"


def test_the_panel_keeps_the_files_and_never_offers_not_our_competence(client, proof, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    proof("document")
    case = in_hand(category="MT01")
    paper = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    refused = post_panel(
        client, person("unit_head", UNIT), "answer", case, {"text": "Xong.", "outcome": "not_competent"}
    )
    assert refused.status_code == 422
    typed = {"text": "Xong.", "outcome": "done", "proof": paper}
    done = post_panel(client, person("unit_head", UNIT), "answer", case, typed)
    assert done.status_code == 204, done.content.decode()
    assert Case.objects.get(pk=case.pk).attachments.get().file.name == "bien-ban.pdf"
