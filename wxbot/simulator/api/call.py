"""One API call as the endpoints see it, and what they may answer."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.world import State, World

# An even number of backslashes before it makes the letter u a plain letter.
_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """``state`` is the world's at the beginning, so that a reset does not split a call."""

    world: World
    state: State
    path: str
    query: Mapping[str, str]
    body: bytes = b""
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    ip: str = "127.0.0.1"

    @property
    def now(self) -> float:
        return self.world.clock.now()

    @property
    def kind(self) -> str:
        return self.world.settings.kind

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises ApiError."""
        require(self.body.strip(), 44002)
        if self.world.settings.unicode_escapes_refused and _ESCAPE.search(self.body):
            raise ApiError(47002)
        try:
            parsed = json.loads(self.body)
        except ValueError:
            raise ApiError(47001) from None
        require(isinstance(parsed, dict), 47001)
        assert isinstance(parsed, dict)
        return parsed

    def upload(self, name: str) -> Upload:
        require(name in self.files and self.files[name].content, 41005)
        return self.files[name]


@dataclass(frozen=True)
class File:
    """An answer that is not JSON."""

    content: bytes
    mimetype: str
    name: str


Answer = Mapping[str, Any] | File
OK: Mapping[str, Any] = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True)
class Endpoint:
    """``capability`` is what an account needs to have; a call without ``token`` proves itself in another way."""

    path: str
    method: str
    capability: str
    answer: Callable[[Call], Answer]
    token: bool = True


def text(body: Mapping[str, Any], name: str, missing: int = 40035) -> str:
    """A string that must be there. Raises ApiError with the code for its absence."""
    value = body.get(name)
    require(isinstance(value, str) and value, missing)
    return str(value)


def number(body: Mapping[str, Any], name: str, missing: int = 40035) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ApiError(missing)
    return value
