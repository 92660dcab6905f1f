"""Paging by key: the last page of a long list costs what the first does, and new rows move nobody's place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

T = TypeVar("T")

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``after`` is the key with which the next page begins; empty at the end. ``first`` tells of the first page."""

    rows: Sequence[T]
    after: str
    first: bool


def asked_key() -> str:
    """The key with which the asked page begins; empty for the first."""
    return request.args.get("after", "")[:200]


def asked_number() -> int | None:
    """The same where keys are ids. What is no number is the first page."""
    key = asked_key()
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else None


def page(found: Sequence[T], key_of: Callable[[T], object], size: int = SIZE) -> Page[T]:
    """From ``size + 1`` rows as they were found; ``key_of`` gives the key of a row, after which the next one begins."""
    rows = found[:size]
    more = len(found) > size
    after = str(key_of(rows[-1])) if more else ""
    return Page(rows, after, not asked_key())
