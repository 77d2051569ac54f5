"""A case as its petitioner reads it, and what he does there: by the verbs, in his own name, once."""

import pytest
from django.urls import reverse

from hoiam.cases.factories import CALLER, do, hours, in_state, person
from hoiam.cases.lists import public_label
from hoiam.cases.mine import own_case
from hoiam.cases.queries import attachments_of, history_of
from hoiam.files import samples
from hoiam.files.keep import keep
from hoiam.intake.secret import new_key, secret_of
from hoiam.kit import clock

pytestmark = pytest.mark.django_db
SECRET = secret_of("0" * 32)
MINE = {**CALLER, "secret": SECRET}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, reference):
    settings.MEDIA_ROOT = tmp_path / "files"


def case_in(state, **changes):
    return in_state(state, petitioner=MINE, **changes)


def later(case, count=1):
    return clock.frozen(own_case(case.code).last_at + hours(count))


@pytest.fixture
def read(client):
    def read(case, count=1):
        with later(case, count):
            return client.get(reverse("portal:follow", args=[SECRET])).content.decode()

    return read


@pytest.fixture
def act(client):
    def act(case, name, key=None, **said):
        fields = {f"{name}-{field}": value for field, value in said.items()}
        with later(case):
            return client.post(
                reverse("portal:act", args=[SECRET, name]), {"key": key or new_key(), **fields}
            )

    return act


def last(case):
    return history_of(case)[-1]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("received", "Đã tiếp nhận"),
        ("forwarded", "Đã chuyển"),
        ("in_hand", "Đang xử lý"),
        ("waiting", "Cần ông/bà bổ sung"),
        ("answered", "Đã trả lời"),
        ("closed", "Kết thúc"),
        ("refused", "Không xử lý được"),
        ("redirected", "Đã chuyển nơi có thẩm quyền"),
        ("withdrawn", "Ông/bà đã rút"),
        ("merged", "Xử lý chung với"),
    ],
)
def test_every_state_is_said_in_the_citizens_words(read, state, words):
    page = read(case_in(state))
    chip = page.split('class="chip')[1].split("</span>")[0]
    assert words in chip


def test_a_reopened_case_is_being_worked_on_again(read):
    case = do(case_in("answered"), "reopen", by="petitioner", reason="still_there")
    assert "Đang xử lý lại" in read(case)


def test_the_deadline_says_why_that_day_and_whose_hands(read):
    page = read(case_in("in_hand"))
    assert "Trả lời trước 17 giờ thứ Hai, 12/07/2021" in page
    assert "Tính từ ngày 05/07/2021" in page
    assert "chờ tỉnh quy định" in page
    assert "Đang ở: <b>UBND " in page


def test_a_late_case_is_apologised_for_even_when_nothing_has_happened_since(read):
    case = case_in("in_hand")
    assert "Tổng đài 1022 xin lỗi ông/bà" not in read(case)
    assert "Tổng đài 1022 xin lỗi ông/bà" in read(case, 24 * 20)


@pytest.mark.parametrize(
    ("state", "verb", "reason"),
    [("refused", "refuse", "advert_or_test"), ("redirected", "redirect", "complaint")],
)
def test_a_no_says_why_and_what_to_do_next(read, state, verb, reason):
    page = read(case_in(state))
    assert "Vì sao, và làm gì tiếp" in page
    assert public_label(verb, reason) in page
    assert "Đề nghị xem lại việc này" in page


def test_no_official_is_named_and_no_note_between_colleagues_is_shown(read):
    officer = person("officer", "ubnd-731", name="Cán bộ Kín Tên")
    case = case_in("in_hand")
    do(case, "note", by=f"{officer.username}@ubnd-731", text="Lời giữa đồng nghiệp")
    do(case, "forward", by="coordinator@1022", to="ubnd-737", note="Chỉ đạo nội bộ")
    page = read(case)
    assert "Câu chuyện của việc này" in page
    for hidden in (
        "Lời giữa đồng nghiệp",
        "Chỉ đạo nội bộ",
        officer.full_name,
        officer.username,
        "coordinator",
    ):
        assert hidden not in page


def test_the_page_is_kept_nowhere(client):
    case = case_in("answered")
    with later(case):
        for path in ("portal:follow", "portal:sent"):
            assert "no-store" in client.get(reverse(path, args=[SECRET]))["Cache-Control"]


def test_an_answer_is_shown_with_its_words_and_its_question(read):
    page = read(case_in("answered"))
    assert "Kết quả:" in page
    assert "Việc này đã được giải quyết chưa?" in page


