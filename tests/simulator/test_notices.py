from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.simulator.account import Account
from tests.simulator.sending import results, texts
from wxbot.simulator.notices import SAMPLES
from wxbot.simulator.server import Simulator

SAFETY, PROGRESS = SAMPLES[0].id, SAMPLES[1].id
DATA = {"character_string1": "A1", "thing2": "护照换发", "phrase3": "已受理"}
WARNING = {"thing1": "台风", "thing2": "九州", "time3": "2026年9月1日 18:00"}


def send(account: Account, template: str = PROGRESS, data: dict[str, str] | None = None, **more: Any) -> int:
    fields = {name: {"value": value} for name, value in (data or DATA).items()}
    body = {"touser": "oAlice", "template_id": template, "data": fields, **more}
    return int(account.call("message/subscribe/bizsend", body)["errcode"])


def library(account: Account, name: str, body: object = None, **query: Any) -> Any:
    url, query = f"{account.wechat.url}/wxaapi/newtmpl/{name}", {"access_token": account.token, **query}
    if body is None:
        return account.session.get(url, params=query).json()
    return account.session.post(url, params=query, json=body).json()


@pytest.fixture(autouse=True)
def _alice(wechat: Simulator) -> None:
    wechat.change(unicode_escapes_refused=False)
    wechat.follow("oAlice")


def sent(found: Element) -> dict[str, str]:
    row = found.find("SubscribeMsgSentEvent/List")
    assert row is not None
    return texts(row)


def test_one_yes_buys_one_notice(wechat: Simulator, account: Account) -> None:
    assert send(account) == 43101
    wechat.answer_subscriptions("oAlice", {PROGRESS: True})
    assert [send(account), send(account)] == [0, 43101]
    assert wechat.chat("oAlice")[-1].bubble.lines[2] == ("当前状态", "已受理")
    assert [one.kind for one in wechat.arrivals.of("oAlice")] == ["notice"]
    told = results(wechat, "subscribe_msg_sent_event")[0]
    assert sent(told) | {"MsgID": ""} == {
        "TemplateId": PROGRESS,
        "MsgID": "",
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }
    assert told.findtext("FromUserName") == "oAlice"


def test_lasting_yes_is_not_used_up_but_can_be_withdrawn(wechat: Simulator, account: Account) -> None:
    wechat.answer_subscriptions("oAlice", {SAFETY: True})
    assert [send(account, SAFETY, WARNING) for _ in range(3)] == [0, 0, 0]
    wechat.refuse_subscriptions("oAlice", [SAFETY])
    assert send(account, SAFETY, WARNING) == 43101


def test_refused_call_costs_no_yes(wechat: Simulator, account: Account) -> None:
    wechat.answer_subscriptions("oAlice", {PROGRESS: True})
    assert send(account, data={**DATA, "phrase3": "Received"}) == 47003
    assert send(account, page="pages/index") == 41030
    assert send(account, touser="oStranger") == 40003
    assert send(account, "unknown") == 40037
    assert wechat.subscriptions.left("oAlice") == {PROGRESS: 1}
    assert send(account, page="https://127.0.0.1/") == 0


def test_notice_that_fails_later_is_told(wechat: Simulator, account: Account) -> None:
    wechat.answer_subscriptions("oAlice", {PROGRESS: True})
    wechat.faults.set(send_failures=1)
    assert send(account) == 0
    assert sent(results(wechat, "subscribe_msg_sent_event")[0])["ErrorStatus"] == "failed"
    assert wechat.arrivals.of("oAlice") == ()


def test_notice_is_taken_from_the_library_and_offered_on_the_phone(wechat: Simulator, account: Account) -> None:
    ids = ",".join(str(one["id"]) for one in library(account, "getcategory")["data"])
    titles = library(account, "getpubtemplatetitles", ids=ids, start=0, limit=30)
    assert (titles["count"], titles["data"][0]["title"]) == (3, "预约提醒")
    tid = str(titles["data"][0]["tid"])
    keywords = library(account, "getpubtemplatekeywords", tid=tid)["data"]
    assert keywords[1] == {"kid": 2, "name": "预约时间", "example": "2026年10月1日 09:00", "rule": "time"}
    added = library(account, "addtemplate", {"tid": tid, "kidList": [2, 1], "sceneDesc": "预约"})["priTmplId"]
    mine = library(account, "gettemplate")["data"][-1]
    assert (mine["priTmplId"], mine["type"]) == (added, 2)
    assert mine["content"] == "预约时间：{{time2.DATA}}\n预约事项：{{thing1.DATA}}\n"
    offered = account.session.get(f"{wechat.url}/phone/oAlice/subscriptions").json()["templates"]
    assert offered[-1]["chinese"] == "预约提醒"
    assert library(account, "deltemplate", {"priTmplId": added})["errcode"] == 0
    assert library(account, "deltemplate", {"priTmplId": added})["errcode"] == 40037


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"tid": "1", "kidList": [1, 2]}, 200014),
        ({"tid": "3021", "kidList": [1]}, 200020),
        ({"tid": "3021", "kidList": [1, 9]}, 200020),
        ({"tid": "3021", "kidList": [1, 2], "sceneDesc": "长" * 16}, 200021),
    ],
)
def test_choice_from_the_library_is_checked(body: dict[str, Any], errcode: int, account: Account) -> None:
    assert library(account, "addtemplate", body)["errcode"] == errcode


def test_library_is_asked_in_its_own_way(account: Account) -> None:
    assert library(account, "getpubtemplatetitles", ids="9", start=0, limit=30)["errcode"] == 200019
    assert library(account, "getpubtemplatetitles", ids="616", start=0, limit=31)["errcode"] == 200017
    assert library(account, "getpubtemplatekeywords", tid="1")["errcode"] == 200014


@pytest.mark.parametrize("kind", ["subscription", "subscription-verified", "service", "sandbox"])
def test_other_accounts_have_no_notices(kind: str, wechat: Simulator, account: Account) -> None:
    wechat.change(kind=kind)
    assert send(account) == 48001
    assert library(account, "gettemplate")["errcode"] == 48001
