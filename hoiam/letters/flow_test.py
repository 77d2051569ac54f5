"""From draft to issue: who may, in which order, and what stays for good."""

from dataclasses import replace as changed
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from hoiam.kit.refusal import Refused

from . import factories as f
from .content import Addressee, Content, Kind, Paragraph, Signatory
from .correct import correct
from .discard import discard
from .draft import draft
from .factories import AT, content, drafted, issued, person, signed, submitted, unit_id
from .issue import issue
from .models import Document, DocumentStep, Recipient, RegisterEntry, State
from .number import take
from .replace import replace
from .return_document import return_document
from .revise import revise
from .sign import sign
from .submit import submit
from .testing import quick_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def _quick():
    with quick_papers():
        yield


LATER = AT + timedelta(hours=1)


def test_a_letter_goes_from_draft_to_issue_and_every_step_is_written_down():
    document = issued()
    assert document.state == State.ISSUED
    assert document.number_symbol == "01/UBND-HCC"
    assert document.issued_on.isoformat() == "2021-08-04"
    steps = DocumentStep.objects.filter(document=document).values_list("verb", flat=True)
    assert list(steps) == ["draft", "submit", "sign", "number", "issue"]


def test_a_group_is_kept_unit_by_unit_as_valid_on_the_day():
    document = issued()
    districts = Recipient.objects.filter(document=document, line="UBND các huyện, thành phố")
    assert districts.count() == 11
    assert set(districts.values_list("purpose", flat=True)) == {"act"}
    assert unit_id("ubnd-742") in districts.values_list("unit", flat=True)


def test_a_unit_that_has_ended_is_no_addressee():
    gone = Addressee("UBND thị xã Long Khánh cũ", (unit_id("ubnd-732"),))
    letter = content(addressees=(*content().addressees[:1], gone))
    document = signed(letter)
    with pytest.raises(Refused, match="không còn vào ngày"):
        issue(document, by=person("clerk"), at=AT.replace(year=2025, month=8))
    assert Document.objects.get(pk=document.pk).number is None
    assert not RegisterEntry.objects.filter(document=document).exists()


@pytest.mark.parametrize(
    ("verb", "who", "word"),
    [
        ("submit", ("officer", "ubnd-731"), "Trình ký"),
        ("sign", ("coordinator", "vp-ubnd"), "Ký"),
        ("sign", ("authority_head", "ubnd-tinh"), "Ký"),
        ("issue", ("coordinator", "vp-ubnd"), "Phát hành"),
        ("issue", ("clerk", "ubnd-731"), "Phát hành"),
    ],
)
def test_nobody_does_what_is_not_theirs(verb, who, word):
    made = {"submit": drafted, "sign": submitted, "issue": signed}[verb]()
    do = {"submit": submit, "sign": sign, "issue": issue}[verb]
    with pytest.raises(Refused, match=f"quyền “{word}”"):
        do(made, by=person(*who), at=LATER)


def test_a_signer_signs_only_on_days_the_row_allows_and_as_it_is_printed():
    document = submitted()
    row = f.signer()
    type(row).objects.filter(pk=row.pk).update(during=(None, AT.date()))
    with pytest.raises(Refused, match="quyền “Ký”"):
        sign(document, by=row.person, at=AT)
    type(row).objects.filter(pk=row.pk).update(during=(AT.date(), None), position="PHÓ CHÁNH VĂN PHÒNG")
    with pytest.raises(Refused, match="quyền “Ký”"):
        sign(document, by=row.person, at=AT)


def test_no_step_is_left_out_and_none_is_done_twice():
    document = drafted()
    with pytest.raises(Refused, match="Đang soạn"):
        sign(document, by=person("office_head"), at=AT)
    for number in (take, issue):
        with pytest.raises(
            Refused, match="^Chưa lấy số được: thiếu chữ ký của Cán bộ thử nghiệm office_head"
        ):
            number(document, by=person("clerk"), at=AT)
    done = issued()
    with pytest.raises(Refused, match="Đã phát hành"):
        issue(done, by=person("clerk"), at=AT)


