"""The way of every call: faults, method, token, rights, quota, then the endpoint; errors become JSON with a rid."""

import json
import time
from dataclasses import dataclass

from wxbot.simulator import profiles
from wxbot.simulator.api import (
    agents,
    base,
    blacklist,
    custom,
    datacube,
    drafts,
    followers,
    mass,
    materials,
    media,
    menus,
    notices,
    publishing,
    qrcodes,
    tags,
    templates,
)
from wxbot.simulator.api.call import Answer, Call, Endpoint, File
from wxbot.simulator.errors import ApiError
from wxbot.simulator.ledger import ApiCall
from wxbot.simulator.rids import new_rid

ENDPOINTS: dict[str, Endpoint] = {
    endpoint.path: endpoint
    for noun in (
        *(base, menus, custom, media, materials, followers, tags, qrcodes, agents),
        *(drafts, mass, templates, notices, publishing, blacklist, datacube),
    )
    for endpoint in noun.ENDPOINTS
}
_METHODS = {"GET": 43001, "POST": 43002}
_HUMAN = ("errmsg", "remark", "name", "title", "description", "content")
_SECRETS = ("access_token", "secret", "appsecret")


@dataclass(frozen=True)
class Sent:
    """What goes over the wire, always with status 200."""

    content: bytes
    mimetype: str
    name: str = ""


def answer(call: Call, method: str) -> Sent:
    rid, began = new_rid(), time.perf_counter()
    plan = call.world.faults.plan
    time.sleep(plan.slow + plan.latency.get(call.path, 0.0))
    try:
        found, errcode = _answer(call, method), 0
    except ApiError as error:
        words = {"errcode": error.errcode, "errmsg": f"{error.errmsg} rid: {rid}"}
        found, errcode = {**words, **error.fields}, error.errcode
    sent = _encode(found, call.world.faults.plan.control_characters)
    call.state.ledger.called(ApiCall(call.path, errcode, call.now, rid))
    _keep(call, rid, sent, time.perf_counter() - began)
    return sent


def _answer(call: Call, method: str) -> Answer:
    forced = call.world.faults.take_error(call.path)
    if forced:
        raise ApiError(forced, base.bad_address(call.ip) if forced == base.BAD_ADDRESS else "")
    endpoint = ENDPOINTS.get(call.path)
    if endpoint is None:
        raise ApiError(40066)
    if method != endpoint.method:
        raise ApiError(_METHODS[endpoint.method])
    if endpoint.token:
        call.state.tokens.check(call.query.get("access_token", ""), call.now)
    profiles.check(call.kind, endpoint.capability)
    call.state.quotas.count(call.path, call.now, call.kind == "sandbox")
    return endpoint.answer(call)


def _encode(found: Answer, control_characters: bool) -> Sent:
    if isinstance(found, File):
        return Sent(found.content, found.mimetype, found.name)
    body = json.dumps(found, ensure_ascii=False)
    if control_characters:
        for name in _HUMAN:
            body = body.replace(f'"{name}": "', f'"{name}": "\x08')
    return Sent(body.encode(), "application/json; encoding=utf-8")


def _keep(call: Call, rid: str, sent: Sent, seconds: float) -> None:
    query = "&".join(f"{name}={'*' if name in _SECRETS else value}" for name, value in call.query.items())
    kept = {
        "invoke_time": int(call.now),
        "cost_in_ms": round(seconds * 1000),
        "request_url": f"access_url={call.world.url}{call.path}?{query}",
        "request_body": call.body.decode("utf-8", "replace")[:4096] if "token" not in call.path else "",
        "response_body": sent.content.decode("utf-8", "replace")[:4096] if "token" not in call.path else "",
        "client_ip": call.ip,
    }
    call.state.rids.keep(rid, call.now, kept)
