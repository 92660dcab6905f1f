"""The human agents, who is with whom, and who waits: as the account may ask. Sessions begin and end elsewhere."""

from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import Answer, Call, Endpoint
from wxbot.simulator.desk import AGENTS
from wxbot.simulator.errors import require

_MOST_WAITING = 100
_FIRST_ID = 1001
_ONLINE = 1


def every_agent(_call: Call) -> Answer:
    return {"kf_list": [_named(agent) for agent in AGENTS]}


def _named(agent: str) -> Mapping[str, Any]:
    return {"kf_account": agent, "kf_nick": agent.partition("@")[0], "kf_id": str(_FIRST_ID + AGENTS.index(agent))}


def online_agents(call: Call) -> Answer:
    online = AGENTS if call.world.settings.agents_online else ()
    return {"kf_online_list": [_online(call, agent) for agent in online]}


def _online(call: Call, agent: str) -> Mapping[str, Any]:
    cases = sum(session.agent == agent and not session.waiting for session in call.state.desk.all())
    return {"kf_account": agent, "status": _ONLINE, "kf_id": _named(agent)["kf_id"], "accepted_case": cases}


def session_of(call: Call) -> Answer:
    openid = call.query.get("openid", "")
    require(openid, 41009)
    session = call.state.desk.get(openid)
    if session is None or session.waiting:
        return {"kf_account": "", "createtime": 0}
    return {"kf_account": session.agent, "createtime": int(session.since)}


def sessions_of_agent(call: Call) -> Answer:
    agent = call.query.get("kf_account", "")
    require(agent in AGENTS, 61452)
    mine = [session for session in call.state.desk.all() if session.agent == agent and not session.waiting]
    return {"sessionlist": [{"openid": session.openid, "createtime": int(session.since)} for session in mine]}


def waiting(call: Call) -> Answer:
    cases = [session for session in call.state.desk.all() if session.waiting]
    listed = [{"openid": session.openid, "latest_time": int(session.since)} for session in cases[:_MOST_WAITING]]
    return {"count": len(cases), "waitcaselist": listed}


ENDPOINTS = (
    Endpoint("/cgi-bin/customservice/getkflist", "GET", "custom", every_agent),
    Endpoint("/cgi-bin/customservice/getonlinekflist", "GET", "custom", online_agents),
    Endpoint("/customservice/kfsession/getsession", "GET", "custom", session_of),
    Endpoint("/customservice/kfsession/getsessionlist", "GET", "custom", sessions_of_agent),
    Endpoint("/customservice/kfsession/getwaitcase", "GET", "custom", waiting),
)
