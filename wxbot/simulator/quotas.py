"""How often each API may be called: by the day, for some by the minute, and how often the counters may be cleared."""

import threading
import time
from collections import Counter
from dataclasses import dataclass

from wxbot.simulator.errors import ApiError

_BEIJING = 8 * 3600
_DEFAULT = 1_000_000
_CLEARS_PER_MONTH = {"all": 10, "one": 50}

# Calls per day: of a normal account and of a sandbox.
_DAILY = {
    "/cgi-bin/token": (2_000, 200),
    "/cgi-bin/stable_token": (500_000, 500_000),
    "/cgi-bin/menu/create": (1_000, 100),
    "/cgi-bin/menu/get": (10_000, 1_000),
    "/cgi-bin/menu/delete": (1_000, 100),
    "/cgi-bin/menu/addconditional": (2_000, 2_000),
    "/cgi-bin/menu/delconditional": (2_000, 2_000),
    "/cgi-bin/menu/trymatch": (20_000, 20_000),
    "/cgi-bin/tags/create": (1_000, 100),
    "/cgi-bin/tags/get": (1_000, 100),
    "/cgi-bin/tags/update": (1_000, 100),
    "/cgi-bin/media/upload": (100_000, 500),
    "/cgi-bin/media/get": (200_000, 1_000),
    "/cgi-bin/message/custom/send": (500_000, 50_000),
    "/cgi-bin/qrcode/create": (100_000, 10_000),
    "/cgi-bin/user/get": (500, 100),
    "/cgi-bin/user/info": (5_000_000, 500_000),
    "/cgi-bin/user/info/updateremark": (10_000, 10_000),
    "/cgi-bin/message/mass/sendall": (100, 100),
    "/cgi-bin/message/mass/delete": (10, 10),
    "/cgi-bin/draft/add": (1_000, 1_000),
    "/cgi-bin/draft/get": (500, 500),
    "/cgi-bin/draft/delete": (1_000, 1_000),
    "/cgi-bin/draft/update": (1_000, 1_000),
    "/cgi-bin/draft/count": (1_000, 1_000),
    "/cgi-bin/draft/batchget": (1_000, 1_000),
    "/cgi-bin/freepublish/submit": (100, 100),
    "/cgi-bin/freepublish/get": (100, 100),
    "/cgi-bin/freepublish/delete": (10, 10),
    "/cgi-bin/freepublish/getarticle": (100, 100),
    "/cgi-bin/freepublish/batchget": (100, 100),
    "/cgi-bin/message/template/send": (100_000, 100_000),
}
_MINUTELY = {"/cgi-bin/stable_token": 10_000, "/cgi-bin/message/mass/sendall": 60}
# Both ways of a mass message are counted together.
_COUNTED_AS = {"/cgi-bin/message/mass/send": "/cgi-bin/message/mass/sendall"}


@dataclass(frozen=True)
class Quota:
    daily: int
    used: int
    minutely: int
    used_this_minute: int


class Quotas:
    def __init__(self) -> None:
        self._daily: dict[str, int] = {}
        self._minutely: dict[str, int] = dict(_MINUTELY)
        self._used: Counter[tuple[str, int]] = Counter()
        self._minutes: Counter[tuple[str, int]] = Counter()
        self._clears: Counter[tuple[str, int]] = Counter()
        self._lock = threading.Lock()

    def limit(self, path: str, daily: int = 0, minutely: int = 0) -> None:
        """Another limit than the platform's, so that a test can reach it."""
        path = _COUNTED_AS.get(path, path)
        with self._lock:
            if daily:
                self._daily[path] = daily
            if minutely:
                self._minutely[path] = minutely

    def count(self, path: str, now: float, sandbox: bool) -> None:
        """Raises ApiError when the day or the minute is used up."""
        path = _COUNTED_AS.get(path, path)
        with self._lock:
            quota = self._quota(path, now, sandbox)
            if quota.used >= quota.daily:
                raise ApiError(45009)
            if quota.minutely and quota.used_this_minute >= quota.minutely:
                raise ApiError(45011)
            self._used[path, day_of(now)] += 1
            self._minutes[path, int(now // 60)] += 1

    def of(self, path: str, now: float, sandbox: bool) -> Quota:
        with self._lock:
            return self._quota(_COUNTED_AS.get(path, path), now, sandbox)

    def clear(self, now: float, path: str = "") -> None:
        """All counters of the day, or one path's; each has a budget per month. Raises ApiError."""
        scope = "one" if path else "all"
        with self._lock:
            month = (scope, month_of(now))
            if self._clears[month] >= _CLEARS_PER_MONTH[scope]:
                raise ApiError(48006)
            self._clears[month] += 1
            for key in [key for key in self._used if not path or key[0] == path]:
                del self._used[key]

    def _quota(self, path: str, now: float, sandbox: bool) -> Quota:
        normal = _DAILY.get(path, (_DEFAULT, _DEFAULT))[sandbox]
        minute = self._minutes[path, int(now // 60)]
        return Quota(self._daily.get(path, normal), self._used[path, day_of(now)], self._minutely.get(path, 0), minute)


def day_of(now: float) -> int:
    """The counters start afresh at midnight in Beijing."""
    return int((now + _BEIJING) // 86400)


def month_of(now: float) -> int:
    day = time.gmtime(now + _BEIJING)
    return day.tm_year * 12 + day.tm_mon
