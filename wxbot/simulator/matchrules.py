"""Whom a conditional menu is for: a tag, a kind of phone, or both."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.followers import Follower

# The platform no longer lets an account sort people by what it may not know of them.
_PRIVATE = ("sex", "country", "province", "city", "language")


@dataclass(frozen=True)
class MatchRule:
    """An empty field says nothing about the follower."""

    tag_id: str = ""
    client_platform_type: str = ""

    def fits(self, follower: Follower) -> bool:
        """Of several tags only the one given last counts."""
        newest = str(follower.tags[-1]) if follower.tags else ""
        tagged = not self.tag_id or self.tag_id == newest
        return tagged and self.client_platform_type in ("", str(follower.platform))

    def as_json(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


def rule_of(given: object) -> MatchRule:
    """Raises ApiError."""
    require(isinstance(given, Mapping), 65304)
    assert isinstance(given, Mapping)
    require(not any(given.get(name) for name in _PRIVATE), 65320)
    rule = MatchRule(*(_digits(given, name) for name in ("tag_id", "client_platform_type")))
    require(rule.as_json(), 65304)
    return rule


def _digits(given: Mapping[str, Any], name: str) -> str:
    """Accounts send these as strings and as numbers."""
    value = given.get(name, "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ApiError(40035)
    require(str(value).isdecimal() or value == "", 40035)
    return str(value)
