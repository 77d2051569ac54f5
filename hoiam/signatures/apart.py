"""Apart (chạy riêng): the library runs an event loop of its own, which a thread that has one already refuses.

Our web processes have none. Where somebody's thread does (an asynchronous server, a browser driven by a
test), the work is done in a thread of its own and waited for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """What `work` returns or raises. It must touch no database: another thread has another connection."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(work).result()
