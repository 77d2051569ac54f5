"""Read (đọc edXML): an envelope from another document system, or from somebody's hand, with nothing assumed.

No entities, no DTD, nothing fetched, nothing beyond what the parser takes for sane. What is missing and does
not matter stays blank; what is wrong is said in one sentence. The axis refuses a missing prefix, so do we.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from lxml import etree

from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .envelope import Answered, Attachment, Business, Envelope, Party, Staff, Trace
from .write import NAMESPACE, PREFIX

LARGEST: Final = 60 * 1024 * 1024
_DATE: Final = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})")
_MOMENT: Final = re.compile(_DATE.pattern + r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")


def read(data: bytes) -> Envelope:
    """The envelope, or Refused with the first thing that keeps it from being read."""
    root = _parsed(data)
    envelope = _only(root, "edXMLEnvelope")
    _check_prefixes(envelope)
    header = _Part(_only(_only(envelope, "edXMLHeader"), "MessageHeader"))
    return _envelope(header, _Part(_only(envelope, "edXMLHeader")), _attachments(root, envelope))


def _envelope(header: _Part, outer: _Part, attachments: tuple[Attachment, ...]) -> Envelope:
    code, info = header.part("Code"), header.part("PromulgationInfo")
    kind, signer, other = header.part("DocumentType"), header.part("SignerInfo"), header.part("OtherInfo")
    traces = outer.part("TraceHeaderList")
    business = traces.part("Bussiness")
    staff = business.part("StaffInfo")
    return Envelope(
        sender=_party(header.part("From")),
        to=tuple(_party(one) for one in header.parts("To")),
        number=code.needed("CodeNumber", "số văn bản"),
        notation=code.text("CodeNotation"),
        on=_day(info.needed("PromulgationDate", "ngày ban hành"), "PromulgationDate"),
        subject=header.text("Subject"),
        place=info.text("Place"),
        type_code=kind.text("Type"),
        type_name=kind.text("TypeName"),
        type_detail=kind.text("TypeDetail"),
        content=header.text("Content"),
        capacity=signer.text("Competence"),
        position=signer.text("Position"),
        signer=signer.text("FullName"),
        due_on=_day(header.text("DueDate"), "DueDate") if header.text("DueDate") else None,
        places=header.part("ToPlaces").texts("Place"),
        priority=other.number("Priority"),
        sphere=other.text("SphereOfPromulgation"),
        typist=other.text("TyperNotation"),
        copies=other.number("PromulgationAmount", 1),
        pages=other.number("PageAmount", 1),
        appendixes=other.part("Appendixes").texts("Appendix"),
        answers=tuple(_answered(one) for one in header.parts("ResponseFor")),
        steering=header.number("SteeringType"),
        traces=tuple(_trace(one) for one in traces.parts("TraceHeader")),
        business=_business(business.number("BussinessDocType")),
        business_reason=business.text("BussinessDocReason"),
        staff=Staff(
            department=staff.text("Department"),
            name=staff.text("Staff"),
            phone=staff.text("Mobile"),
            email=staff.text("Email"),
        ),
        paper=business.number("Paper"),
        attachments=attachments,
        document_id=header.text("DocumentId"),
    )


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise Refused(f"Gói tin edXML lớn hơn {LARGEST // 1024 // 1024} MB.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise Refused("Gói tin edXML không phải XML đúng quy cách.") from broken
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise Refused("Gói tin edXML có khai báo DOCTYPE; không nhận.")
    if root.tag != f"{{{NAMESPACE}}}edXML":
        raise Refused(f"Không phải gói tin edXML theo QCVN 102:2016 (không gian tên {NAMESPACE}).")
    return root


def _check_prefixes(envelope: Any) -> None:
    for element in _own(envelope):
        name = etree.QName(element)
        if element.prefix != PREFIX:
            raise Refused(f"Gói tin edXML thiếu tiền tố “{PREFIX}:” ở thẻ {name.localname}.")
        if name.namespace != NAMESPACE:
            raise Refused(f"Gói tin edXML có thẻ {name.localname} không thuộc QCVN 102:2016.")


def _own(element: Any) -> Iterator[Any]:
    """All of the envelope but what is inside its signature, which has a form of its own (XML-DSig)."""
    yield element
    if etree.QName(element).localname != "DigitalSignature":
        for child in element.iterchildren(etree.Element):
            yield from _own(child)


def _attachments(root: Any, envelope: Any) -> tuple[Attachment, ...]:
    """In the order of the manifest, when there is one; what it names must be there."""
    held = {one.content_id: one for one in _held(root)}
    body = _Part(envelope).part("edXMLBody").part("edXMLManifest")
    listed = [_bare(one.text("ContentId")) for one in body.parts("Reference")]
    for content_id in listed:
        if content_id not in held:
            raise Refused(f"Gói tin edXML kê tệp “{content_id}” mà không có tệp ấy.")
    order = [*dict.fromkeys(listed), *(key for key in held if key not in listed)]
    return tuple(held[key] for key in order)


def _held(root: Any) -> Iterator[Attachment]:
    for number, one in enumerate(_loosely(root, "AttachmentEncoded", "Attachment"), start=1):
        texts = {etree.QName(child).localname: (child.text or "").strip() for child in one}
        name = texts.get("AttachmentName", "")
        yield Attachment(
            name=name,
            content_type=texts.get("ContentType", ""),
            content=_decoded(texts.get("ContentTransferEncoded", ""), name or str(number)),
            description=texts.get("Description", ""),
            content_id=_bare(texts.get("ContentId", "")) or str(number),
        )


def _loosely(root: Any, *path: str) -> list[Any]:
    """Attachments are written with the namespace, without it, or with a prefix; all are read."""
    found = [root]
    for tag in path:
        found = [child for one in found for child in one if etree.QName(child).localname == tag]
    return found


def _decoded(text: str, name: str) -> bytes:
    try:
        return b64decode("".join(text.split()), validate=True)
    except (BadBase64, ValueError) as broken:
        raise Refused(f"Tệp “{name}” trong gói tin edXML hỏng (không đúng base64).") from broken


class _Part:
    """An element that may be absent: asked for anything, an absent one has nothing."""

    def __init__(self, element: Any) -> None:
        self.element = element

    def part(self, tag: str) -> _Part:
        return next(iter(self.parts(tag)), _Part(None))

    def parts(self, tag: str) -> list[_Part]:
        if self.element is None:
            return []
        return [_Part(child) for child in self.element.findall(f"{{{NAMESPACE}}}{tag}")]

    def text(self, tag: str) -> str:
        return self.part(tag).own()

    def texts(self, tag: str) -> tuple[str, ...]:
        return tuple(one.own() for one in self.parts(tag))

    def own(self) -> str:
        return "" if self.element is None else "".join(self.element.itertext()).strip()

    def needed(self, tag: str, what: str) -> str:
        if not (found := self.text(tag)):
            raise Refused(f"Gói tin edXML thiếu {what} ({tag}).")
        return found

    def number(self, tag: str, absent: int = 0) -> int:
        found = self.text(tag)
        if found and not re.fullmatch(r"-?[0-9]{1,9}", found):
            raise Refused(f"Gói tin edXML có {tag} không phải số: “{found[:40]}”.")
        return int(found) if found else absent


def _party(part: _Part) -> Party:
    return Party(part.text("OrganId"), part.text("OrganName"), part.text("OrganizationInCharge"))


def _answered(part: _Part) -> Answered:
    on = _day(part.needed("PromulgationDate", "ngày của văn bản được trả lời"), "ResponseFor")
    return Answered(part.text("OrganId"), part.text("Code"), on, part.text("DocumentId"))


def _trace(part: _Part) -> Trace:
    return Trace(part.text("OrganId"), _moment(part.needed("Timestamp", "thời điểm chuyển")))


def _business(code: int) -> Business:
    if code not in list(Business):
        raise Refused(f"Gói tin edXML có nghiệp vụ không rõ: {code}.")
    return Business(code)


def _day(text: str, tag: str) -> date:
    """2021/08/04; some add a time, which we let go."""
    if found := _DATE.match(text):
        try:
            year, month, on = (int(part) for part in found.groups())
            return date(year, month, on)
        except ValueError:
            pass
    raise Refused(f"Gói tin edXML có ngày không hiểu được ở {tag}: “{text[:40]}”.")


def _moment(text: str) -> datetime:
    if found := _MOMENT.match(text):
        try:
            year, month, on, hour, minute, second = (int(part or 0) for part in found.groups())
            return datetime(year, month, on, hour, minute, second, tzinfo=VN)
        except ValueError:
            pass
    raise Refused(f"Gói tin edXML có thời điểm không hiểu được: “{text[:40]}”.")


def _only(parent: Any, tag: str) -> Any:
    found = _loosely(parent, tag)
    if len(found) != 1:
        raise Refused(f"Gói tin edXML phải có đúng một thẻ {tag}.")
    return found[0]


def _bare(content_id: str) -> str:
    return content_id.removeprefix("cid:")
