"""A key that never leaves its token signs: for real, with SoftHSM standing in for the vendor's library.

A library is loaded once a process and reads its settings then; so this file has one token folder for all.
"""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pkcs11 as library
import pytest
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, KeyType, ObjectClass
from pkcs11.util.rsa import encode_rsa_public_key
from pkcs11.util.x509 import decode_x509_certificate

from hoiam.kit.refusal import Refused

from . import pkcs11
from .certificates import issued, named
from .conftest import AT
from .fields import LEADER
from .sign import sign
from .test_authority import LIST_NAME, VALID_FROM, VALID_UNTIL
from .verify import problems_of, verify

PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
MODULE = next((place for place in PLACES if Path(place).exists()), "")
PIN = "135790"
pytestmark = pytest.mark.skipif(
    not (MODULE and shutil.which("softhsm2-util")), reason="SoftHSM is not here: apt-get install softhsm2"
)


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    """Two tokens in a folder of this test's own."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    for label in ("van-thu", "lanh-dao"):
        subprocess.run(
            ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "24680", "--pin", PIN],
            check=True,
            capture_output=True,
        )
    yield library.lib(MODULE)
    os.environ.pop("SOFTHSM2_CONF")
    if before is not None:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture(scope="module")
def identity(tokens, authority):
    """A key made on the token, and a certificate for it beside it."""
    with tokens.get_token(token_label="van-thu").open(rw=True, user_pin=PIN) as session:
        public, _ = session.generate_keypair(KeyType.RSA, 2048, store=True, label="ubnd-tinh")
        held = serialization.load_der_public_key(encode_rsa_public_key(public))
        name, years = named("Ủy ban nhân dân tỉnh Đồng Nai"), (VALID_FROM, VALID_UNTIL)
        der = issued(authority.root, name, held, *years, list_name=LIST_NAME).dump()
        session.create_object(
            {**decode_x509_certificate(der), Attribute.LABEL: "ubnd-tinh", Attribute.TOKEN: True}
        )
    return pkcs11.identity(MODULE, "van-thu", "ubnd-tinh", PIN, trusted=authority.trust)


def test_a_token_signs_and_the_signature_is_good(identity, prepared, authority):
    (verdict,) = verify(sign(prepared, field=LEADER, identity=identity, at=AT), trusted=authority.trust)
    assert verdict.problems == ()
    assert verdict.signer == "Ủy ban nhân dân tỉnh Đồng Nai"
    assert (verdict.at, verdict.stamped_at) == (AT, None)  # nobody was asked for a time stamp


def test_the_key_never_leaves_the_token(identity, tokens):
    with tokens.get_token(token_label="van-thu").open(user_pin=PIN) as session:
        (key,) = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        assert key[Attribute.SENSITIVE] is True
        assert key[Attribute.EXTRACTABLE] is False


def test_many_sign_with_one_token_at_once(identity, prepared, authority):
    with ThreadPoolExecutor(4) as together:
        signed = list(
            together.map(lambda _: sign(prepared, field=LEADER, identity=identity, at=AT), range(6))
        )
    assert [problems_of(verify(one, trusted=authority.trust)) for one in signed] == [[]] * 6


def test_nobody_stays_logged_in(identity, tokens, prepared):
    sign(prepared, field=LEADER, identity=identity, at=AT)
    with tokens.get_token(token_label="van-thu").open() as session:
        assert list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})) == []


@pytest.mark.parametrize(
    ("token", "key", "pin", "said"),
    [
        ("van-thu", "ubnd-tinh", "000000", "Mã PIN của thiết bị ký “van-thu” không đúng."),
        (
            "khac",
            "ubnd-tinh",
            PIN,
            "Không ký được bằng thiết bị “khac”: không thấy thiết bị hoặc khóa “ubnd-tinh”.",
        ),
        (
            "van-thu",
            "khac",
            PIN,
            "Không ký được bằng thiết bị “van-thu”: không thấy thiết bị hoặc khóa “khac”.",
        ),
    ],
)
def test_what_is_wrong_with_a_token_is_said(identity, prepared, token, key, pin, said):
    with pytest.raises(Refused) as refused:
        sign(prepared, field=LEADER, identity=pkcs11.identity(MODULE, token, key, pin), at=AT)
    assert refused.value.sentence == said


def test_a_library_that_is_not_there_is_said(identity, prepared):
    with pytest.raises(Refused, match="thư viện"):
        sign(prepared, field=LEADER, identity=pkcs11.identity("/nowhere/x.so", "a", "b", "c"), at=AT)
