import pytest

from hoiam.cases.factories import MONDAY, OTHER_UNIT, UNIT, do, hours, in_hand, in_state, person
from hoiam.cases.lifecycle import State
from hoiam.cases.note import note
from hoiam.cases.queries import history_of, public_history_of
from hoiam.cases.testing import last_line
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(9)


@pytest.mark.parametrize("state", State)
def test_in_every_state_and_changes_nothing(state):
    case = in_state(state)
    noted = note(case, by=person("coordinator"), text="Gọi lại điện lực", at=LATER)
    assert (noted.state, noted.due_at, noted.seq) == (case.state, case.due_at, case.seq + 1)
    assert last_line(noted).text.body == {"text": "Gọi lại điện lực"}


def test_colleagues_read_it_and_the_petitioner_never_does():
    case = note(in_hand(), by=person("officer", UNIT), text="Người này hay gọi", at=LATER)
    assert history_of(case)[-1].words == "Người này hay gọi"
    assert "hay gọi" not in "".join(line.sentence + line.words for line in public_history_of(case))


def test_an_empty_note_is_refused_and_so_is_a_strangers():
    with pytest.raises(Refused, match="chưa có nội dung"):
        note(in_hand(), by=person("officer", UNIT), text="", at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        note(in_hand(), by=person("officer", OTHER_UNIT), text="x", at=LATER)


def test_a_history_read_back_starts_and_stops_the_clock_to_decide_an_extension():
    case = do(in_hand(), "note", extension="asked", due_at="2021-07-20T17:00", reason="complex")
    assert case.dues.filter(clock="decide_extension", until=None).exists()
    case = do(case, "note", extension="declined")
    assert not case.dues.filter(clock="decide_extension", until=None).exists()
