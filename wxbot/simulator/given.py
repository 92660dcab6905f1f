"""What a request to the simulator's own pages brought, or a refusal with one sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import abort, request


def given() -> dict[str, Any]:
    """The JSON object of the request; nothing sent counts as an empty one."""
    if not request.get_data():
        return {}
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        abort(400, "send a JSON object")
    return body


def words(body: Mapping[str, Any], name: str, missing: str | None = None) -> str:
    """A string that must be there unless there is a value for its absence."""
    value = body.get(name, missing)
    if not isinstance(value, str):
        abort(400, f"{name} must be a string")
    return value


def number(body: Mapping[str, Any], name: str, missing: float) -> float:
    value = body.get(name, missing)
    if isinstance(value, bool) or not isinstance(value, int | float):
        abort(400, f"{name} must be a number")
    return float(value)


@contextmanager
def refusing() -> Iterator[None]:
    """A value that the simulator cannot take is the caller's mistake."""
    try:
        yield
    except ValueError as error:
        abort(400, str(error))
