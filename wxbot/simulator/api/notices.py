"""Notifications that followers have agreed to, and the account's own among those of the library."""

from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, text
from wxbot.simulator.arrivals import Arrival, digest_of
from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.message_templates import values_of
from wxbot.simulator.notices import CATEGORIES, LIBRARY, Keyword, Notice, Title
from wxbot.simulator.wire import Fields

_TITLES = 30
_LEAST_KEYWORDS, _MOST_KEYWORDS = 2, 5
_SCENE = 15

Body = Mapping[str, Any]


def send(call: Call) -> Answer:
    """The yes is used up only when everything else is in order."""
    body = call.json()
    openid = text(body, "touser", 40003)
    require(call.state.followers.get(openid), 40003)
    notice = call.state.notices.get(text(body, "template_id", 40037))
    bubble = _bubble(notice, values_of(notice.template.fields, body.get("data")), body)
    lasting = call.state.notices.lasting(notice.id)
    require(call.state.subscriptions.spend(openid, notice.id, lasting), 43101)
    _finish(call, openid, notice, bubble)
    return OK


def _bubble(notice: Notice, values: Mapping[str, str], body: Body) -> Bubble:
    page, program = body.get("page") or "", body.get("miniprogram") or {}
    require(isinstance(page, str) and (not page or page.startswith(("http://", "https://"))), 41030)
    require(isinstance(program, Mapping) and (not program or program.get("appid")), 41030)
    lines, path = notice.template.lines(values), str(program.get("pagepath") or "")
    return Bubble("notice", title=notice.template.title, lines=lines, url="" if program else str(page), tail=path)


def _finish(call: Call, openid: str, notice: Notice, bubble: Bubble) -> None:
    world, state, msg_id = call.world, call.state, call.world.next_job_id()
    follower = state.followers.get(openid)
    fails = world.faults.take_failure() or follower is None or follower.muted
    if not fails:
        state.chats.add(openid, "account", bubble, call.now)
        digest = digest_of([bubble.title, bubble.lines, bubble.url])
        state.arrivals.add(Arrival(openid, "notice", str(msg_id), "", digest, call.now))
    status: Fields = (
        {"ErrorCode": "1", "ErrorStatus": "failed"} if fails else {"ErrorCode": "0", "ErrorStatus": "success"}
    )
    row: Fields = {"TemplateId": notice.id, "MsgID": msg_id, **status}
    fields: Fields = {"SubscribeMsgSentEvent": {"List": [row]}}
    world.jobs.later(world.settings.job_delay, lambda: world.tell(openid, "subscribe_msg_sent_event", fields))


def mine(call: Call) -> Answer:
    rows = [
        {
            "priTmplId": one.id,
            "title": one.template.title,
            "content": one.template.content,
            "example": one.template.example,
            "type": one.kind,
        }
        for one in call.state.notices.all()
    ]
    return {**OK, "data": rows}


def add(call: Call) -> Answer:
    """``kidList`` is which keywords of the library's entry the notification has, in their order."""
    body = call.json()
    title, wanted = _title(str(body.get("tid") or "")), body.get("kidList")
    known = {keyword.number: keyword for keyword in title.keywords}
    require(isinstance(wanted, list) and _LEAST_KEYWORDS <= len(wanted) <= _MOST_KEYWORDS, 200020)
    assert isinstance(wanted, list)
    require(all(isinstance(one, int) and one in known for one in wanted), 200020)
    require(len(str(body.get("sceneDesc") or "")) <= _SCENE, 200021)
    chosen = [known[one] for one in wanted]
    content = "".join(f"{one.name}：{{{{{one.field}.DATA}}}}\n" for one in chosen)
    example = "".join(f"{one.name}：{one.example}\n" for one in chosen)
    return {**OK, "priTmplId": call.state.notices.add(title.title, content, example, title.kind).id}


def _title(number: str) -> Title:
    for title in LIBRARY:
        if title.number == number:
            return title
    raise ApiError(200014)


def delete(call: Call) -> Answer:
    call.state.notices.delete(text(call.json(), "priTmplId", 40037))
    return OK


def categories(_call: Call) -> Answer:
    return {**OK, "data": [{"id": number, "name": name} for number, name in CATEGORIES.items()]}


def titles(call: Call) -> Answer:
    """``ids`` are categories, separated by commas."""
    given = [one for one in call.query.get("ids", "").split(",") if one]
    require(given and all(one.isdecimal() and int(one) in CATEGORIES for one in given), 200019)
    start, limit = _number(call, "start", 200016), _number(call, "limit", 200017)
    require(0 < limit <= _TITLES, 200017)
    found = [title for title in LIBRARY if str(title.category) in given]
    rows = [
        {"tid": int(one.number), "title": one.title, "type": one.kind, "categoryId": str(one.category)} for one in found
    ]
    return {**OK, "count": len(rows), "data": rows[start : start + limit]}


def _number(call: Call, name: str, errcode: int) -> int:
    given = call.query.get(name, "")
    require(given.isdecimal(), errcode)
    return int(given)


def keywords(call: Call) -> Answer:
    title = _title(call.query.get("tid", ""))
    return {**OK, "count": len(title.keywords), "data": [_keyword(one) for one in title.keywords]}


def _keyword(one: Keyword) -> Mapping[str, Any]:
    return {"kid": one.number, "name": one.name, "example": one.example, "rule": one.field.rstrip("0123456789")}


ENDPOINTS = (
    Endpoint("/cgi-bin/message/subscribe/bizsend", "POST", "notices", send),
    Endpoint("/wxaapi/newtmpl/gettemplate", "GET", "notices", mine),
    Endpoint("/wxaapi/newtmpl/addtemplate", "POST", "notices", add),
    Endpoint("/wxaapi/newtmpl/deltemplate", "POST", "notices", delete),
    Endpoint("/wxaapi/newtmpl/getcategory", "GET", "notices", categories),
    Endpoint("/wxaapi/newtmpl/getpubtemplatetitles", "GET", "notices", titles),
    Endpoint("/wxaapi/newtmpl/getpubtemplatekeywords", "GET", "notices", keywords),
)
