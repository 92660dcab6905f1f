"""What shall go wrong on purpose: slow, reset and refused API calls, lost, repeated and odd pushes."""

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """The next ``times`` calls of a path are answered with this error code."""

    errcode: int
    times: int = 1


@dataclass(frozen=True)
class FaultPlan:
    """``slow`` is seconds before every API answer, ``reset`` the number of calls that are cut off without one.

    ``duplicates`` come ``duplicates_after`` seconds after the answer or the duplicate before. ``equal_msg_id`` gives
    the messages of different followers the same ids. ``out_of_order`` holds back every other push until the next one
    has been delivered, or for a second when none comes.
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


class Faults:
    def __init__(self) -> None:
        self._plan = FaultPlan()
        self._lock = threading.Lock()

    @property
    def plan(self) -> FaultPlan:
        return self._plan

    def set(self, **changes: Any) -> None:
        """Changes the named faults and leaves the others. Raises ValueError for unknown names or other types."""
        with self._lock:
            values: dict[str, Any] = {name: _cast(name, value) for name, value in changes.items()}
            self._plan = replace(self._plan, **values)

    def refuse(self, path: str, errcode: int, times: int = 1) -> None:
        with self._lock:
            self._plan = replace(self._plan, errors={**self._plan.errors, path: Refusal(errcode, times)})

    def clear(self) -> None:
        with self._lock:
            self._plan = FaultPlan()

    def take_reset(self) -> bool:
        """Whether this call is to be cut off; counts it."""
        with self._lock:
            if self._plan.reset <= 0:
                return False
            self._plan = replace(self._plan, reset=self._plan.reset - 1)
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
    if name == "errors":
        return _refusals(value)
    if kinds[name] is float and type(value) is int:
        return float(value)
    if type(value) is not kinds[name]:
        raise ValueError(f"{name} must be a {kinds[name].__name__}")
    return value


def _refusals(value: object) -> dict[str, Refusal]:
    """From ``{path: {"errcode": 45009, "times": 2}}``."""
    if not isinstance(value, Mapping):
        raise ValueError("errors must map paths to an errcode and the number of times")
    try:
        return {str(path): Refusal(int(one["errcode"]), int(one.get("times", 1))) for path, one in value.items()}
    except (KeyError, TypeError, AttributeError):
        raise ValueError("each error needs an errcode") from None
