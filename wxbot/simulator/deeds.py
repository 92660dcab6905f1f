"""What a phone asks its follower to do: from the body of a request to the action."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, request

from wxbot.simulator.actions import Actions
from wxbot.simulator.given import given, number, refusing, words
from wxbot.simulator.media import mimetype_of
from wxbot.simulator.pushes import Push
from wxbot.simulator.samples import sample
from wxbot.simulator.taps import A_CODE, SHANGHAI, Place, Scanned

Body = Mapping[str, Any]
Deed = Callable[[Actions, str, Body, bool], Push | None]

_MOST_PICTURES = 9
_FILES = {"image": "image/", "video": "video/"}


def do(actions: Actions, openid: str, name: str, wait: bool) -> Push | None:
    """Nothing when the deed tells the webhook nothing. Aborts what cannot be done."""
    if name not in _DEEDS:
        abort(404, "a follower cannot do this")
    with refusing():
        return _DEEDS[name](actions, openid, _body(), wait)


def _body() -> dict[str, Any]:
    """JSON, or a form; only what came as a file counts as one."""
    fields = request.form.to_dict() if request.files else given()
    files = {name: [_file(file.read(), kind) for file in request.files.getlist(name)] for name, kind in _FILES.items()}
    return {**fields, **files}


def _file(content: bytes, kind: str) -> bytes:
    if not mimetype_of(content).startswith(kind):
        abort(400, "WeChat does not take a file of this type")
    return content


def _pictures(body: Body) -> list[bytes]:
    """Uploaded ones, then samples by their names; none when the body names none."""
    names = body.get("samples", [])
    if not isinstance(names, list):
        abort(400, "samples must be a list of names")
    try:
        found = [*body["image"], *(sample(str(name)) for name in names)]
    except KeyError:
        abort(400, "there is no such sample")
    if len(found) > _MOST_PICTURES:
        abort(400, f"{_MOST_PICTURES} pictures at most")
    return found


def _place(body: Body) -> Place:
    """A place without a name is a point on the map; no place at all is the usual one."""
    latitude, longitude = number(body, "latitude", SHANGHAI.latitude), number(body, "longitude", SHANGHAI.longitude)
    label = words(body, "label", "" if "latitude" in body else SHANGHAI.label)
    return Place(latitude, longitude, label, int(number(body, "scale", SHANGHAI.scale)))


def _text(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    return actions.text(openid, words(body, "content"), words(body, "bizmsgmenuid", ""), wait=wait)


def _image(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    pictures = _pictures(body)
    return actions.image(openid, pictures[0] if pictures else b"", wait=wait)


def _video(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    files = body["video"] or [b""]
    return actions.video(openid, files[0], short=body.get("short") is True, wait=wait)


def _location(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    place = _place(body)
    return actions.location(openid, place.latitude, place.longitude, place.label, place.scale, wait=wait)


def _link(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    title, description = words(body, "title"), words(body, "description", "")
    return actions.link(openid, title, description, words(body, "url"), wait=wait)


def _tap(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    scanned = Scanned(words(body, "scanned", A_CODE.result), words(body, "scan_type", A_CODE.kind))
    key, pictures = words(body, "key"), _pictures(body)
    return actions.tap(openid, key, scanned=scanned, pictures=pictures, place=_place(body), wait=wait)


def _scan(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    if "ticket" in body:
        return actions.scan_code(openid, words(body, "ticket"), wait=wait)
    return actions.scan(openid, words(body, "scene"), wait=wait)


def _subscribe(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    choices = body.get("choices")
    if not isinstance(choices, dict) or not choices:
        abort(400, "choices must map templates to true or false")
    answers = {str(template): accepted is True for template, accepted in choices.items()}
    return actions.answer_subscriptions(openid, answers, scene=int(number(body, "scene", 1)), wait=wait)


def _unsubscribe(actions: Actions, openid: str, body: Body, wait: bool) -> Push:
    templates = body.get("templates")
    if not isinstance(templates, list) or not templates:
        abort(400, "templates must be a list")
    return actions.refuse_subscriptions(openid, [str(one) for one in templates], wait=wait)


_DEEDS: dict[str, Deed] = {
    "follow": lambda actions, openid, body, wait: actions.follow(openid, words(body, "scene", ""), wait=wait),
    "unfollow": lambda actions, openid, body, wait: actions.unfollow(openid, wait=wait),
    "text": _text,
    "tap": _tap,
    "voice": lambda actions, openid, body, wait: actions.voice(openid, words(body, "recognition", ""), wait=wait),
    "video": _video,
    "image": _image,
    "location": _location,
    "link": _link,
    "scan": _scan,
    "enter": lambda actions, openid, body, wait: actions.enter(openid, _place(body), wait=wait),
    "report": lambda actions, openid, body, wait: actions.report_location(openid, _place(body), wait=wait),
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "revoke": lambda actions, openid, body, wait: actions.revoke_authorization(openid, wait=wait),
}
