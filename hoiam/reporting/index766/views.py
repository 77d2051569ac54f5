"""The screens of the index (màn hình chỉ số 766): by week and month, its cases, its files, its rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.kit.clock import now
from hoiam.kit.ids import show_code
from hoiam.kit.moments import civil_date, short_moment
from hoiam.kit.refusal import Refused
from hoiam.reporting.models import IndexRule, ReportLine
from hoiam.reporting.names import Names
from hoiam.reporting.objections import may_decide
from hoiam.reporting.sight import Sight
from hoiam.reporting.views import case_links, person_and_sight

from .behind import FIGURES, cases_behind
from .counting import Counted, count
from .files import FORMATS
from .page import Line, bars, cases_url, lines, past, share_words, table, unit_url
from .periods import KINDS, Span, span_of, spans
from .points import Rule
from .rules import basis, rule_of, rule_row, set_rule

PAGE: Final = 100
DENOMINATORS: Final = dict(IndexRule.Denominator.choices)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; words it does not know choose nothing."""

    kind: str
    span: Span
    unit: int | None
    instead: str
    at: datetime

    @property
    def spans(self) -> list[Span]:
        return spans(self.kind, self.span.last)

    def query(self, **changes: Any) -> str:
        whole = {
            "ky": self.kind,
            "tu": self.span.key,
            "don-vi": self.unit or "",
            "mau-so": self.instead,
        } | changes
        return urlencode({key: value for key, value in whole.items() if value})


def asked(request: HttpRequest) -> Asked:
    at, given = now(), request.GET
    kind = given.get("ky", "tuan")
    kind = kind if kind in KINDS else "tuan"
    unit, instead = given.get("don-vi", ""), given.get("mau-so", "")
    return Asked(
        kind,
        span_of(kind, _day(given.get("tu", ""), civil_date(at))),
        int(unit) if unit.isdecimal() and len(unit) < 19 else None,
        instead if instead in DENOMINATORS else "",
        at,
    )


def _day(text: str, otherwise: date) -> date:
    """A day of the past; nobody looks at next week."""
    try:
        return min(date.fromisoformat(text), otherwise)
    except ValueError:
        return otherwise


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    person, sight = person_and_sight(request)
    it, row = asked(request), rule_row(now())
    refuse_outside(it, sight)
    rule = rule_of(row, it.at, instead=it.instead)
    counted = count(it.spans, sight, it.at)
    here = lines(counted, it.span, rule, it.at)
    shown = [line for line in here if it.unit is None or line.unit == it.unit]
    context = {
        "asked": it,
        "kinds": [(key, words, f"?{it.query(ky=key)}", key == it.kind) for key, words in KINDS.items()],
        "denominators": [
            (words, f"?{it.query(**{'mau-so': key})}", key == rule.denominator)
            for key, words in DENOMINATORS.items()
        ],
        "rule": rule,
        "row": row,
        "rule_words": DENOMINATORS[rule.denominator],
        "basis": basis(row),
        "top": _top(shown[0], counted, it, rule) if shown else None,
        "rows": [_cells(line, it, rule) for line in here] if it.unit is None else [],
        "history": _history(counted, it, rule),
        "bars": bars(here[1:], it.kind, it.span, it.instead) if it.unit is None else [],
        "legend": f"a:đúng hạn, tối đa {rule.points_on_time}|ok:hài lòng, tối đa {rule.points_satisfied}",
        "few": sum(line.index.score is None for line in here[1:]),
        "unit_name": Names(it.span.window(it.at).as_of).unit(it.unit) if it.unit else "",
        "earlier": f"?{it.query(tu=it.span.before.key)}",
        "formats": [(name, _file_url(name, it)) for name in FORMATS],
        "whole_url": f"?{it.query(**{'don-vi': ''})}",
        "may_set": may_decide(person, it.at),
        "is_running": it.span.last >= civil_date(it.at),
    }
    return render(request, "reporting/index766/page.html", context)


def _file_url(name: str, it: Asked) -> str:
    return f"{reverse('reporting:index766_download', args=[name])}?{it.query()}"


def refuse_outside(it: Asked, sight: Sight) -> None:
    if it.unit is not None and sight.reach is not None and it.unit not in sight.reach:
        raise Http404


def _top(line: Line, counted: Counted, it: Asked, rule: Rule) -> dict[str, Any]:
    """The figures at the head: the score, its two parts, and the line of the past."""
    on_time, satisfied = line.index.on_time, line.index.satisfied
    return {
        "score": line.score,
        "most_words": f"tối đa {line.index.most}",
        "past": past(counted, it.unit, rule),
        "on_time": share_words(on_time),
        "on_time_of": f"{on_time.counted}/{on_time.of}",
        "on_time_url": cases_url(it.unit, it.kind, it.span, "answered_in_time"),
        "satisfied": share_words(satisfied),
        "satisfied_of": f"{satisfied.counted}/{satisfied.of}",
        "satisfied_url": cases_url(it.unit, it.kind, it.span, "satisfied"),
    }


