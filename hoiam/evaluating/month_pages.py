"""The pages of one month (màn hình một tháng): its figures and their cases, opinions, decisions, sign-off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.cases.inputs import ReasonField, WordsField
from hoiam.cases.lists import label
from hoiam.files.responses import file_response
from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.numbers import number
from hoiam.kit.posting import bound, done
from hoiam.kit.refusal import Refused
from hoiam.reporting.views import case_links
from hoiam.units.directory import directory

from .ask_exclusion import ask_exclusion, opinions_waiting
from .decide_exclusion import decide_exclusion
from .evidence_pages import refuse_unseen
from .measures import CONDUCT, HANDED_LATE, STEP_WORDS, Measure
from .models import Exclusion, Fact, Month, SignOff
from .persons import may_see_persons, names_of, persons_of
from .sheet import FOOTER, as_signed, lines_of, month_of
from .sights import Sight, sight_of
from .sign_off import sign_off

PAGE: Final = 100


class AskForm(forms.Form):
    title = "Nêu ý kiến về số liệu tháng"
    submit = "Gửi ý kiến"
    code = forms.CharField(
        label="Mã phản ánh", required=False, help_text="Để trống: ý kiến về số liệu cả tháng."
    )
    reason = ReasonField("exclusion", label="Đề nghị loại trừ vì", required=False)
    text = WordsField(label="Ý kiến của đơn vị", rows=4)
    upload = forms.FileField(label="Tài liệu làm căn cứ", required=False)


class DecideForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        label="Quyết định",
        choices=(("yes", "Chấp nhận"), ("no", "Không chấp nhận")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    comment = WordsField(label="Lý do, ghi chú", rows=2, required=False)


class SignForm(forms.Form):
    title = "Chốt phiếu tháng"
    submit = "Chốt phiếu"
    conclusion = WordsField(label="Kết luận", rows=3)


def _looked_at(request: HttpRequest, unit: int, year: int, month: int) -> tuple[Person, Sight, Month]:
    person, at = cast(Person, request.user), now()
    sight = sight_of(person, at)
    refuse_unseen(sight, unit, year)
    if not 1 <= month <= 12:
        raise Http404
    found = month_of(unit, date(year, month, 1))
    if found is None:
        raise Http404
    return person, sight, found


@require_safe
@login_required
def month(request: HttpRequest, unit: int, year: int, month: int) -> HttpResponse:
    person, sight, found = _looked_at(request, unit, year, month)
    at, start = now(), found.start
    signed = SignOff.objects.filter(unit=unit, start=start).select_related("by").first()
    line = as_signed(signed, sight) if signed else lines_of(unit, [found], sight)[start]
    persons = persons_of(unit, found, sight, person)
    names = names_of(persons)
    here = reverse("evaluating:facts", args=[unit, year, month])
    context = {
        "unit": unit,
        "name": directory().label(unit, start),
        "month": found,
        "line": line,
        "signed": signed,
        "answered_words": f"trong {number(line.answered)} đã trả lời",
        "figures": _figures(found, unit, sight, here),
        "reasons": [label("exclusion", reason) for reason in line.reasons],
        "persons": [(one, names.get(one.person, "")) for one in persons],
        "sees_persons": may_see_persons(sight, unit),
        "is_whole": sight.sees_all_of(unit),
        "opinions": [_opinion(row, sight, person) for row in _asked(unit, start, sight)],
        "may_ask": not signed and unit in sight.speaks and at <= found.object_until,
        "may_add": not signed and sight.decides_for(unit),
        "may_sign": not signed and sight.sees_all_of(unit) and at > found.object_until,
        "ask_url": reverse("evaluating:ask", args=[unit, year, month]),
        "sign_url": reverse("evaluating:sign_off", args=[unit, year, month]),
        "sheet_url": reverse("evaluating:unit", args=[unit, year]),
        "form": DecideForm(auto_id="quyet-dinh-%s"),
        "footer": FOOTER,
    }
    return render(request, "evaluating/month.html", context)


def _figures(month: Month, unit: int, sight: Sight, here: str) -> list[tuple[str, int, int, str]]:
    """(measure, how many, days, address of its cases) of every measure that happened."""
    counts: dict[str, list[int]] = {}
    for measure, days in sight.seen(month.facts.filter(unit=unit)).values_list("measure", "days"):
        kept = counts.setdefault(measure, [0, 0])
        kept[0] += 1
        kept[1] += days
    return [
        (str(m.label), counts[m][0], counts[m][1], f"{here}?muc={m}")
        for m in Measure
        if m in counts and m != Measure.TAKEN
    ]


def _asked(unit: int, start: date, sight: Sight) -> list[Exclusion]:
    rows = sight.opinions(Exclusion.objects.filter(unit=unit, start=start))
    return list(rows.select_related("asked_by", "decided_by"))


def _opinion(row: Exclusion, sight: Sight, by: Person) -> dict[str, Any]:
    return {
        "row": row,
        "code": show_code(row.code) if row.code else "",
        "reason": label("exclusion", row.reason),
        "may_decide": row.decided_at is None and sight.decides_for(row.unit_id) and row.asked_by_id != by.pk,
    }


@require_safe
@login_required
def facts(request: HttpRequest, unit: int, year: int, month: int) -> HttpResponse:
    """The cases behind one figure."""
    person, sight, found = _looked_at(request, unit, year, month)
    measure = request.GET.get("muc", "")
    if measure not in Measure.values or (measure in CONDUCT and not sight.sees_all_of(unit)):
        raise Http404
    after = request.GET.get("sau", "")
    rows = sight.seen(found.facts.filter(unit=unit, measure=measure)).order_by("pk")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    page = list(rows.select_related("person")[: PAGE + 1])
    shown = page[:PAGE]
    links = case_links(person, [fact.code for fact in shown])
    sees_persons = may_see_persons(sight, unit)
    context = {
        "title": Measure(measure).label,
        "name": directory().label(unit, found.start),
        "month": found,
        "rows": [
            (fact, show_code(fact.code) if fact.code else "", links.get(fact.code, ""), detail_words(fact))
            for fact in shown
        ],
        "sees_persons": sees_persons,
        "back": reverse("evaluating:month", args=[unit, year, month]),
        "older": f"?muc={measure}&sau={shown[-1].pk}" if len(page) > PAGE else "",
        "newer": f"?muc={measure}" if after else "",
    }
    return render(request, "evaluating/facts.html", context)


def detail_words(fact: Fact) -> str:
    """What a fact says beside its measure."""
    if fact.measure in (Measure.STEP_LATE, Measure.STEP_DAYS):
        return STEP_WORDS.get(fact.detail, fact.detail)
    if fact.measure == Measure.MISSED:
        return "Giao muộn" if fact.detail == HANDED_LATE else ""
    if fact.measure == Measure.RATED:
        return f"{fact.detail}/5"
    if fact.measure == Measure.CONDUCT_CONCLUDED:
        return label("conclusion", fact.detail)
    if fact.measure == Measure.ASSIGNED:
        return ""
    return label("outcome", fact.detail)


@require_http_methods(["GET", "POST"])
@login_required
def ask(request: HttpRequest, unit: int, year: int, month: int) -> HttpResponse:
    person, sight, found = _looked_at(request, unit, year, month)
    if unit not in sight.speaks and not sight.decides_for(unit):
        raise Http404
    form = bound(AskForm, request, initial={"code": request.GET.get("ma", "")})
    asking = partial(ask_exclusion, found.start, unit, by=person, at=now())
    return _asked_by_form(
        request, form, asking, found, unit, "Đã gửi ý kiến; số liệu chỉ đổi khi được chấp nhận."
    )


@require_http_methods(["GET", "POST"])
@login_required
def sign(request: HttpRequest, unit: int, year: int, month: int) -> HttpResponse:
    person, sight, found = _looked_at(request, unit, year, month)
    if not sight.sees_all_of(unit):
        raise Http404
    signing = partial(sign_off, found.start, unit, by=person, at=now())
    return _asked_by_form(request, bound(SignForm, request), signing, found, unit, "Đã chốt phiếu tháng.")


def _asked_by_form(
    request: HttpRequest, form: forms.Form, verb: Callable[..., object], month: Month, unit: int, said: str
) -> HttpResponse:
    """Done, and back to the month; or the form again with everything that was written."""
    back = reverse("evaluating:month", args=[unit, month.start.year, month.start.month])
    is_done, refused = done(form, verb)
    if is_done:
        messages.success(request, said)
        return redirect(back)
    context = {"form": form, "refused": refused, "back": back, "back_words": "Phiếu tháng"}
    return render(request, "evaluating/form.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@login_required
def opinions(request: HttpRequest) -> HttpResponse:
    """Ý kiến của đơn vị về số liệu: what waits for a decision, the oldest first."""
    person, at = cast(Person, request.user), now()
    sight = sight_of(person, at)
    if not sight.deciding:
        raise Http404
    book = directory()
    found = [
        (
            _opinion(row, sight, person),
            book.label(row.unit_id, row.start),
            reverse("evaluating:month", args=[row.unit_id, row.start.year, row.start.month]),
        )
        for row in opinions_waiting(sight).select_related("asked_by")[:PAGE]
    ]
    context = {"rows": found, "form": DecideForm(auto_id="quyet-dinh-%s")}
    return render(request, "evaluating/opinions.html", context)


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    person, at = cast(Person, request.user), now()
    sight = sight_of(person, at)
    row = get_object_or_404(sight.opinions(Exclusion.objects.all()), pk=pk)
    if not sight.decides_for(row.unit_id):
        raise Http404
    form = DecideForm(request.POST)
    back = redirect("evaluating:month", row.unit_id, row.start.year, row.start.month)
    if not form.is_valid():
        messages.error(request, "Hãy chọn chấp nhận hoặc không chấp nhận.")
        return back
    try:
        decide_exclusion(row, by=person, at=at, **form.cleaned_data)
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, "Đã quyết định ý kiến của đơn vị.")
    return back


@require_safe
@login_required
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper that came with an opinion, for those who see the unit's month."""
    person, at = cast(Person, request.user), now()
    rows = sight_of(person, at).opinions(Exclusion.objects.exclude(file=None))
    row = get_object_or_404(rows.select_related("file"), pk=pk)
    assert row.file is not None
    return file_response(row.file, request=request)
