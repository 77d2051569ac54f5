"""Only what a reviewer has masked and shown is public; the rest is as unknown as what never was."""

import pytest
from django.urls import reverse

from hoiam.cases.factories import MONDAY, do, hours, in_state
from hoiam.cases.published import Mark, published
from hoiam.kit import clock
from hoiam.kit.ids import new_code, show_code

pytestmark = pytest.mark.django_db
LIST = reverse("portal:asked")


def shown(title="Rác tồn đọng trước chợ", text="Đã dọn sạch.", state="answered", **changes):
    return do(in_state(state, **changes), "publish", by="reviewer@1022", title=title, text=text)


def page_of(client, code):
    return client.get(reverse("portal:asked_one", args=[code]))


def test_a_published_case_is_read_in_its_masked_words(client, reference):
    case = shown(content="Nhà bà Tám số 12, gọi 0900000009")
    page = page_of(client, show_code(case.code))
    assert page.status_code == 200
    assert "Đã dọn sạch." in page.content.decode()
    assert "bà Tám" not in page.content.decode()
    assert "Rác tồn đọng trước chợ" in client.get(LIST).content.decode()


def test_unpublished_unknown_and_taken_down_are_one_and_the_same_page(client, reference):
    down = do(shown(), "unpublish", by="reviewer@1022", reason="asked")
    hidden = in_state("answered")
    pages = [page_of(client, code) for code in (hidden.code, new_code(MONDAY), down.code, "khong-co")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert "Rác tồn đọng" not in client.get(LIST).content.decode()


def test_a_case_that_turns_out_to_be_about_conduct_is_public_no_more(client, reference):
    case = shown()
    type(case).objects.filter(pk=case.pk).update(conduct_unit=case.holder_id, conduct_about="delay")
    assert page_of(client, case.code).status_code == 404
    assert published() == []


def test_words_are_found_without_accents_and_all_of_them(client, reference):
    shown("Đèn đường hỏng", "Đã thay bóng.")
    shown("Rác tồn đọng", "Đã dọn.")

    def found(words):
        text = client.get(LIST, {"q": words}).content.decode()
        return [title for title in ("Đèn đường hỏng", "Rác tồn đọng") if title in text]

    assert found("den duong") == ["Đèn đường hỏng"]
    assert found("đèn bóng") == ["Đèn đường hỏng"]
    assert found("den rac") == []
    assert found("%") == []
    assert "gửi phản ánh của mình" in client.get(LIST, {"q": "den rac"}).content.decode()


def test_every_case_stands_on_exactly_one_page(reference):
    cases = [shown(f"Việc {n}") for n in range(5)]
    seen, after = [], None
    while page := published(after=after, count=2):
        seen += [case.code for case in page]
        after = page[-1].mark
    assert seen == [case.code for case in reversed(cases)]


def test_the_list_leads_on_and_back(client, reference, monkeypatch):
    monkeypatch.setattr("hoiam.portal.asked.PAGE", 2)
    for n in range(3):
        shown(f"Việc {n}")
    first = client.get(LIST).content.decode()
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).content.decode()
    assert ("Việc 2" in first, "Việc 0" in first) == (True, False)
    assert ("Việc 2" in second, "Việc 0" in second) == (False, True)


@pytest.mark.parametrize("mark", ["x", "2021-07-05_x", "x_1", "2021-07-05_99999999999999999999", "_"])
def test_a_mark_we_did_not_make_begins_at_the_beginning(client, reference, mark):
    assert client.get(LIST, {"sau": mark}).status_code == 200


def test_a_mark_may_lie_anywhere(reference):
    shown()
    assert published(after=Mark(MONDAY, 1)) == []


def test_public_pages_may_be_kept_and_are_asked_about(client, reference):
    for path in (LIST, reverse("portal:figures")):
        with clock.frozen(MONDAY + hours(1)):
            first = client.get(path)
            assert first["Cache-Control"] == "public, max-age=60"
            assert "Cookie" not in first.get("Vary", "")
            assert "csrfmiddlewaretoken" not in first.content.decode()
            again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
