"""The screens: who sees whose lateness, what is sent again, and what a longer list costs."""

from datetime import date

import pytest
from django.urls import reverse

from hoiam.cases.factories import (
    CENTRE,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    do,
    forwarded,
    in_hand,
    person,
    received,
    unit_id,
)  # fmt: skip
from hoiam.cases.remind import remind
from hoiam.chasing.chase import chase
from hoiam.chasing.lateness import sections
from hoiam.chasing.models import ChaseStep
from hoiam.kit import clock
from hoiam.kit.sealing import seal
from hoiam.messaging.models import Message, Preference
from hoiam.messaging.tell import tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOW = MONDAY.replace(day=14, hour=9)


def lived(make, **changes):
    with clock.frozen(MONDAY):
        return make(MONDAY, **changes)


def office():
    return person("coordinator", "vp-ubnd")


def shown(client, who, name, *args, **query):
    client.force_login(who)
    with clock.frozen(NOW):
        return client.get(reverse(f"chasing:{name}", args=args), query)


def body(client, who, name, *args, **query):
    answer = shown(client, who, name, *args, **query)
    assert answer.status_code == 200
    return answer.content.decode()


def late_cases():
    """Two of one unit, of which one was chased to its leader, and one of another."""
    person("unit_head", UNIT), person("focal_point", UNIT)
    cases = [lived(in_hand), lived(in_hand), lived(in_hand, unit=OTHER_UNIT)]
    chase(NOW)
    return cases


def test_lateness_stands_by_unit_with_the_step_each_has_reached():
    late_cases()
    untold = in_hand(MONDAY)  # written down long after: never chased, but late
    assert untold.is_overdue(NOW)
    (answers,) = [s for s in sections(office(), NOW) if s.clock == "answer"]
    rows = {row.name: (row.total, row.untold, list(row.reached)) for row in answers.rows}
    assert rows == {"UBND thành phố Biên Hòa": (3, 1, [0, 2, 0]), "UBND huyện Trảng Bom": (1, 1, [0, 0, 0])}


def test_a_unit_sees_its_own_and_nobody_elses(client):
    mine, _, theirs = late_cases()
    page = body(client, person("focal_point", UNIT), "late")
    assert "Biên Hòa" in page and "Trảng Bom" not in page
    assert mine.shown_code in body(client, person("unit_head", UNIT), "unit", UNIT)
    assert theirs.shown_code not in body(client, person("unit_head", UNIT), "unit", OTHER_UNIT)
    assert theirs.shown_code in body(client, office(), "unit", OTHER_UNIT)
    sent = body(client, person("unit_head", UNIT), "sent")
    assert mine.shown_code in sent and theirs.shown_code not in sent


def test_a_unit_that_held_a_case_once_is_not_shown_how_late_it_is_elsewhere(client):
    case = lived(in_hand)
    with clock.frozen(MONDAY.replace(hour=12)):
        do(case, "recall", reason="wrong_unit", at=MONDAY.replace(hour=12))
        do(case, "forward", to=OTHER_UNIT, at=MONDAY.replace(hour=13))
    assert case.shown_code not in body(client, person("unit_head", UNIT), "unit", OTHER_UNIT)


def test_nobody_behind_the_wall_sees_a_conduct_case_here(client):
    case = lived(received, conduct={"unit": "vp-ubnd", "about": "attitude"})
    with clock.frozen(MONDAY):
        do(case, "forward", to="thanh-tra", at=MONDAY.replace(hour=10))
    person("unit_head", "thanh-tra")
    chase(NOW)
    Message.objects.create(
        to_contact=seal("a@example.vn"), channel="email", template="late", about=case.code, body="x",
        state="failed", last_error="x", created_at=NOW, send_after=NOW,
    )  # fmt: skip
    accused = office()
    for name, args in (("late", ()), ("unit", ("thanh-tra",)), ("sent", ())):
        page = body(client, accused, name, *args)
        assert case.shown_code not in page
    assert "Thanh tra" not in body(client, accused, "late")
    assert case.shown_code in body(client, person("unit_head", "thanh-tra"), "unit", "thanh-tra")


@pytest.mark.parametrize(("role", "unit"), [("officer", UNIT), ("clerk", UNIT), ("operator", CENTRE)])
def test_pages_of_those_who_watch_are_closed_to_others(client, role, unit):
    for name in ("late", "sent", "steps"):
        assert shown(client, person(role, unit), name).status_code == 403
    assert shown(client, person(role, unit), "mine").status_code == 200


def test_who_may_remind_has_it_one_click_away(client):
    case = late_cases()[0]
    panel = reverse("cases:remind", args=[case.code])
    assert panel in body(client, office(), "unit", UNIT)
    assert panel not in body(client, person("unit_head", UNIT), "unit", UNIT)


def test_a_promise_that_has_passed_is_said_beside_the_case(client):
    case = late_cases()[0]
    with clock.frozen(NOW):
        promised = {"means": "phone", "promised_at": NOW.replace(hour=10)}
        remind(case, to=unit_id(UNIT), **promised, by=person("operator"), at=NOW)
    assert "đã qua hẹn" not in body(client, office(), "unit", UNIT)
    client.force_login(office())
    with clock.frozen(NOW.replace(hour=11)):
        page = client.get(reverse("chasing:unit", args=[UNIT])).content.decode()
    assert "hẹn" in page and "đã qua hẹn" in page and "Lần 1" in page


def test_an_unknown_unit_is_not_there(client):
    assert shown(client, office(), "unit", "khong-co").status_code == 404


