"""Clock, faults, account and settings."""

from collections.abc import Mapping
from dataclasses import asdict

from flask import Response, abort, jsonify

from wxbot.simulator.given import given, number, refusing, words
from wxbot.simulator.settings import KINDS, LOCATION_REPORTS, MODES
from wxbot.simulator.world import World


class Levers:
    def __init__(self, world: World) -> None:
        self._world = world

    def clock(self) -> Response:
        return jsonify({"offset": self._world.clock.offset, "now": self._world.clock.now()})

    def set_clock(self) -> Response:
        clock, body = self._world.clock, given()
        moves = {"advance": clock.advance, "offset": clock.shift, "now": clock.set}
        for name in body:
            if name not in moves:
                abort(400, "send advance, offset or now")
            moves[name](number(body, name, 0))
        return self.clock()

    def faults(self) -> Response:
        return jsonify(self._world.faults.as_json())

    def set_faults(self) -> Response:
        """``clear`` comes first, so that one request can start afresh."""
        changes = given()
        if changes.pop("clear", False):
            self._world.faults.clear()
        with refusing():
            self._world.faults.set(**changes)
        return self.faults()

    def account(self) -> Response:
        choices = {"kinds": KINDS, "modes": MODES, "location_reports": LOCATION_REPORTS}
        return jsonify({"kind": self._world.settings.kind, **choices})

    def set_account(self) -> Response:
        self._change({"kind": words(given(), "kind")})
        return self.account()

    def settings(self) -> Response:
        return jsonify(asdict(self._world.settings))

    def set_settings(self) -> Response:
        self._change(given())
        return self.settings()

    def rotate_key(self) -> Response:
        """A random key unless one is sent."""
        with refusing():
            self._world.settings = self._world.settings.with_key(words(given(), "aes_key", ""))
        return self.settings()

    def set_quotas(self) -> Response:
        body = given()
        daily, minutely = int(number(body, "daily", 0)), int(number(body, "minutely", 0))
        self._world.state.quotas.limit(words(body, "path"), daily, minutely)
        return jsonify({})

    def revoke_tokens(self) -> Response:
        self._world.state.tokens.revoke()
        return jsonify({})

    def set_website_menu(self) -> Response:
        """One button, as somebody makes it by hand on the platform's own pages."""
        name = words(given(), "button_name")
        self._world.state.menu.publish_on_website(({"type": "text", "name": name, "value": name},))
        return jsonify({})

    def reset(self) -> Response:
        self._world.reset()
        return jsonify({})

    def _change(self, changes: Mapping[str, object]) -> None:
        with refusing():
            self._world.settings = self._world.settings.changed(changes)
