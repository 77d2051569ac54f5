import pytest

from hoiam.accounts.models import IdentityLook
from hoiam.cases import queries
from hoiam.cases.factories import (
    CALLER,
    CENTRE,
    MONDAY,
    OTHER_UNIT,
    UNIT,
    WRITER,
    answered,
    do,
    forwarded,
    hours,
    in_hand,
    in_state,
    merged,
    person,
    received,
    unit_id,
    waiting,
)
from hoiam.cases.lifecycle import State, Verb
from hoiam.cases.models import Case
from hoiam.cases.people import look_at_identity
from hoiam.cases.testing import EXAMPLES, pausing_term
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = MONDAY + hours(49)
ACCUSED = {"unit": UNIT, "about": "attitude", "person": "Ông Nguyễn Thử"}


def told(case):
    return [line.sentence for line in queries.history_of(case)]


def public(case):
    return [line.sentence for line in queries.public_history_of(case)]


# -- finding


def test_a_code_is_found_as_it_is_shown_or_typed_by_who_may_see_it():
    case = in_hand()
    officer = person("officer", UNIT)
    assert queries.case_by_code(case.shown_code, officer, LATER) == case
    assert queries.case_by_code(case.code, officer, LATER) == case
    assert queries.case_by_code(case.code, person("officer", OTHER_UNIT), LATER) is None
    assert queries.case_by_code("21071234567", officer, LATER) is None


def test_the_petitioner_finds_it_by_code_and_telephone_and_nobody_guesses_either():
    case = received(petitioner=CALLER)
    other = received(petitioner={**CALLER, "phone": "0900000002"})
    assert queries.case_of_code_and_phone(case.shown_code, "0900 000 001") == case
    for code, phone in (
        (case.code, "0900000002"),
        (other.code, "0900000001"),
        ("0", "0900000001"),
        (case.code, "x"),
    ):
        assert queries.case_of_code_and_phone(code, phone) is None


def test_the_private_link_opens_one_case():
    case = received(petitioner={**WRITER, "secret": "abc123"})
    assert queries.case_of_secret("abc123") == case
    assert queries.case_of_secret("abc124") is None
    assert queries.case_of_secret("") is None


def test_what_a_telephone_still_waits_for():
    old, new = received(petitioner=CALLER), in_hand(MONDAY + hours(1), petitioner=CALLER)
    answered(petitioner=CALLER)
    assert list(queries.open_cases_of_phone("0900000001")) == [new, old]


# -- what may be done


@pytest.mark.parametrize("verb", EXAMPLES, ids=str)
def test_what_is_permitted_can_be_done(verb):
    example = EXAMPLES[verb]
    case = example.case()
    assert verb in queries.permitted(example.person(), case, LATER)


def test_what_is_permitted_follows_the_state_and_the_seat():
    case = forwarded()
    assert set(queries.permitted(person("unit_head", UNIT), case, LATER)) == {
        "forward",
        "accept",
        "assign",
        "send_back",
        "join",
        "extend",
        "answer",
        "note",
    }
    assert set(queries.permitted(person("officer", UNIT), case, LATER)) == {"accept", "send_back", "note"}
    assert queries.permitted(person("unit_head", OTHER_UNIT), case, LATER) == []
    assert queries.permitted(person("auditor", "vp-ubnd"), case, LATER) == [Verb.NOTE]


def test_what_was_never_published_is_not_taken_down():
    reviewer = person("reviewer")
    assert Verb.UNPUBLISH not in queries.permitted(reviewer, answered(), LATER)


# -- conduct and confidence


def test_a_conduct_case_is_nowhere_for_whom_it_accuses():
    case = answered(unit="so-noi-vu", conduct=ACCUSED)
    below = person("officer", "ubnd-26041")
    for accused in (person("unit_head", UNIT), person("officer", UNIT), below):
        assert queries.case_by_code(case.code, accused, LATER) is None
        assert queries.permitted(accused, case, LATER) == []
        assert not queries.visible_cases(accused, LATER).exists()
    assert queries.case_by_code(case.code, person("coordinator"), LATER) == case


def test_even_if_it_held_the_case_before_it_was_found_to_be_accused():
    case = do(in_hand(), "recall", reason="conduct")
    do(case, "classify", conduct={"unit": UNIT, "about": "attitude"})
    assert queries.case_by_code(case.code, person("officer", UNIT), LATER) is None


