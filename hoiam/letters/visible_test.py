"""Who sees which document, and of its annexes whose part."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hoiam.messaging.models import Message

from .annex_files import make_annexes
from .content import Addressee, Facts, Kind
from .draft import draft
from .factories import AT, annex, content, drafted, issued, person, signed, signer, unit_id, with_annexes
from .issue import issue
from .letterheads import letterhead_of
from .models import AnnexWork, Recipient
from .opening import opened
from .sign import sign
from .signers import as_printed
from .submit import submit
from .testing import quick_papers
from .visible import documents_visible_to, files_visible_to
from .work import carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
INSIDE = [("coordinator", "vp-ubnd"), ("clerk", "vp-ubnd"), ("authority_head", "ubnd-tinh")]
GOT_IT = [("officer", "ubnd-731"), ("unit_head", "ubnd-742"), ("officer", "nt-vp"), ("officer", "so-noi-vu")]
OTHERS = [("officer", "so-y-te"), ("operator", "1022"), ("officer", "ubnd-26041"), ("officer", "nt-pnv")]


@pytest.fixture(autouse=True)
def _quick():
    with quick_papers():
        yield


def sees(who, document, at=AT):
    return documents_visible_to(person(*who), at).filter(pk=document.pk).exists()


@pytest.mark.parametrize("make", [drafted, signed, issued])
@pytest.mark.parametrize("who", INSIDE)
def test_where_it_is_made_it_is_seen_in_every_state(make, who):
    assert sees(who, make())


@pytest.mark.parametrize("who", GOT_IT)
def test_a_recipient_and_its_office_see_it_once_it_is_out(who):
    assert not sees(who, drafted())
    assert not sees(who, signed())
    assert sees(who, issued())


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sees_it(who):
    assert not sees(who, issued())


def test_a_system_administrator_sees_no_document():
    admin = person("system_admin", "so-y-te")
    admin.is_system_admin = True
    assert not documents_visible_to(admin, AT).filter(pk=issued().pk).exists()


def parts_seen(who, document):
    files = files_visible_to(person(*who), document, AT)
    return {(file.annex, file.unit_id) for file in files if file.role == "annex"}


def test_a_recipient_sees_its_own_part_of_the_annexes_only():
    document = issued(
        with_annexes(annex(("ubnd-731", 3), ("ubnd-740", 2)), annex(("ubnd-740", 1), code="II"))
    )
    make_annexes(AT + timedelta(hours=1))
    first, second = unit_id("ubnd-731"), unit_id("ubnd-740")
    assert parts_seen(("officer", "ubnd-731"), document) == {("I", first)}
    assert parts_seen(("officer", "ubnd-740"), document) == {("I", second), ("II", second)}
    assert parts_seen(("officer", "ubnd-742"), document) == set()
    whole = {("I", None), ("II", None)}
    assert parts_seen(("clerk", "vp-ubnd"), document) == whole | {("I", first), ("I", second), ("II", second)}
    roles = {file.role for file in files_visible_to(person("officer", "ubnd-742"), document, AT)}
    assert roles == {"issued"}


def test_rows_of_a_unit_that_gets_no_letter_go_to_nobody():
    document = issued(with_annexes(annex(("ubnd-731", 1), ("so-y-te", 1))))
    make_annexes(AT + timedelta(hours=1))
    assert not document.files.filter(unit=unit_id("so-y-te")).exists()
    assert AnnexWork.objects.get(document=document).total == 2


def test_what_is_enclosed_is_seen_without_its_annexes():
    upper = issued(with_annexes(annex(("ubnd-731", 3))))
    make_annexes(AT + timedelta(hours=1))
    department = ("officer", "so-y-te")
    assert not sees(department, upper)
    it = content(addressees=(*content().addressees, _to("so-y-te", "Sở Y tế")))
    issued(it, links=[("attaches", upper)])
    assert sees(department, upper)
    assert {file.role for file in files_visible_to(person(*department), upper, AT)} == {"issued"}


def test_what_a_letter_is_only_based_on_is_not_shown_to_its_recipients():
    upper = issued()
    issued(
        content(addressees=(*content().addressees, _to("so-y-te", "Sở Y tế"))), links=[("based_on", upper)]
    )
    assert not sees(("officer", "so-y-te"), upper)


def _to(code, name):
    return Addressee(name, (unit_id(code),))


def test_reading_is_the_first_opening_by_somebody_of_the_unit():
    document, first, second = issued(), person("officer", "ubnd-742"), person("officer", "nt-vp")
    opened(document, by=person("officer", "so-y-te"), at=AT)
    assert not document.recipients.exclude(read_at=None).exists()
    opened(document, by=first, at=AT + timedelta(hours=1))
    opened(document, by=second, at=AT + timedelta(hours=2))
    row = Recipient.objects.get(document=document, unit=unit_id("ubnd-742"))
    assert (row.read_by, row.read_at) == (first, AT + timedelta(hours=1))
    assert document.recipients.exclude(read_at=None).count() == 1


def test_who_takes_over_from_an_ended_unit_opens_its_letters():
    document = issued(
        content(addressees=(content().addressees[0], _to("ubnd-731", "UBND thành phố Biên Hòa")))
    )
    later = AT.replace(year=2025, month=7, day=2)
    heir, stranger = (
        person("officer", code, name=f"can-bo-{code}", on=later) for code in ("ubnd-26041", "ubnd-26485")
    )
    assert documents_visible_to(heir, later).filter(pk=document.pk).exists()
    assert not documents_visible_to(stranger, later).filter(pk=document.pk).exists()


def proposal():
    """Home affairs proposes to the head of the province what follows from a report about conduct."""
    chief = signer("so-noi-vu", by=person("unit_head", "so-noi-vu"), capacity="", position="GIÁM ĐỐC")
    head = letterhead_of(unit_id("so-noi-vu"), AT.date())
    made = replace(
        content(),
        kind=Kind.PROPOSAL,
        head=head,
        subject="xử lý phản ánh về thái độ phục vụ",
        addressees=(Addressee("Chủ tịch UBND tỉnh", (unit_id("ubnd-tinh"),)),),
        facts=Facts(),
        signatory=as_printed(chief),
    )
    by = person("home_affairs", "so-noi-vu")
    document = sign(submit(draft(made, by=by, at=AT), by=by, at=AT), by=chief.person, at=AT)
    return issue(document, by=person("clerk", "so-noi-vu"), at=AT)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (("home_affairs", "so-noi-vu"), True),
        (("unit_head", "so-noi-vu"), True),
        (("authority_head", "ubnd-tinh"), True),
        (("officer", "so-noi-vu"), False),
        (("coordinator", "vp-ubnd"), False),
        (("office_head", "vp-ubnd"), False),
        (("clerk", "vp-ubnd"), False),
        (("unit_head", "ubnd-742"), False),
    ],
)
def test_a_proposal_about_conduct_is_for_few(who, may):
    document, people = proposal(), person(*who)
    assert documents_visible_to(people, AT).filter(pk=document.pk).exists() is may
    upper = issued(links=[("attaches", document)])
    assert sees(("unit_head", "ubnd-742"), upper)
    assert not sees(("unit_head", "ubnd-742"), document)
    carry_out(AT + timedelta(hours=1))
    told = Message.objects.filter(to_person=people, body__contains=document.number_symbol).exists()
    assert told is (who == ("authority_head", "ubnd-tinh"))
    assert "thái độ" not in "".join(Message.objects.values_list("body", flat=True))
    opened(document, by=people, at=AT)
    assert document.recipients.exclude(read_at=None).exists() is (who == ("authority_head", "ubnd-tinh"))
