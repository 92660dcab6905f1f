"""Who follows, what is known about them, and the remark that the account keeps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, text
from wxbot.simulator.errors import require
from wxbot.simulator.followers import Follower

PAGE = 10_000
_BATCH = 100
_REMARK = 30


def known(call: Call, openid: str) -> Follower:
    """Raises ApiError for an openid that never had to do with this account."""
    follower = call.state.followers.get(openid)
    require(follower is not None, 40003)
    assert follower is not None
    return follower


def page(openids: list[str], after: str) -> dict[str, Any]:
    """One page of a list; the last page names nobody to go on from."""
    require(not after or after in openids, 40003)
    start = openids.index(after) + 1 if after else 0
    some = openids[start : start + PAGE]
    rest = {"data": {"openid": some}} if some else {}
    return {"count": len(some), **rest, "next_openid": some[-1] if start + PAGE < len(openids) else ""}


def get(call: Call) -> Answer:
    openids = [follower.openid for follower in call.state.followers.following()]
    return {"total": len(openids), **page(openids, call.query.get("next_openid", ""))}


def info(call: Call) -> Answer:
    openid = call.query.get("openid", "")
    require(openid, 41009)
    return _described(known(call, openid), call.query.get("lang", "zh_CN"))


def batch_info(call: Call) -> Answer:
    rows = call.json().get("user_list")
    require(isinstance(rows, list) and rows, 40031)
    assert isinstance(rows, list)
    require(len(rows) <= _BATCH, 40032)
    require(all(isinstance(row, dict) for row in rows), 40031)
    found = [_described(known(call, text(row, "openid", 40003)), row.get("lang", "zh_CN")) for row in rows]
    return {"user_info_list": found}


def update_remark(call: Call) -> Answer:
    body = call.json()
    openid, remark = text(body, "openid", 40003), body.get("remark")
    known(call, openid)
    require(isinstance(remark, str) and len(remark) < _REMARK, 40035)
    call.state.followers.change(openid, lambda one: replace(one, remark=str(remark)))
    return OK


def _described(follower: Follower, language: str) -> Mapping[str, Any]:
    if not follower.following:
        return {"subscribe": 0, "openid": follower.openid}
    return {
        "subscribe": 1,
        "openid": follower.openid,
        "language": language,
        "subscribe_time": follower.since,
        "remark": follower.remark,
        "groupid": follower.tags[0] if follower.tags else 0,
        "tagid_list": list(follower.tags),
        "subscribe_scene": follower.came_by,
        "qr_scene": int(follower.scene) if follower.numeric_scene else 0,
        "qr_scene_str": "" if follower.numeric_scene else follower.scene,
    }


ENDPOINTS = (
    Endpoint("/cgi-bin/user/get", "GET", "followers", get),
    Endpoint("/cgi-bin/user/info", "GET", "followers", info),
    Endpoint("/cgi-bin/user/info/batchget", "POST", "followers", batch_info),
    Endpoint("/cgi-bin/user/info/updateremark", "POST", "followers", update_remark),
)
