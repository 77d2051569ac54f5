"""Each rule of the proof-reader finds its own mistake, says it in a sentence, and lets right words pass."""

from dataclasses import replace
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given, strategies as st

from hoiam.kit.moments import parse_moment, slash_date
from hoiam.letters.compose import Reply
from hoiam.letters.compose.factories import (
    CALENDAR,
    CONSTRUCTION,
    LATE,
    ON_9193,
    annex,
    letter_9193,
    order,
    row,
)
from hoiam.letters.content import Addressee, Annex, Column, Kind, Paragraph, Row, Signatory, total_row

from . import CHECKS, proof_read
from .counts import ANNEX

CLOSING = Paragraph.of("Chủ tịch UBND tỉnh yêu cầu thực hiện./.", "closing")


def findings(content, on=ON_9193, **more):
    return proof_read(content, on=on, calendar=CALENDAR, **more)


def stops(content, on=ON_9193, **more):
    return [f.sentence for f in findings(content, on, **more) if f.severity == "stop"]


def warns(content, on=ON_9193, **more):
    return [f.sentence for f in findings(content, on, **more) if f.severity == "warn"]


def facts(made, **changes):
    return replace(made, facts=replace(made.facts, **changes))


def saying(made, *texts):
    """The letter with other paragraphs between its opening and its closing, and nothing promised beside."""
    body = (made.body[0], *(Paragraph.of(text, "point", 1) for text in texts), CLOSING)
    return facts(replace(made, body=body), reply_before=None)


def bare(*texts):
    """A letter without annexes, of these paragraphs."""
    made = letter_9193(unhandled=None, late=None)
    return facts(replace(made, body=(*map(Paragraph.of, texts), CLOSING)), attachments=(), period_label="")


# -- the period and the days -----------------------------------------------------------------------------


def test_a_period_that_ends_after_the_document():
    assert stops(letter_9193(), date(2021, 7, 28))[0] == (
        "Kỳ báo cáo kết thúc 17 giờ 00 ngày 29/7/2021, sau ngày văn bản 28/7/2021."
    )


def test_a_label_that_is_not_the_month_of_the_figures():
    made = facts(letter_9193(), period_label="tháng 6/2021")
    assert stops(made) == [
        "Kỳ báo cáo ghi “tháng 6/2021” nhưng số liệu chốt đến 17 giờ 00 ngày 29/7/2021.",
        "Ghi “tháng 7/2021” nhưng số liệu của văn bản là “tháng 6/2021”.",
    ]


def test_a_period_up_to_midnight_belongs_to_the_month_before():
    made = facts(letter_9193(), period_end=parse_moment("2021-08-01"))
    assert stops(made) == []


def test_a_document_that_is_not_there_yet_is_not_cited():
    made = bare("Căn cứ Văn bản số 12/UBND-HCC ngày 05/8/2021 và Văn bản số 13/UBND-HCC ngày 31/6/2021.")
    assert stops(made) == [
        "Văn bản số 12/UBND-HCC ghi ngày 05/8/2021, sau ngày của văn bản này (04/8/2021).",
        "Ngày “31/6/2021” của văn bản số 13/UBND-HCC không có trong lịch.",
    ]


def test_a_month_that_has_not_come_is_not_reported():
    assert stops(bare("Kết quả tháng 9/2021 rất tốt.")) == [
        "“tháng 9/2021” còn ở phía sau ngày văn bản 04/8/2021."
    ]


def test_a_day_of_reply_that_is_past_or_nowhere_in_the_words():
    past = letter_9193(reply=Reply(date(2021, 8, 4)))
    assert stops(past) == ["“trước ngày 04/8/2021” đã qua vào ngày văn bản 04/8/2021."]
    silent = facts(letter_9193(), reply_before=date(2021, 8, 17))
    assert stops(silent) == ["Hạn báo cáo trước ngày 17/8/2021 không được nêu trong lời văn."]


def test_a_day_of_reply_with_no_working_day_left():
    hurried = letter_9193(reply=Reply(date(2021, 8, 6)))
    assert warns(hurried) == ["Từ ngày văn bản đến trước ngày 06/8/2021 chỉ còn 1 ngày làm việc để báo cáo."]


def test_a_year_nobody_has_decided_is_said_not_guessed():
    far = letter_9193(reply=Reply(date(2024, 3, 1)))
    assert stops(far) == []
    assert "Không soát được ngày 01/3/2024" in warns(far)[0]


