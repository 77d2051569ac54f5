"""At once: of two who press at the same moment one is told, and no document is left between two steps."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from hoiam.kit.refusal import Refused

from .factories import AT, person, signed, submitted
from .issue import issue
from .models import FileRole, RegisterEntry, State
from .number import take
from .return_document import return_document
from .sign import sign
from .testing import quick_papers

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("reference"),
]
LATER = AT + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _quick():
    with quick_papers():
        yield


def at_once(*verbs):
    """What each was told: None when it did it."""
    gate, told = Barrier(len(verbs)), {}

    def press(n, do):
        try:
            gate.wait()
            do()
            told[n] = None
        except Refused as refused:
            told[n] = refused.sentence
        finally:
            connection.close()

    threads = [Thread(target=press, args=one) for one in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told[n] for n in range(len(verbs))]


def test_a_document_signed_twice_at_once_has_one_signature():
    document, chief = submitted(), person("office_head")
    told = at_once(*[lambda: sign(document, by=chief, at=AT)] * 3)
    assert told.count(None) == 1
    assert [said for said in told if said] == [
        "Văn bản đang ở bước “Chờ phát hành”, không làm việc này được."
    ] * 2
    assert document.files.filter(role=FileRole.SIGNED).count() == 1
    assert list(document.steps.values_list("verb", flat=True)) == ["draft", "submit", "sign"]


@pytest.mark.parametrize("_", range(3))
def test_issued_while_somebody_returns_it_it_is_one_or_the_other(_):
    document, clerk, chief = signed(), person("clerk"), person("office_head")
    told = at_once(
        lambda: issue(document, by=clerk, at=LATER),
        lambda: return_document(document, reason="Sai số liệu", by=chief, at=LATER),
    )
    assert told.count(None) == 1
    document.refresh_from_db()
    was_issued = told[0] is None
    assert document.state == (State.ISSUED if was_issued else State.RETURNED)
    assert RegisterEntry.objects.count() == document.files.filter(role=FileRole.ISSUED).count() == was_issued
    assert document.recipients.exists() is was_issued


def test_of_two_clerks_who_type_one_number_the_second_is_told():
    first, second, clerk = signed(), signed(), person("clerk")
    told = at_once(*[lambda it=it: issue(it, by=clerk, at=LATER, number=9193) for it in (first, second)])
    assert told.count(None) == 1
    assert "Số 9193 năm 2021 đã có trong Sổ công văn đi" in "".join(filter(None, told))
    loser = (first, second)[told.index(None) - 1]
    loser.refresh_from_db()
    assert (loser.state, loser.number) == (State.SIGNED, None)
    assert take(loser, by=clerk, at=LATER, number=9194).number == 9194
