"""The levers for tests in other processes: clock, faults, account, settings, raw pushes and the ledger."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, jsonify

from wxbot.simulator.actions import Actions
from wxbot.simulator.courier import PushOptions
from wxbot.simulator.given import given, number, refusing, words
from wxbot.simulator.pushes import Push
from wxbot.simulator.settings import KINDS
from wxbot.simulator.world import World


def blueprint(world: World, actions: Actions) -> Blueprint:
    pages, control = Blueprint("control", __name__, url_prefix="/control"), Control(world, actions)
    reading = (control.clock, control.faults, control.account, control.settings, control.ledger)
    changing = {
        "/clock": control.set_clock,
        "/faults": control.set_faults,
        "/account": control.set_account,
        "/settings": control.set_settings,
        "/quotas": control.set_quotas,
        "/tokens/revoke": control.revoke_tokens,
        "/push": control.push,
        "/reset": control.reset,
    }
    for read in reading:
        pages.add_url_rule(f"/{read.__name__}", read.__name__, read)
    for path, change in changing.items():
        pages.add_url_rule(path, change.__name__, change, methods=["POST"])
    return pages


class Control:
    def __init__(self, world: World, actions: Actions) -> None:
        self._world = world
        self._actions = actions

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
        return jsonify({"kind": self._world.settings.kind, "kinds": KINDS})

    def set_account(self) -> Response:
        self._change({"kind": words(given(), "kind")})
        return self.account()

    def settings(self) -> Response:
        return jsonify(asdict(self._world.settings))

    def set_settings(self) -> Response:
        self._change(given())
        return self.settings()

    def set_quotas(self) -> Response:
        body = given()
        daily, minutely = int(number(body, "daily", 0)), int(number(body, "minutely", 0))
        self._world.state.quotas.limit(words(body, "path"), daily, minutely)
        return jsonify({})

    def revoke_tokens(self) -> Response:
        self._world.state.tokens.revoke()
        return jsonify({})

    def push(self) -> Response:
        body = given()
        wait = body.pop("wait", True) is not False
        push = self._push_event(body, wait) if "event" in body else self._push_xml(body, wait)
        return jsonify(push.as_json())

    def ledger(self) -> Response:
        book = self._world.state.ledger
        pushes = [push.as_json() for push in book.pushes]
        calls, custom = [asdict(call) for call in book.calls], [asdict(message) for message in book.custom]
        return jsonify({"pushes": pushes, "calls": calls, "custom": custom, "alarms": book.alarms})

    def reset(self) -> Response:
        self._world.reset()
        return jsonify({})

    def _change(self, changes: Mapping[str, object]) -> None:
        with refusing():
            self._world.settings = self._world.settings.changed(changes)

    def _push_event(self, body: Mapping[str, Any], wait: bool) -> Push:
        fields = body.get("fields", {})
        if not isinstance(fields, dict):
            abort(400, "fields must be an object")
        return self._actions.event(words(body, "openid"), words(body, "event"), fields, wait=wait)

    def _push_xml(self, body: dict[str, Any], wait: bool) -> Push:
        xml = words(body, "xml")
        body.pop("xml")
        try:
            options = PushOptions(**body)
        except TypeError:
            abort(400, "there is no such option for a push")
        return self._actions.push_xml(xml, options, wait=wait)
