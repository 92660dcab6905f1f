"""Mass messages: to everyone, to a tag, to a list of openids; before, as a preview, and afterwards, taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from wxbot.simulator import massdelivery, profiles
from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, number, text
from wxbot.simulator.api.masscontent import mass_of
from wxbot.simulator.arrivals import digest_of
from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.masses import DELETED, SUCCESS, Mass

_LEAST, _MOST = 2, 10_000
_CLIENT_ID = 32
# What a hundred thousand messages a minute each speed lets through.
_SPEEDS = (80, 60, 45, 30, 10)
_ACCEPTED = {"errcode": 0, "errmsg": "send job submission success"}

Body = Mapping[str, Any]


def send_all(call: Call) -> Answer:
    body = call.json()
    scope = body.get("filter")
    require(isinstance(scope, dict), 40035)
    assert isinstance(scope, dict)
    if scope.get("is_to_all") is True:
        return _send(call, body, "all", lambda: _openids(call))
    tag = number(scope, "tag_id", 45159)
    return _send(call, body, "tag", lambda: _tagged(call, tag))


def _openids(call: Call) -> tuple[str, ...]:
    return tuple(follower.openid for follower in call.state.followers.following())


def _tagged(call: Call, tag: int) -> tuple[str, ...]:
    call.state.tags.check(tag)
    return call.state.followers.tagged(tag)


def send(call: Call) -> Answer:
    body = call.json()
    return _send(call, body, "list", lambda: _listed(body))


def _listed(body: Body) -> tuple[str, ...]:
    openids = body.get("touser")
    require(isinstance(openids, list) and all(isinstance(one, str) for one in openids), 40031)
    assert isinstance(openids, list)
    unique = tuple(dict.fromkeys(openids))
    require(len(unique) >= _LEAST, 40130)
    require(len(openids) <= _MOST, 40032)
    return unique


def _send(call: Call, body: Body, scope: str, audience: Callable[[], tuple[str, ...]]) -> Answer:
    """A repeat is told before anything else is looked at, since its draft may be gone by now."""
    client_id = _client_id(body)
    call.state.masses.refuse_repeat(client_id, call.now)
    mass = mass_of(call, body, scope, client_id, audience())
    call.state.masses.accept(mass, profiles.is_service(call.kind))
    massdelivery.start(call.world, call.state, mass)
    more = {"msg_data_id": mass.data_id} if mass.draft else {}
    return {**_ACCEPTED, "msg_id": mass.id, **more}


def _client_id(body: Body) -> str:
    """Unsaid, it follows from what is sent to whom, so that an honest repeat is refused as well."""
    given = body.get("clientmsgid") or ""
    require(isinstance(given, str) and len(given) <= _CLIENT_ID, 45067)
    return given or digest_of({name: value for name, value in body.items() if name != "clientmsgid"})


def preview(call: Call) -> Answer:
    """To one person, and nothing is used up by it. People have no other names here than their openids."""
    body = call.json()
    require(isinstance(body.get("touser"), str), 40132 if body.get("towxname") else 40003)
    openid = text(body, "touser", 40003)
    require(call.state.followers.follows(openid), 43004)
    mass = mass_of(call, body, "preview", "", (openid,))
    massdelivery.show(call.state, mass, _seen(call, mass), mass.openids, "preview", call.now)
    return {"errcode": 0, "errmsg": "preview success", "msg_id": mass.id}


def _seen(call: Call, mass: Mass) -> tuple[Bubble, ...]:
    draft = call.state.drafts.get(mass.draft)
    if draft is None:
        return mass.bubbles
    shown = call.state.published.add(draft.articles, "preview", call.now)
    return (massdelivery.card_of(call.world, shown.articles),)


def get(call: Call) -> Answer:
    mass = _found(call, call.json())
    return {"msg_id": mass.id, "msg_status": mass.status}


def delete(call: Call) -> Answer:
    """The card stays in the chat, and what it opens is gone. By the message, or by the address of an article.

    Once more does no harm.
    """
    body = call.json()
    mass = _of_url(call, str(body["url"])) if body.get("url") and not body.get("msg_id") else _found(call, body)
    require(mass.status in (SUCCESS, DELETED) and mass.kind in ("mpnews", "mpvideo"), 40059)
    if not mass.publication:
        call.state.masses.change(mass.id, status=DELETED)
        return OK
    require(call.state.published.delete(mass.publication, _article_number(body)), 40060)
    publication = call.state.published.get(mass.publication)
    if publication and all(article.deleted for article in publication.articles):
        call.state.masses.change(mass.id, status=DELETED)
    return OK


def _article_number(body: Body) -> int:
    return number(body, "article_idx", 40060) if body.get("article_idx") is not None else 0


def _found(call: Call, body: Body) -> Mass:
    given = body.get("msg_id")
    require(isinstance(given, int) or (isinstance(given, str) and given.isdecimal()), 40059)
    mass = call.state.masses.get(int(str(given)))
    if mass is None:
        raise ApiError(40059)
    return mass


def _of_url(call: Call, url: str) -> Mass:
    place = call.state.published.place_of(url.rpartition("/")[2])
    found = [one for one in call.state.masses.all() if place and one.publication == place[0]]
    require(found, 40059)
    return found[0]


def get_speed(call: Call) -> Answer:
    speed = call.state.masses.speed
    return {"speed": speed, "realspeed": _SPEEDS[speed]}


def set_speed(call: Call) -> Answer:
    speed = number(call.json(), "speed", 45084)
    require(0 <= speed < len(_SPEEDS), 45083)
    call.state.masses.speed = speed
    return OK


ENDPOINTS = (
    Endpoint("/cgi-bin/message/mass/sendall", "POST", "mass", send_all),
    Endpoint("/cgi-bin/message/mass/send", "POST", "mass by list", send),
    Endpoint("/cgi-bin/message/mass/preview", "POST", "mass", preview),
    Endpoint("/cgi-bin/message/mass/get", "POST", "mass", get),
    Endpoint("/cgi-bin/message/mass/delete", "POST", "mass", delete),
    Endpoint("/cgi-bin/message/mass/speed/get", "POST", "mass", get_speed),
    Endpoint("/cgi-bin/message/mass/speed/set", "POST", "mass", set_speed),
)
