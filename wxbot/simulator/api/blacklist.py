"""Followers whom the account keeps out."""

from dataclasses import replace

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint
from wxbot.simulator.api.followers import page
from wxbot.simulator.errors import require

_BATCH = 20


def add(call: Call) -> Answer:
    return _set(call, True)


def remove(call: Call) -> Answer:
    return _set(call, False)


def _set(call: Call, on: bool) -> Answer:
    """The whole batch is checked before anyone is changed."""
    openids = call.json().get("openid_list")
    require(isinstance(openids, list) and openids, 40031)
    assert isinstance(openids, list)
    require(len(openids) <= _BATCH, 40032)
    require(all(isinstance(one, str) and call.state.followers.get(one) for one in openids), 40003)
    for openid in openids:
        call.state.followers.change(openid, lambda one: replace(one, blacklisted=on))
    return OK


def get(call: Call) -> Answer:
    openids = [one.openid for one in reversed(call.state.followers.all()) if one.blacklisted]
    return {"total": len(openids), **page(openids, str(call.json().get("begin_openid") or ""))}


ENDPOINTS = (
    Endpoint("/cgi-bin/tags/members/batchblacklist", "POST", "followers", add),
    Endpoint("/cgi-bin/tags/members/batchunblacklist", "POST", "followers", remove),
    Endpoint("/cgi-bin/tags/members/getblacklist", "POST", "followers", get),
)
