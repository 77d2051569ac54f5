"""Turns (lần lượt): whoever changes one piece of evidence waits for whoever is changing it now."""

from __future__ import annotations

from typing import Literal

from django.db import connection


def take_turn(of: Literal["matter", "month", "unit"], number: int) -> None:
    """Until the transaction ends. What is read after this is what the one before has left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [f"evaluating_{of}", number % 2**31])
