"""The test authority is the same after a restart, for whoever comes first, and says everywhere what it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from .conftest import AT
from .identity import name_of
from .test_authority import MARK, TestAuthority


def test_opened_again_it_is_the_same(tmp_path):
    first, again = TestAuthority.open(tmp_path / "a"), TestAuthority.open(tmp_path / "a")
    for who in (
        lambda authority: authority.person("Nguyễn Văn A", organisation="Sở Y tế"),
        lambda authority: authority.organisation("Sở Y tế"),
    ):
        assert who(first).certificate.dump() == who(again).certificate.dump()
        assert who(first).holder.to_pem() == who(again).holder.to_pem()
    assert first.trust.roots[0].dump() == again.trust.roots[0].dump()


def test_another_folder_is_another_authority(tmp_path):
    first, other = TestAuthority.open(tmp_path / "a"), TestAuthority.open(tmp_path / "b")
    assert first.trust.roots[0].dump() != other.trust.roots[0].dump()


def test_many_who_open_it_at_once_get_one(tmp_path):
    def opened(_):
        authority = TestAuthority.open(tmp_path)
        return authority.trust.roots[0].dump(), authority.organisation("Sở Y tế").certificate.dump()

    with ThreadPoolExecutor(6) as together:
        assert len(set(together.map(opened, range(6)))) == 1
    assert sorted(path.name.split("-")[0] for path in tmp_path.iterdir()) == ["organisation", "root.pem"]


def test_every_certificate_says_that_it_is_a_test(authority):
    for one in (
        authority.person("Nguyễn Văn A").certificate,
        authority.organisation("Sở Y tế").certificate,
        authority.trust.roots[0],
        authority.stamper.certificate,
    ):
        assert name_of(one).endswith(MARK)


def test_a_name_too_long_for_a_certificate_is_shortened_and_keeps_the_mark(authority):
    name = "Ban Quản lý Khu dự trữ sinh quyển thế giới Đồng Nai và các khu bảo tồn thiên nhiên – văn hóa"
    said = name_of(authority.organisation(name).certificate)
    assert len(said) == 64
    assert said.startswith(name[:40]) and said.endswith(f"… {MARK}")


def test_a_person_belongs_to_an_organisation(authority):
    subject = authority.person("Nguyễn Văn A", organisation="Sở Y tế").certificate.subject.native
    assert subject["organization_name"] == "Sở Y tế"
    assert authority.person("Nguyễn Văn A").certificate.dump() != (
        authority.person("Nguyễn Văn A", organisation="Sở Y tế").certificate.dump()
    )


def test_certificates_are_good_since_2020(authority):
    certificate = authority.person("Nguyễn Văn A").certificate
    assert certificate.not_valid_before == datetime(2020, 1, 1, tzinfo=UTC)
    assert certificate.not_valid_after > datetime(2040, 1, 1, tzinfo=UTC)


def test_keys_are_for_their_owner_only(tmp_path):
    authority = TestAuthority.open(tmp_path / "a")
    authority.person("Nguyễn Văn A")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    files = list((tmp_path / "a").iterdir())
    assert len(files) == 2
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_keys_that_others_can_read_are_not_used(tmp_path):
    TestAuthority.open(tmp_path).person("Nguyễn Văn A")
    (tmp_path / "root.pem").chmod(0o640)
    with pytest.raises(PermissionError, match=r"root\.pem"):
        TestAuthority.open(tmp_path).person("Trần Thị B")


def test_a_list_names_whom_it_revoked_and_since_when(tmp_path):
    authority = TestAuthority.open(tmp_path)
    certificate = authority.person("Nguyễn Văn A").certificate
    authority.revoke(certificate, AT)

    def serials(at):
        listed = TestAuthority.open(tmp_path).revoked_at(at)["tbs_cert_list"]["revoked_certificates"].native
        return [one["user_certificate"] for one in listed or []]

    assert serials(AT - timedelta(seconds=1)) == []
    assert serials(AT) == serials(AT + timedelta(days=900)) == [certificate.serial_number]
