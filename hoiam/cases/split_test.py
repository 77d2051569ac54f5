import pytest

from hoiam.cases.factories import (
    CALLER,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    closed,
    do,
    hours,
    in_hand,
    person,
    received,
    unit_id,
)
from hoiam.cases.models import Case, Event
from hoiam.cases.people import identity_of
from hoiam.cases.split import Part, split
from hoiam.cases.testing import citizens_told, last_line
from hoiam.kit.moments import parse_moment
from hoiam.kit.refusal import Refused
from hoiam.messaging.models import Message
from hoiam.units.directory import directory
from hoiam.units.places import commune_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(49)
PARTS = (Part(content="Đèn hỏng.", category="MT01"), Part(content="Cống nghẹt.", kind="suggestion"))


def parted(case, at=LATER, by=None):
    whole = split(case, parts=PARTS, by=by or person("operator"), at=at)
    return whole, list(Case.objects.filter(parent=whole).order_by("pk"))


def test_each_matter_becomes_a_case_of_the_same_petitioner_at_the_centre():
    whole, (lamp, drain) = parted(received(petitioner={**CALLER, "confidential": True}))
    assert (whole.state, lamp.state, drain.state) == ("received", "received", "received")
    assert (lamp.received_at, lamp.holder_id) == (LATER, unit_id("1022"))
    assert [lamp.text.content, drain.text.content] == ["Đèn hỏng.", "Cống nghẹt."]
    assert (lamp.category.code, drain.category_id, drain.kind) == ("MT01", None, "suggestion")
    assert identity_of(lamp) == identity_of(whole)
    assert lamp.is_confidential
    assert last_line(whole).facts == {"into": [lamp.code, drain.code]}


def test_the_children_keep_the_deadline_of_the_whole():
    case = received()
    _, children = parted(case)
    assert [child.due_at for child in children] == [case.due_at] * 2
    line = last_line(children[0])
    assert (line.verb, line.facts["rule"]) == ("reckon", f"theo hạn của phản ánh {case.shown_code}")


def test_and_keep_it_however_they_are_classified():
    """Else splitting would start the citizen's time anew."""
    case = received()
    _, (lamp, _) = parted(case)
    assert do(lamp, "classify", category="YT01", urgency="urgent").due_at == case.due_at


def test_a_whole_that_is_late_has_late_children():
    case = received()
    _, (lamp, _) = parted(case, at=case.due_at + hours(1))
    assert lamp.is_overdue(case.due_at + hours(2))


def test_a_whole_whose_clock_stands_still_gives_the_deadline_it_had():
    from hoiam.cases.testing import pausing_term

    pausing_term(days=5)
    case = in_hand()
    waiting = do(case, "ask", by=f"officer@{UNIT}", text="Ở đâu?")
    _, (lamp, _) = parted(waiting, at=waiting.last_at + hours(1))
    assert lamp.due_at == parse_moment("2021-07-12T17:00")


def test_the_petitioner_is_told_once():
    case = received()
    before = Message.objects.count()
    whole, (lamp, drain) = parted(case)
    assert f"tách thành {lamp.shown_code}, {drain.shown_code}" in citizens_told("split")[0]
    assert Message.objects.filter(about__in=[lamp.code, drain.code]).count() == 0
    assert Message.objects.count() == before + 1


def test_what_accuses_somebody_accuses_him_in_every_part():
    _, children = parted(received(conduct={"unit": OTHER_UNIT, "about": "attitude", "person": "Ông A"}))
    assert {child.conduct_unit_id for child in children} == {unit_id(OTHER_UNIT)}
    assert children[0].text.conduct_person == "Ông A"


def test_all_or_nothing():
    case = received()
    with pytest.raises(Refused, match="Không có lĩnh vực mã ZZ99"):
        split(case, parts=[PARTS[0], Part(content="x", category="ZZ99")], by=person("operator"), at=LATER)
    assert not Case.objects.filter(parent=case).exists()
    assert Event.objects.filter(case=case).count() == 1


def test_into_nothing_by_a_unit_or_after_the_end_is_refused():
    with pytest.raises(Refused, match="phải nêu"):
        split(received(), parts=[], by=person("operator"), at=LATER)
    with pytest.raises(Refused, match="Bạn không có quyền"):
        split(in_hand(), parts=PARTS, by=person("unit_head", UNIT), at=LATER)
    with pytest.raises(Refused, match="“Kết thúc”"):
        split(closed(), parts=PARTS, by=person("coordinator"), at=LATER)


JUNE, AUGUST = parse_moment("2025-06-27T09:00"), parse_moment("2025-08-11T09:00")


def split_later(**changes):
    """Received when there were districts, split when there are none."""
    case = do(received(JUNE, **changes), "classify", summary="Hai việc", at=JUNE)
    return parted(case, at=AUGUST, by=person("operator", on=AUGUST))[1]


@pytest.mark.parametrize(
    ("place", "child"),
    [
        ({"area": "26041"}, "one heir"),
        ({"area": "731"}, "nobody knows"),
        ({"area": "731", "lat": 10.9446, "lng": 106.8243}, "the pin says"),
    ],
)
def test_a_child_lies_in_an_area_of_its_own_day(place, child):
    (lamp, _) = split_later(place=place)
    if child == "nobody knows":
        assert lamp.area_id is None
        return
    assert directory().is_area_valid(lamp.area_id, AUGUST.date())
    if child == "the pin says":
        assert lamp.area_id == commune_at(place["lat"], place["lng"], AUGUST.date())
    line = lamp.events.get(seq=0)
    assert directory().area_id(line.facts["place"]["area"], AUGUST.date()) == lamp.area_id


def test_a_child_accuses_whoever_has_the_accused_units_work_today():
    (lamp, _) = split_later(conduct={"unit": "so-gtvt", "about": "delay"})
    assert lamp.conduct_unit_id == unit_id("so-xay-dung", AUGUST)


def test_where_nobody_has_it_alone_the_split_waits_for_a_person():
    with pytest.raises(Refused, match="hãy Phân loại lại"):
        split_later(conduct={"unit": "ubnd-731", "about": "delay"})


def test_the_children_may_be_published_as_the_whole_may():
    _, children = parted(received(may_publish=False))
    assert [child.may_publish for child in children] == [False, False]
