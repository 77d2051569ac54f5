"""The screen of reorganisations: who may, what is counted before, applied once, placed by hand, undone."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hoiam import units
from hoiam.accounts.factories import PersonFactory
from hoiam.cases.factories import do, hours, person, received, unit_id
from hoiam.cases.giving_back import undo_as_asked, undo_asked
from hoiam.cases.models import Case, Moving
from hoiam.cases.moving import carry_out, carry_out_by_number
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.units import directory as room
from hoiam.units.models import ReorganisationRun
from hoiam.units.reorganisation import apply, read

pytestmark = pytest.mark.django_db
JUNE = datetime(2025, 6, 27, 9, tzinfo=VN)
JULY = datetime(2025, 7, 1, 8, tzinfo=VN)
PLAN = Path(units.__file__).parent / "data" / "reorganisation_2025-07-01.json"
PAGE, PREVIEW, APPLY = (reverse(f"reorganising:{name}") for name in ("page", "preview", "apply"))


@pytest.fixture(autouse=True)
def _on_the_day():
    room.forget()
    with clock.frozen(JULY):
        yield
    room.forget()


@pytest.fixture
def admin(client):
    client.force_login(PersonFactory(is_system_admin=True))
    return client


@pytest.fixture
def coordinator(client):
    client.force_login(person("coordinator", "vp-ubnd", on=JULY))
    return client


@pytest.fixture
def jobs(monkeypatch):
    """What was given to the worker, by name."""
    given = []
    for name in ("hand_over", "give_back"):
        monkeypatch.setattr(
            f"hoiam.cases.reorganise_page.{name}.defer",
            lambda name=name, **what: given.append((name, what)),
        )
    return given


def held(unit, area, **changes):
    place = {"area": area} if area else None
    return do(received(JUNE, place=place, **changes), "forward", to=unit, at=JUNE + hours(1))


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("role", "unit"),
    [("officer", "so-y-te"), ("unit_head", "so-y-te"), ("operator", "1022"), ("reviewer", "1022")],
)
def test_only_who_answers_for_the_directory_opens_it(client, role, unit):
    client.force_login(person(role, unit, on=JULY))
    run = apply(read(PLAN), None, JULY)
    for name, args in (("page", []), ("progress", [run.pk]), ("undo", [run.pk])):
        assert client.get(reverse(f"reorganising:{name}", args=args)).status_code == 403
    for address in (PREVIEW, APPLY):
        assert client.post(address, {"shipped": PLAN.name}).status_code == 403


def test_a_preview_counts_by_way_and_changes_nothing(admin):
    for unit, area in (("ubnd-731", "26041"), ("so-gtvt", None), ("ubnd-731", None)):
        held(unit, area)
    answer = admin.post(PREVIEW, {"shipped": PLAN.name})
    page = words(answer)
    assert '<b class="push">3</b>' in page
    for way in ("chuyển theo địa bàn", "chuyển đơn vị kế thừa", "chờ người quyết định"):
        assert f'{way}</th><td class="num">1</td>' in page
    assert "phản ánh không có tọa độ" in page
    assert not ReorganisationRun.objects.exists()
    assert not Case.objects.filter(events__verb="transfer").exists()


def test_a_file_of_ones_own_is_read_and_everything_wrong_with_it_said(admin):
    told = json.loads(PLAN.read_text("utf-8"))
    mine = {**told, "name": "Phương án của tỉnh"}
    upload = SimpleUploadedFile("a.json", json.dumps(mine).encode())
    assert "Phương án của tỉnh" in words(admin.post(PREVIEW, {"file": upload}))
    bad = SimpleUploadedFile("a.json", json.dumps({**told, "name": "", "xyz": 1}).encode())
    answer = admin.post(PREVIEW, {"file": bad})
    assert answer.status_code == 422
    assert "Không hiểu mục “xyz”." in words(answer)
    assert "Thiếu mục “name”." in words(answer)
    assert admin.post(PREVIEW, {}).status_code == 422


def test_applied_once_the_worker_hands_over_and_the_page_says_how_far(admin, jobs):
    held("ubnd-731", "26041"), held("ubnd-731", None)
    told = PLAN.read_text("utf-8")
    assert admin.post(APPLY, {"told": told}).status_code == 302
    run = ReorganisationRun.objects.get()
    assert jobs == [("hand_over", {"run": run.pk})]
    assert "Sắp bắt đầu bàn giao" in words(admin.get(PAGE))
    assert carry_out_by_number(run.pk) == 1
    page = words(admin.get(PAGE))
    assert "Đã bàn giao <b>1</b> / 2 phản ánh, 1 chờ người quyết định. Xong." in page
    answer = admin.post(APPLY, {"told": told}, follow=True)
    assert "đã áp dụng lúc 01/07/2025 08:00; không có gì thay đổi" in words(answer)
    assert (len(jobs), ReorganisationRun.objects.count()) == (1, 1)


def test_while_it_runs_the_page_asks_again_and_then_no_more(admin):
    held("ubnd-731", "26041")
    run = apply(read(PLAN), None, JULY)
    moving = Moving.objects.create(run=run, total=7, done=3, began_at=JULY)
    address = reverse("reorganising:progress", args=[run.pk])
    assert 'hx-trigger="every 2s"' in words(admin.get(address))
    moving.finished_at = JULY
    moving.save()
    assert "hx-trigger" not in words(admin.get(address))


def test_a_coordinator_places_what_waits_and_the_line_names_him(coordinator):
    case = held("ubnd-731", None)
    carry_out(apply(read(PLAN), None, JULY), JULY)
    page = words(coordinator.get(PAGE))
    assert case.shown_code in page
    assert "phản ánh không có tọa độ" in page
    address = reverse("reorganising:place", args=[case.code])
    assert "NQ 202" in words(coordinator.get(address)) or "202/2025" in words(coordinator.get(address))
    to = unit_id("ubnd-26041", JULY)
    answer = coordinator.post(address, {"to": to, "act": "Nghị quyết số 202/2025/QH15"})
    assert answer.status_code == 204
    case.refresh_from_db()
    line = case.events.order_by("-seq").first()
    assert (case.holder_id, line.verb, line.actor) == (to, "transfer", "coordinator.vp-ubnd@vp-ubnd")
    assert case.shown_code not in words(coordinator.get(PAGE))
    assert coordinator.post(address, {"to": to, "act": "x"}).status_code == 422, "once placed it is placed"


def test_who_keeps_the_system_counts_but_sees_and_places_no_case(admin):
    case = held("ubnd-731", None)
    carry_out(apply(read(PLAN), None, JULY), JULY)
    assert case.shown_code not in words(admin.get(PAGE))
    assert admin.get(reverse("reorganising:place", args=[case.code])).status_code == 404


def test_an_officer_places_nothing(client):
    case = held("ubnd-731", None)
    client.force_login(person("operator", "1022", on=JULY))
    carry_out(apply(read(PLAN), None, JULY), JULY)
    assert client.get(reverse("reorganising:place", args=[case.code])).status_code == 403


def test_a_conduct_case_is_not_in_the_numbers_of_those_it_is_about(client):
    """The head of the Office coordinates, and a case about the Office lies with a department that ends."""
    held("so-gtvt", None)
    held("so-gtvt", None, conduct={"unit": "vp-ubnd", "about": "attitude"})
    counted = []
    for unit in ("vp-ubnd", "so-noi-vu"):
        someone = person("office_head", unit, on=JULY)
        someone.is_system_admin = True
        someone.save()
        client.force_login(someone)
        page = words(client.post(PREVIEW, {"shipped": PLAN.name}))
        counted.append('<b class="push">1</b>' in page)
    assert counted == [True, False]


def test_undone_by_the_worker_after_being_asked_once_more(admin, jobs):
    case = held("ubnd-731", "26041")
    run = apply(read(PLAN), None, JULY)
    carry_out(run, JULY)
    address = reverse("reorganising:undo", args=[run.pk])
    assert "<b>1</b> phản ánh đang mở sẽ về lại đơn vị cũ" in words(admin.get(address))
    assert ReorganisationRun.objects.get().undone_at is None
    assert "Đang hoàn tác" in words(admin.post(address, follow=True))
    ((name, what),) = jobs
    assert name == "give_back"
    assert undo_as_asked(**what) == 1
    case.refresh_from_db()
    assert case.holder_id == unit_id("ubnd-731", JUNE)
    assert ReorganisationRun.objects.get().undone_by_id == what["by"]


def test_the_next_day_the_button_is_gone_and_the_address_refuses(admin, jobs):
    run = apply(read(PLAN), None, JULY)
    address = reverse("reorganising:undo", args=[run.pk])
    with clock.frozen(JULY + hours(24)):
        assert address not in words(admin.get(PAGE))
        assert admin.post(address).status_code == 422
    assert jobs == []


def test_an_undo_the_worker_could_not_do_is_told_on_the_page(admin):
    run = apply(read(PLAN), None, JULY)
    undo_asked(run, JULY)
    with clock.frozen(JULY + hours(24)):
        assert undo_as_asked(run.pk, PersonFactory().pk) == 0
        page = words(admin.get(PAGE))
    assert "Chỉ hoàn tác được trong ngày áp dụng" in page
    assert "Đang hoàn tác" not in page


def test_the_page_costs_the_same_however_many_wait(coordinator, django_assert_max_num_queries):
    for _ in range(8):
        held("ubnd-731", None)
    carry_out(apply(read(PLAN), None, JULY), JULY)
    coordinator.get(PAGE)
    with django_assert_max_num_queries(20):
        page = words(coordinator.get(PAGE))
    assert page.count("phản ánh không có tọa độ") == 8
