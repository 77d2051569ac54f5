"""Who signs with what is what the installation says: a test key, a token, or nobody here."""

import json

import pytest
from asn1crypto import pem
from django.core.exceptions import ImproperlyConfigured

from hoiam.kit.refusal import Refused

from . import identities
from .conftest import AT
from .identities import Way
from .identity import name_of
from .test_authority import TestAuthority


@pytest.fixture(autouse=True)
def installation(settings, tmp_path):
    settings.HOIAM_DATA = tmp_path / "data"
    settings.HOIAM_SIGNING = ""
    settings.HOIAM_TOKEN_MODULE = ""
    return settings


def tokens(installation, **held):
    folder = installation.HOIAM_DATA / "signing"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tokens.json"
    path.write_text(json.dumps({who.replace("_", ":"): what for who, what in held.items()}))
    path.chmod(0o600)
    return path


def test_where_nothing_is_said_nobody_signs_here():
    assert identities.way() is Way.OUTSIDE
    assert identities.person("nva", "Nguyễn Văn A") is None
    assert identities.organisation("ubnd-tinh", "UBND tỉnh Đồng Nai") is None
    assert identities.trusted().roots == ()


def test_where_somebody_made_the_test_authority_it_signs():
    root = identities.authority().trust.roots[0]
    assert identities.way() is Way.TEST
    signer = identities.person("nva", "Nguyễn Văn A", organisation="Sở Y tế")
    assert name_of(signer.certificate) == "Nguyễn Văn A (thử nghiệm)"
    assert name_of(identities.organisation("so-y-te", "Sở Y tế").certificate) == "Sở Y tế (thử nghiệm)"
    assert [one.dump() for one in identities.trusted().roots] == [root.dump()]


def test_a_setting_outweighs_the_test_authority_and_its_word_no_longer_counts(installation):
    identities.authority().person("Nguyễn Văn A")
    installation.HOIAM_SIGNING = "outside"
    assert identities.person("nva", "Nguyễn Văn A") is None
    assert identities.trusted().roots == ()


def test_a_setting_that_means_nothing_stops_the_program(installation):
    installation.HOIAM_SIGNING = "yes"
    with pytest.raises(ImproperlyConfigured, match="test, pkcs11, outside"):
        identities.way()


def test_who_is_named_signs_with_a_token_and_who_is_not_signs_outside(installation):
    installation.HOIAM_SIGNING, installation.HOIAM_TOKEN_MODULE = "pkcs11", "/nowhere/module.so"
    token = {"token": "HSM", "key": "ubnd", "pin": "1234"}
    tokens(installation, **{"organisation_ubnd-tinh": token})
    found = identities.organisation("ubnd-tinh", "UBND tỉnh Đồng Nai")
    assert (found.module, found.token, found.key, found.pin) == ("/nowhere/module.so", "HSM", "ubnd", "1234")
    assert "1234" not in repr(found)
    assert identities.person("nva", "Nguyễn Văn A") is None


def test_a_token_without_its_library_is_said(installation):
    installation.HOIAM_SIGNING = "pkcs11"
    tokens(installation, **{"person_nva": {"token": "T", "key": "k", "pin": "1"}})
    with pytest.raises(Refused, match="HOIAM_TOKEN_MODULE"):
        identities.person("nva", "Nguyễn Văn A")


def test_pins_that_others_can_read_are_not_used(installation):
    installation.HOIAM_SIGNING, installation.HOIAM_TOKEN_MODULE = "pkcs11", "/nowhere/module.so"
    tokens(installation, **{"person_nva": {"token": "T", "key": "k", "pin": "1"}}).chmod(0o644)
    with pytest.raises(PermissionError, match=r"tokens\.json"):
        identities.person("nva", "Nguyễn Văn A")


def in_pem(certificate):
    return pem.armor("CERTIFICATE", certificate.dump())


@pytest.mark.parametrize("written", [in_pem, lambda certificate: certificate.dump()])
def test_certificates_and_lists_of_the_folder_count(installation, tmp_path, written):
    installation.HOIAM_SIGNING = "outside"
    other = TestAuthority.open(tmp_path / "other")
    identities.trusted()  # makes the folder
    folder = installation.HOIAM_DATA / "signing" / "trusted"
    (folder / "root.crt").write_bytes(written(other.trust.roots[0]))
    (folder / "between.cer").write_bytes(written(other.organisation("Sở Y tế").certificate))
    (folder / "list.crl").write_bytes(other.revoked_at(AT).dump())
    (folder / "readme.txt").write_text("…")
    found = identities.trusted()
    assert [one.dump() for one in found.roots] == [other.trust.roots[0].dump()]
    assert [name_of(one) for one in found.between] == ["Sở Y tế (thử nghiệm)"]
    assert [one.dump() for one in found.revocations] == [other.revoked_at(AT).dump()]
