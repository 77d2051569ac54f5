"""Waking (đánh thức): after a commit a worker is asked by name to make annexes and deliver.

Only a wish to be quick: the worker looks by itself every minute.
"""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

CARRY_OUT = "letters.carry_out"


def wake() -> None:
    with suppress(AlreadyEnqueued):  # another process has asked for the same look
        app.configure_task(CARRY_OUT, queueing_lock=CARRY_OUT).defer(timestamp=0)
