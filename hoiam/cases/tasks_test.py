"""What the worker does by the clock is registered, and does it."""

import pytest

from hoiam.cases import tasks
from hoiam.cases.factories import in_hand
from hoiam.cases.models import Seal
from hoiam.cases.seals.drop import kept_roots

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def test_the_worker_seals_each_night_and_drops_the_root(tmp_path, settings):
    settings.HOIAM_DATA = tmp_path
    in_hand()
    tasks.seal.func(0)
    tasks.seal_when_much_waits.func(0)
    assert [seal.lines for seal in Seal.objects.all()] == [3]
    assert kept_roots(None)[1].root == bytes(Seal.objects.get().root).hex()
