"""Panels (bảng thao tác với văn bản): the web face of every verb. GET shows its form, POST does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hoiam.files.inputs import FilesField
from hoiam.kit.clock import now
from hoiam.kit.posting import bound, onward
from hoiam.kit.refusal import Refused
from hoiam.signatures.identities import Way, way

from .discard import discard
from .issue import issue
from .models import Document, Register
from .number import take
from .return_document import return_document
from .sign import sign
from .signed_annexes import take_signed_annexes
from .submit import submit
from .visible import documents_visible_to

if TYPE_CHECKING:
    from hoiam.accounts.models import Person

View = Callable[..., HttpResponse]
CHANGED = "document-changed"


class PanelForm(forms.Form):
    """A form about one document."""

    information = ""
    said = ""

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        self.document = document
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fields that hang on the document."""

    def answers(self) -> dict[str, Any]:
        """What the verb is given: a returned file as its bytes."""
        given = dict(self.cleaned_data)
        if (upload := given.get("returned")) is not None:
            given["returned"] = upload.read()
        return given


class ReturnedFile(forms.FileField):
    """The same file, signed outside and brought back."""

    def __init__(self) -> None:
        super().__init__(
            label="Tệp đã ký ở ngoài",
            required=False,
            help_text="Để trống: ký tại đây. Tệp mang về được so với tệp gửi đi; chỉ được thêm "
            "chữ ký, và chữ của hệ thống văn bản ở chỗ ghi số, ngày, ô ký, lề trên, lề dưới.",
        )


class SubmitForm(PanelForm):
    information = "Văn bản được kiểm tra một lần nữa, vẽ thành bản trình ký và chuyển người ký."
    said = "Đã trình ký."


class SignForm(PanelForm):
    returned = ReturnedFile()
    information = "Chữ ký số được ký lên đúng bản trình ký; số và ngày được ghi sau, khi phát hành."
    said = "Đã ký."

    def prepare(self) -> None:
        if way() is Way.OUTSIDE:
            self.fields["returned"].required = True
            self.fields["returned"].help_text = "Tải bản trình ký, ký ở ngoài, rồi đưa tệp đã ký lên đây."


class ReturnForm(PanelForm):
    reason = forms.CharField(label="Lý do trả lại", widget=forms.Textarea(attrs={"rows": 3}))
    said = "Đã trả lại."


class NumberForm(PanelForm):
    number = forms.IntegerField(
        label="Số",
        required=False,
        min_value=1,
        help_text="Để trống: lấy số kế tiếp của sổ. Gõ số khi hệ thống văn bản của cơ quan đã cấp.",
    )
    information = "Số đã lấy không trả lại được; văn bản chờ chữ ký số của cơ quan rồi phát hành."
    said = "Đã lấy số."

    def prepare(self) -> None:
        """Asked only where the clerk types it, or where nobody knows yet who gives the numbers."""
        document = self.document
        book = Register.objects.filter(body=document.issuer_id, kinds__contains=[document.kind]).first()
        if document.number is not None or (book is not None and book.is_ours):
            self.fields["number"].widget = forms.HiddenInput()  # a page opened earlier may still send one
        elif book is not None:
            self.fields["number"].required = True
            self.fields["number"].help_text = "Số mà hệ thống văn bản của cơ quan đã cấp."


class IssueForm(NumberForm):
    returned = ReturnedFile()
    information = "Cấp số, ghi ngày, ký số của cơ quan, ghi sổ và gửi các nơi nhận: một lần, không sửa được."
    said = "Đã phát hành."

    def prepare(self) -> None:
        """A number that the returned file bears need not be typed; without either the verb asks for it."""
        super().prepare()
        if self.fields["number"].required:
            self.fields["number"].required = False
            self.fields["number"].help_text += " Để trống: đọc từ tệp đã ký ở ngoài."


class SignedAnnexesForm(PanelForm):
    returned = FilesField(
        label="Tệp phụ lục đã ký ở ngoài", help_text="Chọn được nhiều tệp, tên nào cũng được."
    )
    information = "Mỗi tệp được so với tệp đã tải về; đủ mọi tệp thì văn bản được gửi đi."
    said = "Đã nhận phụ lục đã ký."

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DiscardForm(PanelForm):
    information = "Dự thảo không còn trong danh sách nào; các bước đã làm vẫn được giữ."
    said = "Đã bỏ dự thảo."


def panel(do: Callable[..., Document], form_class: type[PanelForm], title: str) -> View:
    @require_http_methods(["GET", "POST"])
    @login_required
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        person, at = cast("Person", request.user), now()
        document = get_object_or_404(documents_visible_to(person, at), pk=pk)
        form, refused = bound(form_class, request, document=document), None
        if request.method == "POST" and form.is_valid():
            try:
                done = do(document, by=person, at=at, **form.answers())
            except Refused as no:
                refused = no
            else:
                return _after(request, document, done, form_class.said)
        context = {
            "document": document,
            "form": form,
            "refused": refused,
            "verb": {"label": title},
            "action": request.path,
        }
        status = 422 if request.method == "POST" else 200
        return render(request, "letters/panel.html", context, status=status)

    view.__name__ = f"{do.__name__}_panel"
    return view


def _after(request: HttpRequest, document: Document, done: Document, sentence: str) -> HttpResponse:
    """The page that shows the document reads it anew; where another one was begun, that one's page opens."""
    events = {CHANGED: None, "toast": {"text": sentence}} if done.pk == document.pk else None
    return onward(request, reverse("letters:document", args=[done.pk]), events)


submit_panel = panel(submit, SubmitForm, "Trình ký")
sign_panel = panel(sign, SignForm, "Ký")
return_panel = panel(return_document, ReturnForm, "Trả lại")
number_panel = panel(take, NumberForm, "Chỉ lấy số")
issue_panel = panel(issue, IssueForm, "Phát hành")
annexes_panel = panel(take_signed_annexes, SignedAnnexesForm, "Đưa phụ lục đã ký")
discard_panel = panel(discard, DiscardForm, "Bỏ dự thảo")
