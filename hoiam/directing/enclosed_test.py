"""What a unit encloses with a reply: kept with it, seen by whom the reply is seen by, and by nobody else."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from hoiam.cases.factories import do
from hoiam.files import samples
from hoiam.files.keep import MEGABYTE, keep
from hoiam.files.models import File
from hoiam.files.orphans import remove_orphans
from hoiam.kit import clock

from .factories import (
    AT,
    BIEN_HOA,
    LONG_THANH,
    NHON_TRACH,
    WARD,
    district,
    in_force,
    office,
    passed_on,
    person,
    replied,
    said,
    unit_id,
)  # fmt: skip
from .models import Reply, ReplyFile
from .reply import reply
from .reply_by_link import make_link
from .reply_test import issued_reply
from .saying import Said

pytestmark = pytest.mark.django_db
NOW = AT + timedelta(days=6)


@pytest.fixture(autouse=True)
def _then():
    with clock.frozen(NOW):
        yield


def client(who=None):
    found = Client()
    if who is not None:
        found.force_login(who)
    return found


def page(directive, unit=BIEN_HOA):
    return reverse("directing:reply", args=[directive.pk, unit_id(unit)])


def paper(name="ban-ve.pdf"):
    return samples.upload(samples.pdf(), name)


def filled(case, *files, claim="settled"):
    return {f"{case.code}-claim": claim, f"{case.code}-enclosed": list(files)}


def enclosed(case, name="ban-ve.pdf", **more):
    return said(case, files=(keep(paper(name), by=None),), **more)


def address(one):
    return reverse("directing:enclosed", args=[one.item.reply.directive_id, one.pk])


def status(who, one):
    answer = client(who).get(address(one))
    return answer.status_code if not answer.streaming or answer.getvalue() else 0


def test_a_unit_encloses_files_with_its_word_on_a_line_and_the_issuer_opens_them(directive, month):
    photo = samples.upload(samples.picture(), "sau-khi-sua.jpg")
    answer = client(district(BIEN_HOA)).post(page(directive), filled(month["open"], paper(), photo))
    assert answer.status_code == 302
    kept = ReplyFile.objects.filter(item__line__case=month["open"])
    assert [one.file.name for one in kept] == ["ban-ve.pdf", "sau-khi-sua.jpg"]
    board = client(office()).get(reverse("directing:board", args=[directive.pk])).content.decode()
    for one in kept:
        assert f'href="{address(one)}"' in board and one.file.name in board
    got = client(office()).get(address(kept[0]))
    assert (got["Content-Type"], got.getvalue()) == ("application/pdf", samples.pdf())
    assert "ban-ve.pdf" in got["Content-Disposition"]


def test_it_is_opened_by_whoever_sees_the_reply_and_is_nothing_to_others(directive, month):
    kept = replied(directive, [enclosed(month["open"])])
    one = ReplyFile.objects.get(item__reply=kept)
    for who in (office(), person("operator", "1022"), district(BIEN_HOA), person("officer", BIEN_HOA)):
        assert status(who, one) == 200
    for who in (district(LONG_THANH), person("unit_head", WARD), person("external_unit", "cap-nuoc")):
        assert status(who, one) == 404
    assert status(None, one) == 302  # to the page where one signs in


def test_what_a_ward_encloses_is_seen_by_its_district_and_the_top(directive, month):
    child = in_force(passed_on(directive), number=701)
    reply(child, unit_id(WARD), [enclosed(month["open"])], by=person("unit_head", WARD), at=NOW)
    one = ReplyFile.objects.get()
    assert [status(who, one) for who in (district(BIEN_HOA), office(), district(LONG_THANH))] == [
        200,
        200,
        404,
    ]


def test_it_is_hidden_with_its_line_when_the_case_accuses_the_reader(directive, month):
    kept = replied(directive, [enclosed(month["open"])])
    do(month["open"], "recall", by="coordinator@1022")
    do(month["open"], "classify", by="coordinator@1022", conduct={"unit": BIEN_HOA, "about": "delay"})
    one = ReplyFile.objects.get(item__reply=kept)
    assert (status(district(BIEN_HOA), one), status(office(), one)) == (404, 200)


def test_what_is_enclosed_with_a_duty_is_seen_by_the_issuer_and_that_unit_alone(directive, month):
    duty = Said("settled", point=1, text="Đã phổ biến.", files=(keep(paper()),))
    replied(directive, [duty], NHON_TRACH)
    one = ReplyFile.objects.get()
    readers = (district(NHON_TRACH), office(), district(BIEN_HOA))
    assert [status(who, one) for who in readers] == [200, 200, 404]
    url = reverse("directing:board", args=[directive.pk])
    shown = [address(one) in client(who).get(url).content.decode() for who in readers]
    assert shown == [True, True, False]


def test_a_later_reply_adds_to_what_was_enclosed_before(directive, month):
    replied(directive, [enclosed(month["open"])])
    replied(directive, [enclosed(month["open"], "bien-ban.pdf")], at=NOW - timedelta(hours=1))
    for who, url in (
        (office(), reverse("directing:board", args=[directive.pk])),
        (district(BIEN_HOA), page(directive)),
    ):
        html = client(who).get(url).content.decode()
        assert html.index("ban-ve.pdf") < html.index("bien-ban.pdf")


def test_a_report_in_writing_names_its_files_and_shows_them_when_it_is_issued(directive, month):
    duty = Said("settled", point=1, text="Đã phổ biến", files=(keep(paper("ke-hoach.pdf")),))
    kept = replied(directive, [enclosed(month["open"]), duty], as_document=True)
    row = next(row for row in kept.document.letter.annexes[0].rows if month["open"].shown_code in row.cells)
    assert row.cells[-1] == "ban-ve.pdf"
    assert "tài liệu: ke-hoach.pdf" in " ".join(paragraph.text for paragraph in kept.document.letter.body)
    one = ReplyFile.objects.get(item__line__case=month["open"])
    assert [status(who, one) for who in (district(BIEN_HOA), office())] == [200, 404]
    assert "ban-ve.pdf" in client(district(BIEN_HOA)).get(page(directive)).content.decode()
    issued_reply(kept)
    assert [status(who, one) for who in (district(BIEN_HOA), office())] == [200, 200]


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (lambda: samples.upload(b"MZ" + b"\0" * 200, "lich.exe"), "Không nhận loại tệp “lich.exe”"),
        (lambda: samples.upload(samples.picture() + b" " * MEGABYTE, "to.jpg"), "mỗi ảnh tối đa 1 MB"),
    ],
)
@pytest.mark.parametrize("door", ["desk", "link"])
def test_a_file_that_is_not_taken_refuses_in_one_sentence_and_loses_nothing(
    directive, month, settings, upload, sentence, door
):
    settings.HOIAM_MAX_PHOTO_MB = 1
    case = month["open" if door == "desk" else "company"]
    who, url = (district(BIEN_HOA), page(directive)) if door == "desk" else (None, link(directive))
    data = filled(case, upload()) | {f"{case.code}-text": "Đã thay bóng đèn", "name": "Người thử nghiệm"}
    answer = client(who).post(url, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html and "Đã thay bóng đèn" in html and "xin chọn lại tài liệu kèm theo" in html
    assert not Reply.objects.exists() and not ReplyFile.objects.exists()


def link(directive):
    _, token = make_link(directive, unit_id("dien-luc"), by=office(), at=NOW)
    return reverse("directing_link:reply", args=[token])


def test_a_company_encloses_files_through_its_link_and_opens_only_its_own_there(directive, month):
    url = link(directive)
    sent = client().post(
        url, filled(month["company"], paper("nghiem-thu.pdf")) | {"name": "Người thử nghiệm"}
    )
    assert "Đã nhận báo cáo." in sent.content.decode()
    own = ReplyFile.objects.get()
    replied(directive, [enclosed(month["open"])])
    other = ReplyFile.objects.get(item__line__case=month["open"])
    assert f"{url}tai-lieu/{own.pk}/" in client().get(url).content.decode()
    assert client().get(f"{url}tai-lieu/{own.pk}/").getvalue() == samples.pdf()
    assert client().get(f"{url}tai-lieu/{other.pk}/").status_code == 404
    assert client().get(f"{url[:-5]}xxxx/tai-lieu/{own.pk}/").status_code == 404
    assert status(office(), own) == 200


def test_files_without_a_result_are_asked_about_not_dropped(directive, month):
    answer = client(district(BIEN_HOA)).post(
        page(directive), filled(month["open"], paper(), claim="") | filled(month["ward"])
    )
    assert answer.status_code == 422
    assert "Chọn kết quả để gửi kèm tài liệu." in answer.content.decode()
    assert not Reply.objects.exists()


def test_the_same_form_with_its_files_sent_twice_keeps_them_once(directive, month):
    for _ in range(2):
        client(district(BIEN_HOA)).post(page(directive), filled(month["open"], paper()) | {"key": "a" * 32})
    assert (Reply.objects.count(), ReplyFile.objects.count()) == (1, 1)
    assert File.objects.filter(name="ban-ve.pdf").count() == 1


def test_what_is_enclosed_is_kept_as_it_was_sent(directive, month):
    replied(directive, [enclosed(month["open"])])
    remove_orphans(NOW + timedelta(days=30))
    assert File.objects.filter(name="ban-ve.pdf").exists()
    for statement in ("UPDATE directing_replyfile SET id = id", "DELETE FROM directing_replyfile"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
