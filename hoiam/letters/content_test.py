"""A document's content goes into JSON and comes back the same."""

import json
from datetime import date

import pytest

from hoiam.kit.moments import parse_moment

from .compose.factories import (
    apologising,
    concluding,
    letter_6499,
    letter_9193,
    proposing,
    replying,
    reporting,
)
from .content import (
    Addressee,
    Annex,
    Column,
    Content,
    Facts,
    Head,
    Kind,
    Paragraph,
    Purpose,
    Row,
    Run,
    Signatory,
    Urgency,
)


def content():
    return Content(
        kind=Kind.LETTER,
        head=Head(1, "", ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG NAI"), "UBND", "HCC", "Đồng Nai"),
        subject="nhắc các đơn vị, địa phương",
        addressees=(Addressee("UBND các huyện, thành phố", (3, 4), Purpose.ACT),),
        body=(Paragraph.of("1. Kết quả báo cáo **trước ngày 15/8/2021**./.", "point", 1),),
        copies=(Addressee("Như trên"), Addressee("Lưu: VT, HCC")),
        signatory=Signatory("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Người ký thử nghiệm"),
        annexes=(Annex("I", "Chưa xử lý", (Column("STT", 0.4, False),), (Row(("1",), unit=3),)),),
        facts=Facts(
            period_label="tháng 7/2021", period_start=parse_moment("2021-06-30T17:00"),
            counts={"I": 1}, executors=(3,), reply_before=date(2021, 8, 15),
        ),
    )  # fmt: skip


def test_content_survives_json():
    before = content()
    assert Content.from_data(json.loads(json.dumps(before.to_data()))) == before


@pytest.mark.parametrize(
    "made",
    [
        letter_9193(urgency=Urgency.AT_ONCE),
        letter_6499(),
        replying(),
        concluding(),
        proposing(),
        apologising(),
        reporting(),
    ],
    ids=lambda made: made.kind.value,
)
def test_every_kind_of_letter_survives_json(made):
    assert Content.from_data(json.loads(json.dumps(made.to_data(), ensure_ascii=False))) == made


def test_what_was_kept_before_a_field_came_is_read_with_its_usual_value():
    data = content().to_data()
    del data["urgency"], data["head"]["name"], data["facts"]["contacts"], data["annexes"][0]["word"]
    assert Content.from_data(data) == content()


def test_a_body_without_a_name_for_sentences_is_called_as_printed():
    assert content().head.said_name == "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI"


def test_stars_make_words_bold():
    assert Paragraph.of("báo cáo **trước ngày** ấy").runs == (
        Run("báo cáo "), Run("trước ngày", bold=True), Run(" ấy"),
    )  # fmt: skip
