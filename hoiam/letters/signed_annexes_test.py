"""Where the body signs outside, its separate annex files are signed too before anything leaves."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hoiam.kit import clock
from hoiam.kit.refusal import Refused
from hoiam.signatures import identities
from hoiam.signatures.fields import ORGANISATION
from hoiam.signatures.sign import sign as sign_pdf
from hoiam.signatures.tampering import appended, draws_over, rewritten
from hoiam.signatures.verify import verify

from .annex_files import make_annexes, unsigned_annexes
from .factories import AT, annex, issued, person, unit_id, with_annexes
from .going_out import files_for
from .models import AnnexWork, Delivery, Document, DocumentFile, FileRole
from .papers import content_of
from .queries import Look, documents_in, tab_named
from .signed_annexes import take_signed_annexes
from .work import carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def document(monkeypatch):
    """Issued, and its annex files drawn by a worker that has no key of the organisation."""
    found = issued(with_annexes(annex(("ubnd-731", 2), ("ubnd-740", 3))))
    monkeypatch.setattr(identities, "organisation", lambda *_: None)
    carry_out(LATER)
    return found


def sealed(pdf):
    seal = identities.authority().organisation("Ủy ban nhân dân tỉnh Đồng Nai")
    return sign_pdf(pdf, field=ORGANISATION, identity=seal, at=LATER)


def waiting(document):
    return unsigned_annexes(Document.objects.get(pk=document.pk))


def uploads(*contents):
    return [SimpleUploadedFile(f"da-ky-{n}.pdf", pdf) for n, pdf in enumerate(contents, start=1)]


def take(document, *contents, by=("clerk", "vp-ubnd")):
    return take_signed_annexes(document, uploads(*contents), by=person(*by), at=LATER)


def states(document):
    return set(Delivery.objects.filter(recipient__document=document).values_list("state", flat=True))


def test_without_a_key_nothing_leaves_and_the_page_says_what_is_missing(document):
    work = AnnexWork.objects.get(document=document)
    assert (work.made, work.total, work.done_at, states(document)) == (0, 3, None, {"queued"})
    assert work.last_error == "Cơ quan ký số ở ngoài: tải từng tệp phụ lục về ký rồi đưa lại."
    assert [one.unit_id for one in waiting(document)] == [unit_id("ubnd-731"), unit_id("ubnd-740"), None]
    clerk = Client()
    clerk.force_login(person("clerk"))
    with clock.frozen(LATER):
        text = clerk.get(reverse("letters:document", args=[document.pk])).content.decode()
    assert "Phụ lục chờ chữ ký số của cơ quan: còn 3/3 tệp" in text
    assert reverse("letters:signed_annexes", args=[document.pk]) in text
    for one in waiting(document):
        assert reverse("letters:file", args=[document.pk, one.pk]) in text


def test_looking_again_draws_none_twice(document):
    assert make_annexes(LATER) == 0
    assert document.files.filter(role=FileRole.ANNEX_UNSIGNED).count() == 3


def test_once_all_are_back_under_any_name_and_in_any_order_each_recipient_gets_its_own(document):
    first, second, whole = [content_of(one.file) for one in waiting(document)]
    take(document, sealed(rewritten(whole)), sealed(first))
    assert [one.unit_id for one in waiting(document)] == [unit_id("ubnd-740")]
    carry_out(LATER)
    assert states(document) == {"queued"}
    last = sealed(second)
    take(document, last)
    carry_out(LATER)
    work = AnnexWork.objects.get(document=document)
    assert (work.made, work.done_at, work.last_error, states(document)) == (3, LATER, "", {"done"})
    recipient = document.recipients.get(unit=unit_id("ubnd-740"))
    (own,) = [one for one in files_for(recipient) if one.role == FileRole.ANNEX]
    assert content_of(own.file) == last
    (verdict,) = verify(content_of(own.file), trusted=identities.trusted(), at=LATER)
    assert (verdict.field, verdict.is_good) == (ORGANISATION, True)
    assert document.steps.filter(verb="sign_annexes").count() == 2


def refused(document, why, *contents, **more):
    with pytest.raises(Refused, match=why):
        take(document, *contents, **more)
    assert not document.files.filter(role=FileRole.ANNEX).exists()
    assert AnnexWork.objects.get(document=document).made == 0


def test_what_is_unsigned_changed_a_strangers_or_brought_twice_is_refused_and_takes_none_of_the_others(
    document,
):
    good, other, _ = [content_of(one.file) for one in waiting(document)]
    refused(document, "không có thêm chữ ký số", sealed(good), other)
    refused(document, "khác tệp gửi đi", sealed(good), sealed(appended(other, draws_over)))
    stranger = sealed(content_of(DocumentFile.objects.get(role=FileRole.SIGNED).file))
    refused(document, "^Tệp “da-ky-2.pdf” không phải phụ lục nào đang chờ ký", sealed(good), stranger)
    refused(document, "^Tệp “da-ky-2.pdf” không phải phụ lục nào đang chờ ký", sealed(good), sealed(good))
    refused(document, "quyền “Đưa phụ lục đã ký”", sealed(good), by=("coordinator", "vp-ubnd"))


def test_pressed_twice_it_says_that_none_waits(document):
    every = [sealed(content_of(one.file)) for one in waiting(document)]
    take(document, *every)
    with pytest.raises(Refused, match="không có phụ lục nào chờ ký"):
        take(document, *every)
    assert document.files.filter(role=FileRole.ANNEX).count() == 3


def test_the_clerk_finds_it_in_the_list_and_brings_the_files_on_the_page(document):
    clerk, at = Client(), LATER
    clerk.force_login(person("clerk"))
    look, tab = Look(person("clerk"), at), tab_named("cho-ky-so")
    assert documents_in(tab, look) == [document]
    url = reverse("letters:signed_annexes", args=[document.pk])
    with clock.frozen(at):
        answer = clerk.post(
            url, {"returned": uploads(*(sealed(content_of(f.file)) for f in waiting(document)))}
        )
        assert answer.status_code == 302
        assert url not in clerk.get(answer["Location"]).content.decode()
    assert documents_in(tab, look) == []


def test_whoever_has_got_a_key_meanwhile_signs_what_still_waits(document, monkeypatch):
    first, *_ = [content_of(one.file) for one in waiting(document)]
    take(document, sealed(first))
    monkeypatch.undo()
    carry_out(LATER)
    assert (states(document), waiting(document)) == ({"done"}, [])
    assert document.files.filter(role=FileRole.ANNEX).count() == 3


def test_recipients_never_see_a_file_that_waits(document):
    reader = Client()
    reader.force_login(person("officer", "ubnd-740"))
    with clock.frozen(LATER):
        for one in waiting(document):
            url = reverse("letters:file", args=[document.pk, one.pk])
            assert reader.get(url).status_code == 404
