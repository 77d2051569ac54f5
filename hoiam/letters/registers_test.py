"""Numbers: from 01 each year, without gaps, each once, however many issue at the same moment."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from hoiam.kit.refusal import Refused

from . import registers
from .content import Kind
from .factories import AT, content, issued, person, signed, unit_id
from .issue import issue
from .models import Register, RegisterEntry, RegisterYear
from .number import take
from .testing import quick_papers

pytestmark = [pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def _quick():
    with quick_papers():
        yield


PEOPLE = 20


def numbers():
    return sorted(RegisterEntry.objects.values_list("number", flat=True))


@pytest.mark.django_db
def test_numbers_start_at_one_each_year_and_have_two_digits():
    assert [issued().number_symbol, issued().number_symbol] == ["01/UBND-HCC", "02/UBND-HCC"]
    next_year = AT.replace(year=2022)
    assert issued(content(at=next_year), next_year).number_symbol == "01/UBND-HCC"


@pytest.mark.django_db
def test_a_number_whose_issue_is_undone_is_given_again():
    document = signed()
    with transaction.atomic():
        issue(document, by=person("clerk"), at=AT)
        transaction.set_rollback(True)
    assert numbers() == []
    assert issued().number == 1


@pytest.mark.django_db
def test_each_kind_has_its_own_register():
    body = unit_id("ubnd-tinh")
    letters, others = registers.register_for(body, Kind.LETTER), registers.register_for(body, Kind.REPORT)
    assert letters != others
    assert registers.register_for(body, Kind.NOTICE) == others


@pytest.mark.django_db
def test_a_letter_of_apology_and_a_letter_never_bear_the_same_number():
    apology = content(kind=Kind.APOLOGY)
    assert [issued().number_symbol, issued(apology).number_symbol] == ["01/UBND-HCC", "02/UBND-HCC"]


@pytest.mark.django_db
def test_two_registers_that_print_one_symbol_do_not_give_one_number_twice():
    body = unit_id("ubnd-tinh")
    Register.objects.create(body_id=body, code="rieng", name="Sổ riêng", kinds=["apology"])
    Register.objects.create(body_id=body, code="chung", name="Sổ chung", kinds=["letter"])
    issued()
    with pytest.raises(Refused, match="đã có văn bản số 01/UBND-HCC năm 2021"):
        issued(content(kind=Kind.APOLOGY))
    assert RegisterEntry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, -1, 1_000_000, 10**12])
def test_a_number_that_cannot_be_one_is_refused(number):
    with pytest.raises(Refused, match=r"từ 01 đến 999\.999"):
        issued(number=number)
    assert numbers() == []


@pytest.mark.django_db
def test_whoever_types_another_number_than_was_taken_meanwhile_is_told():
    document = take(signed(), by=person("clerk"), at=AT, number=9193)
    assert take(document, by=person("clerk"), at=AT, number=9193).number == 9193
    for verb in (take, issue):
        with pytest.raises(Refused, match="đã lấy số 9193/UBND-HCC; không ghi số 9194"):
            verb(document, by=person("clerk"), at=AT, number=9194)
    assert issue(document, by=person("clerk"), at=AT, number=9193).number == 9193


@pytest.mark.django_db
def test_where_the_office_has_its_own_system_the_clerk_types_the_number():
    document = issued(number=9193)
    assert document.number_symbol == "9193/UBND-HCC"
    with pytest.raises(Refused, match="đã có trong"):
        issued(number=9193)
    with pytest.raises(Refused, match="hãy gõ số"):
        issued()
    assert issued(number=9190).number == 9190


@pytest.mark.django_db
def test_into_our_own_register_nobody_types():
    issued()
    with pytest.raises(Refused, match="không gõ số"):
        issued(number=7)


@pytest.mark.django_db
def test_a_number_is_never_dated_before_the_one_it_follows():
    issued()
    document = signed(at=AT - timedelta(days=1))
    with pytest.raises(Refused, match="04/08/2021"):
        issue(document, by=person("clerk"), at=AT - timedelta(days=1))


def at_once(documents):
    """Everybody issues at the same moment; what went wrong."""
    gate, wrong, clerk = Barrier(len(documents)), [], person("clerk")

    def one(document):
        try:
            gate.wait()
            issue(document, by=clerk, at=AT)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=[document]) for document in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_people_issue_at_once_and_the_numbers_are_unique_and_gap_free():
    documents = [signed() for _ in range(PEOPLE)]
    assert at_once(documents) == []
    assert numbers() == list(range(1, PEOPLE + 1))
    assert RegisterYear.objects.get(register__body=unit_id("ubnd-tinh"), year=2021).last == PEOPLE


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_issue_one_document_one_wins():
    document = signed()
    assert [type(error).__name__ for error in at_once([document, document])] == ["Refused"]
    assert numbers() == [1]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_take_the_same_number(monkeypatch):
    """The test above would notice: both look before either writes, as chance does now and then."""
    documents, both_have_looked = [signed(), signed()], Barrier(2)
    registers.register_for(unit_id("ubnd-tinh"), Kind.LETTER)

    def look(register: Register, year: int) -> RegisterYear:
        found, _ = RegisterYear.objects.get_or_create(register=register, year=year)
        both_have_looked.wait(5)
        return found

    RegisterYear.objects.create(register=Register.objects.get(), year=2021)
    monkeypatch.setattr(registers, "lock_year", look)
    assert [type(error).__name__ for error in at_once(documents)] == ["IntegrityError"]
    assert numbers() == [1]
