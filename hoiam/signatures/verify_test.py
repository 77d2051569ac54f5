"""A signed file is good until one bit changes, somebody adds something, or nobody answers for its signer."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

import pytest
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import HealthCheck, given, settings, strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import dss
from pyhanko_certvalidator.registry import SimpleCertificateStore

from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

from .conftest import AT, drawn
from .fields import BLANK, LEADER, ORGANISATION
from .identity import Trust
from .sign import sign
from .tampering import CHANGES, adds_empty_place, adds_text_field, appended, changes_properties, fills
from .test_authority import TestAuthority
from .verify import problems_of, verify


@pytest.fixture(scope="session")
def trusted(authority):
    return authority.trust


def test_a_good_file_has_nothing_against_it(signed, trusted):
    leader, organisation = verify(signed, trusted=trusted)
    assert (leader.field, organisation.field) == (LEADER, ORGANISATION)
    assert leader.signer == "Nguyễn Quốc Hùng (thử nghiệm)"
    for one in (leader, organisation):
        assert (one.intact, one.whole, one.trusted, one.problems) == (True, True, True, ())
        assert one.at == one.stamped_at == AT
        assert one.is_good


def test_a_file_without_signatures_has_no_verdict_and_says_so(trusted):
    assert verify(drawn(), trusted=trusted) == []
    assert problems_of([]) == ["Tệp chưa có chữ ký số nào."]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_somebody_adds_behind_the_last_signature_is_refused(signed, trusted, change):
    verdicts = verify(appended(signed, change), trusted=trusted)
    assert [one.whole for one in verdicts] == [False, False]
    assert problems_of(verdicts)[-1] == (
        "Sau chữ ký số của Văn phòng UBND tỉnh Đồng Nai (thử nghiệm), tệp có phần thêm vào mà không ai ký."
    )


def test_even_an_empty_place_for_a_signature_is_not_added_unsigned(signed, trusted):
    verdicts = verify(appended(signed, adds_empty_place), trusted=trusted)
    assert verdicts[-1].whole is False


def test_the_organisation_does_not_cover_up_a_change_after_the_leader(once_signed, trusted, by_organisation):
    """What was changed in between is signed by the organisation, not by the leader: his no longer counts."""
    for change in CHANGES:
        leader, organisation = verify(by_organisation(appended(once_signed, change)), trusted=trusted)
        assert (leader.whole, organisation.whole) == (False, True), change.__name__


def test_properties_are_not_changed_unsigned(signed, once_signed, trusted, by_organisation):
    assert verify(appended(signed, changes_properties), trusted=trusted)[-1].whole is False
    # Another signing program notes itself there; its signature vouches for it.
    assert (
        problems_of(verify(by_organisation(appended(once_signed, changes_properties)), trusted=trusted)) == []
    )


def test_number_and_day_are_written_between_the_signatures_and_nothing_else_is(
    prepared, trusted, by_leader, by_organisation
):
    for name, is_whole in ((f"{BLANK}number", True), ("ghi-chu", False)):
        by_both = by_organisation(
            appended(
                by_leader(appended(prepared, partial(adds_text_field, name=name))),
                fills(name, "9193/UBND-HCC"),
            )
        )
        assert [one.whole for one in verify(by_both, trusted=trusted)] == [is_whole, True]
        assert verify(appended(by_both, fills(name, "9194/UBND-HCC")), trusted=trusted)[-1].whole is False


def test_proofs_may_be_added_later(signed, trusted, authority):
    """Certificates and revocation lists change nothing of what was signed."""
    later = authority.revoked_at(AT + timedelta(days=300))

    def adds_proofs(writer):
        dss.DocumentSecurityStore.supply_dss_in_writer(writer, sig_contents=None, crls=[later])

    verdicts = verify(appended(signed, adds_proofs), trusted=trusted)
    assert problems_of(verdicts) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0), bit=st.integers(0, 7))
def test_one_bit_anywhere_is_enough(signed, trusted, where, bit):
    changed = bytearray(signed)
    changed[where % len(changed)] ^= 1 << bit
    assert said_about(bytes(changed), trusted)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0), bit=st.integers(0, 7))
def test_one_bit_is_enough_even_where_no_digest_reaches(signed, trusted, where, bit):
    _, first, second, _ = PdfFileReader(BytesIO(signed)).embedded_signatures[-1].byte_range
    changed = bytearray(signed)
    changed[first + where % (second - first)] ^= 1 << bit
    assert said_about(bytes(changed), trusted)


@pytest.mark.parametrize("cut", [1, 100, 10_000, 30_000])
def test_a_file_cut_short_is_refused(signed, trusted, cut):
    assert said_about(signed[:-cut], trusted)


def test_bytes_behind_the_end_are_refused(signed, trusted):
    assert said_about(signed + b"\n", trusted)


def said_about(pdf, trusted):
    try:
        return problems_of(verify(pdf, trusted=trusted, at=AT + timedelta(days=1)))
    except Refused as no:
        return [no.sentence]


# Each lies in the gap that holds the last signature, where no digest reaches, and changes no meaning.
GAP = {
    "the name of what holds the time stamp": ("060B2A864886F70D010910020E", "060B2A864886F70D010910020F"),
    "the version": ("020101", "020103"),
    "the algorithm where it is said again": ("0609608648016503040201", "0609608648016503040203"),
    "the issuer in small letters": ("4368E1BBA96E67", "6368E1BBA96E67"),
    "one digit in small letters": ("06092A864886F7", "06092a864886F7"),
    "the room that is left": ("00>", "01>"),
}


@pytest.mark.parametrize("what", GAP)
def test_nothing_is_changed_even_where_no_digest_reaches(signed, trusted, what):
    old, new = (piece.encode() for piece in GAP[what])
    _, first, second, _ = PdfFileReader(BytesIO(signed)).embedded_signatures[-1].byte_range
    gap = signed[first:second]
    assert old in gap
    assert said_about(signed[:first] + gap.replace(old, new, 1) + signed[second:], trusted)


def test_strangers_are_not_trusted(signed, tmp_path):
    verdicts = verify(signed, trusted=TestAuthority.open(tmp_path).trust)
    assert [(one.intact, one.whole, one.trusted) for one in verdicts] == [(True, True, False)] * 2
    assert (
        "Chứng thư số của Nguyễn Quốc Hùng (thử nghiệm) không do tổ chức chứng thực được tin cậy cấp."
        in problems_of(verdicts)
    )


def test_nobody_is_trusted_where_nobody_was_named(signed):
    assert not any(one.trusted for one in verify(signed, trusted=Trust(roots=())))


def test_a_time_stamp_of_a_stranger_is_worth_nothing(prepared, authority, trusted, tmp_path):
    stranger = TestAuthority.open(tmp_path)
    mixed = replace(
        authority.person("Trần Văn B"),
        stamper_at=stranger.stamper_at,
        roots=stranger.trust.roots + trusted.roots,
    )
    (verdict,) = verify(sign(prepared, field=LEADER, identity=mixed, at=AT), trusted=trusted)
    assert verdict.stamped_at is None
    assert verdict.problems == ("Dấu thời gian của chữ ký số Trần Văn B (thử nghiệm) không hợp lệ.",)


def test_a_time_stamp_from_the_future_is_said(once_signed, trusted):
    (verdict,) = verify(once_signed, trusted=trusted, at=AT - timedelta(hours=1))
    assert verdict.problems == (
        "Dấu thời gian của chữ ký số Nguyễn Quốc Hùng (thử nghiệm) muộn hơn lúc kiểm tra.",
    )


def test_without_a_time_stamp_it_is_judged_by_the_day_of_the_look(prepared, authority, trusted):
    unstamped = replace(authority.person("Lê Thị C"), stamper_at=lambda at: None)
    pdf = sign(prepared, field=LEADER, identity=unstamped, at=AT)
    for later in (1, 4000):  # the list in the file is old by then, which is no reason to distrust
        (verdict,) = verify(pdf, trusted=trusted, at=AT + timedelta(days=later))
        assert (verdict.at, verdict.stamped_at, verdict.problems) == (AT, None, ())
    with clock.frozen(datetime(2046, 1, 1, tzinfo=VN)):
        (verdict,) = verify(pdf, trusted=trusted)
    assert verdict.problems == (
        "Chứng thư số của Lê Thị C (thử nghiệm) không có hiệu lực khi kiểm tra, "
        "mà không có dấu thời gian cho biết ký lúc nào.",
    )


def test_a_time_stamp_keeps_a_signature_good_after_its_certificate_ended(signed, trusted):
    with clock.frozen(datetime(2046, 1, 1, tzinfo=VN)):
        assert problems_of(verify(signed, trusted=trusted)) == []


def test_what_was_signed_before_a_card_was_lost_stays_good_and_later_is_not(prepared, authority):
    """The thief's clock is not ours: the list that we have decides, not the one in the file."""
    lost = authority.person("Phạm Văn D")
    early = sign(prepared, field=LEADER, identity=lost, at=AT)
    late = sign(prepared, field=LEADER, identity=lost, at=AT + timedelta(days=2))
    authority.revoke(lost.certificate, AT + timedelta(days=1))
    assert problems_of(verify(early, trusted=authority.trust)) == []
    (verdict,) = verify(late, trusted=authority.trust)
    assert verdict.problems == ("Chứng thư số của Phạm Văn D (thử nghiệm) đã bị thu hồi khi ký.",)


def test_what_is_no_pdf_is_refused(trusted):
    for wrong in (b"", b"%PDF-1.7", b"GIF89a"):
        with pytest.raises(Refused, match="Không đọc được tệp PDF"):
            verify(wrong, trusted=trusted)


def with_sha1(pdf, holder):
    """As signing programs did once, and some still do."""
    der = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=holder.certificate,
        signing_key=PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore(),
    )
    metadata = PdfSignatureMetadata(field_name=LEADER, md_algorithm="sha1")
    output = BytesIO()
    PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=output)
    return output.getvalue()


def test_an_outdated_algorithm_is_said_and_is_no_change_of_the_file(prepared, authority, trusted):
    pdf = with_sha1(prepared, authority.person("Vũ Thị E").holder)
    (verdict,) = verify(pdf, trusted=trusted)
    assert (verdict.intact, verdict.whole, verdict.trusted) == (True, True, False)
    assert verdict.problems == (
        "Chữ ký số của Vũ Thị E (thử nghiệm) dùng thuật toán đã lỗi thời, không còn đủ tin cậy.",
    )
