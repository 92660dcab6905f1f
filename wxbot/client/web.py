"""Any host other than WeChat's: for now the simulator's clock."""

import requests

_TIMEOUT = 1.0  # Seconds; what is asked here must never hold up anything.


def clock_offset(url: str) -> float | None:
    """Seconds by which the simulator's clock is ahead of real time; None when it does not answer."""
    try:
        return float(requests.get(url, timeout=_TIMEOUT).json()["offset"])
    except (requests.RequestException, ValueError, KeyError, TypeError):
        return None