def _cells(line: Line, it: Asked, rule: Rule, span: Span | None = None) -> dict[str, Any]:
    """A row of the table; each number opens its cases."""
    span = span or it.span
    on_time, satisfied = line.index.on_time, line.index.satisfied
    numbers = [
        (on_time.counted, "answered_in_time"),
        (on_time.of, rule.denominator),
        (satisfied.counted, "satisfied"),
        (satisfied.of, "rated"),
    ]
    opened = [(value, cases_url(line.unit, it.kind, span, figure)) for value, figure in numbers]
    return {
        "line": line,
        "url": unit_url(line.unit, it.kind, it.span, it.instead) if line.unit is not None else "",
        "on_time": opened[:2],
        "satisfied": opened[2:],
        "shares": (share_words(on_time), share_words(satisfied)),
        "words": span.words,
    }


def _history(counted: Counted, it: Asked, rule: Rule) -> list[dict[str, Any]]:
    """Period by period, the newest first: of everybody, or of the unit looked at."""
    return [
        _cells(Line(it.unit, span.words, counted.index(span, it.unit, rule), ()), it, rule, span)
        for span in reversed(counted.spans)
    ]


@require_safe
@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """The cases one number counts."""
    person, sight = person_and_sight(request)
    it, figure = asked(request), request.GET.get("muc", "")
    refuse_outside(it, sight)
    if figure not in FIGURES:
        raise Http404
    found = cases_behind(it.span, it.unit, figure, sight, it.at)
    start = request.GET.get("sau", "")
    begin = int(start) if start.isdecimal() and len(start) < 10 else 0
    shown, names = found[begin : begin + PAGE], Names(it.span.window(it.at).as_of)
    links = case_links(person, [case.code for case in shown])
    query = it.query(muc=figure)
    context = {
        "asked": it,
        "title": FIGURES[figure][0],
        "unit": names.unit(it.unit) if it.unit is not None else "",
        "count": len(found),
        "rows": [
            (
                case,
                show_code(case.code),
                links.get(case.code, ""),
                names.unit(case.unit_id),
                names.category(case.category_id),
                ReportLine.Outcome(case.outcome).label,
            )
            for case in shown
        ],
        "back": f"{reverse('reporting:index766')}?{it.query()}",
        "older": f"?{query}&sau={begin + PAGE}" if len(found) > begin + PAGE else "",
        "newer": f"?{query}" if begin else "",
    }
    return render(request, "reporting/index766/cases.html", context)


@require_safe
@login_required
def download(request: HttpRequest, format: str) -> HttpResponse:
    _, sight = person_and_sight(request)
    if format not in FORMATS:
        raise Http404
    it, row = asked(request), rule_row(now())
    refuse_outside(it, sight)
    rule = rule_of(row, it.at, instead=it.instead)
    notes = [
        f"Mẫu số của tỷ lệ đúng hạn: {DENOMINATORS[rule.denominator]} ({basis(row)}).",
        f"Dưới {rule.min_volume} nội dung: ghi số, không ghi tỷ lệ, không tính điểm.",
        f"Số liệu lúc {short_moment(it.at)}.",
    ]
    media_type, write = FORMATS[format]
    answer = HttpResponse(
        write(table(count(it.spans, sight, it.at), rule, notes, it.at), it.at), content_type=media_type
    )
    answer["Content-Disposition"] = f'attachment; filename="chi-so-766-{it.span.key}.{format}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


class RuleForm(forms.Form):
    title = "Đổi cách tính chỉ số"
    submit = "Đổi cách tính"
    denominator = forms.ChoiceField(
        label="Mẫu số của tỷ lệ đúng hạn", choices=IndexRule.Denominator.choices, widget=forms.RadioSelect
    )
    since = forms.DateField(label="Từ ngày", widget=forms.DateInput(attrs={"type": "date"}))
    source = forms.CharField(label="Văn bản, căn cứ", max_length=240)


@require_http_methods(["GET", "POST"])
@login_required
def rule(request: HttpRequest) -> HttpResponse:
    person, _ = person_and_sight(request)
    if not may_decide(person, now()):
        raise PermissionDenied
    form = RuleForm(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            set_rule(**form.cleaned_data, by=person, at=now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, "Đã đổi cách tính chỉ số.")
            return redirect("reporting:index766")
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/form.html", {"form": form, "refused": refused}, status=status)
