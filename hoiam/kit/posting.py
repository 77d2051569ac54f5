"""Posting (gửi biểu mẫu): a form bound to what was sent, and the verb it asks for, done or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hoiam.kit.refusal import Refused

AnyForm = TypeVar("AnyForm", bound=forms.Form)


def bound(form_class: type[AnyForm], request: HttpRequest, **options: Any) -> AnyForm:
    """With what was sent, files too; empty when the page is only looked at."""
    is_posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if is_posted else (None, None)
    return form_class(data, files, **options)


def done(form: forms.Form, verb: Callable[..., object]) -> tuple[bool, Refused | None]:
    """Whether what was sent was done; if not, why the verb refused, or None when the form says it itself."""
    if not form.is_bound or not form.is_valid():
        return False, None
    try:
        verb(**form.cleaned_data)
    except Refused as no:
        return False, no
    return True, None


def onward(request: HttpRequest, url: str, events: dict[str, Any] | None = None) -> HttpResponse:
    """Once it is done: to `url`; a page that opened the form in place is told by its events instead."""
    if "HX-Request" not in request.headers:
        return redirect(url)
    headers = {"HX-Trigger": json.dumps(events)} if events else {"HX-Redirect": url}
    return HttpResponse(status=204, headers=headers)
