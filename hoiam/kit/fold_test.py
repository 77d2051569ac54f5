import unicodedata

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from hypothesis import given, settings, strategies as st

from hoiam.kit.fold import by_vi_key, fold, vi_key

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
FORMS = ("NFC", "NFD")
vietnamese = st.text(LETTERS + LETTERS.upper() + " 0123456789-.,/", max_size=40)
either_form = st.tuples(vietnamese, st.sampled_from(FORMS)).map(
    lambda pair: unicodedata.normalize(pair[1], pair[0])
)


def sql(function, texts):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(t) FROM unnest(%s::text[]) WITH ORDINALITY AS row(t, n) ORDER BY n", [texts]
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("form", FORMS)
def test_duong_finds_every_way_to_write_it(form):
    assert {fold(unicodedata.normalize(form, text)) for text in ("đường", "ĐƯỜNG", "Dường", "duong")} == {
        "duong"
    }


def test_every_letter_folds_to_one_plain_letter():
    assert set(fold(LETTERS + LETTERS.upper())) == set("abcdefghijklmnopqrstuvwxyz")
    assert len(fold(LETTERS)) == len(LETTERS)


@given(vietnamese)
def test_folding_asks_neither_about_form_nor_case_and_is_done_once(text):
    folded = fold(text)
    assert folded == fold(unicodedata.normalize("NFD", text)) == fold(text.upper()) == fold(folded)


def test_names_stand_in_the_order_of_the_alphabet_then_of_tones():
    ordered = [
        *("An", "anh", "Ăn", "ăng", "Ân", "ba", "bà", "bả", "bã", "bá", "bạ", "dung", "dưa", "đa"),
        *("Đức", "em", "ê", "nga", "nghi", "on", "ôn", "ơn", "uy", "ưa", "xã"),
    ]
    assert sorted(reversed(ordered), key=vi_key) == ordered


def test_the_alphabet_is_in_its_order():
    alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    assert "".join(sorted(reversed(alphabet), key=vi_key)) == alphabet


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(st.lists(either_form, max_size=20))
def test_the_database_folds_and_sorts_exactly_as_python_does(texts):
    assert sql("vi_fold", texts) == [fold(text) for text in texts]
    assert sql("vi_key", texts) == [vi_key(text) for text in texts]


@pytest.mark.django_db
def test_the_database_does_not_lose_the_letter_that_its_locale_does_not_know():
    assert sql("vi_fold", ["Đ", "đ", "ĐẶNG THỊ ÂN"]) == ["d", "d", "dang thi an"]


@pytest.mark.django_db
def test_the_text_search_configuration_finds_accented_words_by_plain_ones():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('vi', 'Đường Nguyễn Huệ ngập nước') @@ plainto_tsquery('vi', %s),"
            " to_tsvector('vi', 'Đường Nguyễn Huệ ngập nước') @@ plainto_tsquery('vi', %s)",
            ["duong hue", "duong han"],
        )
        assert cursor.fetchone() == (True, False)


@pytest.mark.django_db
def test_the_functions_may_stand_in_indexes_and_generated_columns():
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile, proparallel FROM pg_proc WHERE proname IN ('vi_fold', 'vi_key')")
        assert cursor.fetchall() == [("i", "s"), ("i", "s")]


@pytest.mark.django_db
def test_a_queryset_is_ordered_as_a_vietnamese_reader_expects():
    for name in ("Đỗ Ân", "Dương An", "Ấn", "An", "Bình", "Ăn"):
        Group.objects.create(name=name)
    names = Group.objects.order_by(by_vi_key("name")).values_list("name", flat=True)
    assert list(names) == ["An", "Ăn", "Ấn", "Bình", "Dương An", "Đỗ Ân"]
