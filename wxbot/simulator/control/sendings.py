"""What the account sends and publishes: the administrator's word on it, and the book of whom it reached."""

from dataclasses import asdict
from typing import Any

from flask import Response, abort, jsonify, request

from wxbot.simulator import crowds, massdelivery
from wxbot.simulator.errors import ApiError
from wxbot.simulator.given import given, number, refusing, words
from wxbot.simulator.masses import REFUSED, Mass
from wxbot.simulator.world import World

_MOST = 20


class Sendings:
    def __init__(self, world: World) -> None:
        self._world = world

    def confirm(self) -> Response:
        """An administrator agrees to a message to everyone, or does not."""
        body = given()
        refusal = "" if body.get("agreed", True) else REFUSED
        waited = massdelivery.decide(self._world, self._world.state, int(number(body, "msg_id", 0)), refusal)
        return jsonify({"waited": waited})

    def templates(self) -> Response:
        """Those of messages and those of notifications."""
        state = self._world.state
        messages = [{**asdict(one), "sort": "message"} for one in state.templates.all()]
        notices = [{**asdict(one.template), "sort": "notice", "kind": one.kind} for one in state.notices.all()]
        return jsonify({"templates": [*messages, *notices]})

    def add_template(self) -> Response:
        """For messages, or of a notification when its ``kind`` is given: 2 for once, 3 for a lasting yes."""
        body, state = given(), self._world.state
        title, content, kind = words(body, "title"), words(body, "content"), int(number(body, "kind", 0))
        if not title or "DATA}}" not in content:
            abort(400, "a template needs a title, and content with fields such as {{thing1.DATA}}")
        try:
            new = state.notices.add(title, content, "", kind).id if kind else state.templates.add(title, content).id
        except ApiError as error:
            abort(400, error.errmsg)
        return jsonify({"id": new})

    def sendings(self) -> Response:
        """Mass messages and publications, the newest first, and in short what has reached people."""
        state = self._world.state
        masses = [_mass(one) for one in state.masses.all()[:_MOST]]
        publishes = [asdict(one) for one in state.publishes.all()[:_MOST]]
        drafts, reached = len(state.drafts.all()), state.arrivals.counts()
        return jsonify({"masses": masses, "publishes": publishes, "drafts": drafts, "reached": reached})

    def arrivals(self) -> Response:
        """What reached whom, by ``kind`` or ``openid``; ``after`` so many and at most ``most`` of them."""
        book, asked = self._world.state.arrivals, request.args
        kind, openid = asked.get("kind", ""), asked.get("openid", "")
        after, most = asked.get("after", 0, type=int), asked.get("most", 0, type=int)
        found = book.of(openid, kind) if openid else book.all(kind, after, most)
        return jsonify({"arrivals": [asdict(one) for one in found], "total": book.total, "summary": book.summary()})

    def gather(self) -> Response:
        """``count`` followers at once; each has already agreed ``consents`` times to the notice ``template``."""
        body = given()
        count, tag, consents = (int(number(body, name, 0)) for name in ("count", "tag", "consents"))
        template, state = words(body, "template", ""), self._world.state
        with refusing():
            openids = crowds.gather(state.followers, count, self._world.clock.now(), tag)
        for openid in openids if template else ():
            state.subscriptions.accept(openid, template, max(1, consents))
        return jsonify({"first": openids[0], "last": openids[-1], "total": len(state.followers.following())})


def _mass(mass: Mass) -> dict[str, Any]:
    """Without the people, who may be many."""
    names = ("id", "kind", "scope", "client_id", "at", "status", "outcome", "waiting", "total", "left", "sent")
    return {name: getattr(mass, name) for name in names}
