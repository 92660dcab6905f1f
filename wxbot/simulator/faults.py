"""What shall go wrong on purpose: slow, reset and refused API calls, lost, repeated and odd pushes."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """The next ``times`` calls of a path are answered with this error code."""

    errcode: int
    times: int = 1


@dataclass(frozen=True)
class Cut:
    """How many of the next calls of a path are cut off before they do anything, and how many after it."""

    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class FaultPlan:
    """``slow`` is seconds before every API answer, ``reset`` the number of calls that are cut off without one.

    ``duplicates`` come ``duplicates_after`` seconds after the answer or the duplicate before. ``equal_msg_id`` gives
    the messages of different followers the same ids. ``out_of_order`` holds back every other push until the next one
    has been delivered, or for a second when none comes.

    ``latency`` is more seconds for single paths; ``resets`` cuts off calls of single paths, before or after they have
    had their effect. ``jobs_lost``, ``job_duplicates`` and ``jobs_held`` are about the events that tell of results;
    those held back come all at once at the end. ``mass_outcome`` is the status of mass messages unless it is empty,
    ``publish_outcome`` that of publishing, and the next ``send_failures`` templates or notices fail at the end.
    """

    slow: float = 0.0
    reset: int = 0
    errors: Mapping[str, Refusal] = field(default_factory=dict)
    control_characters: bool = False
    duplicates: int = 0
    duplicates_after: float = 0.0
    lost: bool = False
    unknown_nodes: bool = False
    equal_create_time: bool = False
    equal_msg_id: bool = False
    out_of_order: bool = False
    empty_recognition: bool = False
    latency: Mapping[str, float] = field(default_factory=dict)
    resets: Mapping[str, Cut] = field(default_factory=dict)
    jobs_lost: bool = False
    job_duplicates: int = 0
    jobs_held: bool = False
    mass_outcome: str = ""
    publish_outcome: int = 0
    send_failures: int = 0


class Faults:
    def __init__(self) -> None:
        self._plan = FaultPlan()
        self._lock = threading.Lock()
        self._watchers: list[Callable[[FaultPlan], None]] = []

    def watch(self, changed: Callable[[FaultPlan], None]) -> None:
        """Is called whenever somebody has changed the plan."""
        self._watchers.append(changed)

    def _tell(self) -> None:
        for changed in self._watchers:
            changed(self._plan)

    @property
    def plan(self) -> FaultPlan:
        return self._plan

    def set(self, **changes: Any) -> None:
        """Changes the named faults and leaves the others. Raises ValueError for unknown names or other types."""
        with self._lock:
            values: dict[str, Any] = {name: _cast(name, value) for name, value in changes.items()}
            self._plan = replace(self._plan, **values)
        self._tell()

    def refuse(self, path: str, errcode: int, times: int = 1) -> None:
        with self._lock:
            self._plan = replace(self._plan, errors={**self._plan.errors, path: Refusal(errcode, times)})

    def clear(self) -> None:
        with self._lock:
            self._plan = FaultPlan()
        self._tell()

    def take_reset(self) -> bool:
        """Whether this call is to be cut off; counts it."""
        with self._lock:
            if self._plan.reset <= 0:
                return False
            self._plan = replace(self._plan, reset=self._plan.reset - 1)
            return True

    def cut(self, path: str, before: int = 0, after: int = 0) -> None:
        with self._lock:
            self._plan = replace(self._plan, resets={**self._plan.resets, path: Cut(before, after)})

    def take_cut(self, path: str) -> Cut:
        """Whether this call is to be cut off, and when; counts it."""
        with self._lock:
            left = self._plan.resets.get(path, Cut())
            taken = Cut(before=min(left.before, 1), after=0 if left.before else min(left.after, 1))
            if taken != Cut():
                rest = {**self._plan.resets, path: Cut(left.before - taken.before, left.after - taken.after)}
                self._plan = replace(self._plan, resets={name: one for name, one in rest.items() if one != Cut()})
            return taken

    def take_failure(self) -> bool:
        """Whether this template or notice is to fail at the end; counts it."""
        with self._lock:
            if self._plan.send_failures <= 0:
                return False
            self._plan = replace(self._plan, send_failures=self._plan.send_failures - 1)
            return True

    def take_error(self, path: str) -> int:
        """The error code for this call, 0 for none; counts it."""
        with self._lock:
            refusal = self._plan.errors.get(path)
            if refusal is None or refusal.times <= 0:
                return 0
            left = {**self._plan.errors, path: replace(refusal, times=refusal.times - 1)}
            self._plan = replace(self._plan, errors={name: one for name, one in left.items() if one.times})
            return refusal.errcode

    def as_json(self) -> dict[str, Any]:
        return asdict(self._plan)


def _cast(name: str, value: object) -> object:
    kinds = {one.name: type(getattr(FaultPlan(), one.name)) for one in fields(FaultPlan)}
    if name not in kinds:
        raise ValueError(f"there is no fault {name!r}")
    if name in _MAPS:
        return _MAPS[name](value)
    if kinds[name] is float and type(value) is int:
        return float(value)
    if type(value) is not kinds[name]:
        raise ValueError(f"{name} must be a {kinds[name].__name__}")
    return value


def _refusals(value: object) -> dict[str, Refusal]:
    """From ``{path: {"errcode": 45009, "times": 2}}``."""
    if not isinstance(value, Mapping):
        raise ValueError("errors must be a map from paths to an errcode and the number of times")
    try:
        return {str(path): Refusal(int(one["errcode"]), int(one.get("times", 1))) for path, one in value.items()}
    except (KeyError, TypeError, AttributeError):
        raise ValueError("each error needs an errcode") from None


def _latencies(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping) or not all(type(one) in (int, float) for one in value.values()):
        raise ValueError("latency must be a map from paths to seconds")
    return {str(path): float(seconds) for path, seconds in value.items()}


def _cuts(value: object) -> dict[str, Cut]:
    """From ``{path: {"before": 1, "after": 2}}``."""
    try:
        return {str(path): Cut(**one) for path, one in value.items()}  # type: ignore[attr-defined]
    except (TypeError, AttributeError):
        raise ValueError("resets must be a map from paths to the numbers before and after") from None


_MAPS: Mapping[str, Callable[[object], object]] = {"errors": _refusals, "latency": _latencies, "resets": _cuts}
