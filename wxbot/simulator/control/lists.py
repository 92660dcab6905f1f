"""What there is at this moment: media, codes, menus, followers, sessions and tags."""

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify

from wxbot.simulator.bursts import is_burst
from wxbot.simulator.desk import AGENTS
from wxbot.simulator.followers import Follower
from wxbot.simulator.media import Medium
from wxbot.simulator.phone import described
from wxbot.simulator.world import World

_MOST = 100  # A burst can bring thousands of followers, and nobody reads that many lines.
_SOME = 8


class Lists:
    def __init__(self, world: World) -> None:
        self._world = world

    def media(self) -> Response:
        """The newest first, expired ones included."""
        found, now = self._world.state.media.all(), self._world.clock.now()
        return jsonify({"total": len(found), "media": [_medium(one, now) for one in found[:_MOST]]})

    def codes(self) -> Response:
        found, now = self._world.state.qrcodes.all(), self._world.clock.now()
        return jsonify({"total": len(found), "codes": [described(one, now) for one in found[:_MOST]]})

    def menus(self) -> Response:
        """In the order in which they are tried, each with the followers who see it."""
        menu, names = self._world.state.menu, self._world.state.tags.all()
        seen: dict[str, list[str]] = {}
        for follower in self._world.state.followers.following():
            seen.setdefault(menu.seen_by(follower)[0], []).append(follower.openid)
        conditional = [
            {
                **asdict(one),
                "rule": {**one.rule.as_json(), "tag": names.get(int(one.rule.tag_id or -1), "")},
                **_seen(seen.get(one.id, [])),
            }
            for one in menu.conditional
        ]
        default = {"id": menu.id, "buttons": menu.buttons, **_seen(seen.get(menu.id, []))}
        return jsonify({"default": default, "conditional": conditional})

    def followers(self) -> Response:
        """The newest first, and those of a burst after all others."""
        found = sorted(self._world.state.followers.all(), key=lambda one: is_burst(one.openid))
        return jsonify({"total": len(found), "followers": [self._follower(one) for one in found[:_MOST]]})

    def agents(self) -> Response:
        sessions = [asdict(session) for session in self._world.state.desk.all()]
        return jsonify({"agents": AGENTS, "online": self._world.settings.agents_online, "sessions": sessions})

    def tags(self) -> Response:
        return jsonify({"tags": [{"id": tag, "name": name} for tag, name in self._world.state.tags.all().items()]})

    def _follower(self, follower: Follower) -> dict[str, Any]:
        state, now = self._world.state, self._world.clock.now()
        names = state.tags.all()
        windows = [
            {"action": window.action, "left": window.left, "seconds": round(window.until - now)}
            for window in state.windows.live(follower.openid, now)
        ]
        return {
            **asdict(follower),
            "tags": [{"id": tag, "name": names.get(tag, "")} for tag in follower.tags],
            "windows": windows,
            "menu": state.menu.seen_by(follower)[0],
            "subscriptions": dict(state.subscriptions.left(follower.openid)),
            "agent": state.desk.talks(follower.openid),
        }


def _seen(openids: list[str]) -> dict[str, Any]:
    return {"seen_by": sorted(openids, key=is_burst)[:_SOME], "seen_by_total": len(openids)}


def _medium(medium: Medium, now: float) -> dict[str, Any]:
    """``left`` is how many seconds it still lives: nothing for permanent material, below zero when it is over."""
    rest = {name: value for name, value in asdict(medium).items() if name not in ("content", "until")}
    left = None if medium.permanent else round(medium.until - now)
    return {**rest, "size": len(medium.content), "age": round(now - medium.created), "left": left}
