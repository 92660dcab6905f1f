"""Pushes that no follower makes by himself, and the book of what went over the wire."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response, abort, jsonify, request

from wxbot.simulator.actions import Actions
from wxbot.simulator.bursts import PARALLEL
from wxbot.simulator.given import given, number, refusing, words
from wxbot.simulator.pushes import Push
from wxbot.simulator.world import World
from wxbot.simulator.wrapping import PushOptions


class Drills:
    def __init__(self, world: World, actions: Actions) -> None:
        self._world = world
        self._actions = actions

    def push(self) -> Response:
        body = given()
        wait = body.pop("wait", True) is not False
        with refusing():
            push = self._push_event(body, wait) if "event" in body else self._push_xml(body, wait)
        return jsonify(push.as_json())

    def hostile(self) -> Response:
        body = given()
        with refusing():
            push = self._actions.hostile(words(body, "openid"), words(body, "kind"))
        return jsonify(push.as_json())

    def burst(self) -> Response:
        body = given()
        count, followers = int(number(body, "count", 100)), int(number(body, "followers", 20))
        parallel, event = int(number(body, "parallel", PARALLEL)), words(body, "event", "")
        with refusing():
            burst = self._actions.burst(
                count,
                followers,
                words=words(body, "words", "burst"),
                event=event,
                fields=_fields(body),
                parallel=parallel,
            )
        return jsonify(burst.as_json())

    def ledger(self) -> Response:
        """``last`` limits it to the newest entries of each kind."""
        book, last = self._world.state.ledger, request.args.get("last", 0, type=int)
        pushes = [push.as_json() for push in book.pushes[-last:]]
        calls, custom = [asdict(one) for one in book.calls[-last:]], [asdict(one) for one in book.custom[-last:]]
        return jsonify({"pushes": pushes, "calls": calls, "custom": custom, "alarms": book.alarms})

    def tail(self, last: int) -> dict[str, Any]:
        """In short and the newest first, for the page."""
        book = self._world.state.ledger
        calls, pushes = book.calls, book.pushes
        return {
            "calls": [asdict(call) for call in reversed(calls[-last:])],
            "pushes": [_short(push) for push in reversed(pushes[-last:])],
            "total": {"calls": len(calls), "pushes": len(pushes)},
            "alarms": sum(book.alarms.values()),
        }

    def _push_event(self, body: Mapping[str, Any], wait: bool) -> Push:
        return self._actions.event(words(body, "openid"), words(body, "event"), _fields(body), wait=wait)

    def _push_xml(self, body: dict[str, Any], wait: bool) -> Push:
        xml = words(body, "xml")
        body.pop("xml")
        try:
            options = PushOptions(**body)
        except TypeError:
            abort(400, "there is no such option for a push")
        return self._actions.push_xml(xml, options, wait=wait)


def _fields(body: Mapping[str, Any]) -> dict[str, Any]:
    fields = body.get("fields", {})
    if not isinstance(fields, dict):
        abort(400, "fields must be an object")
    return fields


def _short(push: Push) -> dict[str, Any]:
    last = push.deliveries[-1] if push.deliveries else None
    return {
        "id": push.id,
        "at": push.create_time,
        "from_user": push.from_user,
        "what": push.event or push.type,
        "key": push.key,
        "mode": push.mode,
        "outcome": push.outcome,
        "deliveries": len(push.deliveries),
        "latency_ms": last.latency_ms if last else None,
        "body_class": last.body_class if last else "",
        "fault": last.fault if last else "",
    }
