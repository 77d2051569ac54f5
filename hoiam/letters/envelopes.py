"""Envelopes (gói tin văn bản điện tử): a document for one recipient, dropped for the document network."""

from __future__ import annotations

from datetime import datetime

from hoiam.kit.refusal import Refused

from .models import Recipient


def drop(recipient: Recipient, code: str, now: datetime) -> None:
    raise Refused("Chưa có kết nối trục liên thông văn bản.")