def test_a_rating_is_the_petitioners_and_is_asked_once(read, act):
    case = case_in("answered")
    assert act(case, "danh-gia", fixed="yes", score="5").status_code == 302
    line = last(case)
    assert (line.verb, own_case(case.code).state) == ("rate", "answered")
    assert line.sentence.startswith("Người gửi đánh giá rất hài lòng")
    assert "Ông/bà có hài lòng với cách xử lý không?" not in read(case)


@pytest.mark.parametrize("fixed", ["no", "partly"])
def test_not_done_opens_the_case_again(act, fixed):
    case = case_in("answered")
    act(case, "danh-gia", fixed=fixed, score="1")
    assert own_case(case.code).state == "in_hand"
    assert last(case).verb == "reopen"


def test_a_second_click_rates_once(act):
    case, key = case_in("answered"), new_key()
    with clock.frozen(case.last_at):
        before = len(history_of(case))
    assert act(case, "danh-gia", key, fixed="yes", score="4").status_code == 302
    assert act(case, "danh-gia", key, fixed="yes", score="4").status_code == 302
    assert len(history_of(case)) == before + 1


def test_supplying_answers_the_question_with_words_and_a_photo(act, read):
    case = case_in("waiting")
    assert "Đèn số mấy?" in read(case)
    photo = samples.upload(samples.picture(), "den.jpg")
    assert act(case, "bo-sung", text="Đèn số 12.", photos=photo).status_code == 302
    assert own_case(case.code).state == "in_hand"
    assert "Đèn số 12." in read(case)
    assert [kept.file.name for kept in attachments_of(case, "petition")] == ["den.jpg"]


def test_a_refused_photo_keeps_the_words_of_the_supply(act):
    case = case_in("waiting")
    answer = act(case, "bo-sung", text="Đèn số 12.", photos=samples.upload(samples.program(), "a.jpg"))
    assert answer.status_code == 422
    assert "Không nhận loại tệp" in answer.content.decode()
    assert "Đèn số 12." in answer.content.decode()
    assert own_case(case.code).state == "waiting"


def test_reopening_within_the_days_and_not_after(act, read, client):
    case = case_in("closed")
    assert "Đề nghị xem lại việc này" in read(case)
    assert "Đề nghị xem lại việc này" not in read(case, 24 * 60)
    assert act(case, "mo-lai", reason="still_there", text="Rác lại chất đống.").status_code == 302
    assert own_case(case.code).life == 2


def test_withdrawing_asks_to_be_sure(act):
    case = case_in("in_hand")
    unsure = act(case, "rut", reason="Đã tự sửa.")
    assert unsure.status_code == 422
    assert "Xin đánh dấu để xác nhận" in unsure.content.decode()
    assert "Đã tự sửa." in unsure.content.decode()
    assert act(case, "rut", sure="on").status_code == 302
    assert own_case(case.code).state == "withdrawn"


def test_what_the_state_forbids_is_refused_in_words_not_in_an_error(act):
    answer = act(case_in("withdrawn"), "danh-gia", fixed="yes", score="4")
    assert answer.status_code == 422
    assert "Không thể “Đánh giá”" in answer.content.decode()


def test_an_act_nobody_knows_is_no_page(act):
    assert act(case_in("in_hand"), "chuyen").status_code == 404


def test_own_files_and_proof_open_and_papers_between_colleagues_do_not(client):
    from hoiam.cases.write import attach

    case, files = case_in("answered"), {}
    for purpose in ("petition", "proof", "work"):
        files[purpose] = keep(samples.upload(samples.picture(), f"{purpose}.jpg"))
        attach(case, None, [files[purpose]], purpose=purpose, at=case.last_at)
    codes = {}
    for purpose, file in files.items():
        response = client.get(reverse("portal:file", args=[SECRET, file.pk]))
        codes[purpose] = response.status_code
        if response.status_code == 200:
            assert "no-store" in response["Cache-Control"]
            assert b"".join(response)[:2] == b"\xff\xd8"
    assert codes == {"petition": 200, "proof": 200, "work": 404}


def test_files_of_another_case_do_not_open_under_this_link(client):
    from hoiam.cases.write import attach

    case_in("answered")
    other = in_state("answered", petitioner={**CALLER, "secret": secret_of("1" * 32)})
    file = keep(samples.upload(samples.picture(), "a.jpg"))
    attach(other, None, [file], purpose="petition", at=other.last_at)
    assert client.get(reverse("portal:file", args=[SECRET, file.pk])).status_code == 404


def test_a_merged_case_reads_the_answer_of_its_main_case(read):
    main = in_state("in_hand")
    case = do(in_state("received", petitioner=MINE), "merge", into=main.code)
    do(main, "answer", by="officer@ubnd-731", text="Đã dọn sạch.", outcome="done_on_site")
    assert "Đã dọn sạch." in read(case)