def test_a_confidential_petitioner_is_hidden_from_the_holder_and_every_look_is_written_down():
    case = in_hand(petitioner={**CALLER, "confidential": True})
    officer, operator = person("officer", UNIT), person("operator")
    assert not queries.may_see_identity(case, officer, LATER)
    with pytest.raises(Refused, match="đề nghị giữ kín"):
        look_at_identity(case, officer, why="gọi hỏi", at=LATER)
    assert not IdentityLook.objects.exists()
    assert look_at_identity(case, operator, why="gọi hỏi", at=LATER)["phone"] == CALLER["phone"]
    look = IdentityLook.objects.get()
    assert (look.person_id, look.about, look.why) == (operator.pk, case.code, "gọi hỏi")


def test_an_open_petitioner_is_known_to_the_holder_and_to_no_past_one():
    case = in_hand(petitioner=CALLER)
    officer = person("officer", UNIT)
    assert queries.may_see_identity(case, officer, LATER)
    moved = do(case, "forward", to=OTHER_UNIT)
    assert not queries.may_see_identity(moved, officer, LATER)
    assert not queries.may_see_identity(case, person("authority_head", "ubnd-tinh"), LATER)


def test_whoever_is_accused_never_learns_who_accused_him_even_at_the_centre():
    case = received(petitioner=CALLER, conduct={"unit": CENTRE, "about": "attitude"})
    assert not queries.may_see_identity(case, person("operator"), LATER)
    assert queries.may_see_identity(case, person("coordinator", "vp-ubnd"), LATER)


# -- history


def test_the_history_reads_as_sentences():
    person("officer", UNIT)
    case = do(received(by="operator.1022@1022"), "classify", by="x@1022", category="MT01", urgency="urgent")
    case = do(case, "forward", to=UNIT, due_at="2021-07-20T17:00")
    case = do(case, "accept", by=f"officer.{UNIT}@{UNIT}")
    case = do(case, "send_back", by=f"officer.{UNIT}@{UNIT}", reason="wrong_area", proposed=OTHER_UNIT)
    assert told(case) == [
        "operator.1022@1022 tiếp nhận qua trang thông tin",
        f"x@1022 phân loại: {case.category.name}, khẩn",
        "coordinator@1022 chuyển UBND thành phố Biên Hòa, hạn 20/07/2021 17:00",
        f"Cán bộ thử nghiệm officer {UNIT} nhận xử lý",
        f"Cán bộ thử nghiệm officer {UNIT} trả lại: Không thuộc địa bàn; đề nghị chuyển UBND huyện Trảng Bom",
    ]


def test_the_petitioner_reads_where_it_is_and_never_who():
    case = do(received(), "classify", urgency="urgent")
    case = do(do(case, "forward", to=UNIT, note="nội bộ"), "accept", by=f"officer.{UNIT}@{UNIT}")
    case = do(case, "remind", to=UNIT, means="phone", reply="bận")
    case = do(case, "extend", due_at="2021-07-20T17:00", reason="verify_on_site")
    case = do(case, "answer", by=f"unit_head@{UNIT}", text="Đã thay bóng đèn.", outcome="done")
    case = do(do(case, "rate", by="petitioner", score=5), "close", by="system")
    assert public(case) == [
        "Tổng đài 1022 đã nhận phản ánh của ông/bà",
        "Đã chuyển UBND thành phố Biên Hòa",
        "UBND thành phố Biên Hòa đã nhận xử lý",
        "Thời hạn trả lời dời đến 17 giờ thứ Ba, 20/07/2021 vì phải xác minh tại chỗ",
        "UBND thành phố Biên Hòa đã trả lời",
        "Cảm ơn ông/bà đã đánh giá",
        "Kết thúc",
    ]
    assert told(case)[-1] == "Hệ thống kết thúc: Đã giải quyết xong tại chỗ"
    words = [line.words for line in queries.public_history_of(case)]
    assert words == ["", "", "", "", "Đã thay bóng đèn.", "", ""]


@pytest.mark.parametrize("verb", EXAMPLES, ids=str)
def test_no_official_is_named_to_the_petitioner_by_any_verb(verb):
    from hoiam.cases.acts import ACTS

    example = EXAMPLES[verb]
    case, who = example.case(), example.person()
    ACTS[verb](case, by=who, at=LATER, **example.fields(case))
    everything = " ".join(f"{line.sentence} {line.words}" for line in queries.public_history_of(case))
    assert who.full_name not in everything
    assert "@" not in everything
    assert told(case)[-1]


