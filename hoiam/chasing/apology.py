"""Apology (xin lỗi người gửi): once in each life of a case, in the name of the centre, when it is late."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hoiam.cases.told import tell_petitioners
from hoiam.kit.sealing import CannotUnseal
from hoiam.messaging.tell import once

if TYPE_CHECKING:
    from hoiam.cases.models import Case


def apologise(case: Case, *, at: datetime, superior: str | None = None) -> bool:
    """Say that the answer is late. `superior` only where the case does stand in a list sent to them.

    A petitioner whose key is lost cannot be told; that must not keep anybody else from being told.
    """
    try:
        with transaction.atomic():
            if not once(f"late:{case.pk}", f"life.{case.life}", at=at):
                return False
            tell_petitioners(case, "late", at=at, superior=superior)
    except CannotUnseal:
        return False
    return True
