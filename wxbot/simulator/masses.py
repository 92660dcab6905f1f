"""Mass messages: which the account has sent, which of its calls were repeats, and whom the month still lets through."""

import threading
from collections import Counter
from dataclasses import dataclass, field, replace

from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.quotas import day_of, month_of

SENDING, SUCCESS, FAILED, DELETED = "SENDING", "SEND_SUCCESS", "SEND_FAIL", "DELETE"
SENT, REFUSED, UNANSWERED = "send success", "err(40001)", "err(40002)"
OUTCOMES = (
    "send fail",
    *(f"err({code})" for code in (10001, 20001, 20002, 20004, 20006, 20008, 20013, 21000, 22000)),
    *(f"err({code})" for code in (30001, 30002, 30003, 40001, 40002)),
)
CONFIRM_WITHIN = 1800
PER_MONTH = 4
_APART = 1_000_000_000
_REMEMBERED = 86400
_TOO_FAST = 60


@dataclass(frozen=True)
class Mass:
    """``scope`` is all, tag or list. ``outcome`` is empty until it has ended; ``waiting`` is for an administrator.

    Of ``total`` people, ``left`` are left when those are taken out whom nothing may reach.
    """

    id: int
    kind: str
    scope: str
    client_id: str
    digest: str
    openids: tuple[str, ...] = field(repr=False)
    at: float
    draft: str = ""
    bubbles: tuple[Bubble, ...] = ()
    status: str = SENDING
    outcome: str = ""
    waiting: bool = False
    publication: str = ""
    left: int = 0
    sent: int = 0

    @property
    def data_id(self) -> int:
        """By which articles and their figures are found again."""
        return self.id + _APART

    @property
    def total(self) -> int:
        return len(self.openids)


class Masses:
    def __init__(self) -> None:
        self._masses: dict[int, Mass] = {}
        self._clients: dict[str, tuple[int, float]] = {}
        self._got: Counter[tuple[str, int]] = Counter()
        self._lock = threading.Lock()
        self.speed = 0

    def refuse_repeat(self, client_id: str, now: float) -> None:
        """Raises ApiError when the id was taken within a day."""
        with self._lock:
            self._refuse_repeat(client_id, now)

    def accept(self, mass: Mass, service: bool) -> None:
        """Raises ApiError when it is a repeat, or when too many went out."""
        with self._lock:
            self._refuse_repeat(mass.client_id, mass.at)
            self._check_quota(mass, service)
            self._masses[mass.id] = mass
            self._clients[mass.client_id] = (mass.id, mass.at)

    def _refuse_repeat(self, client_id: str, now: float) -> None:
        msg_id, at = self._clients.get(client_id, (0, float("-inf")))
        if now - at < _TOO_FAST:
            raise ApiError(45066)
        if now - at < _REMEMBERED:
            raise ApiError(45065, msg_id=msg_id)

    def _check_quota(self, mass: Mass, service: bool) -> None:
        """Subscription accounts have one message a day, service accounts one to everyone. Failed ones do not count."""
        counted = [one for one in self._masses.values() if one.status != FAILED]
        if service:
            counted = [one for one in counted if one.scope == mass.scope == "all"]
        this_month = sum(month_of(one.at) == month_of(mass.at) for one in counted)
        require(not any(day_of(one.at) == day_of(mass.at) for one in counted), 45028)
        require(not service or this_month < PER_MONTH, 45028)

    def change(self, msg_id: int, **changes: object) -> Mass:
        with self._lock:
            self._masses[msg_id] = replace(self._masses[msg_id], **changes)  # type: ignore[arg-type]
            return self._masses[msg_id]

    def decide(self, msg_id: int) -> Mass | None:
        """The message if it still waits for an administrator; from now on it does not."""
        with self._lock:
            mass = self._masses.get(msg_id)
            if mass is None or not mass.waiting:
                return None
            self._masses[msg_id] = replace(mass, waiting=False)
            return self._masses[msg_id]

    def get(self, msg_id: int) -> Mass | None:
        return self._masses.get(msg_id)

    def all(self) -> tuple[Mass, ...]:
        """The newest first."""
        with self._lock:
            return tuple(reversed(self._masses.values()))

    def let_through(self, openids: tuple[str, ...], now: float, service: bool) -> tuple[str, ...]:
        """Those whose month has room for one more, counted at once."""
        if not service:
            return openids
        month = month_of(now)
        with self._lock:
            through = tuple(one for one in openids if self._got[one, month] < PER_MONTH)
            self._got.update((one, month) for one in through)
        return through
