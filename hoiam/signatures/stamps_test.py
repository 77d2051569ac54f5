"""What a signature shows: who and when, in the words and colours of Decree 30, always inside its box."""

from datetime import UTC, datetime
from io import BytesIO

import pdfplumber
import pytest
from PIL import Image

from .fields import ANNEX_BOX, POINTS_PER_MM, Box
from .stamps import annex_stamp, leader_stamp, organisation_stamp

AT = datetime(2021, 8, 4, 1, 23, 42, tzinfo=UTC)  # 08:23:42 in Vietnam
BOX = Box(left=0, top=0, width=60, height=25)


def page(pdf):
    return pdfplumber.open(BytesIO(pdf)).pages[0]


def lines(pdf):
    return page(pdf).extract_text().split("\n")


def picture():
    kept = BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 255, 128)).save(kept, "PNG")
    return kept.getvalue()


@pytest.mark.parametrize("stamp", [leader_stamp, organisation_stamp])
def test_it_says_who_and_when_in_vietnamese_time(stamp):
    said = " ".join(lines(stamp("Ủy ban nhân dân tỉnh Đồng Nai", AT, BOX)))
    assert said == "Ký bởi: Ủy ban nhân dân tỉnh Đồng Nai Ngày ký: 04-08-2021 08:23:42 +07:00"


def test_the_words_of_a_leader_keep_clear_of_the_seal_that_lies_over_the_left_third():
    drawn = page(leader_stamp("Lãnh đạo Văn phòng thử nghiệm", AT, BOX))
    left = min(char["x0"] for char in drawn.chars) / POINTS_PER_MM
    assert left >= BOX.width / 3 - 0.1


def test_a_leader_signs_blue_and_an_organisation_red():
    def colours(pdf):
        return {tuple(round(part, 2) for part in char["non_stroking_color"]) for char in page(pdf).chars}

    ((_, _, blue),) = colours(leader_stamp("A", AT, BOX))
    ((red, _, _),) = colours(organisation_stamp("A", AT, BOX))
    assert blue > 0.5 and red > 0.5


def test_it_is_as_large_as_its_box():
    drawn = page(leader_stamp("A", AT, BOX))
    assert (drawn.width / POINTS_PER_MM, drawn.height / POINTS_PER_MM) == pytest.approx((60, 25), abs=0.05)


def test_size_ten_where_there_is_room():
    assert {round(char["size"], 1) for char in page(leader_stamp("A", AT, BOX)).chars} == {10.0}


@pytest.mark.parametrize("box", [BOX, Box(0, 0, 40, 10), Box(0, 0, 25, 8)])
def test_a_long_name_grows_smaller_and_stays_inside(box):
    name = "Ban Quản lý Khu dự trữ sinh quyển thế giới Đồng Nai và các khu bảo tồn thiên nhiên – văn hóa"
    drawn = page(organisation_stamp(name, AT, box))
    edges = [(c["x0"], c["x1"], c["top"], c["bottom"]) for c in drawn.chars if c["text"] != " "]
    assert min(x0 for x0, *_ in edges) >= 0 and max(x1 for _, x1, *_ in edges) <= float(drawn.width)
    assert min(edge[2] for edge in edges) >= 0 and max(edge[3] for edge in edges) <= float(drawn.height)
    assert name in " ".join(drawn.extract_text().split("\n"))


def test_an_image_of_the_hand_stands_instead_of_words_and_of_a_seal_under_them():
    hand, seal = (
        page(leader_stamp("A", AT, BOX, image=picture())),
        page(organisation_stamp("A", AT, BOX, image=picture())),
    )
    assert (len(hand.images), hand.chars) == (1, [])
    assert len(seal.images) == 1 and seal.extract_text().startswith("Ký bởi: A")


def test_an_annex_shows_number_and_time_at_the_right_in_black_without_image():
    drawn = page(annex_stamp("9193/UBND-HCC", AT, ANNEX_BOX))
    assert drawn.extract_text().split("\n") == ["9193/UBND-HCC", "04-08-2021 08:23:42 +07:00"]
    assert drawn.images == []
    for line in drawn.extract_text_lines():
        assert line["x1"] == pytest.approx(float(drawn.width), abs=0.5)
    assert {round(char["size"], 1) for char in drawn.chars} == {10.0}


def test_the_same_words_give_the_same_bytes():
    assert leader_stamp("A", AT, BOX) == leader_stamp("A", AT, BOX)
