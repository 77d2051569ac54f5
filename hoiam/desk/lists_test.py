"""The lists in the rail: each place of work has its own, in their order, each once, and each opens."""

import pytest
from django.test import Client

from hoiam.cases.factories import MONDAY, UNIT, do, forwarded, hours, person, received
from hoiam.cases.queues import QUEUES, Look
from hoiam.desk.lists import DRAFT_LISTS, ORDER, counted, lists_of
from hoiam.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
NOON = MONDAY + hours(4)
UNITS_OWN = ["Chờ đơn vị nhận", "Việc của đơn vị", "Đến hạn hôm nay", "Quá hạn"]

LISTS = {
    ("coordinator", "vp-ubnd"): [
        "Chờ phân loại, chuyển xử lý", "Bị trả lại", "Chờ phân xử thẩm quyền", "Chờ duyệt gia hạn",
        "Sắp đến hạn", "Quá hạn", "Người dân báo chưa xong", "Chờ duyệt công khai",
        "Văn bản đôn đốc đang theo dõi", "Phiên rà soát", "Tin gửi chưa được",
    ],
    ("focal_point", UNIT): [
        *UNITS_OWN, "Lãnh đạo trả lại dự thảo", "Mở lại", "Mời phối hợp", "Văn bản phải báo cáo",
    ],
    ("unit_head", UNIT): [
        "Chờ tôi duyệt", "Quá hạn của đơn vị", "Gia hạn đã đề nghị", "Văn bản phải báo cáo", "Mở lại",
        *UNITS_OWN, "Mời phối hợp",
    ],
    ("officer", UNIT): [
        "Việc của tôi", "Đến hạn hôm nay", "Quá hạn", "Được nhắc tên", "Đang theo dõi",
        *UNITS_OWN, "Lãnh đạo trả lại dự thảo", "Mở lại", "Mời phối hợp",
    ],
    ("operator", "1022"): ["Báo kết quả cho người dân", "Chờ phân loại", "Người gửi vừa bổ sung"],
    ("reviewer", "1022"): ["Chờ duyệt công khai", "Đã gỡ"],
    ("home_affairs", "so-noi-vu"): [
        "Phản ánh về công vụ: chờ xem xét", "Chờ kết luận", "Đề xuất chờ quyết định", "Việc chậm kéo dài",
        "Ý kiến của đơn vị về số liệu", "Kỳ đánh giá",
    ],
    ("clerk", "vp-ubnd"): ["Chờ lấy số", "Chờ ký số cơ quan", "Văn bản đến"],
}  # fmt: skip


@pytest.mark.parametrize("seat", LISTS, ids=" ".join)
def test_each_place_of_work_has_its_lists_in_their_order(seat):
    assert [entry.label for entry in lists_of(Look(person(*seat), NOON))] == LISTS[seat]


@pytest.mark.parametrize("seat", [*LISTS, ("shift_lead", "1022"), ("external_unit", UNIT)], ids=" ".join)
def test_every_list_opens_and_what_was_counted_stands_beside_it(seat):
    client = Client()
    client.force_login(person(*seat))
    with clock.frozen(NOON):
        for entry in lists_of(Look(person(*seat), NOON)):
            assert client.get(entry.url.partition("#")[0]).status_code == 200, entry.url


def test_no_list_of_cases_or_drafts_is_forgotten_in_the_order():
    placed = {name for _, names in ORDER for name in names}
    assert {queue.name for queue in QUEUES} | set(DRAFT_LISTS) <= placed


def test_a_shift_lead_sees_what_has_waited_too_long_to_be_forwarded():
    waiting, gone = received(), forwarded()
    look = Look(person("shift_lead"), MONDAY + hours(100))
    found = {entry.name: entry.count for entry in counted(look)}
    assert found["cho-chuyen-qua-lau"] == 1
    fresh = Look(person("shift_lead"), MONDAY + hours(0.1))
    assert {entry.name: entry.count for entry in counted(fresh)}["cho-chuyen-qua-lau"] == 0
    assert (waiting.state, gone.state) == ("received", "forwarded")


def test_a_reviewer_finds_what_was_taken_back_and_not_what_is_shown_again():
    from hoiam.cases.factories import answered

    def taken_back():
        case = answered()
        do(case, "publish", by="reviewer@1022", title="Đã làm", text="Đã làm.", at=MONDAY + hours(30))
        return do(case, "unpublish", by="reviewer@1022", reason="lộ tên", at=MONDAY + hours(31))

    taken_back()
    again = taken_back()
    do(again, "publish", by="reviewer@1022", title="Đã làm", text="Đã làm.", at=MONDAY + hours(32))
    look = Look(person("reviewer"), MONDAY + hours(40))
    assert {entry.name: entry.count for entry in counted(look)}["da-go"] == 1


def test_the_desk_opens_at_the_first_list_of_a_leader():
    client = Client()
    client.force_login(person("unit_head", UNIT))
    with clock.frozen(NOON):
        assert client.get("/ban-lam-viec/").url == "/ban-lam-viec/hop-viec/cho-toi-duyet/"