def test_a_returned_document_says_why_and_may_be_changed_and_submitted_again():
    document = signed()
    with pytest.raises(Refused, match="lý do"):
        return_document(document, reason="  ", by=person("clerk"), at=LATER)
    back = return_document(document, reason="Thiếu dấu hai chấm", by=person("clerk"), at=LATER)
    assert back.state == State.RETURNED
    assert back.signed_at is None
    assert back.steps.last().note == "Thiếu dấu hai chấm"
    again = revise(back, changed(content(), subject="nhắc lại"), by=person("coordinator"), at=LATER)
    assert submit(again, by=person("coordinator"), at=LATER).subject == "nhắc lại"


def test_of_two_who_change_one_draft_the_second_is_told():
    document = drafted()
    revise(document, content(), by=person("coordinator"), at=AT, version=1)
    with pytest.raises(Refused, match="vừa sửa"):
        revise(document, content(), by=person("coordinator"), at=AT, version=1)


def test_a_discarded_draft_goes_nowhere():
    document = discard(drafted(), by=person("coordinator"), at=AT)
    with pytest.raises(Refused):
        submit(document, by=person("coordinator"), at=AT)


def test_whoever_would_change_an_issued_document_is_told_what_to_do_instead():
    document, drafter = issued(), person("coordinator")
    told = "^Văn bản đã phát hành không sửa được; hãy ban hành văn bản thay thế hoặc đính chính.$"
    with pytest.raises(Refused, match=told):
        revise(document, content(), by=drafter, at=LATER)
    for verb in (submit, discard):
        with pytest.raises(Refused, match=told):
            verb(document, by=drafter, at=LATER)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "khác"},
        {"number": 99},
        {"issued_on": "2021-01-01"},
        {"content": {}},
        {"state": "draft"},
        {"signer_name": "x"},
    ],
)
def test_an_issued_document_is_never_changed(change):
    document = issued()
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_an_issued_document_its_files_steps_and_recipients_are_never_deleted():
    document = issued()
    for rows in (document.files, document.steps, document.recipients):
        assert rows.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=document.pk)._raw_delete("default")


def test_a_wrong_document_is_replaced_by_another_that_is_linked():
    old = issued()
    new = replace(
        old, changed(content(), subject="nhắc lại"), reason="Sai kỳ", by=person("coordinator"), at=LATER
    )
    assert Document.objects.get(pk=old.pk).state == State.ISSUED
    submit(new, by=person("coordinator"), at=LATER)
    sign(new, by=person("office_head"), at=LATER)
    new = issue(new, by=person("clerk"), at=LATER)
    old.refresh_from_db()
    assert old.state == State.REPLACED
    assert not old.is_in_force
    assert [(link.to_id, link.relation) for link in new.links.all()] == [(old.pk, "replaces")]
    with pytest.raises(Refused, match="còn hiệu lực"):
        replace(old, content(), reason="Sai kỳ", by=person("coordinator"), at=LATER)


def test_a_correction_leaves_the_document_in_force():
    old = issued()
    new = correct(
        old, changed(content(), subject="đính chính"), reason="Sai", by=person("coordinator"), at=LATER
    )
    submit(new, by=person("coordinator"), at=LATER)
    sign(new, by=person("office_head"), at=LATER)
    issue(new, by=person("clerk"), at=LATER)
    old.refresh_from_db()
    assert old.state == State.CORRECTED
    assert old.is_in_force


def test_nobody_replaces_the_document_of_another_body():
    old = issued()
    f.signer("so-noi-vu", by=person("unit_head", "so-noi-vu"), capacity="", position="GIÁM ĐỐC")
    other = changed(
        content(),
        head=f.letterhead_of(unit_id("so-noi-vu"), AT.date()),
        signatory=Signatory("", "GIÁM ĐỐC", "x"),
    )
    with pytest.raises(Refused, match="Chỉ cơ quan đã ban hành"):
        draft(other, by=person("officer", "so-noi-vu"), at=AT, links=[("replaces", old)])


def test_only_the_same_kind_replaces():
    old = issued()
    notice = changed(content(), kind=Kind.NOTICE)
    with pytest.raises(Refused, match="hình thức tương đương"):
        replace(old, notice, reason="Sai kỳ", by=person("coordinator"), at=LATER)


def test_content_comes_back_as_it_was_given():
    letter = content(body=(Paragraph.of("Một **hai**./."),))
    assert isinstance(drafted(letter).letter, Content)
    assert drafted(letter).letter == letter
