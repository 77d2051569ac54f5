"""The tags draw what their arguments say, and nothing that a citizen wrote is taken for markup."""

import re
from datetime import datetime, timedelta

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, RequestContext, Template
from hypothesis import given, strategies as st

from hoiam.kit.moments import VN
from hoiam.kit.templatetags import ui
from hoiam.kit.ui.shapes import Bar, Column, Part, Row, Segment, StoryItem

START = datetime(2021, 8, 2, 8, 0, tzinfo=VN)
DUE = START + timedelta(hours=100)
HOSTILE = '<script>alert("x")</script>'


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("state", "look"),
    [
        ("received", "chip"),
        ("in_hand", "chip is-doing"),
        ("sent_back", "chip is-ask"),
        ("answered", "chip is-done"),
    ],
)
def test_a_state_has_its_shape(state, look):
    assert draw('{% state_chip state "Nhãn" %}', state=state).strip() == f'<span class="{look}">Nhãn</span>'


@pytest.mark.parametrize(
    ("hours", "done", "tone", "width"),
    [
        (20, None, "", "20.0"),
        (80, None, " is-soon", "80.0"),
        (101, None, " is-late", "100.0"),
        (20, 10, " is-done", "10.0"),
        (200, 120, " is-late", "100.0"),
        (0, None, "", "1.0"),
    ],
)
def test_the_bar_shows_the_time_used_and_turns_in_time(hours, done, tone, width):
    done_at = START + timedelta(hours=done) if done else None
    html = draw(
        '{% time_bar start due now "còn lại" done_at=done_at %}',
        start=START, due=DUE, now=START + timedelta(hours=hours), done_at=done_at,
    )  # fmt: skip
    assert f'class="time-bar{tone}"' in html
    assert f'<rect class="used" width="{width}" height="4"/>' in html
    assert "còn lại" in html


def test_working_time_used_goes_before_clock_time():
    html = draw('{% time_bar start due now "còn" used=0.9 %}', start=START, due=DUE, now=START)
    assert 'class="time-bar is-soon"' in html


def test_the_moment_of_the_deadline_itself_is_in_time():
    assert "is-late" not in draw('{% time_bar start due now "x" %}', start=START, due=DUE, now=DUE)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8).filter(lambda shares: sum(shares) <= 1))
def test_segments_follow_each_other_and_never_cover_the_one_before(shares):
    drawn = ui._segments([Segment("x", share) for share in shares])
    starts = [float(segment["x"]) for segment in drawn]
    assert starts == sorted(starts)
    for segment, following in zip(drawn, drawn[1:], strict=False):
        gap = float(following["x"]) - float(segment["x"])
        assert float(segment["width"]) <= max(gap, 0.6) + 0.11


@given(
    st.lists(st.lists(st.integers(0, 10**6), min_size=1, max_size=3), min_size=1, max_size=6).filter(
        lambda rows: any(map(any, rows))
    )
)
def test_the_longest_bar_is_whole_and_the_others_keep_their_share(rows):
    bars = [Bar("x", [Part(value) for value in row]) for row in rows]
    widest = max(bar.total for bar in bars)
    for bar in bars:
        width = sum(float(width.rstrip("%")) for _x, width, _fill in ui._bars(bar, widest))
        assert width == pytest.approx(bar.total / widest * 100, abs=0.16)


def test_a_bar_chart_is_the_table_of_its_numbers():
    html = draw(
        '{% bar_chart rows "Đơn vị để chậm" "Đơn vị|Quá hạn|Chậm" "b:quá hạn|mute:chậm" %}',
        rows=[Bar("UBND thành phố Biên Hòa", [Part(1234, "b", "/a/"), Part(17, "mute")])],
    )
    assert '<a href="/a/">1.234</a>' in html
    assert re.search(r'<td class="num">17</td>', html)
    assert 'aria-label="Đơn vị để chậm"' in html
    assert html.count('scope="col"') == 4


