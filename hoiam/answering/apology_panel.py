"""The panel of a letter of apology (ô soạn thư xin lỗi): what only a person can say."""

from typing import cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField
from hoiam.cases.lifecycle import Verb
from hoiam.cases.queries import case_by_code
from hoiam.kit.clock import now
from hoiam.kit.posting import onward
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import normal_phone

from .apologise import Said, apologise, may_apologise


class ApologyForm(forms.Form):
    cause = WordsField(
        label="Vì sao trả lời chậm", rows=2, max_length=300, help_text="Viết tiếp sau chữ “Do”."
    )
    answer_before = forms.DateField(
        label="Sẽ trả lời trước ngày", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    contact = forms.CharField(label="Người liên hệ", max_length=120)
    contact_phone = forms.CharField(label="Điện thoại cơ quan", max_length=20)

    def clean_contact_phone(self) -> str:
        given = str(self.cleaned_data["contact_phone"])
        try:
            normal_phone(given)
        except Refused as no:
            raise forms.ValidationError(no.sentence) from no
        return given


@require_http_methods(["GET", "POST"])
@login_required
def apology_panel(request: HttpRequest, code: str) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    case = case_by_code(code, person, at)
    if case is None or not may_apologise(case, person, at):
        raise Http404
    form = ApologyForm(request.POST if request.method == "POST" else None, initial={"contact": str(person)})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = apologise(case, Said(**form.cleaned_data), by=person, at=at)
        except Refused as no:
            refused = no
        else:
            return onward(request, reverse("letters:document", args=[made.pk]))
    context = {
        "case": case,
        "form": form,
        "refused": refused,
        "verb": Verb.ANSWER,
        "title": "Soạn thư xin lỗi",
        "back": reverse("desk:case", args=[case.shown_code]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "kit/ui/panel/template.html", context, status=status)
