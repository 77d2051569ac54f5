from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from hoiam.messaging.rendering import MissingFact, for_citizen, for_sms, for_staff, subject, to_read_out
from hoiam.messaging.samples import CITIZEN, CODE, LINK, MAILS, SPOKEN, STAFF

WORDS = Path(__file__).parent / "templates" / "messaging"
UNITS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyỦạế ủ", min_size=3, max_size=120)


def names_in(folder, ending=".txt"):
    return {path.name.removesuffix(ending) for path in (WORDS / folder).glob(f"*{ending}")}


def test_every_template_is_shown_here_and_every_citizens_text_has_its_sms():
    assert names_in("citizen", ".sms.txt") == set(CITIZEN)
    assert {name for name in names_in("citizen") if not name.endswith(".sms")} == set(CITIZEN)
    assert names_in("staff") == set(STAFF)
    assert names_in("spoken") == set(SPOKEN)


def test_every_line_for_staff_is_told_by_somebody():
    code = [path for path in WORDS.parents[2].rglob("*.py") if not path.name.endswith("_test.py")]
    said = "".join(path.read_text() for path in code if path.name != "samples.py")
    assert [name for name in sorted(names_in("staff")) if f'"{name}"' not in said] == []


@pytest.mark.parametrize("name", CITIZEN)
def test_a_citizens_text_is_whole(name):
    text = for_citizen(name, CODE, CITIZEN[name])
    assert "None" not in text
    assert "{" not in text
    assert "  " not in text
    assert "2107-1234567-2" in text or name in {"split", "merged"}


@pytest.mark.parametrize("name", CITIZEN)
def test_an_sms_is_one_without_accents_and_keeps_its_link(name):
    text = for_sms(name, CODE, CITIZEN[name])
    assert text.isascii()
    assert len(text) <= 160
    assert LINK.removeprefix("https://") in text
    assert "\n" not in text


@pytest.mark.parametrize("name", CITIZEN)
@given(unit=UNITS, body=UNITS, secret=st.text("abcdefghkmnpqrstuvwxyz23456789", min_size=1, max_size=60))
def test_an_sms_fits_whatever_offices_and_links_are_called(name, unit, body, secret):
    facts = {
        **CITIZEN[name],
        "unit": unit,
        "body": body,
        "link": f"https://phananh.example.gov.vn/tra-cuu/{secret}/",
    }
    assert len(for_sms(name, CODE, facts)) <= 160


def test_a_sentence_that_cannot_fit_is_a_bug_not_a_cut_message():
    with pytest.raises(ValueError, match="160"):
        for_sms("merged", CODE, {**CITIZEN["merged"], "main": "2" * 200})


SAID = {
    "received": "1022 da nhan phan anh cua ong/ba, ma 2107-1234567-2. Se tra loi truoc 17h 09/07/2021. "
    "Theo doi: https://1022.example.vn/tra-cuu/ hoac goi 1022, doc ma so.",
    "forwarded": "Phan anh 2107-1234567-2 da chuyen UBND TP Bien Hoa, han tra loi 17h 09/07/2021. "
    "Xem: https://1022.example.vn/tra-cuu/",
    "answered": "Phan anh 2107-1234567-2 da co tra loi. Xem tai https://1022.example.vn/tra-cuu/ "
    "hoac goi 1022, doc ma so. Neu chua xong, xin bao truoc 16/07/2021.",
    "late": "Phan anh 2107-1234567-2 da qua han ma chua co tra loi. 1022 xin loi ong/ba va dang don doc "
    "UBND TP Bien Hoa. Xem: https://1022.example.vn/tra-cuu/",
}


@pytest.mark.parametrize("name", SAID)
def test_an_sms_says_the_words_agreed_on(name, settings):
    settings.HOIAM_PUBLIC_URL = "https://1022.example.vn"
    facts = {key: value for key, value in CITIZEN[name].items() if key != "link"}
    assert for_sms(name, CODE, facts) == SAID[name]


@pytest.mark.parametrize("name", CITIZEN)
def test_an_sms_tells_neither_content_nor_names(name):
    told = {
        "question": "Xóm trọ ở đâu?", "text": "Đã bắt chó thả rông", "reason_public": "bệnh tật",
        "outcome": "phạt ông A", "summary": "rác", "name": "Nguyễn Văn A", "phone": "0900000001",
    }  # fmt: skip
    plain, loaded = for_sms(name, CODE, CITIZEN[name]), for_sms(name, CODE, {**CITIZEN[name], **told})
    assert plain == loaded


