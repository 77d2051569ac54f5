"""A verb opened in place: where the focus goes, what a refusal keeps, what a success closes."""

from types import SimpleNamespace

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import RequestContext, Template
from django.urls import path
from playwright.sync_api import expect

from hoiam.kit import ui_views

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """{% extends "desk_base.html" %}{% block title %}Thử{% endblock %}{% block content %}
<h1>Một phản ánh</h1>
<p id="state" hx-get="/viec/" hx-select="#state" hx-swap="outerHTML"
  hx-trigger="case-changed from:body">Lần {{ n }}</p>
<div class="verbs" role="toolbar" aria-label="Thao tác">
  <button class="button" type="button" data-key="c" aria-controls="panel" aria-expanded="false"
    hx-get="/chuyen/" hx-target="#panel" hx-swap="outerHTML">Chuyển xử lý <kbd>C</kbd></button></div>
<div id="panel"></div>{% endblock %}"""
shown = SimpleNamespace(times=0)


class Forward(forms.Form):
    message = forms.CharField(label="Lời nhắn", widget=forms.Textarea)


def case(request: HttpRequest) -> HttpResponse:
    shown.times += 1
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"n": shown.times})))


def forward(request: HttpRequest) -> HttpResponse:
    form, refused = Forward(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        message = form.cleaned_data["message"]
        if message == "hết phiên":
            return HttpResponseRedirect("/ban-lam-viec/dang-nhap/")
        if message == "hỏng":
            raise RuntimeError(message)
        if message != "không":
            trigger = '{"case-changed": true, "toast": {"text": "\\u0110\\u00e3 chuy\\u1ec3n"}}'
            return HttpResponse(status=204, headers={"HX-Trigger": trigger})
        refused = "Đơn vị này đã trả lại một lần; hãy chọn đơn vị khác."
    context = {"form": form, "refused": refused, "verb": SimpleNamespace(label="Chuyển xử lý")}
    status = 422 if request.method == "POST" else 200
    return render(request, "kit/ui/panel/template.html", context, status=status)


urlpatterns = [
    path("viec/", case),
    path("chuyen/", forward),
    path("viec/chuyen/", forward),
    path("ban-lam-viec/dang-nhap/", lambda request: HttpResponse("<h1>Đăng nhập</h1>")),
]
handler500 = ui_views.server_error


@pytest.fixture
def opened(page, live_server, settings):
    """The page with its panel open, by the key of the verb."""
    settings.ROOT_URLCONF = __name__
    page.goto(live_server.url + "/viec/")
    page.keyboard.press("c")
    expect(page.get_by_label("Lời nhắn")).to_be_focused()
    return page


def test_the_key_opens_the_panel_and_escape_gives_the_focus_back(opened):
    verb = opened.get_by_role("button", name="Chuyển xử lý C", exact=True)
    expect(verb).to_have_attribute("aria-expanded", "true")
    opened.keyboard.press("Escape")
    expect(opened.get_by_label("Lời nhắn")).to_have_count(0)
    expect(verb).to_be_focused()
    expect(verb).to_have_attribute("aria-expanded", "false")


def test_what_was_written_is_there_when_the_panel_opens_again(opened):
    opened.get_by_label("Lời nhắn").fill("Kiểm tra trong ngày")
    opened.wait_for_timeout(500)
    opened.keyboard.press("Escape")
    opened.keyboard.press("c")
    expect(opened.get_by_label("Lời nhắn")).to_have_value("Kiểm tra trong ngày")


def test_a_refusal_stands_in_the_panel_and_keeps_what_was_written(opened, accessible):
    opened.get_by_label("Lời nhắn").fill("không")
    opened.keyboard.press("Control+Enter")
    refusal = opened.get_by_role("alert").filter(has_text="hãy chọn đơn vị khác")
    expect(refusal).to_be_focused()
    expect(opened.get_by_label("Lời nhắn")).to_have_value("không")
    accessible(opened)


def test_the_keys_send_a_panel_whose_heading_has_the_focus(opened):
    """A verb that asks for nothing opens with the focus on its heading."""
    opened.get_by_label("Lời nhắn").fill("Kiểm tra trong ngày")
    opened.locator("#panel-h").focus()
    opened.keyboard.press("Control+Enter")
    expect(opened.locator("form#panel")).to_have_count(0)


def test_the_address_of_a_panel_opened_by_itself_is_a_whole_page_that_leads_back(
    page, live_server, settings, accessible, narrow
):
    settings.ROOT_URLCONF = __name__
    page.goto(live_server.url + "/viec/chuyen/")
    expect(page).to_have_title("Chuyển xử lý · Hồi Âm")
    accessible(page)
    narrow(page)
    page.get_by_label("Lời nhắn").press("Control+Enter")
    expect(page.get_by_label("Lời nhắn")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Lời nhắn").fill("Kiểm tra trong ngày")
    page.get_by_label("Lời nhắn").press("Control+Enter")
    expect(page).to_have_url(live_server.url + "/viec/")


def test_a_missing_field_is_marked_and_focused(opened):
    opened.keyboard.press("Control+Enter")
    field = opened.get_by_label("Lời nhắn")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()


def test_a_success_closes_the_panel_forgets_the_draft_and_shows_the_new_state(opened):
    before = opened.locator("#state").inner_text()
    opened.get_by_label("Lời nhắn").fill("Kiểm tra trong ngày")
    opened.wait_for_timeout(500)
    opened.keyboard.press("Control+Enter")
    expect(opened.locator("#bao-nhanh")).to_contain_text("Đã chuyển")
    expect(opened.locator("#state")).not_to_have_text(before)
    expect(opened.get_by_label("Lời nhắn")).to_have_count(0)
    opened.keyboard.press("c")
    expect(opened.get_by_label("Lời nhắn")).to_have_value("")


def test_an_ended_session_says_so_and_the_words_stay(opened):
    opened.get_by_label("Lời nhắn").fill("hết phiên")
    opened.keyboard.press("Control+Enter")
    expect(opened.locator("#bao-nhanh")).to_contain_text("Phiên làm việc đã hết.")
    expect(opened.locator("#bao-nhanh a")).to_have_attribute(
        "href", "/ban-lam-viec/dang-nhap/?next=%2Fviec%2F"
    )
    expect(opened.get_by_label("Lời nhắn")).to_have_value("hết phiên")
    expect(opened.get_by_role("heading", name="Đăng nhập")).to_have_count(0)


def test_a_failure_gives_the_number_to_tell_the_operators(opened, caplog):
    opened.get_by_label("Lời nhắn").fill("hỏng")
    opened.keyboard.press("Control+Enter")
    said = opened.locator("#bao-nhanh")
    expect(said).to_contain_text("Hệ thống có lỗi, việc của ông/bà chưa được ghi.")
    number = said.inner_text().split("mã báo lỗi ")[1].split(".")[0]
    assert number in caplog.text
    expect(opened.get_by_label("Lời nhắn")).to_have_value("hỏng")


def test_without_a_network_it_says_that_nothing_was_sent(opened, context):
    opened.get_by_label("Lời nhắn").fill("Kiểm tra trong ngày")
    context.set_offline(True)
    opened.keyboard.press("Control+Enter")
    expect(opened.locator("#bao-nhanh")).to_contain_text("Chưa gửi được.")
    expect(opened.get_by_label("Lời nhắn")).to_have_value("Kiểm tra trong ngày")
