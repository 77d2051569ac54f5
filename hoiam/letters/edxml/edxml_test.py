"""An envelope is written to the letter of QCVN 102:2016, and read back from us and from others."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .envelope import Answered, Attachment, Business, Envelope, Party, Staff, Trace
from .read import LARGEST, read
from .samples import BY_HAND, LETTER
from .write import LARGEST_ATTACHMENT, NAMESPACE, write

# In the order of the envelope that the axis of documents takes.
HEADER = [
    "From",
    "To",
    "To",
    "Code",
    "PromulgationInfo",
    "DocumentType",
    "Subject",
    "Content",
    "SignerInfo",
    "DueDate",
    "ToPlaces",
    "OtherInfo",
    "ResponseFor",
    "SteeringType",
    "DocumentId",
]
INSIDE = {
    "From": ["OrganId", "OrganizationInCharge", "OrganName"],
    "Code": ["CodeNumber", "CodeNotation"],
    "PromulgationInfo": ["Place", "PromulgationDate"],
    "DocumentType": ["Type", "TypeName", "TypeDetail"],
    "SignerInfo": ["Competence", "Position", "FullName"],
    "OtherInfo": [
        "Priority",
        "SphereOfPromulgation",
        "TyperNotation",
        "PromulgationAmount",
        "PageAmount",
        "Appendixes",
    ],
    "TraceHeader": ["OrganId", "Timestamp"],
    "Bussiness": ["BussinessDocType", "BussinessDocReason", "StaffInfo", "Paper"],
    "StaffInfo": ["Department", "Staff", "Mobile", "Email"],
    "TraceHeaderList": ["TraceHeader", "Bussiness"],
    "edXMLHeader": ["MessageHeader", "TraceHeaderList", "DigitalSignature"],
    "edXMLEnvelope": ["edXMLHeader", "edXMLBody"],
    "Reference": ["Description", "AttachmentName", "ContentType", "ContentId"],
    "Attachment": ["ContentType", "ContentId", "Description", "ContentTransferEncoded", "AttachmentName"],
    "edXML": ["edXMLEnvelope", "AttachmentEncoded"],
}


def tree(message=LETTER):
    return etree.fromstring(write(message))


def first(root, tag):
    return next(root.iter(f"{{{NAMESPACE}}}{tag}"))


def tags(element):
    return [etree.QName(child).localname for child in element]


def text(tag, message=LETTER):
    return first(tree(message), tag).text or ""


def refusal(data):
    with pytest.raises(Refused) as refused:
        read(data if isinstance(data, bytes) else data.encode())
    return refused.value.sentence


def test_the_header_has_its_parts_in_order():
    assert tags(first(tree(), "MessageHeader")) == HEADER


@pytest.mark.parametrize("tag", INSIDE)
def test_each_part_has_its_own_parts_in_order(tag):
    assert tags(first(tree(), tag)) == INSIDE[tag]


def test_inside_the_envelope_everything_has_the_prefix_and_beside_it_nothing_has():
    written = write(LETTER).decode()
    envelope = re.search(r"<edXML:edXMLEnvelope.*</edXML:edXMLEnvelope>", written, re.DOTALL).group()
    assert set(re.findall(r"</?([A-Za-z]+)[ />]", envelope)) == set()
    assert re.findall(r"</?edXML:([A-Za-z]+)", envelope).count("To") == 4
    beside = written.replace(envelope, "")
    assert "<AttachmentEncoded><Attachment><ContentType>" in beside
    assert "edXML:" not in beside


def test_dates_moments_and_the_document_id_are_written_as_the_axis_wants():
    assert text("PromulgationDate") == "2021/08/04"
    assert text("DueDate") == "2021/08/15"
    assert text("Timestamp") == "2021/08/04 08:23:42"
    known = replace(LETTER, sender=Party("000.00.00.H19", "UBND tỉnh"), document_id="")
    assert list(first(tree(known), "MessageHeader"))[-1].text == "000.00.00.H19,2021/08/04,9193/UBND-HCC"


def test_the_code_of_an_unknown_organisation_stays_blank():
    assert text("OrganId") == ""
    assert read(write(LETTER)).sender.code == ""


def test_without_a_due_date_there_is_no_due_date():
    assert "DueDate" not in tags(first(tree(replace(LETTER, due_on=None)), "MessageHeader"))


def test_a_reference_points_at_its_attachment():
    root = tree()
    reference, attachment = first(root, "Reference"), first(root, "Attachment")
    content_id = attachment.findtext(f"{{{NAMESPACE}}}ContentId")
    assert reference.findtext(f"{{{NAMESPACE}}}ContentId") == f"cid:{content_id}"
    assert reference.get("{http://www.w3.org/1999/xlink}href") == f"cid:{content_id}"


def test_written_twice_it_is_the_same_file():
    assert write(LETTER) == write(replace(LETTER))


def test_what_is_written_is_read_back():
    assert read(write(LETTER)) == LETTER


def test_an_envelope_written_by_hand_is_read():
    found = read(BY_HAND.encode())
    assert found.sender == Party("H19.02.01", "UBND thành phố Biên Hòa")
    assert found.to == (Party("000.00.00.H19", ""),)
    assert (found.number_symbol, found.on) == ("6499/UBND-CCHC", date(2021, 8, 6))
    assert found.subject == "Báo cáo & giải trình"
    assert found.document_id == "H19.02.01,2021/08/06,6499/UBND-CCHC"
    assert found.attachments == (Attachment("bao-cao.pdf", "", b"%PDF", "", "một"),)


def test_a_missing_prefix_is_refused_by_name():
    bare = BY_HAND.replace("edXML:Subject>", "Subject>")
    assert refusal(bare) == "Gói tin edXML thiếu tiền tố “edXML:” ở thẻ Subject."


def test_another_prefix_for_the_same_namespace_is_refused_too():
    other = BY_HAND.replace("edXML:", "ed:").replace("xmlns:edXML=", "xmlns:ed=")
    assert "thiếu tiền tố" in refusal(other)


def test_another_namespace_is_refused():
    assert "không gian tên" in refusal(BY_HAND.replace("QCVN_102_2016", "QCVN_102_2015"))
    inner = BY_HAND.replace('xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"', 'xmlns:edXML="urn:x"')
    assert refusal(inner) == "Gói tin edXML có thẻ edXMLEnvelope không thuộc QCVN 102:2016."


def test_a_signature_inside_may_have_its_own_form():
    signed = BY_HAND.replace(
        "</edXML:edXMLHeader>",
        "<edXML:DigitalSignature><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo/></Signature>"
        "</edXML:DigitalSignature></edXML:edXMLHeader>",
    )
    assert read(signed.encode()).number == "6499"


def test_broken_base64_is_refused_with_the_name_of_the_file():
    assert refusal(BY_HAND.replace("Rg==", "Rg=")) == (
        "Tệp “bao-cao.pdf” trong gói tin edXML hỏng (không đúng base64)."
    )
    assert "hỏng" in refusal(BY_HAND.replace("Rg==", "<!-- -->R*=="))


def test_a_listed_attachment_that_is_not_there_is_refused():
    assert "kê tệp “một”" in refusal(BY_HAND.replace("<ContentId>cid:một", "<ContentId>cid:hai"))


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE edXML>",
        '<!DOCTYPE edXML SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE edXML [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;">]>',
    ],
)
def test_a_doctype_is_refused_and_nothing_of_it_is_read(doctype):
    attack = BY_HAND.replace("<edXML xmlns=", f"{doctype}<edXML xmlns=", 1)
    if "ENTITY" in doctype:
        attack = attack.replace("Báo cáo &amp;", "&x;")
    assert refusal(attack) == "Gói tin edXML có khai báo DOCTYPE; không nhận."
    assert refusal(attack.replace("UTF-8", "UTF-16").encode("utf-16")) == (
        "Gói tin edXML có khai báo DOCTYPE; không nhận."
    )


@pytest.mark.parametrize(
    "wrong",
    [b"", b"\x00\x01", b"<edXML", "không phải XML".encode(), b"<a>" * 400 + b"</a>" * 400],
)
def test_what_is_no_xml_is_refused(wrong):
    assert refusal(wrong) == "Gói tin edXML không phải XML đúng quy cách."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<edXML:CodeNumber>6499</edXML:CodeNumber>", "", "thiếu số văn bản (CodeNumber)"),
        ("2021/8/6 00:00:00", "2021/13/6", "ngày không hiểu được ở PromulgationDate: “2021/13/6”"),
        ("2021/8/6 00:00:00", "", "thiếu ngày ban hành"),
        (
            "<edXML:edXMLBody>",
            "<edXML:edXMLBody/><edXML:edXMLHeader/><edXML:edXMLBody>",
            "đúng một thẻ edXMLHeader",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_named(old, new, said):
    assert old in BY_HAND
    assert said in refusal(BY_HAND.replace(old, new))


def test_an_unknown_business_is_not_taken_for_a_new_document():
    written = write(LETTER).decode().replace("BussinessDocType>0<", "BussinessDocType>7<")
    assert refusal(written) == "Gói tin edXML có nghiệp vụ không rõ: 7."


def test_what_xml_cannot_say_is_refused_before_it_is_sent():
    with pytest.raises(Refused, match="Subject"):
        write(replace(LETTER, subject="a\x0bb"))


def test_an_attachment_that_no_careful_reader_takes_is_not_sent():
    def with_file(size):
        return replace(LETTER, attachments=(Attachment("a.pdf", "application/pdf", bytes(size), "", "a"),))

    assert read(write(with_file(LARGEST_ATTACHMENT))) == with_file(LARGEST_ATTACHMENT)
    with pytest.raises(Refused, match="lớn hơn 7 MB"):
        write(with_file(LARGEST_ATTACHMENT + 1))


def test_a_file_too_large_is_not_even_parsed():
    assert "lớn hơn 60 MB" in refusal(b" " * (LARGEST + 1))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=30).map(
    str.strip
)
NEEDED = WORDS.filter(bool)
DAYS = st.dates(date(1976, 1, 1), date(2100, 1, 1))
MOMENTS = DAYS.flatmap(
    lambda on: st.times().map(lambda time: datetime.combine(on, time.replace(microsecond=0), tzinfo=VN))
)
PARTIES = st.builds(Party, WORDS, WORDS, WORDS)
ENVELOPES = st.builds(
    Envelope,
    sender=PARTIES,
    to=st.lists(PARTIES, max_size=3).map(tuple),
    number=NEEDED,
    notation=WORDS,
    on=DAYS,
    subject=WORDS,
    place=WORDS,
    type_code=WORDS,
    type_name=WORDS,
    type_detail=WORDS,
    content=WORDS,
    capacity=WORDS,
    position=WORDS,
    signer=WORDS,
    due_on=st.none() | DAYS,
    places=st.lists(NEEDED, max_size=3).map(tuple),
    priority=st.integers(0, 4),
    sphere=WORDS,
    typist=WORDS,
    copies=st.integers(0, 999),
    pages=st.integers(0, 999),
    appendixes=st.lists(NEEDED, max_size=3).map(tuple),
    answers=st.lists(st.builds(Answered, WORDS, WORDS, DAYS, WORDS), max_size=2).map(tuple),
    steering=st.integers(0, 9),
    traces=st.lists(st.builds(Trace, WORDS, MOMENTS), max_size=2).map(tuple),
    business=st.sampled_from(Business),
    business_reason=WORDS,
    staff=st.builds(Staff, WORDS, WORDS, WORDS, WORDS),
    paper=st.integers(0, 1),
    attachments=st.lists(
        st.builds(Attachment, WORDS, WORDS, st.binary(max_size=60), WORDS, st.uuids().map(str)), max_size=3
    ).map(tuple),
    document_id=NEEDED,
)


@settings(deadline=None)
@given(ENVELOPES)
def test_whatever_is_written_is_read_back(message):
    assert read(write(message)) == message


@settings(deadline=None)
@given(st.binary(max_size=300) | st.sampled_from([BY_HAND.encode(), write(LETTER)]), st.data())
def test_whatever_is_read_is_an_envelope_or_a_sentence(data, draw):
    cut = draw.draw(st.integers(0, len(data)))
    noise = draw.draw(st.binary(max_size=4))
    try:
        said = read(data[:cut] + noise + data[cut + len(noise) :]).number
    except Refused as no:
        said = no.sentence
    assert said