@given(st.dates(date(2021, 8, 9), date(2021, 12, 30)))
def test_a_day_off_stops_exactly_when_the_last_working_moment_is_not_said(day):
    plain = letter_9193(reply=Reply(day))
    worked = CALENDAR.day(day).works
    assert bool(stops(plain)) is not worked
    last = day - timedelta(days=1)
    while not CALENDAR.day(last).works:
        last -= timedelta(days=1)
    names = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu")
    told = (
        f"**trước ngày {slash_date(day)}** (chậm nhất 17 giờ 00 {names[last.weekday()]}, {slash_date(last)})"
    )
    assert stops(letter_9193(reply=Reply(day, told))) == []


# -- counts ----------------------------------------------------------------------------------------------


@given(st.integers(0, 60), st.integers(1, 60))
def test_words_and_annex_agree_only_when_the_numbers_are_the_same(said, lines):
    made = saying(
        facts(letter_9193(unhandled=annex(lines), late=None), counts={"": lines}),
        f"Xử lý {said} nội dung tại Phụ lục (đính kèm).",
    )
    assert bool(stops(made)) is (said != lines)


def test_data_words_and_rows_are_compared_with_each_other():
    made = letter_9193()
    short = replace(made, annexes=(annex(14), made.annexes[1]))
    assert stops(short) == [
        "Phụ lục I có 14 dòng, số liệu của văn bản là 15 nội dung.",
        "Lời văn ghi 15 nội dung, Phụ lục I có 14 dòng.",
    ]


def test_numbers_that_changed_places_are_found():
    made = saying(letter_9193(), "Còn 43 nội dung và 15 nội dung tại Phụ lục I, II (đính kèm).")
    assert stops(made) == [
        "Lời văn ghi 43 nội dung, Phụ lục I có 15 dòng.",
        "Lời văn ghi 15 nội dung, Phụ lục II có 43 dòng.",
    ]


def test_one_number_for_two_annexes_is_their_sum():
    assert stops(saying(letter_9193(), "Rà soát 58 nội dung tại Phụ lục I, II (đính kèm).")) == []
    assert stops(saying(letter_9193(), "Rà soát 57 nội dung tại Phụ lục I, II (đính kèm).")) == [
        "Lời văn ghi tổng cộng 57 nội dung, phụ lục có 58 dòng."
    ]


def test_the_words_of_a_report_name_each_annex_behind_its_number():
    words = "Nội dung chưa xử lý: {} (Phụ lục I). Nội dung chậm xử lý: 43 (Phụ lục II)."
    assert stops(saying(letter_9193(), words.format(15))) == []
    assert stops(saying(letter_9193(), words.format(16))) == [
        "Lời văn ghi 16 nội dung, Phụ lục I có 15 dòng."
    ]


def test_thousands_are_read_with_their_dot():
    made = letter_9193(unhandled=annex(1200), late=None)
    assert "1.200 nội dung phản ánh chưa xử lý" in made.body[2].text
    assert stops(made) == []


def test_a_number_of_matters_behind_an_annex_is_no_annex():
    assert ANNEX.search("tại Phụ lục I và 3.500 nội dung khác").group(1) == " I"
    assert ANNEX.search("tại Phụ lục 1, 2 (đính kèm)").group(1) == " 1, 2"
    assert ANNEX.search("tại Phụ lục I và 3 nội dung khác").group(1) == " I"


def test_an_annex_agrees_with_itself():
    made = letter_9193(late=None)
    (whole,) = made.annexes
    without_one = replace(whole, rows=(*whole.rows[:3], *whole.rows[4:]))
    assert stops(facts(replace(made, annexes=(without_one,)), counts={"": 14}))[-2:] == [
        "Phụ lục, nhóm “Đơn vị số 3: 3 nội dung” có 2 dòng.",
        "Phụ lục ghi “Cộng: 15 nội dung” nhưng có 14 dòng.",
    ]
    narrow = replace(whole, rows=(*whole.rows[:1], Row(("1", "2"), unit=3), *whole.rows[2:]))
    assert stops(replace(made, annexes=(narrow,))) == ["Phụ lục, dòng 2 không đủ 15 ô như các cột."]


# -- what goes with it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "Thực hiện theo tài liệu gửi kèm.",
            "Có chữ “kèm theo” nhưng không nói rõ kèm văn bản số nào hoặc phụ lục nào.",
        ),
        ("Danh mục tại Phụ lục III (đính kèm).", "Lời văn ghi kèm Phụ lục III nhưng không có Phụ lục III."),
        (
            "Thực hiện Văn bản số 77/UBND-NC ngày 01/8/2021 (gửi kèm).",
            "Lời văn ghi kèm văn bản số 77/UBND-NC nhưng chưa có tệp của văn bản ấy.",
        ),
        (
            "Chủ tịch giao (kèm theo Báo cáo số 88/BC-SNV ngày 01/8/2021) các đơn vị.",
            "Lời văn ghi kèm văn bản số 88/BC-SNV nhưng chưa có tệp của văn bản ấy.",
        ),
    ],
)
def test_whatever_is_said_to_be_enclosed_is_there(words, sentence):
    assert sentence in stops(bare(words))