def test_a_colleague_is_named_by_his_name():
    officer = person("officer", UNIT)
    case = do(in_hand(), "assign", by=f"focal_point@{UNIT}", person=f"{officer.username}@{UNIT}")
    assert told(case)[-1] == f"focal_point@{UNIT} phân công {officer.full_name}"
    unknown = do(in_hand(), "assign", by=f"focal_point@{UNIT}", person=f"ngay-xua@{UNIT}")
    assert told(unknown)[-1] == f"focal_point@{UNIT} phân công ngay-xua@{UNIT}"


def test_events_are_counted_where_the_sentence_counts_them():
    case = do(
        do(in_hand(), "add_contact", by="petitioner", channel="phone"),
        "add_contact",
        by="petitioner",
        channel="web",
    )
    assert told(case)[-2:] == [
        "Người gửi liên hệ lần 2 qua điện thoại",
        "Người gửi liên hệ lần 3 qua trang thông tin",
    ]
    twice = do(
        do(answered(), "reopen", by="petitioner", reason="half_done"), "answer", text="x", outcome="done"
    )
    assert (
        told(do(twice, "reopen", by="petitioner", reason="still_there"))[-1]
        == "Người gửi mở lại lần 2: Việc vẫn còn"
    )


def test_a_line_by_an_operator_for_the_petitioner_says_so_to_colleagues_only():
    from hoiam.cases.withdraw import withdraw

    case = withdraw(in_hand(), by=person("operator"), at=LATER)
    assert told(case)[-1] == "Người gửi (qua Cán bộ thử nghiệm operator 1022) rút"
    assert public(case)[-1] == "Ông/bà đã rút phản ánh"


def test_words_that_were_erased_are_said_to_be_erased():
    case = do(in_hand(), "note", text="lời nói về một người")
    event = case.events.order_by("-seq")[0]
    type(event.text).objects.filter(pk=event.pk).update(body={}, erased_at=LATER, erased_under="số 5")
    line = queries.history_of(case)[-1]
    assert (line.is_erased, line.words) == (True, "")


def test_a_history_costs_the_same_however_long_it_is(django_assert_num_queries):
    short, long = in_hand(), in_hand()
    for _ in range(10):
        long = do(long, "note", text="x", by=f"officer.{UNIT}@{UNIT}")
    queries.history_of(short)
    for case in (short, long):
        with django_assert_num_queries(2):
            queries.history_of(case)


# -- what belongs to a case


def test_every_answer_with_its_words_the_last_first():
    case = do(answered(), "reopen", by="petitioner", reason="still_there")
    case = do(case, "answer", by=f"unit_head@{UNIT}", text="Lần này xong hẳn.", outcome="guided")
    views = queries.answers_of(case)
    assert [(view.life, view.outcome, view.text) for view in views] == [
        (2, "guided", "Lần này xong hẳn."),
        (1, "done", "Đã thay bóng đèn."),
    ]
    assert views[0].unit == unit_id(UNIT) and views[0].in_time


def test_every_deadline_with_its_cause():
    pausing_term()
    case = waiting()
    assert [due.cause for due in queries.dues_of(case)] == ["receive", "pause"]
    assert [due.clock for due in queries.dues_of(case, "accept")] == ["accept"]


def test_a_list_of_fifty_asks_no_more_than_a_list_of_one(django_assert_num_queries):
    for number in range(50):
        received(MONDAY + hours(number / 100))
    coordinator = person("coordinator")
    seen = queries.visible_cases(coordinator, LATER).select_related("category", "text")
    assert len(seen) == 50
    with django_assert_num_queries(1):
        shown = [
            (case.shown_code, case.category, case.text.content, case.is_overdue(LATER)) for case in seen.all()
        ]
    assert len(shown) == 50


def test_above_the_holder_is_the_province():
    assert queries.superior_of(in_hand(), LATER) == unit_id("ubnd-tinh")


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_read(state):
    case = in_state(state)
    assert len(told(case)) == case.seq + 1
    assert public(case)[0] == "Tổng đài 1022 đã nhận phản ánh của ông/bà"


def test_the_merged_case_names_its_main_case():
    case = merged()
    main = Case.objects.get(pk=case.merged_into_id)
    assert public(case)[-1] == f"Được xử lý chung với {main.shown_code}"
    assert CENTRE in told(case)[-1]
