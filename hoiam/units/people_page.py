"""The screen of accounts (màn hình tài khoản): who sits where, in one's own units; add, seat, end, lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.accounts.lock_out import locked_out
from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.fold import Fold, by_vi_key, fold, vi_key
from hoiam.kit.moments import civil_date, short_date
from hoiam.kit.posting import bound, done
from hoiam.kit.refusal import Refused

from .directory import directory
from .keeper import Keeper, may_keep_people
from .models import Membership
from .roles import Role
from .seating import (
    DAY,
    Seat,
    add_person,
    deactivate,
    earliest_end,
    end_seat,
    give_seat,
    let_try_again,
    reactivate,
    renew_password,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE: Final = 50
LINES_SHOWN: Final = 100
ACTS: Final[dict[str, tuple[Callable[..., str | None], str]]] = {
    "khoa": (deactivate, "Đã khóa tài khoản."),
    "mo-lai": (reactivate, "Đã mở lại tài khoản."),
    "dang-nhap-lai": (let_try_again, "Đã gỡ tạm khóa đăng nhập."),
    "mat-khau": (renew_password, "Đã cấp liên kết đặt mật khẩu."),
}


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    # The day after the last one is kept, and the calendar of a date ends with the year 9999.
    default_validators = [MaxValueValidator(date(2100, 1, 1), "Ngày này quá xa; hãy để trống.")]


class SeatForm(forms.Form):
    unit = forms.TypedChoiceField(label="Đơn vị", coerce=int)
    role = forms.ChoiceField(label="Vai trò")
    since = DayField(label="Từ ngày")
    until = DayField(label="Đến hết ngày", required=False, help_text="Để trống khi chưa biết ngày thôi.")

    def __init__(self, *args: Any, keeper: Keeper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book, on = directory(), civil_date(keeper.at)
        units = [unit.id for unit in book.units(on) if unit.id in keeper.units]
        given = frozenset().union(*(keeper.roles(unit) for unit in units))
        self._choose("unit", [(unit, book.label(unit, on)) for unit in units])
        self._choose("role", [(role.value, f"{role.label}: {role.duty}") for role in Role if role in given])
        self.fields["since"].initial = on

    def seat(self) -> Seat:
        return Seat(**{name: self.cleaned_data[name] for name in SeatForm.base_fields})

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        only = len(choices) == 1
        cast(forms.ChoiceField, self.fields[name]).choices = choices if only else [("", "Chọn một"), *choices]


class EndForm(forms.Form):
    until = DayField(label="Đến hết ngày")


class AddForm(SeatForm):
    """The person first, then the first seat."""

    username = forms.CharField(label="Tên đăng nhập", max_length=64, help_text="Chữ không dấu, số và . _ -")
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Thư điện tử", required=False)
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)

    def person(self) -> dict[str, str]:
        return {
            name: self.cleaned_data[name]
            for name in AddForm.declared_fields
            if name not in SeatForm.base_fields
        }

    field_order = ["full_name", "username", "email", "phone", "unit", "role", "since", "until"]


@require_safe
@login_required
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    keeper = _keeper(request)
    asked = request.GET.get("q", "").strip()[:100]
    found = keeper.people()
    if asked:
        found = found.alias(folded=Fold("full_name")).filter(
            Q(folded__contains=fold(asked)) | Q(username__contains=asked.lower())
        )
    rows = _page(found, request.GET.get("sau", ""))
    locked = locked_out([person.username for person in rows], keeper.at)
    context = {
        "people": [_row(person, keeper, locked) for person in rows[:PAGE]],
        "older": f"?{urlencode({'q': asked, 'sau': rows[PAGE - 1].pk})}" if len(rows) > PAGE else "",
        "asked": asked,
    }
    return render(request, "units/people.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    keeper = _keeper(request)
    form = bound(AddForm, request, keeper=keeper)
    refused = None
    if form.is_bound and form.is_valid():
        try:
            person, link = add_person(form.seat(), by=keeper, **form.person())
        except Refused as no:
            refused = no
        else:
            return _shown(request, keeper, keeper.people().get(pk=person.pk), link=link)
    context = {"form": form, "refused": refused}
    return render(request, "units/person_add.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def person(request: HttpRequest, pk: int) -> HttpResponse:
    keeper = _keeper(request)
    return _shown(request, keeper, get_object_or_404(keeper.people(), pk=pk))


@require_POST
@login_required
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    keeper = _keeper(request)
    found = get_object_or_404(keeper.people(), pk=pk)
    form = bound(SeatForm, request, keeper=keeper)
    is_done, refused = done(form, lambda **_: give_seat(found, form.seat(), by=keeper))
    if not is_done:
        return _shown(request, keeper, found, form=form, refused=refused)
    messages.success(request, "Đã xếp vị trí.")
    return redirect("people:person", pk)


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    keeper = _keeper(request)
    row = get_object_or_404(Membership.objects.filter(unit__in=keeper.units).select_related("person"), pk=pk)
    form = bound(EndForm, request)
    is_done, refused = done(form, lambda until: end_seat(row, until, by=keeper))
    if not is_done:
        refused = refused or Refused("Hãy ghi ngày cuối của vị trí này.")
        return _shown(request, keeper, keeper.people().get(pk=row.person_id), refused=refused)
    messages.success(request, "Đã ghi ngày thôi.")
    return redirect("people:person", row.person_id)


@require_POST
@login_required
@never_cache
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Something done to the account itself; a link is shown in the answer and nowhere else."""
    keeper = _keeper(request)
    found = get_object_or_404(keeper.people(), pk=pk)
    if what not in ACTS:
        raise Http404
    verb, said = ACTS[what]
    try:
        link = verb(found, by=keeper)
    except Refused as no:
        return _shown(request, keeper, found, refused=no)
    if link:
        return _shown(request, keeper, keeper.people().get(pk=pk), link=link)
    messages.success(request, said)
    return redirect("people:person", pk)


