"""Definitions (cách xác định) by name: `default`, or one version of it as `default@1`."""

from __future__ import annotations

from typing import Final

from hoiam.kit.refusal import Refused

from .models import Definition

DEFAULT: Final = "default"


def definition(name: str = DEFAULT) -> Definition:
    """The newest version of a definition, or the one named after the @."""
    code, _, version = name.partition("@")
    rows = Definition.objects.filter(code=code).order_by("-version")
    if version:
        rows = rows.filter(version=int(version)) if version.isdecimal() else rows.none()
    found = rows.first()
    if found is None:
        codes = ", ".join(dict.fromkeys(Definition.objects.values_list("code", flat=True)))
        raise Refused(f"Không có cách xác định “{name}”; hiện có: {codes}.")
    return found
