"""The public page of the seals: readable to everybody, also on a narrow telephone, where a root is long."""

import pytest
from django.urls import reverse

from hoiam.cases.factories import MONDAY, hours, in_hand
from hoiam.cases.seals.daily import seal_daily

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def test_the_roots_are_readable_to_everybody(page, live_server, tmp_path, settings, accessible, narrow, look):
    settings.HOIAM_DATA = tmp_path
    for night in range(3):
        in_hand(MONDAY + hours(24 * night))
        seal_daily(MONDAY + hours(24 * night + 16))
    page.goto(live_server.url + reverse("portal:seals"))
    assert page.locator("code").count() == 3
    look(page, "niem-phong")
    accessible(page)
    narrow(page)
