"""What staff do on WeChat's own pages: tag followers, make codes, answer as a human agent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, abort, jsonify

from wxbot.simulator.actions import Actions
from wxbot.simulator.desk import AGENTS
from wxbot.simulator.errors import ApiError
from wxbot.simulator.followers import PLATFORMS
from wxbot.simulator.given import given, number, refusing, words
from wxbot.simulator.phone import described
from wxbot.simulator.qrcodes import LONGEST
from wxbot.simulator.world import World


class People:
    def __init__(self, world: World, actions: Actions) -> None:
        self._world = world
        self._actions = actions

    def make_code(self) -> Response:
        """``seconds`` is 0 for a permanent code."""
        body, now = given(), self._world.clock.now()
        scene, seconds = words(body, "scene"), int(number(body, "seconds", 0))
        if not 0 < len(scene.encode()) <= 64 or not 0 <= seconds <= LONGEST:
            abort(400, "a scene has 1 to 64 bytes, and a code lives for 30 days at most")
        numeric = scene.isdecimal() and 0 < int(scene) < 1 << 32
        try:
            code = self._world.state.qrcodes.create(scene, numeric, now, seconds)
        except ApiError as error:
            abort(400, error.errmsg)
        return jsonify(described(code, now))

    def make_tag(self) -> Response:
        try:
            tag = self._world.state.tags.create(words(given(), "name"))
        except ApiError as error:
            abort(400, error.errmsg)
        return jsonify({"id": tag})

    def change_follower(self) -> Response:
        """``tags`` are the ids of all tags that the follower shall carry, ``platform`` is his kind of phone.

        Who is ``muted`` takes no messages from the account any more.
        """
        body, followers = given(), self._world.state.followers
        openid = words(body, "openid")
        follower = followers.get(openid)
        if follower is None or not follower.following:
            abort(404, "nobody with this openid follows the account")
        tags, platform = self._tags(body, follower.tags), int(number(body, "platform", follower.platform))
        if platform not in PLATFORMS.values():
            abort(400, "the platform must be 1, 2 or 3")
        muted = body.get("muted", follower.muted) is True
        followers.change(openid, lambda one: replace(one, tags=tags, platform=platform, muted=muted))
        return jsonify({})

    def _tags(self, body: Mapping[str, Any], present: tuple[int, ...]) -> tuple[int, ...]:
        """What was there keeps its place, so that the one given last stays the last."""
        wanted = body.get("tags", list(present))
        known = self._world.state.tags.all()
        if not isinstance(wanted, list) or not all(tag in known for tag in wanted):
            abort(400, "tags must be a list of known ids")
        kept = [tag for tag in present if tag in wanted]
        return (*kept, *(tag for tag in wanted if tag not in present))

    def take(self) -> Response:
        body = given()
        return jsonify(self._actions.agents.take(words(body, "openid"), words(body, "agent", AGENTS[0])).as_json())

    def answer(self) -> Response:
        body = given()
        with refusing():
            self._actions.agents.answer(words(body, "openid"), words(body, "content"))
        return jsonify({})

    def close(self) -> Response:
        with refusing():
            return jsonify(self._actions.agents.close(words(given(), "openid")).as_json())