def test_of_two_documents_only_the_one_said_to_be_enclosed_is_looked_for():
    made = facts(
        bare("Thực hiện Văn bản số 77/UBND-NC (gửi kèm) và Văn bản số 78/UBND-NC, các đơn vị báo cáo."),
        attachments=("77/UBND-NC",),
    )
    assert stops(made) == []


def test_a_document_of_the_list_needs_its_file_too():
    made = letter_9193()
    assert stops(made, enclosed=["1384/TTKD ĐNI"]) == []
    assert stops(made, enclosed=[]) == ["Văn bản số 1384/TTKD ĐNI được ghi là gửi kèm nhưng chưa đính tệp."]


def test_what_is_there_but_never_named_is_said():
    made = saying(letter_9193(), "Xử lý 15 nội dung tại Phụ lục I (đính kèm).")
    assert warns(made) == ["Phụ lục II có trong văn bản nhưng lời văn không nhắc đến."]
    quiet = facts(bare("Các đơn vị báo cáo."), attachments=("77/UBND-NC",))
    assert warns(quiet) == ["Văn bản số 77/UBND-NC gửi kèm nhưng lời văn không nhắc đến."]


# -- who -------------------------------------------------------------------------------------------------


def test_whoever_is_ordered_to_act_gets_the_letter():
    made = letter_9193(lower=replace(order().lower, units=LATE[:-1]))
    name = {LATE[-1]: "UBND thành phố Biên Hòa"}.get
    assert stops(made, name_of=name) == [
        "UBND thành phố Biên Hòa được giao việc nhưng không có trong Kính gửi hoặc Nơi nhận."
    ]
    copied = replace(made, copies=(Addressee("UBND thành phố Biên Hòa", LATE[-1:]), *made.copies))
    assert stops(copied, name_of=name) == []


@pytest.mark.parametrize(
    ("capacity", "position", "wrong"),
    [
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", []),
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", []),
        ("", "CHỦ TỊCH", ["Thiếu quyền hạn của người ký (TM., Q., KT., TL. hoặc TUQ.)."]),
        ("TL.CHỦ TỊCH", "CHÁNH VĂN PHÒNG", [
            "Quyền hạn “TL.CHỦ TỊCH” không đúng mẫu; viết TM., Q., KT., TL. hoặc TUQ. và tên."
        ]),
        ("TL. CHỦ TỊCH", "", ["Thiếu chức vụ của người ký."]),
    ],
)  # fmt: skip
def test_the_signer_of_a_committee_has_a_capacity(capacity, position, wrong):
    assert stops(replace(letter_9193(), signatory=Signatory(capacity, position, "Người ký"))) == wrong


def test_the_head_of_an_office_signs_as_such_and_a_deputy_does_not():
    made = letter_9193()
    office = replace(made.head, parent_name="ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI", name_lines=("VĂN PHÒNG",))
    head = replace(made, head=office, signatory=Signatory("", "CHÁNH VĂN PHÒNG", "Người ký"))
    assert stops(head) == []
    deputy = replace(head, signatory=Signatory("", "PHÓ CHÁNH VĂN PHÒNG", "Người ký"))
    assert stops(deputy) == ["Thiếu quyền hạn của người ký (TM., Q., KT., TL. hoặc TUQ.)."]


def test_signs_that_the_form_prints_are_not_typed():
    made = letter_9193()
    typed = replace(made, addressees=(Addressee("- Sở Xây dựng;", (CONSTRUCTION,)), *made.addressees))
    assert stops(typed) == [
        "Dòng “- Sở Xây dựng;” có gạch đầu dòng hoặc dấu cuối dòng; các dấu ấy do mẫu in."
    ]
    nobody = replace(made, addressees=())
    assert "Chưa có nơi kính gửi." in stops(nobody)
    kept = replace(made, copies=(Addressee("Như trên"),))
    assert stops(kept) == ["Dòng cuối của Nơi nhận phải là “Lưu: VT, …”."]


