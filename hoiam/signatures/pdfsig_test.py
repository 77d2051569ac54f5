"""Another program judges our signatures: pdfsig of poppler, which shares no line of code with ours."""

import shutil
import subprocess

import pytest

from .tampering import appended, draws_over

pytestmark = pytest.mark.skipif(
    not shutil.which("pdfsig"), reason="pdfsig is not here: apt-get install poppler-utils"
)


@pytest.fixture
def said(tmp_path):
    def judged(pdf):
        path = tmp_path / "it.pdf"
        path.write_bytes(pdf)
        return subprocess.run(
            ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False, env={"TZ": "UTC"}
        ).stdout

    return judged


def test_both_signatures_are_valid_and_the_last_covers_the_file(signed, said):
    judged = said(signed)
    first, second = judged.split("Signature #2:")
    assert judged.count("Signature Validation: Signature is Valid.") == 2
    assert "Signature Field Name: leader" in first and "Signature Field Name: organisation" in second
    assert judged.count("Signature Type: ETSI.CAdES.detached") == 2
    assert "Total document signed" in second


def test_it_reads_the_moment_and_the_names_as_we_wrote_them(signed, said):
    judged = said(signed)
    assert judged.count("Signing Time: Aug 04 2021 01:23:42") == 2
    assert "Signer Certificate Common Name: Nguyễn Quốc Hùng (thử nghiệm)" in judged


def test_a_changed_byte_is_seen_by_it_too(signed, said):
    words = b"/Title"
    assert words in signed
    assert "Signature is Valid" not in said(signed.replace(words, b"/Tytle", 1))


def test_an_addition_is_seen_by_it_too(signed, said):
    judged = said(appended(signed, draws_over))
    assert "  - Total document signed" not in judged
