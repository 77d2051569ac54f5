"""Offices (màn hình người ký, tiêu đề, địa chỉ): the dated rows that documents are made with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.accounts.models import Person
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.units.directory import directory
from hoiam.units.roles import Role
from hoiam.units.standing import standing

from .models import DeliveryAddress, Letterhead, Register, Signer, Way
from .policy import may_keep_signers
from .visible import working_units

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Keeper:
    """Whoever keeps these rows: the system's administrator for all, a unit's own for its bodies."""

    def __init__(self, request: HttpRequest) -> None:
        self.person, self.at = cast(Person, request.user), now()
        if not may_keep_signers(self.person, self.at):
            raise PermissionDenied("Trang này dành cho Quản trị hệ thống và Quản trị đơn vị.")

    @property
    def on(self) -> date:
        return civil_date(self.at)

    def units(self) -> list[int]:
        seat = standing(self.person, self.at)
        if seat.is_system_admin:
            return [unit.id for unit in directory().units(self.on)]
        own = frozenset(unit for role, unit in seat.seats if role == Role.UNIT_ADMIN)
        return sorted(own | (working_units(seat, self.on) if own else frozenset()))

    def choices(self) -> list[tuple[int, str]]:
        return [(unit, directory().label(unit, self.on)) for unit in self.units()]

    def rows(self, rows: QuerySet[Any], field: str) -> list[tuple[Any, str]]:
        """Rows of these units with the unit's name."""
        kept = rows.filter(**{f"{field}__in": self.units()})
        return [(row, directory().unit(getattr(row, f"{field}_id"), self.on).name) for row in kept]


class OfficeForm(forms.Form):
    title = ""
    unit = forms.TypedChoiceField(label="Cơ quan", coerce=int)

    def __init__(self, *args: Any, keeper: Keeper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["unit"]).choices = keeper.choices()

    def row(self) -> Model:
        raise NotImplementedError


def _day(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class SignerForm(OfficeForm):
    title = "Thêm người ký"
    person = forms.ModelChoiceField(
        label="Người ký", queryset=Person.objects.filter(is_active=True).order_by("full_name")
    )
    capacity = forms.RegexField(
        r"^((TM|Q|KT|TL|TUQ)\. \S.*)?$",
        label="Quyền hạn",
        max_length=200,
        required=False,
        help_text="TM., Q., KT., TL. hoặc TUQ. và cơ quan, người được ký thay; người đứng đầu để trống.",
        error_messages={"invalid": "Quyền hạn bắt đầu bằng TM., Q., KT., TL. hoặc TUQ."},
    )
    position = forms.CharField(label="Chức vụ", max_length=120, help_text="Như in trong văn bản, chữ in hoa.")
    source = forms.CharField(
        label="Căn cứ",
        max_length=200,
        required=False,
        help_text="Ký thừa lệnh (TL.) phải nêu quy chế.",
    )
    since = _day("Từ ngày")
    until = _day("Đến trước ngày", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if str(given.get("capacity", "")).startswith("TL.") and not given.get("source"):
            self.add_error("source", "Ký thừa lệnh phải theo quy chế làm việc; hãy ghi căn cứ.")
        return given

    def row(self) -> Signer:
        given = self.cleaned_data
        return Signer(
            unit_id=given["unit"],
            person=given["person"],
            capacity=given["capacity"],
            position=given["position"].upper(),
            source=given["source"],
            during=DateRange(given["since"], given["until"]),
        )


class LetterheadForm(OfficeForm):
    title = "Thêm tiêu đề văn bản"
    parent_name = forms.CharField(label="Cơ quan chủ quản", max_length=200, required=False)
    name_lines = forms.CharField(
        label="Tên cơ quan", widget=forms.Textarea(attrs={"rows": 2}), help_text="Mỗi dòng in một dòng."
    )
    symbol = forms.CharField(label="Ký hiệu cơ quan", max_length=40)
    place = forms.CharField(label="Địa danh", max_length=120)
    source = forms.CharField(label="Căn cứ", max_length=200, required=False)
    since = _day("Từ ngày")

    def row(self) -> Letterhead:
        given = self.cleaned_data
        lines = [line.strip() for line in given["name_lines"].splitlines() if line.strip()]
        return Letterhead(
            unit_id=given["unit"],
            parent_name=given["parent_name"],
            name_lines=lines,
            symbol=given["symbol"],
            place=given["place"],
            source=given["source"],
            during=DateRange(given["since"], None),
        )


class AddressForm(OfficeForm):
    title = "Thêm địa chỉ nhận văn bản"
    way = forms.ChoiceField(
        label="Cách gửi", choices=[choice for choice in Way.choices if choice[0] != Way.IN_SYSTEM]
    )
    address = forms.CharField(
        label="Địa chỉ", max_length=200, help_text="Thư điện tử, hoặc mã định danh trên trục liên thông."
    )

    def row(self) -> DeliveryAddress:
        given = self.cleaned_data
        return DeliveryAddress(unit_id=given["unit"], way=given["way"], address=given["address"])


FORMS = {"nguoi-ky": SignerForm, "tieu-de": LetterheadForm, "dia-chi": AddressForm}


@require_safe
@login_required
def offices(request: HttpRequest) -> HttpResponse:
    keeper = Keeper(request)
    context = {
        "signers": keeper.rows(Signer.objects.select_related("person").order_by("unit", "pk"), "unit"),
        "letterheads": keeper.rows(Letterhead.objects.order_by("unit", "pk"), "unit"),
        "addresses": keeper.rows(DeliveryAddress.objects.order_by("unit", "pk"), "unit"),
        "registers": keeper.rows(Register.objects.order_by("body", "pk"), "body"),
        "on": keeper.on,
    }
    return render(request, "letters/offices.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def add(request: HttpRequest, what: str) -> HttpResponse:
    keeper = Keeper(request)
    if what not in FORMS:
        raise Http404
    form = FORMS[what](request.POST if request.method == "POST" else None, keeper=keeper)
    refused = None
    if request.method == "POST" and form.is_valid():
        if _kept(form.row()):
            messages.success(request, "Đã thêm.")
            return redirect("letters:offices")
        refused = "Những ngày này đã có một dòng khác; hãy ghi ngày hết của dòng ấy trước."
    context = {
        "form": form,
        "refused": refused,
        "title": form.title,
        "submit": "Thêm",
        "back": "letters:offices",
        "back_label": "Người ký, tiêu đề",
    }
    return render(request, "letters/form.html", context, status=422 if request.method == "POST" else 200)


def _kept(row: Model) -> bool:
    """The database knows which rows may not stand beside each other."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return False
    return True


@require_POST
@login_required
def end_signer(request: HttpRequest, pk: int) -> HttpResponse:
    """From today on; what was signed before stays as it was."""
    keeper = Keeper(request)
    row = get_object_or_404(_open(Signer.objects.filter(unit__in=keeper.units())), pk=pk)
    if row.during.lower is not None and row.during.lower >= keeper.on:
        row.delete()
    else:
        row.during = DateRange(row.during.lower, keeper.on)
        row.save(update_fields=["during"])
    messages.success(request, f"{row.person} không còn ký từ hôm nay.")
    return redirect("letters:offices")


def _open(rows: QuerySet[Signer]) -> QuerySet[Signer]:
    return rows.filter(during__upper_inf=True)


@require_POST
@login_required
def switch_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers from here on given by us, or by the office's own system."""
    keeper = Keeper(request)
    row = get_object_or_404(Register.objects.filter(body__in=keeper.units()), pk=pk)
    row.is_ours = not row.is_ours
    row.save(update_fields=["is_ours"])
    return redirect("letters:offices")
