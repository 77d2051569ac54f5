"""A citizen sends, by the plain form: one case, its code, its private link; a no keeps every word."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from hoiam.cases.mine import own_words
from hoiam.cases.people import identity_of
from hoiam.cases.queries import (
    attachments_of,
    case_of_code_and_phone,
    case_of_secret,
    open_cases_of_phone,
)
from hoiam.files import samples
from hoiam.intake.secret import new_key

pytestmark = pytest.mark.django_db
SEND = reverse("portal:send")
WORDS = "Rác chất đống trước chợ tạm <b>đã ba ngày</b>."
SAID = {"content": WORDS, "phone": "0900000001"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, reference):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def send(client):
    def send(key=None, **said):
        return client.post(SEND, {"key": key or new_key(), **SAID, **said})

    return send


def secret_in(response):
    assert response.status_code == 302, response.content.decode()
    return re.fullmatch(r"/tra-cuu/([a-z2-7]{26})/da-gui/", response["Location"])[1]


def text(response):
    return response.content.decode()


def test_what_was_sent_is_a_case_with_its_words_its_sender_and_its_photo(send):
    photo = samples.upload(samples.photo_with_place(), "rac.jpg")
    case = case_of_secret(secret_in(send(photos=photo, confidential="on", address="chợ tạm")))
    assert own_words(case) == (WORDS, "chợ tạm")
    assert identity_of(case) == {"phone": "+84900000001"}
    assert (case.channel, case.kind, case.is_confidential) == ("web", "report", True)
    (kept,) = attachments_of(case, "petition")
    assert kept.file.name == "rac.jpg"


def test_sending_twice_makes_one_case_and_says_the_same(send, client):
    key = new_key()
    first, again = send(key), send(key)
    assert first["Location"] == again["Location"]
    case = case_of_secret(secret_in(first))
    assert case_of_code_and_phone(case.code, "0900000001") == case
    pages = {client.get(first["Location"]).content for _ in range(2)}
    assert len(pages) == 1


def test_the_answer_shows_the_code_and_the_link(send, client):
    answer = send()
    shown = text(client.get(answer["Location"]))
    case = case_of_secret(secret_in(answer))
    assert f"{case.code[:4]}-{case.code[4:11]}-{case.code[11]}" in shown
    assert f"http://testserver/tra-cuu/{secret_in(answer)}/" in shown
    assert "Xin chụp lại hoặc ghi lại" in shown


def test_the_same_words_again_join_the_open_case_and_the_page_says_so(send, client):
    first = secret_in(send())
    case = case_of_secret(first)
    again = send(photos=samples.upload(samples.photo_with_place(), "rac.jpg"))
    shown = text(client.get(again["Location"]))
    assert "Ông/bà đã gửi việc này, mã số" in shown
    assert (
        f"{case.code[:4]}-{case.code[4:11]}-{case.code[11]}</span>; chúng tôi ghi thêm lần liên hệ." in shown
    )
    assert first not in again["Location"] + shown
    assert "không cấp lại được" not in shown
    follow = text(client.get(again["Location"].removesuffix("da-gui/")))
    assert "Tổng đài đã ghi nhận ông/bà hỏi lại" in follow
    assert [kept.file.name for kept in attachments_of(case, "petition")] == ["rac.jpg"]
    assert text(client.get(f"/tra-cuu/{first}/")).count("Tổng đài đã ghi nhận ông/bà hỏi lại") == 1
    assert [case.code] == [one.code for one in open_cases_of_phone("0900000001")]


def test_a_stranger_learns_nothing_of_a_telephone_by_other_words(send, client):
    send(content="Đèn đường hỏng.")
    secret_in(send())
    secret_in(send(content="Đèn đường hỏng.", phone="0900000002"))


@pytest.mark.parametrize(
    ("left", "is_told"),
    [({}, False), ({"phone": "", "email": "a@example.vn"}, True), ({"phone": "", "anonymous": "on"}, True)],
)
def test_who_left_no_telephone_is_told_that_the_link_is_all_there_is(send, client, left, is_told):
    page = text(client.get(send(**left)["Location"]))
    assert ("chỉ xem được việc này bằng đường dẫn trên" in page) is is_told
    assert ("tra cứu bằng mã số và số điện thoại" in page) is not is_told


def test_other_words_under_a_used_key_are_asked_about_and_kept(send):
    key = new_key()
    send(key)
    answer = send(key, content="Đèn đường hỏng.")
    assert answer.status_code == 422
    assert "đã được gửi rồi" in text(answer)
    assert "Đèn đường hỏng." in text(answer)
    assert key not in text(answer)


def test_a_refused_file_keeps_the_words_and_says_what_is_taken(send):
    answer = send(photos=samples.upload(samples.program(), "ảnh.jpg"))
    assert answer.status_code == 422
    assert "Không nhận loại tệp “ảnh.jpg”" in text(answer)
    assert "xin chọn lại hình ảnh" in text(answer)
    assert "trước chợ tạm" in text(answer)


def test_a_missing_word_keeps_the_rest_and_the_key(send):
    key = new_key()
    answer = send(key, content="", address="đối diện cổng chợ")
    assert answer.status_code == 422
    assert "Xin viết vài dòng" in text(answer)
    assert "đối diện cổng chợ" in text(answer)
    assert key in text(answer)


def test_what_is_typed_is_never_markup(send, client):
    refused = text(send(phone="1"))
    assert "<b>đã ba ngày" not in refused
    assert "&lt;b&gt;đã ba ngày" in refused
    page = text(client.get(f"/tra-cuu/{secret_in(send())}/"))
    assert "<b>đã ba ngày" not in page
    assert "&lt;b&gt;đã ba ngày" in page


def test_too_many_in_an_hour_are_told_to_wait_and_keep_their_words(send, settings):
    settings.HOIAM_SENDS_PER_HOUR = 2
    assert [send().status_code for _ in range(2)] == [302, 302]
    answer = send()
    assert answer.status_code == 429
    assert "xin gửi lại sau, hoặc gọi 1022" in text(answer)
    assert "trước chợ tạm" in text(answer)


def test_the_words_of_the_start_page_are_carried_over(client):
    page = text(client.post(SEND, {"content": "Xe rác ba ngày chưa đến"}))
    assert "Xe rác ba ngày chưa đến" in page
    assert 'name="key"' in page


def test_a_form_from_elsewhere_is_not_taken_and_nobody_is_told_to_sign_in():
    answer = Client(enforce_csrf_checks=True).post(SEND, {"key": new_key(), **SAID})
    assert answer.status_code == 403
    assert "Chưa gửi được. Xin quay lại" in text(answer)
    assert "đăng nhập" not in text(answer)


def test_the_form_knows_emergencies_and_where_else_to_go(client):
    page = text(client.get(SEND))
    assert all(f'href="tel:{number}"' in page for number in (113, 114, 115))
    assert "Luật Khiếu nại" in page
    assert "no-store" in client.get(SEND)["Cache-Control"]
