"""The screen of accounts: whom one finds there, whom not, and that its cost does not grow with them."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoiam.accounts.factories import PersonFactory
from hoiam.accounts.models import Person
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.units.directory import directory
from hoiam.units.factories import MembershipFactory, unit
from hoiam.units.models import Membership
from hoiam.units.people_page import PAGE
from hoiam.units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

AT = datetime(2021, 7, 5, 9, tzinfo=VN)
ROOM = "/ban-lam-viec/tai-khoan/"
DISTRICT, COMMUNE, OTHER = "ubnd-731", "ubnd-26041", "ubnd-737"


@pytest.fixture(autouse=True)
def _then():
    with clock.frozen(AT):
        yield


def seated(code: str, role: str = Role.OFFICER, name: str = "", **fields) -> Person:
    person = PersonFactory(**({"full_name": name} if name else {}), **fields)
    return MembershipFactory(unit=unit(code, AT.date()), role=role, person=person).person


@pytest.fixture
def admin(client):
    person = seated(DISTRICT, Role.UNIT_ADMIN)
    client.force_login(person)
    return person


def text(answer) -> str:
    return answer.content.decode()


def new(**changes):
    told = {
        "full_name": "Trần Lan", "username": "lan.tran", "email": "", "phone": "",
        "unit": directory().unit_id(DISTRICT, AT.date()), "role": Role.OFFICER,
        "since": "2021-07-05", "until": "",
    }  # fmt: skip
    return {**told, **changes}


def test_one_finds_the_people_of_ones_own_units_and_of_those_below(client, admin):
    seated(DISTRICT, name="Người huyện"), seated(COMMUNE, name="Người xã")
    stranger = seated(OTHER, name="Người khác")
    page = text(client.get(ROOM))
    assert "Người huyện" in page
    assert "Người xã" in page
    assert "Người khác" not in page
    assert "Người khác" not in text(client.get(ROOM, {"q": "nguoi khac"}))
    for address in (f"{stranger.pk}/", f"{stranger.pk}/vi-tri/", f"{stranger.pk}/khoa/"):
        way = client.get if address.count("/") == 1 else client.post
        assert way(ROOM + address, new()).status_code == 404
    row = Membership.objects.get(person=stranger)
    assert client.post(f"{ROOM}vi-tri/{row.pk}/thoi/", {"until": "2021-07-05"}).status_code == 404


def test_of_somebody_in_two_units_one_sees_ones_own_half(client, admin):
    both = seated(DISTRICT, name="Người hai nơi", email="hai@noi.vn")
    MembershipFactory(person=both, unit=unit(OTHER, AT.date()), role=Role.CLERK)
    page = text(client.get(f"{ROOM}{both.pk}/"))
    assert "UBND huyện Trảng Bom" not in page.split("Xếp vị trí")[0]
    assert "hai@noi.vn" not in page
    assert "hãy nhờ quản trị hệ thống" in page


def test_the_systems_administrator_finds_everybody_accents_or_not(client):
    client.force_login(PersonFactory(is_system_admin=True))
    seated(OTHER, name="Đỗ Thị Ước")
    assert "Đỗ Thị Ước" in text(client.get(ROOM, {"q": "do thi uoc"}))
    assert "Không tìm thấy người nào" in text(client.get(ROOM, {"q": "khong ai"}))


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.OFFICER, Role.COORDINATOR, Role.AUTHORITY_HEAD])
def test_nobody_else_comes_in_and_the_rail_does_not_say_it(client, role):
    client.force_login(seated(DISTRICT, role))
    answer = client.get(ROOM)
    assert answer.status_code == 403
    assert "Trang này dành cho Quản trị hệ thống và Quản trị đơn vị." in text(answer)
    assert ROOM not in text(client.get("/ban-lam-viec/van-ban/", follow=True))


def test_whoever_keeps_accounts_has_it_in_the_rail(client, admin):
    assert f'href="{ROOM}"' in text(client.get(ROOM))


def test_somebody_is_added_and_the_link_is_shown_that_once(client, admin):
    page = text(client.post(f"{ROOM}them/", new()))
    person = Person.objects.get(username="lan.tran")
    assert "/ban-lam-viec/dat-mat-khau/" in page
    assert "/ban-lam-viec/dat-mat-khau/" not in text(client.get(f"{ROOM}{person.pk}/"))
    assert "Chưa đặt mật khẩu" in text(client.get(ROOM))
    again = client.post(f"{ROOM}them/", new())
    assert again.status_code == 422
    assert "Đã có người dùng tên đăng nhập này." in text(again)
    assert 'value="Trần Lan"' in text(again)


@pytest.mark.parametrize(
    "bad",
    [
        {"role": Role.COORDINATOR},
        {"unit": "999999"},
        {"since": "mai"},
        {"until": "9999-12-31"},
        {"email": "khong"},
        {"full_name": ""},
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(client, admin, bad):
    answer = client.post(f"{ROOM}them/", new(phone="0900000001", **bad))
    assert answer.status_code == 422
    assert 'value="0900000001"' in text(answer)
    assert not Person.objects.filter(username="lan.tran").exists()


def test_a_seat_is_given_and_ended_from_the_page_of_a_person(client, admin):
    person = seated(DISTRICT)
    address = f"{ROOM}{person.pk}/"
    assert client.post(f"{address}vi-tri/", new(role=Role.CLERK)).status_code == 302
    refused = client.post(f"{address}vi-tri/", new(role=Role.CLERK))
    assert refused.status_code == 422
    assert "đã có vị trí “Văn thư”" in text(refused)
    row = Membership.objects.get(person=person, role=Role.CLERK)
    assert "Hãy ghi ngày cuối" in text(client.post(f"{ROOM}vi-tri/{row.pk}/thoi/", {"until": "x"}))
    client.post(f"{ROOM}vi-tri/{row.pk}/thoi/", {"until": "2021-07-31"})
    page = text(client.get(address))
    assert "đến hết 31/07/2021" in page
    assert "cho thôi vị trí: Văn thư · UBND thành phố Biên Hòa, hết ngày 31/07/2021" in page


def test_an_account_is_shut_and_opened_from_the_page_of_a_person(client, admin):
    person = seated(DISTRICT)
    address = f"{ROOM}{person.pk}/"
    client.post(f"{address}khoa/")
    assert "Mở lại tài khoản" in text(client.get(address))
    client.post(f"{address}mo-lai/")
    assert Person.objects.get(pk=person.pk).is_active
    assert "/dat-mat-khau/" in text(client.post(f"{address}mat-khau/"))
    assert "không bị tạm khóa" in text(client.post(f"{address}dang-nhap-lai/"))
    assert client.post(f"{address}la/").status_code == 404


def test_pages_show_everybody_once_in_the_order_of_the_alphabet(client, admin):
    names = [f"Người {n:03}" for n in range(PAGE + 5)]
    for name in reversed(names):
        seated(DISTRICT, name=name)
    first = text(client.get(ROOM, {"q": "nguoi 0"}))
    last = Person.objects.get(full_name=names[PAGE - 1])
    second = text(client.get(ROOM, {"q": "nguoi 0", "sau": last.pk}))
    assert f"q=nguoi+0&amp;sau={last.pk}" in first
    assert [name for name in names if f">{name}<" in first] == names[:PAGE]
    assert [name for name in names if f">{name}<" in second] == names[PAGE:]
    assert client.get(ROOM, {"sau": "999999999999999999999"}).status_code == 200


def test_the_list_costs_the_same_for_many(client, admin):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(ROOM)
        return len(queries)

    seated(DISTRICT)
    cost()
    few = cost()
    for _ in range(20):
        MembershipFactory(person=seated(DISTRICT), unit=unit(COMMUNE, AT.date()))
    assert cost() == few
    assert few <= 9
