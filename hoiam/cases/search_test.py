"""Search: a code in any spelling, a telephone, words without accents; never what the person may not see."""

import pytest

from hoiam.cases.factories import CALLER, MONDAY, OTHER_UNIT, UNIT, forwarded, hours, person, received
from hoiam.cases.search import _newest, search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOON = MONDAY + hours(4)


def found(text, role="coordinator", unit="vp-ubnd", **options):
    return [case.pk for case in search(person(role, unit), text, NOON, **options).cases]


def test_a_code_is_found_however_it_is_spelled():
    case = received()
    received()
    code = case.shown_code
    for spelling in (code, case.code, code.replace("-", " "), f"  {code.replace('-', '.')} "):
        assert found(spelling) == [case.pk]


def test_the_first_digits_of_a_code_are_enough():
    case = received()
    assert case.pk in found(case.code[:9])


def test_words_are_found_without_their_accents_and_exact_ones_come_first():
    plain = received(content="Bán duong cát trước cổng")
    accented = received(content="Con đường trước cổng ngập")
    received(content="Đèn hỏng")
    assert found("duong") == [plain.pk, accented.pk]
    assert found("đường") == [accented.pk, plain.pk]
    assert found("ĐƯỜNG ngập") == [accented.pk]
    assert found("đường sắt") == []


def test_what_is_no_word_finds_nothing_and_breaks_nothing():
    received()
    for text in ("", "   ", "&", "đèn & | !", "'", "a:*b", "(", "<->", "%", "\\"):
        assert isinstance(found(text), list)
    assert found("") == []


def test_a_telephone_finds_what_it_brought_for_the_centre():
    case = received(petitioner=CALLER, channel="phone")
    received()
    assert found(CALLER["phone"], "operator", "1022") == [case.pk]
    assert found("0900 000 001", "operator", "1022") == [case.pk]


def test_a_telephone_does_not_tell_a_unit_whose_hidden_case_it_holds():
    hidden = forwarded(petitioner={**CALLER, "confidential": True}, channel="phone")
    known = forwarded(petitioner=CALLER, channel="phone")
    assert found(CALLER["phone"], "focal_point", UNIT) == [known.pk]
    assert set(found(CALLER["phone"], "operator", "1022")) == {hidden.pk, known.pk}


def test_a_unit_finds_its_own_cases_and_no_others():
    mine, other = forwarded(), forwarded(unit=OTHER_UNIT)
    assert found("den duong", "focal_point", UNIT) == [mine.pk]
    assert found(other.shown_code, "focal_point", UNIT) == []


def test_the_accused_find_nothing_by_any_road():
    case = forwarded(
        unit=OTHER_UNIT,
        conduct={"unit": UNIT, "about": "attitude"},
        petitioner=CALLER,
        channel="phone",
        content="Cán bộ quát mắng",
    )
    for text in (case.code, case.shown_code, case.code[:9], CALLER["phone"], "quat mang"):
        assert found(text, "unit_head", UNIT) == []
        assert case.pk in found(text, "operator", "1022")


def test_no_more_than_the_limit_is_shown_and_it_is_said():
    for _ in range(4):
        received()
    some = search(person("coordinator", "vp-ubnd"), "đèn", NOON, limit=3)
    assert (len(some.cases), some.is_cut) == (3, True)
    assert not search(person("coordinator", "vp-ubnd"), "đèn", NOON, limit=9).is_cut


def test_what_others_have_never_crowds_out_what_this_person_may_see(monkeypatch):
    monkeypatch.setattr("hoiam.cases.search.RANKED", 1)
    mine = forwarded()
    for _ in range(3):
        forwarded(unit=OTHER_UNIT)
    some = search(person("focal_point", UNIT), "đèn", NOON)
    assert ([case.pk for case in some.cases], some.is_cut) == ([mine.pk], False)


def test_the_newest_of_the_office_of_a_district_are_those_of_the_units_it_follows():
    """Without them its search would have the index alone, which is read in part when words are common."""
    below, elsewhere = forwarded(unit="ubnd-26485"), forwarded()
    newest = {pk for (pk,) in _newest(person("coordinator", "nt-vp"), NOON)}
    assert below.pk in newest
    assert elsewhere.pk not in newest
