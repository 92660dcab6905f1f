"""The phone in the browser: its page, its follower's deeds, the chat to poll, and the trace of a reply."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request

from wxbot.simulator import deeds
from wxbot.simulator.actions import Actions
from wxbot.simulator.media import mimetype_of
from wxbot.simulator.notices import LASTING
from wxbot.simulator.qrcodes import QrCode, picture_of
from wxbot.simulator.samples import NAMES, sample
from wxbot.simulator.traces import trace
from wxbot.simulator.world import World

FIRST_FOLLOWER = "oSimulatorFollower0000000001"
_OPENID_LENGTH = 64


def blueprint(world: World, actions: Actions) -> Blueprint:
    pages, phone = Blueprint("phone", __name__), Phone(world, actions)
    pages.add_url_rule("/", "page", phone.page)
    pages.add_url_rule("/phone/<openid>/chat", "chat", phone.chat)
    pages.add_url_rule("/phone/<openid>/subscriptions", "subscriptions", phone.subscriptions)
    pages.add_url_rule("/phone/<openid>/<action>", "act", phone.act, methods=["POST"])
    pages.add_url_rule("/phone/trace/<int:push_id>", "trace", phone.trace)
    pages.add_url_rule("/phone/media/<media_id>", "medium", phone.medium)
    pages.add_url_rule("/phone/samples/<name>", "sample", phone.sample)
    pages.add_url_rule("/phone/codes", "codes", phone.codes)
    pages.add_url_rule("/cgi-bin/showqrcode", "code", phone.code)
    return pages


class Phone:
    def __init__(self, world: World, actions: Actions) -> None:
        self._world = world
        self._actions = actions

    def page(self) -> str:
        openid = request.args.get("openid") or FIRST_FOLLOWER
        return render_template("phone.html", account=self._world.settings.account_name, openid=openid)

    def chat(self, openid: str) -> Response:
        state, now = self._world.state, self._world.clock.now()
        messages = state.chats.of(openid, request.args.get("after", 0, type=int))
        answer = {
            "messages": [message.as_json() for message in messages],
            "menu": {"button": list(state.menu.seen_by(state.followers.get(openid))[1])},
            "following": state.followers.follows(openid),
            "typing": state.chats.typing_until(openid) > now or state.pushes.pending(openid),
            "agent": state.desk.talks(openid),
            "gone": sorted(state.published.gone()),
            "report": self._world.settings.location_report,
            "now": now,
            "last": len(state.chats.of(openid)),
        }
        return jsonify(answer)

    def act(self, openid: str, action: str) -> tuple[Response, int]:
        if len(openid) > _OPENID_LENGTH:
            abort(404, "no openid is as long as this")
        wait = request.args.get("wait") == "1"
        push = deeds.do(self._actions, openid, action, wait)
        if push is None:
            return jsonify({"push": 0}), 202
        return (jsonify(push.as_json()), 200) if wait else (jsonify({"push": push.id}), 202)

    def trace(self, push_id: int) -> Response:
        push = self._world.state.pushes.get(push_id)
        if push is None:
            abort(404, "there is no such push")
        return jsonify(trace(push, self._world.settings))

    def medium(self, media_id: str) -> Response:
        found = self._world.state.media.get(media_id, self._world.clock.now())
        if found is None:
            abort(404, "this medium is unknown or has expired")
        return Response(found.content, content_type=found.mimetype)

    def sample(self, name: str) -> Response:
        """A picture that the sheets offer."""
        if name not in NAMES:
            abort(404, "there is no such sample")
        content = sample(name)
        return Response(content, content_type=mimetype_of(content))

    def codes(self) -> Response:
        now = self._world.clock.now()
        return jsonify({"codes": [described(code, now) for code in self._world.state.qrcodes.all()]})

    def code(self) -> Response:
        """The address that WeChat serves from another host, without a token."""
        found = self._world.state.qrcodes.get(request.args.get("ticket", ""), self._world.clock.now())
        if found is None:
            abort(404, "this code is unknown or has expired")
        return Response(picture_of(found), content_type="image/jpeg")

    def subscriptions(self, openid: str) -> Response:
        """What the sheet offers, and how often the follower has said yes to it."""
        left = self._world.state.subscriptions.left(openid)
        rows = [
            {
                "id": one.id,
                "chinese": one.template.title,
                "english": one.english or one.template.title,
                "lasting": one.kind == LASTING,
                "left": left.get(one.id, 0),
            }
            for one in self._world.state.notices.all()
        ]
        return jsonify({"templates": rows})


def described(code: QrCode, now: float) -> dict[str, Any]:
    """``left`` is how many seconds the code still lives, nothing for a permanent one."""
    rest = {name: value for name, value in asdict(code).items() if name != "until"}
    return {**rest, "permanent": code.permanent, "left": None if code.permanent else round(code.until - now)}
