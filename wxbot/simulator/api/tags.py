"""Tags and who carries them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, number, text
from wxbot.simulator.api.followers import known, page
from wxbot.simulator.errors import require
from wxbot.simulator.followers import Follower

_BATCH = 50
_PER_FOLLOWER = 20
_TOO_MANY = 100_000


def create(call: Call) -> Answer:
    name = text(_tag(call), "name", 45157)
    return {"tag": {"id": call.state.tags.create(name), "name": name}}


def get(call: Call) -> Answer:
    counts = Counter(tag for follower in call.state.followers.following() for tag in follower.tags)
    return {"tags": [{"id": tag, "name": name, "count": counts[tag]} for tag, name in call.state.tags.all().items()]}


def update(call: Call) -> Answer:
    tag = _tag(call)
    call.state.tags.rename(number(tag, "id", 45159), text(tag, "name", 45157))
    return OK


def delete(call: Call) -> Answer:
    tag = number(_tag(call), "id", 45159)
    carriers = call.state.followers.tagged(tag)
    require(len(carriers) <= _TOO_MANY, 45057)
    call.state.tags.delete(tag)
    for openid in carriers:
        call.state.followers.change(openid, _without(tag))
    return OK


def _tag(call: Call) -> dict[str, object]:
    tag = call.json().get("tag")
    require(isinstance(tag, dict), 40035)
    assert isinstance(tag, dict)
    return tag


def tag_members(call: Call) -> Answer:
    tag, openids = _members(call)
    followers = call.state.followers
    for follower in (known(call, openid) for openid in openids):
        require(tag in follower.tags or len(follower.tags) < _PER_FOLLOWER, 45059)
    for openid in openids:
        followers.change(openid, _with(tag))
    return OK


def untag_members(call: Call) -> Answer:
    tag, openids = _members(call)
    for openid in openids:
        call.state.followers.change(openid, _without(tag))
    return OK


def _members(call: Call) -> tuple[int, list[str]]:
    """The whole batch is checked before anyone is changed."""
    body = call.json()
    openids = body.get("openid_list")
    require(isinstance(openids, list) and openids, 40031)
    assert isinstance(openids, list)
    require(len(openids) <= _BATCH, 40032)
    tag = number(body, "tagid", 45159)
    call.state.tags.check(tag)
    for openid in openids:
        require(call.state.followers.follows(str(openid)), 49003)
    return tag, [str(openid) for openid in openids]


def of_follower(call: Call) -> Answer:
    follower = known(call, text(call.json(), "openid", 40003))
    return {"tagid_list": list(follower.tags)}


def members(call: Call) -> Answer:
    body = call.json()
    tag = number(body, "tagid", 45159)
    call.state.tags.check(tag)
    return page(list(call.state.followers.tagged(tag)), str(body.get("next_openid") or ""))


def _with(tag: int) -> Callable[[Follower], Follower]:
    return lambda follower: follower if tag in follower.tags else replace(follower, tags=(*follower.tags, tag))


def _without(tag: int) -> Callable[[Follower], Follower]:
    return lambda follower: replace(follower, tags=tuple(one for one in follower.tags if one != tag))


ENDPOINTS = (
    Endpoint("/cgi-bin/tags/create", "POST", "followers", create),
    Endpoint("/cgi-bin/tags/get", "GET", "followers", get),
    Endpoint("/cgi-bin/tags/update", "POST", "followers", update),
    Endpoint("/cgi-bin/tags/delete", "POST", "followers", delete),
    Endpoint("/cgi-bin/tags/members/batchtagging", "POST", "followers", tag_members),
    Endpoint("/cgi-bin/tags/members/batchuntagging", "POST", "followers", untag_members),
    Endpoint("/cgi-bin/tags/getidlist", "POST", "followers", of_follower),
    Endpoint("/cgi-bin/user/tag/get", "POST", "followers", members),
)
