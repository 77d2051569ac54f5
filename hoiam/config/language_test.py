"""On the desk every word is Vietnamese, whatever the browser asks for."""

import pytest
from django.urls import reverse

from hoiam.cases.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ENGLISH = {"Accept-Language": "en-US,en;q=0.9"}


def test_a_complaint_of_a_form_is_vietnamese_in_an_english_browser(client):
    client.force_login(person("coordinator", "vp-ubnd"))
    answer = client.post(reverse("reporting:make"), {}, headers=ENGLISH)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This field is required" not in page
    assert answer.headers["Content-Language"] == "vi"


def test_the_public_site_listens_to_its_visitor(client):
    assert client.get("/", headers=ENGLISH).headers["Content-Language"] == "en"
    assert client.get("/").headers["Content-Language"] == "vi"