def _keeper(request: HttpRequest) -> Keeper:
    keeper = Keeper(cast(Person, request.user), now())
    if not may_keep_people(keeper.seat):
        raise PermissionDenied("Trang này dành cho Quản trị hệ thống và Quản trị đơn vị.")
    return keeper


def _page(found: QuerySet[Person], after: str) -> list[Any]:
    """One more than a page, behind the person of that number, in the order of the Vietnamese alphabet."""
    found = found.annotate(key=by_vi_key("full_name"))
    last = Person.objects.filter(pk=after).first() if after.isdecimal() and len(after) < 19 else None
    if last:
        key = vi_key(last.full_name)
        found = found.filter(Q(key__gt=key) | Q(key=key, pk__gt=last.pk))
    return list(found.order_by("key", "pk")[: PAGE + 1])


def _shown(
    request: HttpRequest,
    keeper: Keeper,
    person: Any,
    *,
    link: str = "",
    form: SeatForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        "keeps": keeper.keeps(person),
        "is_self": person.pk == keeper.person.pk,
        "row": _row(person, keeper, locked_out([person.username], keeper.at)),
        "form": form or SeatForm(keeper=keeper),
        "refused": refused,
        "link": request.build_absolute_uri(link) if link else "",
        "lines": keeper.lines(person)[:LINES_SHOWN],
    }
    return render(request, "units/person.html", context, status=422 if refused or form else 200)


def _row(person: Any, keeper: Keeper, locked: frozenset[str]) -> dict[str, Any]:
    on = civil_date(keeper.at)
    seats = [_seat(row, keeper, on) for row in person.seats]
    return {
        "person": person,
        "seats": [one for one in seats if not one["is_past"]],
        "past": [one for one in seats if one["is_past"]],
        "is_locked_out": person.username in locked,
    }


def _seat(row: Membership, keeper: Keeper, on: date) -> dict[str, Any]:
    since, until = row.during.lower, row.during.upper
    last = until and until - DAY
    words = f"từ {short_date(since)}" if since else ""
    return {
        "pk": row.pk,
        "role": Role(row.role).short,
        "unit": directory().unit(row.unit_id, on).name,
        "days": f"{words} đến hết {short_date(last)}".strip() if last else words,
        "earliest": earliest_end(row, on),
        "is_past": until is not None and until <= on,
        "may_end": row.role in keeper.roles(row.unit_id) and row.person_id != keeper.person.pk,
    }
