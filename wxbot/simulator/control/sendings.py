"""What the account sends and publishes: the administrator's word on it, and the book of whom it reached."""

from dataclasses import asdict

from flask import Response, jsonify, request

from wxbot.simulator import crowds, massdelivery
from wxbot.simulator.given import given, number, refusing, words
from wxbot.simulator.masses import REFUSED
from wxbot.simulator.world import World


class Sendings:
    def __init__(self, world: World) -> None:
        self._world = world

    def confirm(self) -> Response:
        """An administrator agrees to a message to everyone, or does not."""
        body = given()
        refusal = "" if body.get("agreed", True) else REFUSED
        waited = massdelivery.decide(self._world, self._world.state, int(number(body, "msg_id", 0)), refusal)
        return jsonify({"waited": waited})

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
