from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from hoiam.categories import lookup, reference
from hoiam.categories.factories import CategoryFactory
from hoiam.categories.models import Category, Field
from hoiam.kit.refusal import Refused

pytestmark = pytest.mark.django_db

BEFORE, TURN = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(autouse=True)
def _look_again():
    lookup.forget()


def test_a_code_means_what_it_meant_on_that_day():
    old = CategoryFactory(code="T900", name="Trước", during=DateRange(None, TURN))
    new = CategoryFactory(code="T900", name="Sau", during=DateRange(TURN, None))
    assert [lookup.category_id("T900", day) for day in (BEFORE, TURN)] == [old.pk, new.pk]
    assert lookup.by_id(old.pk).name == "Trước", "a case keeps the category it was given"


def test_an_unknown_code_is_refused_with_the_day():
    with pytest.raises(Refused, match="^Không có lĩnh vực mã XX99 vào ngày 01/07/2025.$"):
        lookup.category_id("XX99", TURN)


def test_one_code_has_one_meaning_a_day():
    CategoryFactory(code="T901")
    with pytest.raises(IntegrityError), transaction.atomic():
        CategoryFactory(code="T901", during=DateRange(TURN, None))


def test_a_question_is_never_a_query(django_assert_num_queries):
    category = CategoryFactory()
    lookup.by_id(category.pk)
    with django_assert_num_queries(0):
        for _ in range(100):
            lookup.by_id(lookup.category_id(category.code, TURN))
        lookup.fields(TURN)


def test_a_change_by_anybody_is_seen():
    category = CategoryFactory(name="Tên cũ")
    lookup.by_id(category.pk)
    Category.objects.filter(pk=category.pk).update(name="Tên mới")
    lookup.forget()
    assert lookup.by_id(category.pk).name == "Tên mới"


@pytest.mark.usefixtures("reference")
def test_the_shipped_list_is_whole_and_in_its_order():
    fields = lookup.fields(date(2021, 7, 2))
    assert len(fields) == 17
    assert sum(map(len, fields.values())) == 80
    assert [field.code for field in fields][:4] == ["GT", "VT", "DT", "MT"]
    roads = next(iter(fields.values()))
    assert [category.code for category in roads] == [f"GT0{n}" for n in range(1, 9)]


@pytest.mark.usefixtures("reference")
def test_the_usual_unit_is_that_of_the_day():
    buses = lookup.by_id(lookup.category_id("VT01", TURN))
    assert [buses.usual(day) for day in (BEFORE, TURN)] == ["Sở GTVT", "Sở Xây dựng"]


@pytest.mark.usefixtures("reference")
def test_where_a_danger_must_be_seen_to_be_gone_a_photo_is_asked_for():
    asked = [category.code for category in lookup.categories(TURN) if category.proof == "photo"]
    assert asked == ["GT02", "DL02", "CS01", "CX01"]


@pytest.mark.usefixtures("reference")
def test_loading_again_changes_nothing_and_gives_back_what_is_missing(django_assert_num_queries):
    Category.objects.filter(code="MT01").update(name="Tên do Tổng đài đặt")
    Category.objects.filter(code="MT02").delete()
    reference.load()
    assert Category.objects.get(code="MT01").name == "Tên do Tổng đài đặt"
    assert (Field.objects.count(), Category.objects.count()) == (17, 80)
    with django_assert_num_queries(1):
        reference.load()