def test_no_rows_and_no_work_break_no_chart():
    assert "<tbody>" in draw('{% bar_chart rows "x" %}', rows=[])
    assert "<ol" in draw("{% weeks columns %}", columns=[])
    assert 'height="0.0"' in draw("{% weeks columns %}", columns=[Column("07/6", 0, 0, 0)])


def test_a_story_says_the_words_and_keeps_the_exact_moment():
    html = draw(
        "{% story items %}", items=[StoryItem("Đã nhận", START, "sáng thứ Hai", quote=HOSTILE, kind="now")]
    )
    assert '<time datetime="2021-08-02T08:00:00+07:00" title="02/08/2021 08:00">sáng thứ Hai</time>' in html
    assert '<li class="is-now">' in html
    assert HOSTILE not in html


def test_what_a_citizen_wrote_is_never_markup():
    row = Row("1", "1", "/x/", HOSTILE, HOSTILE, HOSTILE, START, DUE, HOSTILE, marks=[("alert", HOSTILE)])
    for source in (
        "{% chip text %}", "{% refusal text text %}", "{% note text %}", "{% empty text text %}",
        "{% stat text text text %}", '{% photo "/x/" text text %}', "{% list_row row now %}",
        "{% icon 'alert' text %}", "{% moment now text %}",
    ):  # fmt: skip
        assert HOSTILE not in draw(source, text=HOSTILE, row=row, now=START), source


class AForm(forms.Form):
    phone = forms.CharField(label="Số điện thoại", help_text="Để báo kết quả.")
    note = forms.CharField(label="Ghi chú", required=False)
    kind = forms.ChoiceField(label="Cách", choices=[("a", "Gọi"), ("b", "Nhắn")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Đồng ý")


def test_a_field_ties_its_label_hint_and_error_to_its_box():
    html = draw("{% field form.phone %}", form=AForm({}))
    assert '<label for="id_phone">Số điện thoại</label>' in html
    assert 'aria-describedby="id_phone_hint id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("id_phone_hint") < html.index('id="id_phone_error"') < html.index("<input")


def test_what_may_stay_empty_says_so_and_what_is_right_is_not_marked():
    html = draw("{% field form.note %}", form=AForm({"note": "x"}))
    assert "(không bắt buộc)" in html
    assert "aria-invalid" not in html


def test_radios_are_a_group_with_a_legend_and_a_tick_stands_before_its_words():
    assert "<legend>Cách</legend>" in draw("{% field form.kind %}", form=AForm())
    tick = draw("{% field form.agreed %}", form=AForm())
    assert tick.index("<input") < tick.index("Đồng ý")


def test_a_refusal_without_a_sentence_draws_nothing():
    assert draw("{% refusal refused %}", refused=None).strip() == ""
    assert 'role="alert"' in draw("{% refusal refused %}", refused=ValueError("Không được."))


@pytest.mark.parametrize(
    ("cookie", "said"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ('"><x', "")]
)
def test_only_a_known_theme_reaches_the_page(cookie, said):
    request = HttpRequest()
    request.COOKIES["theme"] = cookie
    template = Template("{% load ui %}{% theme_attribute %}")
    assert template.render(RequestContext(request, {"request": request})) == said


def test_numbers_and_moments_are_vietnamese():
    html = draw(
        "{{ n|vn_number }} {{ p|vn_percent }} {{ at|vn_moment }} {{ none|vn_number }}",
        n=1234.5,
        p=0.974,
        at=START,
        none=None,
    )
    assert html == "1.234,5 97,4% 02/08/2021 08:00 –"


@pytest.mark.parametrize(
    ("name", "signs"), [("Điều phối viên thử nghiệm 3", "Đ3"), ("Lan", "L"), ("", ""), ("an bình", "AB")]
)
def test_two_signs_stand_for_a_name(name, signs):
    assert ui.initials(name) == signs


def test_a_spark_rises_with_its_figure_and_a_single_figure_is_no_line():
    drawn = draw("{% spark trend %}", trend=[1, 3, 2])
    assert 'points="0.0,30.0 40.0,4.0 80.0,17.0"' in drawn and 'aria-hidden="true"' in drawn
    assert draw("{% spark trend %}", trend=[5]) == ""
