"""The page of a unit's ways of answering (cách trả lời): approval asked or not, and its templates."""

from __future__ import annotations

from functools import partial
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.cases.inputs import WordsField, category_choices
from hoiam.categories.lookup import by_id, category_id
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.kit.posting import bound, done
from hoiam.kit.refusal import Refused
from hoiam.units.directory import directory
from hoiam.units.standing import Standing, standing

from .models import AnswerTemplate
from .ways import (
    Wording,
    ask_approval,
    drop_template,
    keep_template,
    templates_of,
    units_that_decide,
    units_that_word,
)

EVERYBODYS: Final = "Mẫu chung"
EVERY_FIELD: Final = "Mọi lĩnh vực"


class TemplateForm(forms.Form):
    """`unit` is asked only of somebody who words for more than one."""

    unit = forms.TypedChoiceField(label="Của đơn vị", coerce=int, empty_value=None, required=False)
    title = forms.CharField(label="Tên mẫu", max_length=120)
    category = forms.ChoiceField(
        label="Lĩnh vực",
        choices=lambda: [("", EVERY_FIELD), *category_choices()[1:]],
        required=False,
    )
    text = WordsField(label="Lời mẫu", rows=6)

    def __init__(self, *args: Any, seat: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("" if unit is None else unit, _name(unit)) for unit in _ordered(units_that_word(seat))]
        unit = cast(forms.TypedChoiceField, self.fields["unit"])
        unit.choices = choices
        if len(choices) == 1:
            unit.widget, unit.initial = forms.HiddenInput(), choices[0][0]


@require_safe
@login_required
def ways(request: HttpRequest) -> HttpResponse:
    seat = _seat(request)
    decides = units_that_decide(seat)
    templates = list(templates_of(seat))
    book, on = directory(), civil_date(now())
    units = [
        {
            "id": unit,
            "name": _name(unit),
            "decides": unit in decides,
            "asks": unit is not None and book.unit(unit, on).asks_approval,
            "templates": [_row(one) for one in templates if one.unit_id == unit],
        }
        for unit in _ordered(units_that_word(seat))
    ]
    return render(request, "answering/ways.html", {"units": units})


@require_POST
@login_required
def approval(request: HttpRequest, unit: int) -> HttpResponse:
    asks = request.POST.get("asks") == "1"
    try:
        ask_approval(unit, asks, seat=_seat(request))
    except Refused as no:
        messages.error(request, str(no))
    else:
        said = "Trả lời phải được lãnh đạo duyệt." if asks else "Người xử lý gửi trả lời không cần duyệt."
        messages.success(request, said)
    return redirect("answering:ways")


@require_http_methods(["GET", "POST"])
@login_required
def template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form of one template, a new one when none is named; `drop` takes it away."""
    seat = _seat(request)
    kept = _kept(pk, seat)
    if kept and "drop" in request.POST:
        drop_template(kept, seat=seat)
        return _gone_back(request, "Đã bỏ mẫu trả lời.")
    form = bound(TemplateForm, request, seat=seat, initial=_initial(kept))
    is_done, refused = done(form, partial(_keep, seat=seat, template=kept))
    if is_done:
        return _gone_back(request, "Đã ghi mẫu trả lời.")
    context = {
        "form": form,
        "refused": refused,
        "verb": {"label": "Sửa mẫu trả lời" if kept else "Thêm mẫu trả lời"},
        "submit": "Ghi",
        "kept": kept,
        "back": reverse("answering:ways"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "answering/template.html", context, status=status)


def _seat(request: HttpRequest) -> Standing:
    seat = standing(cast(Person, request.user), now())
    if not units_that_word(seat):
        raise PermissionDenied("Trang này dành cho lãnh đạo, đầu mối và quản trị của đơn vị.")
    return seat


def _kept(pk: int | None, seat: Standing) -> AnswerTemplate | None:
    if pk is None:
        return None
    kept = templates_of(seat).filter(pk=pk).first()
    if kept is None:
        raise Http404
    return kept


def _initial(kept: AnswerTemplate | None) -> dict[str, Any]:
    if kept is None:
        return {}
    category = by_id(kept.category_id).code if kept.category_id else ""
    return {"unit": kept.unit_id or "", "title": kept.title, "category": category, "text": kept.text}


def _keep(
    *, unit: int | None, title: str, category: str, text: str, seat: Standing, template: AnswerTemplate | None
) -> None:
    known = category_id(category, civil_date(now())) if category else None
    keep_template(Wording(unit, known, title, text), seat=seat, template=template)


def _gone_back(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("answering:ways")})
    return redirect("answering:ways")


def _row(one: AnswerTemplate) -> dict[str, Any]:
    category = by_id(one.category_id).name if one.category_id else EVERY_FIELD
    return {"pk": one.pk, "title": one.title, "text": one.text, "category": category}


def _ordered(units: frozenset[int | None]) -> list[int | None]:
    """Everybody's come last."""
    return sorted(units, key=lambda unit: (unit is None, _name(unit)))


def _name(unit: int | None) -> str:
    return EVERYBODYS if unit is None else directory().unit(unit, civil_date(now())).short_name
