"""Work (việc nền của văn bản): whatever issued documents still wait for, at this moment."""

from __future__ import annotations

from datetime import datetime

from .annex_files import make_annexes
from .deliveries import Tally, deliver_due


def carry_out(at: datetime) -> Tally:
    """Annex files first, then deliveries; may be killed and run again, in any number of workers."""
    make_annexes(at)
    return deliver_due(at)
