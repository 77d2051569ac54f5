import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from hoiam.cases.factories import MONDAY, do, hours, in_hand, received
from hoiam.cases.models import CaseText, Event, EventText, Seal
from hoiam.cases.seals.daily import seal_daily
from hoiam.cases.seals.form import as_published
from hoiam.cases.seals.proof import proof_of
from hoiam.cases.seals.verify import verify_history
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date, moment_words
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference", "house")]
NIGHT = MONDAY + hours(16)
SCRIPT = Path(__file__).resolve().parents[3] / "docs/how-to/check_seal.py"


def sealed_case():
    """Two nights: three lines of one case and one of another, then an answer."""
    case = in_hand()
    received(MONDAY + hours(2))
    seal_daily(NIGHT)
    case = do(case, "answer", text="Đã thay bóng đèn.", outcome="done", at=MONDAY + hours(20))
    seal_daily(NIGHT + hours(24))
    return case


def kept(tmp_path):
    """What the world outside holds: the published JSON."""
    file = tmp_path / "roots.json"
    file.write_text(json.dumps({"seals": [as_published(seal) for seal in Seal.objects.order_by("number")]}))
    return file


def line(case, seq):
    return Event.objects.get(case=case, seq=seq)


def test_an_untouched_history_fits(tmp_path):
    sealed_case()
    verdict = verify_history(roots=kept(tmp_path))
    assert (verdict.misfit, verdict.seals, verdict.lines, verdict.compared) == ("", 2, 5, 2)


@pytest.mark.parametrize(
    "rewrite",
    [
        "at = at - interval '1 hour'",
        "recorded_at = recorded_at - interval '1 hour'",
        "actor = 'officer@ubnd-737'",
        """facts = '{"to": "1022"}'""",
        "verb = 'note'",
        "salt = '\\x00000000000000000000000000000000'",
    ],
)
def test_a_rewritten_line_is_named(rewrite, superuser):
    case = sealed_case()
    superuser(f"UPDATE cases_event SET {rewrite} WHERE id = %s", [line(case, 1).pk])
    said = verify_history().misfit
    now = line(case, 1)
    assert show_code(case.code) in said and "dòng 1" in said and moment_words(now.at) in said
    assert "niêm phong số 1" in said


def test_the_first_of_two_rewritten_lines_is_named(superuser):
    case = sealed_case()
    superuser("UPDATE cases_event SET actor = 'system' WHERE id = ANY(%s)",
              values=[[line(case, 1).pk, line(case, 3).pk]])  # fmt: skip
    assert "dòng 1 " in verify_history().misfit


def test_a_line_taken_out_is_missed_and_its_case_is_named(superuser):
    case = sealed_case()
    event = line(case, 2)
    superuser("DELETE FROM cases_event WHERE id = %s", [event.pk])
    said = verify_history().misfit
    assert str(event.pk) in said and show_code(case.code) in said and "đã mất" in said


def test_words_changed_behind_the_back_of_the_history_are_named():
    case = sealed_case()
    EventText.objects.filter(event=line(case, 3)).update(body={"text": "Chưa làm gì."})
    said = verify_history().misfit
    assert said.startswith("Lời của") and "dòng 3" in said and show_code(case.code) in said


def test_what_the_petitioner_wrote_is_under_the_seal_too():
    case = sealed_case()
    CaseText.objects.filter(case=case).update(content="Mọi việc đều tốt.")
    said = verify_history().misfit
    assert said.startswith("Lời của") and "dòng 0" in said


def test_words_erased_on_a_decision_leave_the_seal_whole():
    case = sealed_case()
    erased = {"erased_at": NIGHT, "erased_under": "12/2021"}
    EventText.objects.filter(event=line(case, 3)).update(body={}, salt=None, **erased)
    CaseText.objects.filter(case=case).update(content="", salt=b"", **erased)
    verdict = verify_history()
    assert verdict.misfit == ""
    assert verdict.erased == {(date(2021, 7, 6), "12/2021"): 2}
    assert "Lời của 2 dòng đã được xóa ngày 06/07/2021 theo số đăng ký 12/2021." in run()


def test_other_words_do_not_pass_as_erased_ones():
    case = sealed_case()
    EventText.objects.filter(event=line(case, 3)).update(body={"text": "Khác."}, erased_at=NIGHT)
    assert "dòng 3" in verify_history().misfit


