"""Keeping an eye on a case: one's own list, a colleague's call by name, and nothing past a wall."""

import pytest

from hoiam.cases.factories import MONDAY, OTHER_UNIT, UNIT, forwarded, hours, in_hand, person
from hoiam.cases.models import Event, Watch
from hoiam.cases.note import note
from hoiam.cases.queues import Look, queue_named
from hoiam.cases.testing import post_panel, staff_told
from hoiam.cases.watch import unwatch, watch, watch_of
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(4)


def listed(name, who):
    look = Look(who, LATER)
    return [case.pk for case in queue_named(name, look).page(look).cases]


def test_what_one_watches_is_in_ones_own_list_until_one_no_longer_does():
    case, officer, other = in_hand(), person("officer", UNIT), person("officer", UNIT, name="khac")
    watch(case, officer, LATER)
    watch(case, officer, LATER + hours(1))
    assert Watch.objects.get().since == LATER
    assert (listed("dang-theo-doi", officer), listed("dang-theo-doi", other)) == ([case.pk], [])
    unwatch(case, officer)
    assert listed("dang-theo-doi", officer) == []


def test_a_colleague_named_in_a_note_is_told_and_finds_it_until_he_has_looked():
    case, officer = in_hand(), person("officer", UNIT)
    note(case, by=person("unit_head", UNIT), text="Nhờ xem ảnh", naming=officer, at=LATER)
    assert "nhắc tên bạn" in staff_told("named")[officer.username]
    assert (listed("duoc-nhac-ten", officer), listed("dang-theo-doi", officer)) == ([case.pk], [])
    watch(case, officer, LATER)
    assert (listed("duoc-nhac-ten", officer), listed("dang-theo-doi", officer)) == ([], [case.pk])


def test_nobody_is_named_who_could_not_open_the_case_and_the_note_is_not_written():
    case = forwarded(unit=OTHER_UNIT, conduct={"unit": UNIT, "about": "attitude"})
    head, lines = person("unit_head", OTHER_UNIT), Event.objects.filter(case=case).count()
    for stranger in (person("officer", UNIT), person("officer", "ubnd-26041")):
        with pytest.raises(Refused, match="không xem được phản ánh này"):
            note(case, by=head, text="Nhờ xem", naming=stranger, at=LATER)
    with pytest.raises(Refused, match="chính mình"):
        note(case, by=head, text="Nhờ xem", naming=head, at=LATER)
    assert Event.objects.filter(case=case).count() == lines
    assert not Watch.objects.exists()


def test_a_case_that_comes_to_accuse_ones_unit_leaves_ones_lists():
    from hoiam.cases.models import Case

    case, officer = in_hand(), person("officer", UNIT)
    watch(case, officer, LATER)
    Case.objects.filter(pk=case.pk).update(conduct_unit=case.holder_id)
    assert listed("dang-theo-doi", officer) == []


def test_the_panel_of_a_note_offers_those_who_work_there_and_not_oneself(client):
    case, officer = in_hand(), person("officer", UNIT)
    person("officer", OTHER_UNIT, name="nguoi-la")
    head = person("unit_head", UNIT)
    done = post_panel(client, head, "note", case, {"text": "Nhờ xem", "naming": officer.pk}, at=LATER)
    assert done.status_code == 204
    assert watch_of(case, officer).named_by == head
    stranger = person("officer", OTHER_UNIT, name="nguoi-la")
    refused = post_panel(client, head, "note", case, {"text": "Nhờ xem", "naming": stranger.pk}, at=LATER)
    assert refused.status_code == 422
    assert "Nhờ xem" in refused.content.decode()