def test_a_line_that_reaches_nobody_in_the_system_is_said():
    made = replace(letter_9193(), addressees=(Addressee("Hội đồng nhân dân tỉnh"), *letter_9193().addressees))
    assert warns(made) == [
        "Dòng “Hội đồng nhân dân tỉnh” chưa gắn đơn vị nào trong hệ thống nên phải gửi ngoài hệ thống."
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name_lines": ()}, "Thiếu tên cơ quan ban hành."),
        ({"symbol": ""}, "Thiếu ký hiệu cơ quan."),
        ({"place": ""}, "Thiếu địa danh."),
        ({"drafting_symbol": ""}, "Thiếu ký hiệu đơn vị soạn thảo."),
    ],
)
def test_a_head_is_whole(changes, sentence):
    made = letter_9193()
    assert sentence in stops(replace(made, head=replace(made.head, **changes)))


# -- the words -------------------------------------------------------------------------------------------


def test_it_ends_with_its_sign_and_nowhere_else():
    made = letter_9193()
    assert stops(replace(made, body=made.body[:-1])) == ["Văn bản phải kết thúc bằng “./.”."]
    assert stops(replace(made, body=(*made.body, CLOSING))) == ["Dấu “./.” chỉ đứng ở cuối văn bản."]
    assert "Văn bản chưa có nội dung." in stops(replace(made, body=()))


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Giao {{ unit }} thực hiện.", "còn trường chưa điền"),
        ("Giao None thực hiện.", "còn giá trị trống"),
        ("Giao … thực hiện.", "còn chỗ để trống"),
        ("Giao ..... thực hiện.", "còn chỗ để trống"),
        ("Giao  thực hiện.", "có hai dấu cách liền nhau, có thể thiếu chữ"),
    ],
)
def test_a_field_left_empty(words, what):
    (sentence,) = stops(bare(words))
    assert sentence.startswith(f"Đoạn 1 {what}: “")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("0900000001", "số điện thoại"),
        ("0900 000 001", "số điện thoại"),
        ("0912 34 56 78", "số điện thoại"),
        ("+84 900 000 001", "số điện thoại"),
        ("0251 3822 501", "số điện thoại"),
        ("(0251) 3822501", "số điện thoại"),
        ("075090001234", "số căn cước"),
        ("271234567", "số chứng minh nhân dân"),
        ("nguoi.dan@example.vn", "địa chỉ thư điện tử"),
        ("nguoi.dan@gov.vn.example", "địa chỉ thư điện tử"),
    ],
)
def test_nothing_by_which_a_petitioner_is_known(words, what):
    assert stops(bare(f"Liên hệ {words}.")) == [f"Đoạn 1 có {what}; hãy bỏ thông tin cá nhân khỏi văn bản."]
    told = annex(0, "", units=(3,))
    told = replace(told, rows=(row(1, 3, f"Người gửi {words}"), total_row(1)))
    assert f"Phụ lục, dòng 1 có {what}; hãy bỏ thông tin cá nhân khỏi phụ lục." in stops(
        letter_9193(unhandled=told, late=None)
    )


@pytest.mark.parametrize(
    "words", ["2107-0000001-8", "05/07/2021 08:23", "1022", "1.234.567", "9193/UBND-HCC", "17 giờ 00", "100%"]
)
def test_codes_days_and_counts_are_no_personal_data(words):
    assert stops(bare(f"Nội dung {words} nêu trên.")) == []


def test_the_telephone_of_the_office_may_stand():
    made = bare("Người liên hệ: Phòng Nội vụ, 0251 3822 501.")
    for spelled in ("0251 3822 501", "(0251) 3822501", "0251.3822.501", "+84 251 3822 501"):
        assert stops(facts(made, contacts=(spelled,))) == []
    beside = bare("Người liên hệ: 0251 3822 501, người gửi 0251 3822 502.")
    assert len(stops(facts(beside, contacts=("0251 3822 501", "")))) == 1


def test_a_subject_is_there_except_in_a_letter_of_apology():
    made = replace(letter_9193(), subject="")
    assert stops(made) == ["Thiếu trích yếu nội dung văn bản."]
    assert stops(replace(made, kind=Kind.APOLOGY)) == []


def test_no_check_speaks_of_a_letter_without_annexes_or_persons():
    assert findings(bare("Các đơn vị tiếp tục quan tâm.")) == []
    assert len(CHECKS) == len(set(CHECKS))


def test_five_thousand_lines_are_read_in_a_moment():
    made = letter_9193(unhandled=annex(5000), late=None)
    start = process_time()
    assert stops(made) == []
    assert process_time() - start < 10


def test_tables_of_a_report_are_not_counted_in_its_words():
    table = Annex("I", "Liên hệ", (Column("STT"),), (Row(("1",)),), per_unit=False, word="Biểu")
    made = bare("Kết quả tại Biểu I kèm theo.")
    assert stops(replace(made, annexes=(table,))) == []
