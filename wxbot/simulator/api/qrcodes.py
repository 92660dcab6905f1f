"""Making codes with a parameter."""

from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import Answer, Call, Endpoint
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.qrcodes import LONGEST

_USUAL_SECONDS = 60
_SCENE_BYTES = 64
_TEMPORARY, _PERMANENT = range(1, 1 << 32), range(1, 100_001)
# Whether the scene is a number, and whether the code expires.
_ACTIONS = {
    "QR_SCENE": (True, True),
    "QR_STR_SCENE": (False, True),
    "QR_LIMIT_SCENE": (True, False),
    "QR_LIMIT_STR_SCENE": (False, False),
}


def create(call: Call) -> Answer:
    body = call.json()
    require(body.get("action_name") in _ACTIONS, 40053)
    numeric, temporary = _ACTIONS[str(body["action_name"])]
    seconds = _seconds(body) if temporary else 0
    scene = _scene(body.get("action_info"), numeric, _TEMPORARY if temporary else _PERMANENT)
    code = call.state.qrcodes.create(scene, numeric or scene == "0", call.now, seconds)
    return {"ticket": code.ticket} | ({"expire_seconds": seconds} if seconds else {}) | {"url": code.url}


def _seconds(body: Mapping[str, Any]) -> int:
    seconds = body.get("expire_seconds", _USUAL_SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds <= LONGEST:
        raise ApiError(40053)
    return seconds


def _scene(info: object, numeric: bool, numbers: range) -> str:
    """A scene that is not where it belongs is overlooked without a word, and the code is one of scene 0."""
    name = "scene_id" if numeric else "scene_str"
    scene = info.get("scene") if isinstance(info, Mapping) else None
    if not isinstance(scene, Mapping) or name not in scene:
        return "0"
    value = scene[name]
    if numeric:
        require(isinstance(value, int) and not isinstance(value, bool) and value in numbers, 40053)
    else:
        require(isinstance(value, str) and 0 < len(value.encode()) <= _SCENE_BYTES, 40053)
    return str(value)


ENDPOINTS = (Endpoint("/cgi-bin/qrcode/create", "POST", "qr codes", create),)
