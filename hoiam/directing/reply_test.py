"""A reply is said once and kept; it answers for own lines only, owes a cause where late, and has its day."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hoiam.cases.factories import do
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused
from hoiam.letters.issue import issue
from hoiam.letters.models import Relation
from hoiam.letters.sign import sign
from hoiam.letters.submit import submit
from hoiam.units.directory import directory

from .dates import is_late
from .factories import (
    AT,
    BEFORE,
    BIEN_HOA,
    LONG_THANH,
    NHON_TRACH,
    WARD,
    composed,
    district,
    explained,
    in_force,
    passed_on,
    person,
    replied,
    said,
    unit_id,
)  # fmt: skip
from .models import Reply
from .replies import counted, last_words, replied_at
from .reply import refuse_item, reply
from .reply_document import line_reply
from .roll_up import rolled_up
from .saying import Said, Words

pytestmark = pytest.mark.django_db
TODAY = date(2021, 8, 9)


def late(**more):
    return Said("settled", code="1", cause="a", responsibility="b", remedy="c", **more)


def line(directive, case):
    return directive.lines.get(case=case)


def test_what_is_said_of_each_line_is_kept_with_who_said_it(directive, month):
    kept = replied(
        directive, [said(month["open"], "in_hand", until=date(2021, 8, 20)), explained(month["late"])]
    )
    items = {item.line.case_id: item for item in kept.items.all()}
    assert (items[month["open"].pk].claim, items[month["open"].pk].until) == ("in_hand", date(2021, 8, 20))
    assert items[month["late"].pk].cause == "thiếu người trực"
    assert (kept.via, kept.unit_id, kept.by) == ("desk", unit_id(BIEN_HOA), district(BIEN_HOA))


def test_the_last_word_stands_and_the_first_one_stays(directive, month):
    first = replied(directive, [said(month["open"], "in_hand", until=date(2021, 8, 20))])
    second = replied(directive, [said(month["open"])], at=AT + timedelta(days=6))
    it = line(directive, month["open"])
    assert last_words([it.pk])[it.pk].reply == second
    assert Reply.objects.filter(pk=first.pk).exists()
    assert replied_at(directive) == {unit_id(BIEN_HOA): AT + timedelta(days=5)}


@pytest.mark.parametrize(("moment", "late"), [("2021-08-14T23:59", False), ("2021-08-15T00:00", True)])
def test_a_reply_of_the_last_evening_is_in_time_and_one_of_midnight_is_late(directive, month, moment, late):
    at = datetime.fromisoformat(moment).replace(tzinfo=VN)
    replied(directive, [said(month["open"])], at=at)
    assert is_late(replied_at(directive)[unit_id(BIEN_HOA)], BEFORE) is late


@pytest.mark.parametrize("table", ["reply", "replyitem"])
@pytest.mark.parametrize("statement", ["UPDATE directing_{} SET id = id", "DELETE FROM directing_{}"])
def test_what_was_said_is_never_changed(directive, month, table, statement):
    replied(directive, [said(month["open"])])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize(
    ("item", "annex", "sentence"),
    [
        (Said("done", code="1"), 1, "chưa chọn kết quả"),
        (Said("in_hand", code="1"), 1, "ghi ngày sẽ xong"),
        (Said("not_begun", code="1"), 1, "ghi ngày sẽ xong"),
        (Said("settled", code="1", until=TODAY), 1, "xong rồi thì không ghi"),
        (Said("in_hand", code="1", until=date(2021, 8, 8)), 1, "không được ở quá khứ"),
        (Said("not_competent", code="1"), 1, "đơn vị nào và vì sao"),
        (Said("settled", code="1"), 2, "nguyên nhân, trách nhiệm và biện pháp khắc phục"),
        (Said("settled", code="1", cause="a", responsibility="b", remedy=" "), 2, "nguyên nhân"),
        (late(petitioner_word=" "), 2, "lời xác nhận của người gửi"),
        (late(petitioner_word="Chưa liên hệ được."), 2, "kèm lý do"),
        (late(petitioner_word="chưa liên hệ được, vì …"), 2, "kèm lý do"),
    ],
)
def test_an_item_says_what_it_owes(item, annex, sentence):
    with pytest.raises(Refused, match=sentence):
        refuse_item(item, annex, TODAY)


@pytest.mark.parametrize(
    ("item", "annex"),
    [
        (Said("settled", code="1"), 1),
        (Said("in_hand", code="1", until=TODAY), 1),
        (Said("not_begun", code="1", until=TODAY), 1),
        (Said("not_competent", code="1", text="Sở Xây dựng: đường tỉnh"), 2),
        (late(petitioner_word="đã xong"), 2),
        (late(petitioner_word="Chưa liên hệ được, vì số máy không còn dùng"), 2),
        (Said("settled", point=3), None),
    ],
)
def test_what_says_enough_is_taken(item, annex):
    refuse_item(item, annex, TODAY)


def test_nobody_answers_for_lines_of_another(directive, month):
    with pytest.raises(Refused, match="không thuộc phần"):
        replied(directive, [said(month["other"])])
    with pytest.raises(Refused, match="không báo cáo thay"):
        reply(
            directive, unit_id(BIEN_HOA), [said(month["open"])], by=district(LONG_THANH),
            at=AT + timedelta(days=1),
        )  # fmt: skip
    with pytest.raises(Refused, match="không báo cáo thay"):
        reply(
            directive, unit_id(BIEN_HOA), [said(month["open"])], by=person("officer", BIEN_HOA),
            at=AT + timedelta(days=1),
        )  # fmt: skip


def test_a_standing_duty_is_answered_by_whom_it_was_given_to(directive, month):
    kept = replied(directive, [Said("settled", point=1, text="Đã phổ biến.")], NHON_TRACH)
    assert kept.items.get().point.number == 1
    with pytest.raises(Refused, match="Điểm 5 không giao"):
        replied(directive, [Said("settled", point=5)], NHON_TRACH)


def test_a_line_is_said_once_in_a_reply_and_a_reply_says_something(directive, month):
    with pytest.raises(Refused, match="một lần"):
        replied(directive, [said(month["open"]), said(month["open"])])
    with pytest.raises(Refused, match="chưa có nội dung"):
        replied(directive, [])


def test_a_draft_takes_no_reply(month):
    with pytest.raises(Refused, match="chưa phát hành"):
        replied(composed(), [said(month["open"])])


def test_a_reply_as_a_document_counts_from_its_issue(directive, month):
    kept = replied(
        directive, [said(month["open"], "in_hand", until=date(2021, 8, 20)), explained(month["late"])],
        as_document=True, words=Words(causes="Thiếu người trực.", proposals="Bổ sung nhân lực."),
    )  # fmt: skip
    assert replied_at(directive) == {}
    letter = kept.document.letter
    assert letter.body[1].text == (
        "1. Kết quả: Trong 3 nội dung được giao: đã xử lý dứt điểm 1; đang xử lý 2; đề nghị chuyển đơn vị "
        "khác 0 (Phụ lục I, II kèm theo)."
    )
    assert [line.text for line in letter.addressees] == ["UBND tỉnh"]
    assert list(kept.document.links.values_list("relation", "to")) == [
        (Relation.REPLIES_TO, directive.document_id)
    ]  # fmt: skip
    row = next(row for row in letter.annexes[1].rows if row.kind == "row")
    told = dict(zip([column.head for column in letter.annexes[1].columns[-7:]], row.cells[-7:], strict=True))
    assert told == {
        "Kết quả": "Đã xử lý dứt điểm",
        "Ngày xong / sẽ xong": "",
        "Nguyên nhân chậm": "thiếu người trực",
        "Trách nhiệm": "Phòng Quản lý đô thị",
        "Biện pháp khắc phục": "cử người trực",
        "Người gửi xác nhận": "đèn đã sáng",
        "Tài liệu kèm theo": "",
    }


def test_what_is_not_begun_is_said_counted_and_passed_upwards_as_that(directive, month):
    item = said(month["open"], "not_begun", until=date(2021, 8, 20))
    kept = replied(directive, [item, explained(month["late"])], as_document=True)
    assert (
        "đã xử lý dứt điểm 1; đang xử lý 1; chưa xử lý 1; đề nghị chuyển" in kept.document.letter.body[1].text
    )
    row = next(row for row in kept.document.letter.annexes[0].rows if month["open"].shown_code in row.cells)
    assert row.cells[-7:-5] == ("Chưa xử lý", "20/08/2021")


def test_what_is_said_beside_the_result_stands_with_the_result():
    cells = line_reply(Said("not_competent", code="1", text="Sở Xây dựng: đường tỉnh")).cells
    assert cells == ("Đề nghị chuyển đơn vị khác; Sở Xây dựng: đường tỉnh", "", "", "", "", "", "")


def test_the_annex_of_a_reply_holds_the_lines_of_the_unit_and_no_others(directive, month):
    kept = replied(directive, [said(month["open"])], as_document=True)
    text = str(kept.document.content)
    assert month["ward"].shown_code in text
    assert month["other"].shown_code not in text


def test_of_what_a_unit_is_silent_about_the_case_itself_says_whether_it_is_done(directive, month):
    do(month["ward"], "answer", by=f"unit_head@{WARD}", text="Xong.", outcome="done")
    kept = replied(directive, [explained(month["late"])], as_document=True)
    assert "đã xử lý dứt điểm 2; đang xử lý 1;" in kept.document.letter.body[1].text


def test_an_issued_reply_is_counted(directive, month):
    kept = replied(directive, [said(month["open"])], as_document=True)
    issued_reply(kept)
    found = counted(directive.replies.all()).get()
    assert found.counts_at == kept.document.issued_at > kept.at


def issued_reply(kept):
    by, at = district(BIEN_HOA), kept.at + timedelta(hours=2)
    submit(kept.document, by=by, at=at)
    sign(kept.document, by=by, at=at)
    issue(kept.document, by=person("clerk", BIEN_HOA), at=at, number=88)
    kept.document.refresh_from_db()


def test_what_the_level_below_said_and_what_cases_show_is_filled_in(directive, month):
    child = in_force(passed_on(directive), number=701)
    reply(
        child, unit_id(WARD), [said(month["open"], "not_competent", text="Điện lực quản lý trụ đèn")],
        by=district(WARD), at=AT + timedelta(days=4),
    )  # fmt: skip
    do(month["ward"], "answer", by=f"unit_head@{WARD}", text="Xong.", outcome="done")
    found = {one.code: one for one in rolled_up(directive, unit_id(BIEN_HOA), AT + timedelta(days=5))}
    assert set(found) == {month[n].code for n in ("open", "late", "ward")}
    assert (found[month["open"].code].claim, found[month["open"].code].text) == (
        "not_competent", "Điện lực quản lý trụ đèn"
    )  # fmt: skip
    assert found[month["ward"].code].claim == "settled"
    assert found[month["ward"].code].text.startswith("Đã trả lời ")


def test_after_a_unit_is_abolished_the_successor_that_has_the_case_answers(directive, month):
    later = datetime(2025, 8, 1, 9, tzinfo=VN)
    do(
        month["open"],
        "transfer",
        by="system",
        at=datetime(2025, 7, 1, 8, tzinfo=VN),
        to=heir(later),
        act="NQ 1662",
    )
    by = person("unit_head", heir(later), on=later)
    stranger = person("unit_head", other_heir(later), on=later)
    kept = reply(directive, unit_id(BIEN_HOA), [said(month["open"])], by=by, at=later)
    assert (kept.unit_id, kept.said_by_id) == (unit_id(BIEN_HOA), unit_id(heir(later), later))
    with pytest.raises(Refused, match="không thuộc phần"):
        reply(directive, unit_id(BIEN_HOA), [said(month["open"])], by=stranger, at=later)


def heirs(at):

    return [
        directory().unit(unit, at.date()) for unit in directory().successors(unit_id(BIEN_HOA), at.date())
    ]


def heir(at):
    return heirs(at)[0].code


def other_heir(at):
    return heirs(at)[1].code
