"""Who seats whom, as what and from when to when; what stays of it, and what two at once may not do."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from hoiam.accounts.factories import PersonFactory
from hoiam.accounts.models import FailedSignIn, Person
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.factories import MembershipFactory, unit
from hoiam.units.keeper import EVERY_SEAT, Keeper, may_keep_people
from hoiam.units.models import Membership, SeatingLine
from hoiam.units.roles import Role
from hoiam.units.seating import (
    NOT_KEPT,
    NOT_YOURSELF,
    Seat,
    add_person,
    deactivate,
    end_seat,
    give_seat,
    let_try_again,
    reactivate,
    renew_password,
)
from hoiam.units.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

AT = datetime(2021, 7, 5, 9, tzinfo=VN)
TODAY = AT.date()
DISTRICT, COMMUNE, OTHER = "ubnd-731", "ubnd-26041", "ubnd-737"


def seated(code: str, role: str = Role.OFFICER, **fields) -> Person:
    return MembershipFactory(unit=unit(code, TODAY), role=role, **fields).person


def keeper(code: str = DISTRICT) -> Keeper:
    return Keeper(seated(code, Role.UNIT_ADMIN), AT)


def system() -> Keeper:
    return Keeper(PersonFactory(is_system_admin=True), AT)


def seat(
    code: str = DISTRICT, role: str = Role.OFFICER, since: date = TODAY, until: date | None = None
) -> Seat:
    return Seat(directory().unit_id(code, TODAY), role, since, until)


def sits(person: Person, at: datetime) -> bool:
    return bool(standing(Person.objects.get(pk=person.pk), at).seats)


def acts(person: Person) -> list[str]:
    return list(SeatingLine.objects.filter(person=person).order_by("pk").values_list("act", flat=True))


def test_somebody_new_comes_with_a_seat_and_a_way_to_choose_a_password(client):
    person, link = add_person(
        seat(until=date(2021, 12, 31)),
        by=keeper(),
        username="Lan.Tran",
        full_name="Trần Lan",
        email="lan@hd.vn",
    )
    assert (person.username, person.email, person.has_usable_password()) == ("lan.tran", "lan@hd.vn", False)
    assert standing(person, AT).has(Role.OFFICER, unit=directory().unit_id(DISTRICT, TODAY))
    assert not sits(person, datetime(2022, 1, 1, tzinfo=VN))
    assert acts(person) == ["added", "seated"]
    page = client.get(link, follow=True)
    client.post(
        page.request["PATH_INFO"], {"new_password1": "mot mat khau dai", "new_password2": "mot mat khau dai"}
    )
    person.refresh_from_db()
    assert person.check_password("mot mat khau dai")
    assert "đã dùng rồi" in client.get(link, follow=True).content.decode()


def test_a_name_taken_is_refused_in_one_sentence_and_leaves_nothing_behind():
    PersonFactory(username="lan")
    with pytest.raises(Refused, match="Đã có người dùng tên đăng nhập này."):
        add_person(seat(), by=keeper(), username="LAN", full_name="Trần Lan")
    assert not Membership.objects.filter(person__username="lan").exists()
    with pytest.raises(Refused, match="Tên đăng nhập chỉ gồm"):
        add_person(seat(), by=keeper(), username="trần lan", full_name="Trần Lan")


@pytest.mark.parametrize(
    ("code", "role", "may"),
    [
        (DISTRICT, Role.UNIT_HEAD, True),
        (DISTRICT, Role.UNIT_ADMIN, True),
        (COMMUNE, Role.UNIT_ADMIN, True),
        (DISTRICT, Role.COORDINATOR, False),
        (DISTRICT, Role.AUTHORITY_HEAD, False),
        (DISTRICT, Role.HOME_AFFAIRS, False),
        (DISTRICT, Role.AUDITOR, False),
        (DISTRICT, Role.OPERATOR, False),
        (OTHER, Role.OFFICER, False),
        ("ubnd-tinh", Role.OFFICER, False),
    ],
)
def test_nobody_gives_a_role_above_what_he_may_give(code, role, may):
    person, by = seated(DISTRICT), keeper()
    if may:
        assert give_seat(person, seat(code, role, since=TODAY + timedelta(days=1)), by=by).role == role
    else:
        with pytest.raises(Refused, match="Bạn không được xếp"):
            give_seat(person, seat(code, role), by=by)


def test_the_centre_seats_its_own_operators_and_no_coordinator():
    by = keeper("1022")
    assert give_seat(seated("1022"), seat("1022", Role.OPERATOR), by=by)
    with pytest.raises(Refused, match="Điều phối viên"):
        give_seat(seated("1022"), seat("1022", Role.COORDINATOR), by=by)


@pytest.mark.parametrize("unit", ["so-noi-vu", "thanh-tra"])
def test_whoever_leads_where_conduct_is_looked_into_is_seated_by_the_system_alone(unit):
    by = keeper(unit)
    assert give_seat(seated(unit), seat(unit, Role.FOCAL_POINT), by=by)
    with pytest.raises(Refused, match="Lãnh đạo đơn vị"):
        give_seat(seated(unit), seat(unit, Role.UNIT_HEAD), by=by)
    with pytest.raises(Refused, match=NOT_KEPT):
        renew_password(seated(unit, Role.UNIT_HEAD), by=by)
    assert give_seat(seated(unit), seat(unit, Role.UNIT_HEAD), by=system())


def test_the_systems_administrator_gives_every_seat_and_makes_no_second_self():
    by = system()
    assert by.roles(directory().unit_id("ubnd-tinh", TODAY)) == EVERY_SEAT
    assert Role.SYSTEM_ADMIN not in EVERY_SEAT


@pytest.mark.parametrize("role", sorted(frozenset(Role) - {Role.UNIT_ADMIN}))
def test_no_other_role_keeps_accounts(role):
    person = seated(DISTRICT, role)
    assert not may_keep_people(standing(person, AT))
    with pytest.raises(Refused):
        give_seat(seated(DISTRICT), seat(), by=Keeper(person, AT))


def test_nobody_changes_his_own_seat_or_account():
    by = keeper()
    own = Membership.objects.get(person=by.person)
    for doing in (
        lambda: give_seat(by.person, seat(role=Role.UNIT_HEAD), by=by),
        lambda: end_seat(own, TODAY, by=by),
        lambda: deactivate(by.person, by=by),
        lambda: renew_password(by.person, by=by),
    ):
        with pytest.raises(Refused, match=NOT_YOURSELF):
            doing()
    admin = system()
    with pytest.raises(Refused, match=NOT_YOURSELF):
        give_seat(admin.person, seat("1022", Role.OPERATOR), by=admin)


def test_the_same_seat_twice_is_refused_also_when_only_a_day_is_shared():
    person, by = seated(COMMUNE), keeper()
    give_seat(person, seat(until=date(2021, 7, 31)), by=by)
    with pytest.raises(Refused, match="đã có vị trí “Người xử lý”"):
        give_seat(person, seat(since=date(2021, 7, 31)), by=by)
    give_seat(person, seat(since=date(2021, 8, 1)), by=by)
    give_seat(person, seat(role=Role.CLERK), by=by)
    assert acts(person) == ["seated"] * 3


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        (TODAY - timedelta(days=1), None, "sớm nhất là hôm nay"),
        (TODAY, TODAY - timedelta(days=1), "Ngày cuối không được trước"),
        (date(2025, 7, 1), None, "không còn vào ngày 01/07/2025|không còn vào ngày 1/7/2025"),
    ],
)
def test_days_that_cannot_be_are_refused(since, until, sentence):
    with pytest.raises(Refused, match=sentence):
        give_seat(seated(DISTRICT), seat(since=since, until=until), by=keeper())


def test_an_auditor_is_let_in_until_a_day():
    person, by = seated(DISTRICT), system()
    with pytest.raises(Refused, match="có thời hạn; hãy ghi ngày cuối"):
        give_seat(person, seat("thanh-tra", Role.AUDITOR), by=by)
    assert give_seat(person, seat("thanh-tra", Role.AUDITOR, until=date(2021, 9, 30)), by=by)


def test_a_seat_ends_with_its_last_day_and_is_never_gone():
    person, by = seated(DISTRICT), keeper()
    row = Membership.objects.get(person=person)
    end_seat(row, TODAY, by=by)
    assert sits(person, AT)
    assert not sits(person, AT + timedelta(days=1))
    end_seat(row, TODAY - timedelta(days=1), by=by)
    assert not sits(person, AT)
    assert sits(person, AT - timedelta(days=1))
    assert Membership.objects.filter(pk=row.pk).exists()
    with pytest.raises(Refused, match="đã thôi từ ngày"):
        end_seat(row, TODAY, by=by)


def test_the_past_is_not_rewritten_and_a_seat_of_today_lasts_the_day():
    old, new = seated(DISTRICT), seated(DISTRICT, during=DateRange(TODAY, None))
    by = keeper()
    for person, day in ((old, TODAY - timedelta(days=2)), (new, TODAY - timedelta(days=1))):
        with pytest.raises(Refused, match="sớm nhất là"):
            end_seat(Membership.objects.get(person=person), day, by=by)


def test_a_seat_one_could_not_give_one_cannot_take():
    head = seated(DISTRICT, Role.AUTHORITY_HEAD)
    with pytest.raises(Refused, match="cho thôi vai trò"):
        end_seat(Membership.objects.get(person=head), TODAY, by=keeper())


def test_an_account_that_opens_more_than_ones_own_units_is_not_ones_own_to_open():
    """A new password would open the other seats too, and so would a seat that begins tomorrow."""
    by = keeper()
    abroad = seated(DISTRICT)
    MembershipFactory(
        person=abroad, unit=unit(OTHER, TODAY), during=DateRange(TODAY + timedelta(days=1), None)
    )
    higher = seated(DISTRICT, Role.COORDINATOR)
    admin = MembershipFactory(person=PersonFactory(is_system_admin=True), unit=unit(DISTRICT, TODAY)).person
    for person in (abroad, higher, admin):
        for doing in (renew_password, deactivate, reactivate, let_try_again):
            with pytest.raises(Refused, match=NOT_KEPT):
                doing(person, by=by)
    assert renew_password(higher, by=system())
    left = seated(DISTRICT)
    MembershipFactory(person=left, unit=unit(OTHER, TODAY), during=DateRange(None, TODAY))
    assert renew_password(left, by=by)


def test_a_new_link_ends_the_old_password_the_old_link_and_the_open_session(client):
    person, by = seated(DISTRICT), keeper()
    person.set_password("mat khau cu rat dai")
    person.save()
    client.force_login(person)
    first = renew_password(person, by=by)
    second = renew_password(person, by=by)
    assert not Person.objects.get(pk=person.pk).has_usable_password()
    assert client.get(reverse("letters:home")).url.startswith("/ban-lam-viec/dang-nhap/")
    assert "đã dùng rồi" in client.get(first, follow=True).content.decode()
    assert "Mật khẩu mới" in client.get(second, follow=True).content.decode()
    assert acts(person) == ["linked", "linked"]


def test_whoever_is_locked_out_may_try_again():
    person, by = seated(DISTRICT), keeper()
    FailedSignIn.objects.create(username=person.username, address="10.0.0.1", failures=6, last_at=AT)
    let_try_again(person, by=by)
    assert not FailedSignIn.objects.filter(username=person.username).exists()
    with pytest.raises(Refused, match="không bị tạm khóa"):
        let_try_again(person, by=by)
    assert acts(person) == ["unlocked"]


def test_deactivated_means_out_at_once_and_twice_is_said():
    person, by = seated(DISTRICT), keeper()
    deactivate(person, by=by)
    assert not sits(person, AT)
    with pytest.raises(Refused, match="đã khóa"):
        deactivate(person, by=by)
    with pytest.raises(Refused, match="hãy mở lại"):
        give_seat(person, seat(role=Role.CLERK), by=by)
    reactivate(person, by=by)
    assert Person.objects.get(pk=person.pk).is_active
    assert acts(person) == ["deactivated", "reactivated"]


def test_what_was_done_cannot_be_rewritten():
    person = seated(DISTRICT)
    deactivate(person, by=keeper())
    for doing in (lambda rows: rows.delete(), lambda rows: rows.update(words="")):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            doing(SeatingLine.objects.filter(person=person))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_one_seat_one_line_and_one_refusal():
    person, keepers, found = seated(COMMUNE), [keeper(), keeper()], []
    both = Barrier(2)

    def give(by: Keeper) -> None:
        both.wait()
        try:
            found.append(give_seat(person, seat(), by=by))
        except Refused as no:
            found.append(no)
        finally:
            connection.close()

    threads = [Thread(target=give, args=[by]) for by in keepers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in found) == ["Membership", "Refused"]
    assert Membership.objects.filter(person=person, unit=unit(DISTRICT, TODAY)).count() == 1
    assert acts(person) == ["seated"]
