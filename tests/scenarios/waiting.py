"""Waiting for what happens in other processes: until it is so, or the story fails."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(look: Callable[[], T], seconds: float = 30.0) -> T:
    """The first true value that ``look`` gives."""
    ends = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)
