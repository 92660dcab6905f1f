"""Template messages, and the account's own templates."""

from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, text
from wxbot.simulator.arrivals import Arrival, digest_of
from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.followers import Follower
from wxbot.simulator.message_templates import Template, values_of
from wxbot.simulator.wire import Fields

# The public library, by the numbers that accounts add templates with.
_LIBRARY: Mapping[str, tuple[str, str]] = {
    "OPENTM400000001": (
        "服务进度提醒",
        "服务名称：{{thing1.DATA}}\n服务进度：{{phrase2.DATA}}\n时间：{{time3.DATA}}\n",
    ),
    "OPENTM400000002": ("预约成功通知", "预约事项：{{thing1.DATA}}\n预约时间：{{time2.DATA}}\n地点：{{thing3.DATA}}\n"),
    "OPENTM400000003": ("会议通知", "会议主题：{{thing1.DATA}}\n会议时间：{{time2.DATA}}\n联系人：{{name3.DATA}}\n"),
}
_CLIENT_ID = 64

Body = Mapping[str, Any]


def send(call: Call) -> Answer:
    body = call.json()
    template = call.state.templates.get(text(body, "template_id", 40037))
    follower = reachable(call, text(body, "touser", 40003))
    values = values_of(template.fields, body.get("data"))
    client_id = str(body.get("client_msg_id") or "")
    require(len(client_id) <= _CLIENT_ID, 40035)
    new = call.world.next_job_id()
    msg_id = call.state.templates.take(follower.openid, client_id, new, call.now)
    if msg_id == new:
        _finish(call, follower, msg_id, client_id, _bubble(template, values, body))
    return {**OK, "msgid": msg_id}


def reachable(call: Call, openid: str) -> Follower:
    """Raises ApiError for someone who does not follow, or whom the account keeps out."""
    follower = call.state.followers.get(openid)
    require(follower is not None, 40003)
    assert follower is not None
    require(follower.following, 43004)
    require(not follower.blacklisted, 43019)
    return follower


def _bubble(template: Template, values: Mapping[str, str], body: Body) -> Bubble:
    """When there is a page and a mini program, the mini program wins."""
    program = body.get("miniprogram") or {}
    path = str(program.get("pagepath") or "") if isinstance(program, Mapping) and program.get("appid") else ""
    url = "" if path else str(body.get("url") or "")
    lines = template.lines(values)
    return Bubble("template", title=template.title, lines=lines, url=url, tail=path)


def _finish(call: Call, follower: Follower, msg_id: int, client_id: str, bubble: Bubble) -> None:
    """It is in the chat at once, and the account hears of it a little later."""
    world, state, failed = call.world, call.state, call.world.faults.take_failure()
    status = "failed: system failed" if failed else "failed:user block" if follower.muted else "success"
    if status == "success":
        state.chats.add(follower.openid, "account", bubble, call.now)
        digest = digest_of([bubble.title, bubble.lines, bubble.url])
        state.arrivals.add(Arrival(follower.openid, "template", str(msg_id), client_id, digest, call.now))
    fields: Fields = {"MsgID": msg_id, "Status": status}
    world.jobs.later(world.settings.job_delay, lambda: world.tell(follower.openid, "TEMPLATESENDJOBFINISH", fields))


def every(call: Call) -> Answer:
    rows = [
        {
            "template_id": one.id,
            "title": one.title,
            "primary_industry": one.primary,
            "deputy_industry": one.deputy,
            "content": one.content,
            "example": one.example,
        }
        for one in call.state.templates.all()
    ]
    return {"template_list": rows}


def add(call: Call) -> Answer:
    short = text(call.json(), "template_id_short", 40036)
    if short not in _LIBRARY:
        raise ApiError(40037)
    return {**OK, "template_id": call.state.templates.add(*_LIBRARY[short]).id}


def delete(call: Call) -> Answer:
    call.state.templates.delete(text(call.json(), "template_id", 40037))
    return OK


def industry(_call: Call) -> Answer:
    return {
        "primary_industry": {"first_class": "政府与公共事业", "second_class": "公共事业"},
        "secondary_industry": {"first_class": "其它", "second_class": "其它"},
    }


ENDPOINTS = (
    Endpoint("/cgi-bin/message/template/send", "POST", "templates", send),
    Endpoint("/cgi-bin/template/get_all_private_template", "GET", "templates", every),
    Endpoint("/cgi-bin/template/api_add_template", "POST", "templates", add),
    Endpoint("/cgi-bin/template/del_private_template", "POST", "templates", delete),
    Endpoint("/cgi-bin/template/get_industry", "GET", "templates", industry),
)
