"""Five thousand late lines: the letter, its annexes and every recipient's signed part, while one waits."""

import time
from datetime import timedelta

import pytest

from . import annex_files
from .annex_files import make_annexes
from .factories import AT, annex, issued, with_annexes
from .models import AnnexWork

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = AT + timedelta(hours=1)
DISTRICTS = ("731", "732", "734", "735", "736", "737", "738", "739", "740", "741", "742")


def owners(lines):
    each, more = divmod(lines, len(DISTRICTS))
    return [(f"ubnd-{code}", each + (n < more)) for n, code in enumerate(DISTRICTS)]


def test_five_thousand_lines_take_less_than_ten_seconds_and_show_how_far_they_are(monkeypatch):
    it = with_annexes(annex(*owners(1500)), annex(*owners(3500), code="II"))
    assert sum(one.lines for one in it.annexes) == 5000
    issued()  # what is made once for all, keys and fonts, is made
    seen, began = [], time.process_time()
    document = issued(it)
    save = AnnexWork.objects.filter(document=document)
    monkeypatch.setattr("hoiam.letters.annex_files._keep", watched(save, seen))
    make_annexes(LATER)
    assert time.process_time() - began < 10
    work = save.get()
    assert (work.made, work.total, work.done_at) == (24, 24, LATER)
    assert seen == list(range(1, 25))


def watched(work, seen):
    own = annex_files._keep

    def keep(*args):
        own(*args)
        seen.append(work.get().made)

    return keep
