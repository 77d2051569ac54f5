"""A unit says itself whether its leader approves answers, and keeps its own words."""

import pytest
from django.urls import reverse

from hoiam.answering.models import AnswerTemplate
from hoiam.answering.queries import templates_for
from hoiam.answering.ways import Wording, ask_approval, drop_template, keep_template, units_that_word
from hoiam.cases.answer import answer
from hoiam.cases.factories import MONDAY, OTHER_UNIT, UNIT, hours, in_state, person, unit_id
from hoiam.kit.clock import frozen, now
from hoiam.kit.refusal import Refused
from hoiam.units.directory import forget
from hoiam.units.standing import standing

pytestmark = pytest.mark.django_db
LATER = MONDAY + hours(30)
PAGE = "/ban-lam-viec/tra-loi/"


@pytest.fixture(autouse=True)
def _in_2021():
    with frozen(LATER):
        yield


def seat_of(role: str, unit: str = UNIT):
    return standing(person(role, unit), now())


def kept(title: str = "Đã sửa", unit: str | None = UNIT, role: str = "unit_head") -> AnswerTemplate:
    wording = Wording(unit and unit_id(unit), None, title, "Đơn vị đã sửa xong.")
    return keep_template(wording, seat=seat_of(role))


def test_without_approval_the_officer_sends_the_answer():
    case = in_state("in_hand", unit=UNIT)
    given = {"text": "Đã sửa.", "outcome": "done"}
    with pytest.raises(Refused):
        answer(case, by=person("officer", UNIT), **given)
    ask_approval(unit_id(UNIT), False, seat=seat_of("unit_head"))
    forget()
    answer(case, by=person("officer", UNIT), **given)
    case.refresh_from_db()
    assert case.state == "answered"


@pytest.mark.parametrize(
    ("role", "unit"), [("officer", UNIT), ("focal_point", UNIT), ("unit_head", OTHER_UNIT)]
)
def test_only_the_units_own_leader_or_administrator_says_so(role, unit):
    with pytest.raises(Refused, match="của chính đơn vị"):
        ask_approval(unit_id(UNIT), False, seat=seat_of(role, unit))


def test_a_unit_finds_its_own_words_and_everybodys_but_no_other_units():
    case = in_state("in_hand", unit=UNIT)
    kept("Của mình")
    AnswerTemplate.objects.create(unit_id=unit_id(OTHER_UNIT), title="Của đơn vị khác", text="…")
    kept("Chung", None, "knowledge_editor")
    assert {one.title for one in templates_for(case)} == {"Của mình", "Chung"}


def test_one_title_stands_once_in_a_unit():
    first = kept("Đã sửa")
    with pytest.raises(Refused, match="Đã có mẫu tên 'đã sửa'"):
        kept("đã sửa")
    keep_template(
        Wording(unit_id(UNIT), None, "Đã sửa", "Lời mới."), seat=seat_of("unit_head"), template=first
    )
    assert [one.text for one in AnswerTemplate.objects.all()] == ["Lời mới."]


def test_nobody_changes_or_drops_another_units_words():
    mine = kept()
    other = seat_of("unit_head", OTHER_UNIT)
    with pytest.raises(Refused):
        keep_template(Wording(unit_id(OTHER_UNIT), None, "Lấy về", "…"), seat=other, template=mine)
    with pytest.raises(Refused):
        drop_template(mine, seat=other)
    assert AnswerTemplate.objects.get().title == "Đã sửa"


def test_an_officer_has_no_such_page_and_a_focal_point_no_button_of_approval(client):
    assert not units_that_word(seat_of("officer"))
    client.force_login(person("officer", UNIT))
    assert client.get(PAGE).status_code == 403
    client.force_login(person("focal_point", UNIT))
    page = client.get(PAGE)
    assert "Trả lời phải được lãnh đạo duyệt" in page.content.decode()
    assert "Không cần duyệt nữa" not in page.content.decode()


def test_a_head_does_all_of_it_on_the_page(client):
    client.force_login(person("unit_head", UNIT))
    assert client.post(reverse("answering:approval", args=[unit_id(UNIT)]), {"asks": "0"}).status_code == 302
    forget()
    assert "không cần duyệt" in client.get(PAGE).content.decode()
    form = {"unit": unit_id(UNIT), "title": "Đã thay bóng", "category": "", "text": "Bóng đèn đã được thay."}
    assert client.post(reverse("answering:new_template"), form).status_code == 302
    again = client.post(reverse("answering:new_template"), form)
    assert again.status_code == 422
    assert "Bóng đèn đã được thay." in again.content.decode()
    words = AnswerTemplate.objects.get()
    assert client.post(reverse("answering:template", args=[words.pk]), {"drop": "1"}).status_code == 302
    assert not AnswerTemplate.objects.exists()


def test_a_template_of_another_unit_is_not_there(client):
    words = kept()
    client.force_login(person("unit_head", OTHER_UNIT))
    assert client.get(reverse("answering:template", args=[words.pk])).status_code == 404