def failed(**changes):
    given = {"state": "failed", "last_error": "Địa chỉ thư điện tử không đúng.", "subject": "Bản tin"}
    return Message.objects.create(
        to_contact=seal("a@example.vn"), channel="email", template="morning_mail", body="x", created_at=NOW,
        send_after=NOW, **{**given, **changes},
    )  # fmt: skip


def test_what_did_not_leave_is_shown_and_sent_again_by_a_person(client):
    message = failed()
    assert "Địa chỉ thư điện tử không đúng." in body(client, office(), "sent")
    with clock.frozen(NOW):
        client.post(reverse("chasing:retry", args=[message.pk]))
    message.refresh_from_db()
    assert (message.state, message.resent_by) == ("queued", office().pk)
    assert "Tin nào cũng đã gửi được." in body(client, office(), "sent")


def test_units_neither_see_nor_send_again_what_did_not_leave(client):
    message, head = failed(), person("unit_head", UNIT)
    assert "Địa chỉ thư điện tử" not in body(client, head, "sent")
    with clock.frozen(NOW):
        assert client.post(reverse("chasing:retry", args=[message.pk])).status_code == 403
    message.refresh_from_db()
    assert message.state == "failed"


def test_long_lists_cost_no_more_questions(client, django_assert_max_num_queries):
    for _ in range(12):
        lived(in_hand)
    lived(forwarded), person("unit_head", UNIT), person("focal_point", UNIT)
    chase(NOW)
    client.force_login(office())
    client.get(reverse("chasing:steps"))  # signs the session in
    for name, args, most in (("late", (), 7), ("unit", (UNIT,), 9), ("sent", (), 9), ("steps", (), 6)):
        with clock.frozen(NOW), django_assert_max_num_queries(most):
            client.get(reverse(f"chasing:{name}", args=args))


def test_pages_lead_on_by_the_key_of_the_last_row(client, monkeypatch):
    monkeypatch.setattr("hoiam.chasing.lateness.PAGE", 2)
    monkeypatch.setattr("hoiam.chasing.sent.PAGE", 2)
    codes = [lived(in_hand).shown_code for _ in range(3)]
    person("unit_head", UNIT)
    chase(NOW)
    for name, args in (("unit", (UNIT,)), ("sent", ())):
        found, key = [], ""
        for _ in range(30):
            page = body(client, office(), name, *args, sau=key)
            found += [code for code in codes if code in page]
            if 'rel="next"' not in page:
                break
            key = page.split('rel="next"')[1].split("?sau=")[1].split('"')[0]
        assert set(found) == set(codes)
        assert name == "sent" or len(found) == len(codes)


def test_the_table_says_what_nobody_has_decided_yet(client):
    page = body(client, office(), "steps")
    assert page.count("mặc định của phần mềm, chờ tỉnh quy định") == ChaseStep.objects.count()
    assert "Đổi" in page
    assert "Đổi<" not in body(client, person("unit_head", UNIT), "steps")


def test_a_step_is_changed_and_dropped_on_its_page(client):
    client.force_login(office())
    url = reverse("chasing:step", args=["answer", 5])
    typed = {
        "order": 5, "side": "after", "amount": 2, "unit": "working_days", "to": ["office", "leader"],
        "since": "2021-07-20", "source": "",
    }  # fmt: skip
    with clock.frozen(NOW):
        alone = client.get(url).content.decode()
        assert "Trả lời người gửi: đổi bước 5</h1>" in alone
        assert f'href="{reverse("chasing:steps")}"' in alone
        done = client.post(url, typed, headers={"HX-Request": "true"})
        assert (done.status_code, done["HX-Redirect"]) == (204, reverse("chasing:steps"))
        assert "từ 20/07/2021" in client.get(reverse("chasing:steps")).content.decode()
        again = client.post(url, typed, headers={"HX-Request": "true"})
        assert again.status_code == 422 and "đã có thay đổi" in again.content.decode()
        client.post(reverse("chasing:step", args=["promise", 1]), {**typed, "order": 1, "drops": "on"})
    assert not ChaseStep.objects.filter(clock="promise", during__contains=date(2021, 7, 21)).exists()


def test_only_who_decides_opens_the_form(client):
    for who, status in ((office(), 200), (person("unit_head", UNIT), 403)):
        assert shown(client, who, "new_step", "answer").status_code == status
        assert shown(client, who, "step", "answer", 1).status_code == status
    assert shown(client, office(), "step", "answer", 77).status_code == 404
    assert shown(client, office(), "new_step", "tea").status_code == 404


def test_my_notices_are_mine_and_are_marked_read(client):
    me, other = person("officer", UNIT), person("unit_head", UNIT)
    facts = {"due_at": NOW}
    tell([me], "reminded", about="210712345672", facts=facts, at=NOW)
    tell([other], "reminded", about="210799999993", facts=facts, at=NOW)
    page = body(client, me, "mine")
    assert "2107-1234567-2" in page and "2107-9999999-3" not in page and "Đánh dấu đã đọc" in page
    with clock.frozen(NOW):
        client.post(reverse("chasing:read"), {"den": Message.objects.latest("pk").pk})
    assert "Đánh dấu đã đọc" not in body(client, me, "mine")
    assert Message.objects.get(to_person=other).state == "sent"


def test_everybody_chooses_how_to_be_told(client):
    client.force_login(person("officer", UNIT))
    client.post(reverse("chasing:chosen"), {"has_mail": "on"})
    chosen = Preference.objects.get()
    assert (chosen.person.username, chosen.has_digest, chosen.has_mail) == ("officer.ubnd-731", False, True)
