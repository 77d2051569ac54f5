"""Writing (màn hình soạn, sửa dự thảo): a letter by hand, or other words for one that was composed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory

from .content import Addressee, Content, Facts, Kind, Purpose, Signatory
from .draft import draft, drafting_unit
from .groups import group, groups_of
from .letterheads import letterhead_of
from .lists import look_of
from .models import Document
from .models.document import WRITING
from .policy import may_write
from .proofs.wording import is_contact
from .queries import Look
from .revise import revise
from .signers import as_printed, signers_of
from .visible import documents_visible_to
from .words import as_body, as_text

if TYPE_CHECKING:
    from hoiam.accounts.models import Person


class WordsForm(forms.Form):
    subject = forms.CharField(label="Trích yếu", widget=forms.Textarea(attrs={"rows": 2}))
    body = forms.CharField(
        label="Nội dung",
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Mỗi đoạn cách nhau một dòng trống; **chữ đậm** giữa hai dấu sao; đoạn cuối hết bằng ./.",
    )
    contacts = forms.CharField(
        label="Điện thoại, thư điện tử của cơ quan được nêu trong lời văn",
        required=False,
        max_length=300,
        help_text="Cách nhau dấu phẩy. Mọi số điện thoại khác trong lời văn bị coi là của người gửi.",
    )
    signer = forms.ChoiceField(label="Người ký")

    def __init__(self, *args: Any, issuer: int, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in signers_of(issuer, civil_date(look.at))}
        choices = [(key, f"{row.person.full_name}: {row}") for key, row in self.rows.items()]
        cast(Any, self.fields["signer"]).choices = choices

    def clean_contacts(self) -> tuple[str, ...]:
        given = [one.strip() for one in str(self.cleaned_data["contacts"]).split(",") if one.strip()]
        for one in given:
            if not is_contact(one):
                raise forms.ValidationError(f"“{one}” không phải số điện thoại hoặc địa chỉ thư điện tử.")
        return tuple(given)

    @property
    def signatory(self) -> Signatory:
        return as_printed(self.rows[self.cleaned_data["signer"]])


class RevisionForm(WordsForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class LetterForm(WordsForm):
    """A công văn by hand: whom it goes to as groups and single units."""

    groups = forms.MultipleChoiceField(
        label="Kính gửi: nhóm", required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.TypedMultipleChoiceField(
        label="Kính gửi: đơn vị", coerce=int, required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    informed = forms.TypedMultipleChoiceField(
        label="Nơi nhận khác (để biết)",
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    field_order = ("subject", "groups", "units", "body", "contacts", "informed", "signer")

    def __init__(self, *args: Any, issuer: int, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, issuer=issuer, look=look, **kwargs)
        self.issuer, self.look = issuer, look
        on, units = civil_date(look.at), directory()
        every = [(unit.id, units.label(unit.id, on)) for unit in units.units(on)]
        cast(Any, self.fields["units"]).choices = cast(Any, self.fields["informed"]).choices = every
        lines = [(one.code, group(one.code, issuer, on)) for one in groups_of(issuer, on)]
        cast(Any, self.fields["groups"]).choices = [
            (code, f"{line.text} ({len(line.units)} đơn vị)") for code, line in lines if line is not None
        ]

    def content(self) -> Content:
        given, on = self.cleaned_data, civil_date(self.look.at)
        head = letterhead_of(
            self.issuer, on, drafting=drafting_unit(self.look.person, self.issuer, self.look.at)
        )
        chosen = [group(code, self.issuer, on, Purpose.ACT) for code in given["groups"]]
        lines = [self._one(unit, Purpose.ACT) for unit in given["units"]]
        copies = [self._one(unit, Purpose.INFORM) for unit in given["informed"]]
        return Content(
            kind=Kind.LETTER,
            head=head,
            subject=given["subject"],
            addressees=(*lines, *(one for one in chosen if one is not None)),
            body=as_body(given["body"]),
            copies=(Addressee("Như trên"), *copies, Addressee(f"Lưu: VT, {head.drafting_symbol}")),
            signatory=self.signatory,
            facts=Facts(contacts=given["contacts"]),
        )

    def _one(self, unit: int, purpose: Purpose) -> Addressee:
        on = civil_date(self.look.at)
        return Addressee(directory().unit(unit, on).name, (unit,), purpose)


@require_http_methods(["GET", "POST"])
@login_required
def write(request: HttpRequest, issuer: int) -> HttpResponse:
    look = look_of(request)
    if issuer not in look.inside or not signers_of(issuer, civil_date(look.at)).exists():
        raise PermissionDenied("Cơ quan này chưa có người ký trong danh sách người ký.")
    form = LetterForm(request.POST if request.method == "POST" else None, issuer=issuer, look=look)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = draft(form.content(), by=look.person, at=look.at)
        except Refused as no:
            refused = no
        else:
            return redirect("letters:document", made.pk)
    name = directory().unit(issuer, civil_date(look.at)).name
    context = {
        "form": form,
        "refused": refused,
        "title": "Soạn công văn",
        "submit": "Lưu dự thảo",
        "information": f"Cơ quan ban hành: {name}",
        "back": "letters:home",
        "back_label": "Văn bản",
    }
    return render(request, "letters/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@login_required
def revision(request: HttpRequest, pk: int) -> HttpResponse:
    person, at = cast("Person", request.user), now()
    document = get_object_or_404(documents_visible_to(person, at), pk=pk)
    if document.is_taken_in or not may_write(person, document.drafting_unit_id, at):
        raise Http404
    if request.method == "GET" and document.state not in WRITING:  # a page opened earlier still leads here
        return redirect("letters:document", document.pk)
    assert document.issuer_id is not None
    look, letter = Look(person, at), document.letter
    data = request.POST if request.method == "POST" else None
    form = RevisionForm(data, issuer=document.issuer_id, look=look, initial=_initial(document, look))
    refused = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        words = replace(
            letter,
            subject=given["subject"],
            body=as_body(given["body"], letter.body),
            signatory=form.signatory,
            facts=replace(letter.facts, contacts=given["contacts"]),
        )
        try:
            revise(document, words, by=person, at=at, version=given["version"])
        except Refused as no:
            refused = no
        else:
            return redirect("letters:document", document.pk)
    context = {
        "form": form,
        "refused": refused,
        "title": "Sửa dự thảo",
        "submit": "Lưu dự thảo",
        "document": document,
        "back_label": document.subject,
    }
    return render(request, "letters/form.html", context, status=422 if request.method == "POST" else 200)


def _initial(document: Document, look: Look) -> dict[str, Any]:
    letter = document.letter
    assert document.issuer_id is not None
    rows = signers_of(document.issuer_id, civil_date(look.at))
    signer = next((str(row.pk) for row in rows if as_printed(row) == letter.signatory), "")
    return {
        "subject": letter.subject,
        "body": as_text(letter.body),
        "signer": signer,
        "contacts": ", ".join(letter.facts.contacts),
        "version": document.version,
    }
