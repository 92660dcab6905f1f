"""Permanent material."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, File, number, text
from wxbot.simulator.api.media import checked
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.media import Medium

_KINDS = ("image", "voice", "video", "thumb")
_MOST = {"image": 100_000, "voice": 1000, "video": 1000, "thumb": 1000}
_BATCH = 20


def add(call: Call) -> Answer:
    kind, found = checked(call, frozenset({"image/bmp"}))
    words = _description(call) if kind == "video" else {}
    require(len(call.state.media.permanent(kind)) < _MOST[kind], 45034)
    medium = call.state.media.add(kind, found.content, found.name, call.now, permanent=True)
    call.state.media.keep(replace(medium, title=words.get("title", ""), description=words.get("introduction", "")))
    return {"media_id": medium.id} | ({"url": _url(call, medium)} if kind in ("image", "thumb") else {})


def _description(call: Call) -> dict[str, str]:
    try:
        words = json.loads(call.form.get("description", ""))
    except ValueError:
        raise ApiError(47001) from None
    require(isinstance(words, dict) and words.get("title"), 40035)
    return {str(name): str(value) for name, value in words.items()}


def get(call: Call) -> Answer:
    medium = _found(call)
    if medium.kind == "video":
        return {"title": medium.title, "description": medium.description, "down_url": _url(call, medium)}
    return File(medium.content, medium.mimetype, medium.name)


def delete(call: Call) -> Answer:
    medium = _found(call)
    require(not call.state.menu.uses(medium.id), 45060)
    call.state.media.delete(medium.id)
    return OK


def _found(call: Call) -> Medium:
    medium = call.state.media.get(text(call.json(), "media_id", 40007), call.now)
    if medium is None or not medium.permanent or medium.kind not in _KINDS:
        raise ApiError(40007)
    return medium


def count(call: Call) -> Answer:
    names = {"voice": "voice", "video": "video", "image": "image"}
    counts = {f"{name}_count": len(call.state.media.permanent(kind)) for kind, name in names.items()}
    return {**counts, "news_count": 0}


def batch_get(call: Call) -> Answer:
    body = call.json()
    kind, offset, most = text(body, "type", 40004), number(body, "offset"), number(body, "count")
    require(kind in _KINDS or kind == "news", 40004)
    require(offset >= 0 and 1 <= most <= _BATCH, 40035)
    media = call.state.media.permanent(kind)
    items = [_item(call, medium) for medium in media[offset : offset + most]]
    return {"total_count": len(media), "item_count": len(items), "item": items}


def _item(call: Call, medium: Medium) -> Mapping[str, Any]:
    url = _url(call, medium)
    return {"media_id": medium.id, "name": medium.name, "update_time": medium.created, "url": url}


def _url(call: Call, medium: Medium) -> str:
    return f"{call.world.url}/phone/media/{medium.id}"


ENDPOINTS = (
    Endpoint("/cgi-bin/material/add_material", "POST", "media", add),
    Endpoint("/cgi-bin/material/get_material", "POST", "media", get),
    Endpoint("/cgi-bin/material/del_material", "POST", "media", delete),
    Endpoint("/cgi-bin/material/get_materialcount", "GET", "media", count),
    Endpoint("/cgi-bin/material/batchget_material", "POST", "media", batch_get),
)
