"""Reading: one thing wrong, one sentence that names it, and the lines beside it go in."""

import json

import pytest
from django.core.management import call_command

from hoiam.kit.ids import damm_digit, show_code

from .factories import (
    ACCEPTED,
    ANSWERED,
    FORWARDED,
    a_case,
    a_line,
    exported,
    imported,
    rejections,
    written_to,
)

pytestmark = pytest.mark.django_db

CODE = "21070000000" + damm_digit("21070000000")


def ids():
    """What is in the tables now."""
    return [json.loads(line)["source_id"] for line in exported().splitlines()]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tep.jsonl"


def _sent_back(day):
    by = {"by": "officer@ubnd-731", "reason": "not_competent", "proposed": "ubnd-732"}
    return a_line("send_back", f"2021-07-{day}", **by)


WRONG = {
    "not JSON": ("{not json", "Không phải JSON"),
    "not an object": ("[1, 2]", "một phản ánh viết bằng JSON"),
    "an unknown key": (a_case(urgent=True), "Không có trường “urgent”"),
    "a missing key": (a_case(content=...), "Thiếu trường “content”"),
    "a null where none may be": (a_case(channel=None), "Thiếu trường “channel”"),
    "a number for words": (a_case(content=5), "“content” phải là chữ"),
    "an unknown kind": (a_case(kind="complaint"), "“kind” không nhận giá trị “complaint”"),
    "an unknown channel": (a_case(channel="fax"), "“channel” không nhận giá trị “fax”"),
    "an unknown urgency": (a_case(urgency="soon"), "“urgency” không nhận giá trị “soon”"),
    "an unknown category": (a_case(category="ZZ99"), "Không có lĩnh vực mã ZZ99"),
    "an area of another day": (a_case(place={"area": "26989898"}), "Không có địa bàn mã 26989898"),
    "a place with another key": (a_case(place={"street": "x"}), "“place” không có mục “street”"),
    "a latitude that is none": (a_case(place={"lat": 200, "lng": 1}), "Tọa độ “lat”"),
    "a moment that is none": (a_case(received_at="hôm qua"), "Không hiểu thời điểm"),
    "a day to come": (a_case(received_at="2199-01-01"), "tương lai"),
    "a year nobody has decided": (a_case(received_at="2015-01-05"), "2015"),
    "a wrong check digit": (a_case(code="210700000001"), "Mã số không đúng"),
    "a telephone that is none": (a_case(petitioner={"phone": "12"}), "Số điện thoại không đúng"),
    "an unknown petitioner": (a_case(petitioner={"type": "robot"}), "petitioner.type"),
    "a petitioner with another key": (a_case(petitioner={"cccd": "1"}), "“cccd” trong “petitioner”"),
    "confidential as a word": (a_case(petitioner={"confidential": "yes"}), "true hoặc false"),
    "confidential as a number": (a_case(petitioner={"confidential": 1}), "true hoặc false"),
    "a conduct unit nobody knows": (
        a_case(conduct={"unit": "ubnd-0", "about": "delay"}),
        "Không có đơn vị mã ubnd-0",
    ),
    "conduct about nothing": (a_case(conduct={"unit": "ubnd-731"}), "conduct.about"),
    "outside ids as a list": (a_case(outside_ids=["1"]), "“outside_ids” phải là một nhóm"),
    "an outside id as a number": (a_case(outside_ids={"dvc": 1}), "outside_ids"),
    "a history that is none": (a_case(history={"at": "x"}), "“history” phải là một danh sách"),
    "a line that is none": (a_case(history=["forward"]), "Dòng lịch sử 1: Mỗi dòng lịch sử"),
    "an unknown verb": (a_case(history=[a_line("escalate")]), "Dòng lịch sử 1 (escalate): Không có thao tác"),
    "receive as a line": (a_case(history=[a_line("receive")]), "Tiếp nhận là chính phản ánh"),
    "a line's unknown key": (
        a_case(history=[{**FORWARDED, "cc": "x"}]),
        "Dòng lịch sử 1 (forward): Dòng “forward” không có trường “cc”",
    ),
    "a line's missing key": (a_case(history=[a_line("forward")]), "thiếu trường “to”"),
    "a unit of another day": (a_case(history=[a_line("forward", to="ubnd-26989898")]), "ubnd-26989898"),
    "an actor without a unit": (a_case(history=[{**FORWARDED, "by": "Lan"}]), "người@đơn-vị"),
    "an actor of an unknown unit": (a_case(history=[{**FORWARDED, "by": "a@xyz"}]), "Không có đơn vị mã xyz"),
    "a line before the receipt": (
        a_case(history=[{**FORWARDED, "at": "2021-07-05T07:59:59+07:00"}]),
        "Dòng lịch sử 1 (forward): Thời điểm của dòng lịch sử sớm hơn",
    ),
    "moments that go back": (
        a_case(history=[FORWARDED, {**ACCEPTED, "at": "2021-07-05T08:30"}]),
        "Dòng lịch sử 2",
    ),
    "a line to come": (
        a_case(history=[{**FORWARDED, "at": "2199-01-01"}]),
        "Dòng lịch sử 1 (forward): Thời điểm này",
    ),
    "a move that is not allowed": (
        a_case(history=[FORWARDED, a_line("close", "2021-07-06")]),
        "Dòng lịch sử 2 (close): Không kết thúc được",
    ),
    "a second return by one unit": (
        a_case(history=[FORWARDED, _sent_back("06"), {**FORWARDED, "at": "2021-07-07"}, _sent_back("08")]),
        "Dòng lịch sử 4 (send_back): UBND thành phố Biên Hòa đã trả lại phản ánh này một lần",
    ),
    "a deadline in the past": (
        a_case(history=[{**FORWARDED, "due_at": "2021-07-01"}]),
        "Hạn trả lời phải sau",
    ),
    "a title without end": (
        a_case(history=[FORWARDED, ANSWERED, a_line("publish", "2021-07-07", title="x" * 301, text="y")]),
        "Dòng lịch sử 3 (publish): Trường “title” dài quá 300 chữ",
    ),
    "a name without end": (a_case(source_id="x" * 121), "“source_id” dài quá 120 chữ"),
    "a key twice": (json.dumps(a_case())[:-1] + ', "kind": "report"}', "“kind” được ghi hai lần"),
    "a number JSON does not have": (json.dumps(a_case()).replace("[]", "[NaN]"), "NaN"),
    "half a character": (json.dumps(a_case()).replace("phone", "\\ud800", 1), "ký tự không hợp lệ"),
    "a NUL": (json.dumps(a_case(content="a\0b")), "NUL"),
    "a parent that is itself": (a_case(code=CODE, parent=show_code(CODE)), "chính nó"),
    "merged into itself": (a_case(code=CODE, history=[a_line("merge", into=CODE)]), "chính nó"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_line_is_refused_with_a_sentence_that_names_what_is_wrong(file, what):
    wrong, sentence = WRONG[what]
    run = imported(written_to(file, [a_case("good"), wrong]))
    (rejected,) = rejections(file)
    assert sentence in rejected["reason"]
    assert rejected["line"] == 2
    assert rejected["record"] == file.read_text("utf-8").splitlines()[1]
    assert (run.new, run.rejected.count) == (1, 1)
    assert ids() == ["good"]


def test_of_a_file_with_ten_bad_lines_of_ten_kinds_the_good_ones_go_in_and_the_bad_ones_are_named(file):
    kinds = list(WRONG)[:40:4]
    good = [a_case(f"good {n}", history=[FORWARDED, ACCEPTED, ANSWERED]) for n in range(11)]
    lines = [case for pair in zip(good, (WRONG[kind][0] for kind in kinds), strict=False) for case in pair]
    with pytest.raises(SystemExit) as status:
        call_command("import_cases", str(written_to(file, [*lines, good[-1]])))
    assert status.value.code == 1
    assert [rejected["line"] for rejected in rejections(file)] == list(range(2, 21, 2))
    for rejected, kind in zip(rejections(file), kinds, strict=True):
        assert WRONG[kind][1] in rejected["reason"], kind
    assert sorted(ids()) == sorted(case["source_id"] for case in good)


def test_bytes_that_are_not_utf_8_are_refused_and_the_next_line_goes_in(file):
    file.write_bytes(b'{"source": "\xff\xfe"}\n' + json.dumps(a_case()).encode() + b"\n")
    run = imported(file)
    assert (run.new, run.rejected.count) == (1, 1)
    assert "UTF-8" in rejections(file)[0]["reason"]
