"""What is wrong with the fields of a body, each by its place, so that a form can say it beside the field."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from wxbot.edition.kinds import BODIES, Kind

_OWN = "value_error"  # What a rule of ours found; its sentence is ours as well.
_UNION = ("answers",)  # Below the places of these stands the type that was chosen, which is no field.


@dataclass(frozen=True, slots=True)
class Fault:
    """``path`` names the field, and in one of several rows the row and its field; it is empty for the body as a whole.

    ``code`` is the name of the rule, ``limit`` the number that it is about, ``words`` its sentence.
    """

    path: tuple[str | int, ...]
    code: str
    limit: int | None
    words: str


def faults(kind: Kind, fields: Mapping[str, object]) -> tuple[Fault, ...]:
    """All of them, in the order of the fields; none for a body that fits."""
    try:
        BODIES[kind].model_validate(fields)
    except ValidationError as error:
        found = [_fault(each["loc"], each["type"], each.get("ctx", {}), each["msg"]) for each in error.errors()]
        return tuple(fault for fault in found if not any(_within(fault.path, other.path) for other in found))
    return ()


def _within(path: tuple[str | int, ...], other: tuple[str | int, ...]) -> bool:
    """Whether the other one says it more exactly: a list is also too short for lack of the row that is wrong."""
    return len(path) < len(other) and other[: len(path)] == path


def _fault(path: tuple[str | int, ...], code: str, context: Mapping[str, object], words: str) -> Fault:
    if path[:1] == _UNION and len(path) > 2:
        path = (*path[:2], *path[3:])
    numbers = [value for value in context.values() if isinstance(value, int | float)]
    sentence = str(context.get("error", words)) if code == _OWN else words
    return Fault(path, code, int(numbers[0]) if numbers else None, sentence)
