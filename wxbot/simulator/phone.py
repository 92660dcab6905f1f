"""The phone in the browser: its page, its follower's actions, the chat to poll, and the trace of a reply."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request

from wxbot.simulator.actions import Actions
from wxbot.simulator.given import given, number, words
from wxbot.simulator.pushes import Push
from wxbot.simulator.taps import PLACE
from wxbot.simulator.traces import trace
from wxbot.simulator.world import World

FIRST_FOLLOWER = "oSimulatorFollower0000000001"
_OPENID_LENGTH = 64

Action = Callable[[Actions, str, Mapping[str, Any], bool], Push]


def blueprint(world: World, actions: Actions) -> Blueprint:
    pages, phone = Blueprint("phone", __name__), Phone(world, actions)
    pages.add_url_rule("/", "page", phone.page)
    pages.add_url_rule("/phone/<openid>/chat", "chat", phone.chat)
    pages.add_url_rule("/phone/<openid>/<action>", "act", phone.act, methods=["POST"])
    pages.add_url_rule("/phone/trace/<int:push_id>", "trace", phone.trace)
    pages.add_url_rule("/phone/media/<media_id>", "medium", phone.medium)
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
            "menu": {"button": list(state.menu.buttons)},
            "following": state.followers.follows(openid),
            "typing": state.chats.typing_until(openid) > now or state.pushes.pending(openid),
            "now": now,
            "last": len(state.chats.of(openid)),
        }
        return jsonify(answer)

    def act(self, openid: str, action: str) -> tuple[Response, int]:
        if action not in _ACTIONS or len(openid) > _OPENID_LENGTH:
            abort(404, "a follower cannot do this")
        wait = request.args.get("wait") == "1"
        push = _ACTIONS[action](self._actions, openid, _body(), wait)
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


def _body() -> dict[str, Any]:
    """JSON, or a form with a file as the picture button sends it."""
    file = request.files.get("image")
    return {"content": file.read(), "name": file.filename or "photo"} if file else given()


def _text(actions: Actions, openid: str, body: Mapping[str, Any], wait: bool) -> Push:
    return actions.text(openid, words(body, "content"), words(body, "bizmsgmenuid", ""), wait=wait)


def _image(actions: Actions, openid: str, body: Mapping[str, Any], wait: bool) -> Push:
    content = body.get("content")
    return actions.image(openid, content if isinstance(content, bytes) else b"", wait=wait)


def _location(actions: Actions, openid: str, body: Mapping[str, Any], wait: bool) -> Push:
    latitude, longitude = number(body, "latitude", PLACE[0]), number(body, "longitude", PLACE[1])
    label = words(body, "label", "" if "latitude" in body else PLACE[2])
    return actions.location(openid, latitude, longitude, label, int(number(body, "scale", 16)), wait=wait)


def _link(actions: Actions, openid: str, body: Mapping[str, Any], wait: bool) -> Push:
    title, description = words(body, "title"), words(body, "description", "")
    return actions.link(openid, title, description, words(body, "url"), wait=wait)


_ACTIONS: dict[str, Action] = {
    "follow": lambda actions, openid, body, wait: actions.follow(openid, words(body, "scene", ""), wait=wait),
    "unfollow": lambda actions, openid, body, wait: actions.unfollow(openid, wait=wait),
    "text": _text,
    "tap": lambda actions, openid, body, wait: actions.tap(openid, words(body, "key"), wait=wait),
    "voice": lambda actions, openid, body, wait: actions.voice(openid, words(body, "recognition", ""), wait=wait),
    "video": lambda actions, openid, body, wait: actions.video(openid, wait=wait),
    "image": _image,
    "location": _location,
    "link": _link,
    "scan": lambda actions, openid, body, wait: actions.scan(openid, words(body, "scene"), wait=wait),
}
