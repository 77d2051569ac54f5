"""The leader signs, then the organisation; as of a moment; with all a judge needs; without a network."""

import re
import socket
from datetime import datetime, timedelta
from io import BytesIO

import pdfplumber
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .conftest import AT, LEADER_BOX, drawn
from .fields import ANNEX_BOX, LEADER, ORGANISATION, POINTS_PER_MM, Field
from .prepare import prepare
from .sign import sign
from .stamps import annex_stamp
from .verify import problems_of, verify


def reader(pdf):
    return PdfFileReader(BytesIO(pdf))


def test_the_signatures_are_pades_in_the_order_they_were_made(signed):
    found = reader(signed).embedded_signatures
    assert [one.field_name for one in found] == [LEADER, ORGANISATION]
    assert {one.sig_object["/SubFilter"] for one in found} == {"/ETSI.CAdES.detached"}
    assert {one.md_algorithm for one in found} == {"sha256"}


def test_it_is_signed_as_of_the_moment_it_is_told(signed):
    for one in reader(signed).embedded_signatures:
        assert one.self_reported_timestamp == AT
        assert one.sig_object["/M"] == "D:20210804082342+07'00'"


def test_what_was_signed_before_stays_byte_for_byte(prepared, once_signed, signed):
    assert once_signed.startswith(prepared)
    assert signed.startswith(once_signed)


def test_certificates_and_revocation_lists_lie_in_the_file(signed):
    store = DocumentSecurityStore.read_dss(reader(signed))
    held = {certificate.sha256 for certificate in store.load_certs()}
    signers = {one.signer_cert.sha256 for one in reader(signed).embedded_signatures}
    assert signers < held  # and the time stamper's
    assert len(store.crls) == 1


def test_the_stamp_is_seen_in_its_box(signed):
    """Drawn onto the page as a reader draws it; the words stand between the edges of the field."""
    widget = next(
        one.get_object()
        for one in reader(signed).root["/AcroForm"]["/Fields"]
        if one.get_object()["/T"] == LEADER
    )
    look = widget["/AP"]["/N"]
    size = (LEADER_BOX.width * POINTS_PER_MM, LEADER_BOX.height * POINTS_PER_MM)
    left, bottom, right, top = (float(edge) for edge in look["/BBox"])
    assert (right - left, abs(top - bottom)) == pytest.approx(size, abs=1)
    fonts = [
        font.get_object()
        for one in look["/Resources"]["/XObject"].values()
        for font in one.get_object()["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        described = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile3" in described or "/FontFile2" in described


def test_what_makes_it_pdf_a_is_kept(signed):
    """ISO 19005-2: metadata and output intent stay, what a signature shows is drawn, printed, and no form is
    drawn by the reader's own means."""
    root, before = reader(signed).root, reader(drawn())
    assert root["/Metadata"].data == before.root["/Metadata"].data
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>B<", root["/Metadata"].data)
    assert dict(reader(signed).trailer["/Info"]) == dict(before.trailer["/Info"])
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/NeedAppearances" not in root["/AcroForm"]
    for field in (one.get_object() for one in root["/AcroForm"]["/Fields"]):
        assert list(field["/AP"]) == ["/N"]
        assert field["/F"] & 0b100 and not field["/F"] & 0b100011
        assert "/A" not in field and "/AA" not in field


def test_the_organisation_signs_after_the_leader(prepared, authority):
    with pytest.raises(Refused, match="cơ quan, tổ chức ký sau"):
        sign(prepared, field=ORGANISATION, identity=authority.organisation("UBND"), at=AT)


def test_a_place_is_signed_once(once_signed, by_leader):
    with pytest.raises(Refused, match="đã có chữ ký"):
        by_leader(once_signed)


def test_without_a_place_nobody_signs(authority):
    with pytest.raises(Refused, match="không có ô"):
        sign(drawn(), field=LEADER, identity=authority.person("A"), at=AT)


@pytest.mark.parametrize("at", [datetime(2019, 12, 31, tzinfo=VN), datetime(2045, 1, 2, tzinfo=VN)])
def test_outside_its_years_a_certificate_does_not_sign(prepared, by_leader, at):
    with pytest.raises(Refused, match="không có hiệu lực vào"):
        by_leader(prepared, at)


def test_a_revoked_certificate_does_not_sign(prepared, authority):
    lost = authority.person("Người mất thẻ")
    authority.revoke(lost.certificate, AT)
    with pytest.raises(Refused, match="đã bị thu hồi"):
        sign(prepared, field=LEADER, identity=lost, at=AT + timedelta(hours=1))
    assert sign(prepared, field=LEADER, identity=lost, at=AT - timedelta(hours=1))


def test_an_annex_of_its_own_is_signed_by_the_organisation_alone(authority):
    annex = prepare(drawn(), Field(ORGANISATION, 1, ANNEX_BOX))
    stamp = annex_stamp("9193/UBND-HCC", AT, ANNEX_BOX)
    signed = sign(annex, field=ORGANISATION, identity=authority.organisation("UBND"), stamp=stamp, at=AT)
    with pdfplumber.open(BytesIO(signed)) as opened:
        (place,) = opened.pages[0].annots
        assert place["x1"] / POINTS_PER_MM > 190 and place["top"] / POINTS_PER_MM < 20


def test_neither_signing_nor_judging_asks_a_network(prepared, by_leader, authority, monkeypatch):
    def refused(*_):
        raise AssertionError("a signature went to the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert problems_of(verify(by_leader(prepared), trusted=authority.trust)) == []