def forge_and_seal_again(case, superuser):
    """A superuser rewrites a line, throws the seals away and has the system seal everything anew."""
    superuser("UPDATE cases_event SET at = at - interval '1 hour' WHERE id = %s",
              values=[line(case, 1).pk])  # fmt: skip
    superuser("DELETE FROM cases_seal")
    seal_daily(NIGHT)


def test_a_history_rewritten_and_sealed_again_is_caught_by_the_roots_kept_outside(tmp_path, superuser):
    case = sealed_case()
    roots = kept(tmp_path)
    forge_and_seal_again(case, superuser)
    said = verify_history(roots=roots).misfit
    assert "số 1" in said and "gốc khác gốc giữ bên ngoài" in said
    assert f"{show_code(case.code)}, dòng 1 “Chuyển xử lý”" in said


def test_sealed_again_with_the_drop_thrown_away_is_still_caught_by_a_root_in_somebodys_mail(
    tmp_path, house, superuser
):
    case = sealed_case()
    roots = tmp_path / "mail.txt"
    roots.write_text(f"Gốc: 1 {bytes(Seal.objects.get(number=1).root).hex()}\n")
    for file in (house / "seals").iterdir():
        file.unlink()
    forge_and_seal_again(case, superuser)
    assert verify_history().misfit == "", "without anything kept outside nobody can know"
    assert "gốc khác gốc giữ bên ngoài" in verify_history(roots=roots).misfit


def test_sealed_again_with_the_dropped_hashes_forged_is_caught_too(tmp_path, house, superuser):
    case = sealed_case()
    roots = kept(tmp_path)
    forge_and_seal_again(case, superuser)
    (house / "seals/000001.leaves").write_bytes(bytes(Seal.objects.get(number=1).leaves))
    assert "Danh sách dòng lúc niêm phong đã bị sửa" in verify_history(roots=roots).misfit


def test_a_seal_that_is_kept_outside_but_gone_here_is_missed(tmp_path, superuser):
    sealed_case()
    roots = kept(tmp_path)
    superuser("DELETE FROM cases_seal WHERE number = 2")
    assert "Thiếu niêm phong số 2" in verify_history(roots=roots).misfit


@pytest.mark.parametrize(
    ("rewrite", "said"),
    [
        ("signature = '\\x00'", "chữ ký"),
        ("ids = '[]'", "danh sách dòng"),
        ("header = replace(header, 'hoiam', 'x')", "phần đầu"),
    ],
)
def test_a_seal_that_was_touched_does_not_fit(rewrite, said, superuser):
    sealed_case()
    superuser(f"UPDATE cases_seal SET {rewrite} WHERE number = 2")
    assert said in verify_history().misfit


def test_a_seal_by_a_key_that_is_not_ours_does_not_fit(house):
    sealed_case()
    (house / "seal_key.json").unlink()
    assert "chữ ký không phải" in verify_history().misfit


