"""Signing and judging work wherever they are called from: a plain thread, or inside an event loop."""

import asyncio
import threading

import pytest

from .apart import apart


def test_a_plain_thread_does_it_itself():
    assert apart(threading.get_ident) == threading.get_ident()


def test_inside_a_loop_another_thread_does_it_and_a_loop_may_run_there():
    async def called():
        assert apart(threading.get_ident) != threading.get_ident()
        return apart(lambda: asyncio.run(asyncio.sleep(0, "xong")))

    assert asyncio.run(called()) == "xong"


def test_what_goes_wrong_there_goes_wrong_here():
    async def called():
        apart(lambda: int("không phải số"))

    with pytest.raises(ValueError, match="không phải số"):
        asyncio.run(called())
