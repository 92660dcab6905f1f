"""Many pushes of many followers at the same time, and how the webhook took them."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from wxbot.simulator import crowds
from wxbot.simulator.pushes import Push

MOST = 20_000
PARALLEL = 64
_NAME = "oBurst"


@dataclass(frozen=True)
class Burst:
    pushes: tuple[Push, ...]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Without the pushes, which the ledger has."""
        first = [push.deliveries[0].latency_ms for push in self.pushes if push.deliveries]
        first.sort()
        return {
            "count": len(self.pushes),
            "seconds": round(self.seconds, 2),
            "outcomes": dict(Counter(push.outcome for push in self.pushes)),
            "median_ms": first[len(first) // 2] if first else 0.0,
            "slowest_ms": first[-1] if first else 0.0,
        }


def openid_of(number: int) -> str:
    return f"{_NAME}{number:022d}"


def is_burst(openid: str) -> bool:
    """Whether the follower came with a burst or a crowd, so that lists can show real ones first."""
    return openid.startswith((_NAME, crowds.NAME))


def run(send: Callable[[str, int], Push], count: int, followers: int, parallel: int = PARALLEL) -> Burst:
    """Calls ``send`` with one follower after the other and a number, many at a time. Raises ValueError."""
    if not (0 < count <= MOST and followers > 0 and 0 < parallel <= PARALLEL):
        raise ValueError(f"a burst has 1 to {MOST} pushes of some followers, and {PARALLEL} at a time at most")
    began = time.monotonic()
    with ThreadPoolExecutor(parallel, thread_name_prefix="burst") as pool:
        openids = (openid_of(number % followers + 1) for number in range(count))
        pushes = tuple(pool.map(send, openids, range(count)))
    return Burst(pushes, time.monotonic() - began)
