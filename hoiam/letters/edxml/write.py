"""Write (ghi edXML): an envelope as the axis of documents expects it, to the letter.

Form: QCVN 102:2016/BTTTT. Receivers look for the prefix `edXML:` on everything inside the envelope and for
none on the attachments beside it, though both are in one namespace; order counts; "Bussiness" is spelled so.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any, Final

from lxml import etree

from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .envelope import Attachment, Envelope, Party, day

NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
PREFIX: Final = "edXML"
XLINK: Final = "http://www.w3.org/1999/xlink"
NEXT_ACTOR: Final = "http://schemas.xmlsoap.org/soap/actor/next"
# Parsers that are careful with memory, ours among them, read no text above 10 million characters.
LARGEST_ATTACHMENT: Final = 7 * 1024 * 1024
# What XML 1.0 has no way to say.
_UNSAYABLE: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(message: Envelope) -> bytes:
    """The same envelope gives the same bytes, so that a second sending is seen to be the same."""
    attachments = [_numbered(message, at, one) for at, one in enumerate(message.attachments, start=1)]
    root = etree.Element(_name("edXML"), nsmap={None: NAMESPACE})
    envelope = etree.SubElement(root, _name("edXMLEnvelope"), nsmap={PREFIX: NAMESPACE})
    header = _add(envelope, "edXMLHeader")
    _message_header(_add(header, "MessageHeader"), message)
    _traces(header, message)
    _add(header, "DigitalSignature")
    _manifest(_add(envelope, "edXMLBody"), attachments)
    _encoded(root, attachments)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _message_header(header: Any, message: Envelope) -> None:
    _party(header, "From", message.sender)
    for receiver in message.to:
        _party(header, "To", receiver)
    _group(header, "Code", CodeNumber=message.number, CodeNotation=message.notation)
    _group(header, "PromulgationInfo", Place=message.place, PromulgationDate=day(message.on))
    _group(
        header,
        "DocumentType",
        Type=message.type_code,
        TypeName=message.type_name,
        TypeDetail=message.type_detail,
    )
    _add(header, "Subject", message.subject)
    _add(header, "Content", message.content)
    _group(
        header,
        "SignerInfo",
        Competence=message.capacity,
        Position=message.position,
        FullName=message.signer,
    )
    if message.due_on:
        _add(header, "DueDate", day(message.due_on))
    places = _add(header, "ToPlaces")
    for place in message.places:
        _add(places, "Place", place)
    _other(header, message)
    for answered in message.answers:
        _group(
            header,
            "ResponseFor",
            OrganId=answered.code,
            Code=answered.number_symbol,
            PromulgationDate=day(answered.on),
            DocumentId=answered.document_id,
        )
    _add(header, "SteeringType", message.steering)
    _add(header, "DocumentId", message.document_id)


def _other(header: Any, message: Envelope) -> None:
    other = _group(
        header,
        "OtherInfo",
        Priority=message.priority,
        SphereOfPromulgation=message.sphere,
        TyperNotation=message.typist,
        PromulgationAmount=message.copies,
        PageAmount=message.pages,
    )
    appendixes = _add(other, "Appendixes")
    for appendix in message.appendixes:
        _add(appendixes, "Appendix", appendix)


def _traces(header: Any, message: Envelope) -> None:
    marks = {"id": _digest(message.document_id)[:8], "version": "1.0", "mustUnderstand": "1"}
    traces = etree.SubElement(header, _name("TraceHeaderList"), {**marks, "actor": NEXT_ACTOR})
    for trace in message.traces:
        stamp = f"{trace.at.astimezone(VN):%Y/%m/%d %H:%M:%S}"
        _group(traces, "TraceHeader", OrganId=trace.code, Timestamp=stamp)
    business = _group(
        traces,
        "Bussiness",
        BussinessDocType=int(message.business),
        BussinessDocReason=message.business_reason,
    )
    staff = message.staff
    _group(
        business,
        "StaffInfo",
        Department=staff.department,
        Staff=staff.name,
        Mobile=staff.phone,
        Email=staff.email,
    )
    _add(business, "Paper", message.paper)


def _manifest(body: Any, attachments: list[Attachment]) -> None:
    manifest = etree.SubElement(body, _name("edXMLManifest"), {"version": "1.0"})
    for one in attachments:
        reference = etree.SubElement(manifest, _name("Reference"), nsmap={"xlink": XLINK})
        for name, value in {"href": f"cid:{one.content_id}", "role": "XLinkRole", "type": "simple"}.items():
            reference.set(f"{{{XLINK}}}{name}", value)
        _add(reference, "Description", one.description)
        _add(reference, "AttachmentName", one.name)
        _add(reference, "ContentType", one.content_type)
        _add(reference, "ContentId", f"cid:{one.content_id}")


def _encoded(root: Any, attachments: list[Attachment]) -> None:
    if not attachments:
        return
    encoded = _add(root, "AttachmentEncoded")
    for one in attachments:
        _group(
            encoded,
            "Attachment",
            ContentType=one.content_type,
            ContentId=one.content_id,
            Description=one.description,
            ContentTransferEncoded=b64encode(one.content).decode(),
            AttachmentName=one.name,
        )


def _numbered(message: Envelope, at: int, one: Attachment) -> Attachment:
    if len(one.content) > LARGEST_ATTACHMENT:
        raise Refused(f"Tệp “{one.name}” lớn hơn 7 MB, không gửi được bằng edXML.")
    made = one.content_id or f"{_digest(message.document_id)[:24]}-{at}"
    return Attachment(one.name, one.content_type, one.content, one.description, made)


def _party(header: Any, tag: str, party: Party) -> None:
    _group(header, tag, OrganId=party.code, OrganizationInCharge=party.in_charge, OrganName=party.name)


def _group(parent: Any, tag: str, **texts: str | int) -> Any:
    element = _add(parent, tag)
    for name, text in texts.items():
        _add(element, name, text)
    return element


def _add(parent: Any, tag: str, text: str | int = "") -> Any:
    element = etree.SubElement(parent, _name(tag))
    said = str(text)
    if _UNSAYABLE.search(said):
        raise Refused(f"Trường {tag} có ký tự điều khiển, không gửi được bằng edXML.")
    element.text = said or None
    return element


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
