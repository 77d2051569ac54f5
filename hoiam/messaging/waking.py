"""Waking (đánh thức): after a commit, let a worker know by name that something waits in the outbox.

Only a wish to be quick: the worker looks by itself every minute, so a wake-up that is lost costs a minute.
"""

from time import monotonic

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

SEND_DUE = "messaging.send_due"
DELAY = 2.0
_awake_until = 0.0


def wake_sender() -> None:
    """Queue one look, `DELAY` seconds ahead; until shortly before it, everybody's rows are covered by it."""
    global _awake_until
    if monotonic() < _awake_until - DELAY / 4:
        return
    _awake_until = monotonic() + DELAY
    try:
        look = app.configure_task(SEND_DUE, queueing_lock=SEND_DUE, schedule_in={"seconds": int(DELAY)})
        look.defer(timestamp=0)
    except AlreadyEnqueued:
        pass  # another process has asked for the same look