def run(*arguments):
    out = io.StringIO()
    call_command("verify_history", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_fits_and_what_still_waits():
    sealed_case()
    received(MONDAY + hours(30))
    said = run()
    assert "Đã xem 5 dòng trong 2 niêm phong; 2 gốc được đối chiếu" in said
    assert "Chờ niêm phong: 1 dòng" in said


def test_the_command_ends_with_one_when_something_does_not_fit(superuser):
    case = sealed_case()
    superuser("UPDATE cases_event SET actor = 'x' WHERE id = %s", [line(case, 1).pk])
    err = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("verify_history", stdout=io.StringIO(), stderr=err)
    assert end.value.code == 1
    assert "Dòng đầu tiên không khớp" in err.getvalue()


def test_a_day_without_sealed_lines_and_an_unsealed_history_are_refused():
    received()
    with pytest.raises(Refused, match="Chưa có niêm phong nào"):
        run()
    seal_daily(NIGHT)
    with pytest.raises(Refused, match="Không có niêm phong nào gồm dòng ghi ngày 02/01/2019"):
        run("--day", "2019-01-02")


def test_a_day_is_checked_alone():
    case = sealed_case()
    day = civil_date(Event.objects.get(case=case, seq=0).recorded_at)
    assert "trong 2 niêm phong" in run("--day", f"{day:%Y-%m-%d}")


def check(*arguments):
    """Status and what was said, without libraries or settings of ours."""
    command = [sys.executable, "-S", "-E", str(SCRIPT), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONUTF8": "1"})
    return done.returncode, done.stdout + done.stderr


def test_an_outsider_checks_one_case_by_a_short_script_and_a_root_he_kept(tmp_path):
    case = sealed_case()
    proof, roots = tmp_path / "proof.json", kept(tmp_path)
    run("--proof", show_code(case.code), "-o", str(proof))
    assert check(proof, roots) == (0, f"KHỚP: 4 dòng của phản ánh {case.code}\n")
    text = tmp_path / "mail.txt"
    text.write_text("\n".join(f"Gốc: {s.number} {bytes(s.root).hex()}" for s in Seal.objects.all()))
    assert check(proof, text)[0] == 0


@pytest.mark.parametrize("what", ["leaf", "path", "header", "root"])
def test_a_proof_that_was_touched_does_not_pass(tmp_path, what):
    case = sealed_case()
    told, roots = proof_of(case.code), kept(tmp_path)
    if what == "leaf":
        told["lines"][1]["leaf"] = told["lines"][1]["leaf"].replace('"forward"', '"accept"')
    elif what == "path":
        told["lines"][1]["path"] = told["lines"][1]["path"][:-1]
    elif what == "header":
        told["seals"][0]["header"] = told["seals"][0]["header"].replace('"number":1', '"number":9')
    else:
        roots.write_text(roots.read_text().replace(told["seals"][0]["root"], "0" * 64))
    proof = tmp_path / "proof.json"
    proof.write_text(json.dumps(told))
    status, said = check(proof, roots)
    assert status == 1 and re.fullmatch(r"KHÔNG KHỚP: [^\n]+\.\n", said)


@pytest.mark.parametrize("arguments", [(), ("proof.json",), ("a", "b", "c")])
def test_without_its_two_files_the_script_says_how_it_is_used(arguments):
    status, said = check(*arguments)
    assert status == 1 and said.startswith("Cách dùng: python3 check_seal.py PROOF.json ROOTS\n")


@pytest.mark.parametrize(
    ("proof", "sentence"),
    [
        ("", "Không đọc được bằng chứng hoặc tệp gốc: "),
        ("[]", "Không đọc được bằng chứng hoặc tệp gốc: "),
        ('{"case": "1", "seals": [], "lines": [{"leaf": 5, "seal": 1, "path": []}]}', "Không đọc được"),
        ('{"case": "210712345678", "seals": [], "lines": []}', "KHÔNG KHỚP: bằng chứng không có dòng nào."),
    ],
)
def test_a_file_that_is_no_proof_gets_one_sentence(tmp_path, proof, sentence):
    file = tmp_path / "proof.json"
    file.write_text(proof)
    for roots in (file, tmp_path / "nowhere.json"):
        status, said = check(file, roots)
        assert status == 1 and said.count("\n") == 1
    assert check(file, file)[1].startswith(sentence)


def test_the_script_is_short_and_of_the_standard_library():
    lines = SCRIPT.read_text().splitlines()
    assert len(lines) <= 30
    imports = {text.split()[1] for text in lines if text.startswith(("import ", "from "))}
    assert imports <= {"json", "re", "sys", "hashlib", "pathlib"}


def test_a_proof_shows_no_word_that_a_person_wrote():
    case = sealed_case()
    text = json.dumps(proof_of(case.code), ensure_ascii=False)
    assert "bóng đèn" not in text and "Đèn đường" not in text


def test_a_proof_of_nothing_is_refused():
    case = received()
    with pytest.raises(Refused, match="chưa có dòng nào"):
        proof_of(case.code)


def test_a_line_put_into_the_past_by_hand_is_said_to_have_come_late(superuser):
    case = received()
    seal_daily(now())
    superuser(
        "INSERT INTO cases_event (case_id, seq, at, recorded_at, verb, actor, facts) "
        "VALUES (%s, 1, %s, now() - interval '40 days', 'note', 'officer@ubnd-731', '{}')",
        [case.pk, MONDAY],
    )
    seal_daily(now() + hours(24))
    verdict = verify_history()
    assert (verdict.misfit, verdict.belated) == ("", 1)
    assert f"{show_code(case.code)}, dòng 1" in verdict.first_belated
    assert "Lưu ý: 1 dòng mang giờ ghi sớm hơn" in run()


def test_what_was_erased_is_said_in_the_proof():
    case = sealed_case()
    erased = {"erased_at": NIGHT, "erased_under": "12/2021"}
    EventText.objects.filter(event=line(case, 3)).update(body={}, salt=None, **erased)
    told = proof_of(case.code)["lines"]
    assert told[3]["erased"] == {"at": "2021-07-06T00:00:00+07:00", "under": "12/2021"}
    assert "erased" not in told[1]