def test_a_full_text_says_until_when_and_what_to_do():
    assert for_citizen("forwarded", CODE, CITIZEN["forwarded"]) == (
        "Phản ánh 2107-1234567-2 đã được chuyển đến Ủy ban nhân dân thành phố Biên Hòa lúc 02/07/2021 08:15. "
        "Hạn trả lời: 17 giờ thứ Sáu, 09/07/2021. Nếu quá hạn mà chưa có trả lời, ông/bà không phải gửi lại: "
        "hệ thống tự nhắc đơn vị và báo cho ông/bà."
    )


def test_without_a_deadline_none_is_promised():
    facts = {**CITIZEN["received"], "due_at": None}
    assert "sẽ được báo khi phản ánh được chuyển" in for_citizen("received", CODE, facts)
    assert "truoc" not in for_sms("received", CODE, facts)


def test_a_term_without_a_source_is_not_called_a_rule():
    facts = {**CITIZEN["received"], "term_words": "5 ngày làm việc"}
    assert "(5 ngày làm việc, thời hạn do đơn vị vận hành đặt" in for_citizen("received", CODE, facts)
    assert "Quyết định 1" in for_citizen("received", CODE, {**facts, "basis": "theo Quyết định 1"})


@pytest.mark.parametrize(("pauses", "sentence"), [(True, "tạm dừng"), (False, "không thay đổi")])
def test_a_question_says_whether_the_clock_stops(pauses, sentence):
    assert sentence in for_citizen("asked", CODE, {**CITIZEN["asked"], "pauses": pauses})


def test_being_listed_is_said_only_when_true():
    told = for_citizen("late", CODE, CITIZEN["late"])
    assert "danh mục báo cáo Chủ tịch" in told
    assert "danh mục" not in for_citizen("late", CODE, {**CITIZEN["late"], "superior": None})


def test_the_words_of_a_citizen_are_only_text():
    facts = {**CITIZEN["asked"], "question": "{{ unit }} {% now 'Y' %} <b>&"}
    assert "{{ unit }} {% now 'Y' %} <b>&" in for_citizen("asked", CODE, facts)


@pytest.mark.parametrize("name", STAFF)
def test_a_line_for_staff_is_whole(name):
    text = for_staff(name, CODE, STAFF[name])
    assert text
    assert "None" not in text
    assert ("\n" in text) is (name in MAILS)


def test_staff_read_code_category_deadline_and_what_is_left():
    line = "2107-1234567-2 · Môi trường · hạn 09/07/2021 17:00 · còn 2 ngày làm việc"
    assert for_staff("forwarded", CODE, STAFF["forwarded"]) == line
    overdue = (
        "Quá hạn 2 ngày làm việc: 2107-1234567-2. Đã nhắc 1 lần. Việc cần làm: trả lời, hoặc nêu nguyên nhân"
    )
    assert for_staff("overdue", CODE, STAFF["overdue"]) == f"{overdue} và ngày xong."


def test_what_is_soon_due_is_counted_in_the_words_agreed_on():
    assert for_staff("due_soon", CODE, STAFF["due_soon"]) == "Còn 3 giờ làm việc: 4 phản ánh"
    assert for_staff("due_today", CODE, STAFF["due_today"]) == "Hôm nay đến hạn 4 phản ánh"


@pytest.mark.parametrize("name", ["overdue", "overdue_step"])
def test_days_late_by_the_thousand_have_their_dot(name):
    assert " 1.321 ngày làm việc: " in for_staff(name, CODE, {**STAFF[name], "n": 1321})


@pytest.mark.parametrize("name", SPOKEN)
def test_what_is_read_out_is_whole(name):
    assert "None" not in to_read_out(name, CODE, SPOKEN[name])


@pytest.mark.parametrize("missing", ["unit", "due_at"])
def test_a_fact_nobody_gave_is_an_error_never_a_hole(missing):
    facts = {key: value for key, value in CITIZEN["forwarded"].items() if key != missing}
    with pytest.raises(MissingFact, match=missing):
        for_citizen("forwarded", CODE, facts)
    with pytest.raises(MissingFact, match=missing):
        for_citizen("forwarded", CODE, {**facts, missing: None})


def test_a_subject_names_the_code_and_nothing_else():
    assert subject(CODE) == "Tổng đài 1022: phản ánh 2107-1234567-2"
