import pytest

from hoiam.cases.factories import MONDAY, UNIT, answered, do, hours, person
from hoiam.cases.testing import last_line
from hoiam.cases.unpublish import unpublish
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(9)


def published():
    return do(answered(), "publish", title="Đèn", text="Xong.")


def test_takes_the_words_down_and_keeps_why():
    case = unpublish(published(), by=person("reviewer"), reason="personal_data", at=LATER)
    assert (case.is_published, case.publications.get().until) == (False, LATER)
    assert last_line(case).facts == {"reason": "personal_data"}


def test_also_once_the_case_is_open_again():
    case = do(published(), "reopen", by="petitioner", reason="still_there")
    assert unpublish(case, by=person("reviewer"), reason="asked", at=LATER).state == "in_hand"


def test_with_a_reason_what_is_shown_and_by_a_reviewer():
    with pytest.raises(Refused, match="reason"):
        unpublish(published(), by=person("reviewer"), reason="", at=LATER)
    with pytest.raises(Refused, match="chưa được công khai"):
        unpublish(answered(), by=person("reviewer"), reason="asked", at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        unpublish(published(), by=person("unit_head", UNIT), reason="asked", at=LATER)
