from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from hoiam.accounts.factories import PersonFactory
from hoiam.accounts.models import IdentityLook, Person, log_look
from hoiam.kit.moments import VN

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 8, 0, tzinfo=VN)


def test_a_name_is_one_person_however_it_is_typed():
    lan = PersonFactory(username="Lan.Nguyen")
    assert lan.username == "lan.nguyen"
    assert Person.objects.get(username="LAN.nguyen") == lan
    assert Person.objects.get_by_natural_key(" LAN.NGUYEN ") == lan
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(username="LAN.NGUYEN")


def test_the_database_refuses_capitals_too():
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET username = 'LAN' WHERE id = %s", [PersonFactory().pk])


@pytest.mark.parametrize("name", ["lan@1022", "nguyễn lan", "", ".lan", "lan\n"])
def test_a_name_that_a_history_line_cannot_carry_is_refused(name):
    with pytest.raises(ValidationError):
        Person.objects.create_user(name, "mat khau", full_name="Lan")


def test_the_password_is_hashed():
    person = Person.objects.create_user("lan", "mot mat khau dai", full_name="Lan")
    assert "mot mat khau dai" not in person.password
    assert person.check_password("mot mat khau dai")
    assert not Person.objects.create_user("minh", full_name="Minh").has_usable_password()


def test_whoever_sets_up_the_installation_is_its_administrator():
    assert Person.objects.create_superuser(
        "quantri", "mot mat khau dai", full_name="Quản trị"
    ).is_system_admin


def test_a_look_is_written_with_who_what_and_why():
    person = PersonFactory()
    log_look(person, "case:210712345678", "gọi lại", AT)
    log_look(None, "export", "export-cases --with-identities", AT)
    assert list(IdentityLook.objects.order_by("pk").values_list("person_id", "about", "why", "at")) == [
        (person.pk, "case:210712345678", "gọi lại", AT),
        (None, "export", "export-cases --with-identities", AT),
    ]


@pytest.mark.parametrize(
    "rewriting",
    [
        "UPDATE accounts_identitylook SET why = ''",
        "DELETE FROM accounts_identitylook",
        "TRUNCATE accounts_identitylook",
    ],
)
def test_the_log_of_looks_cannot_be_rewritten(rewriting):
    log_look(PersonFactory(), "case:210712345678", "gọi lại", AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rewriting)
    assert IdentityLook.objects.get().why == "gọi lại"
