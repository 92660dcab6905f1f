"""The phone's addresses, as another process uses them."""

from typing import Any

import pytest
import requests

from tests.simulator.account import Account
from tests.simulator.webhook import Answer, Webhook, saying
from wxbot.simulator.samples import NAMES, picture
from wxbot.simulator.server import Simulator


def act(account: Account, name: str, body: Any = None, wait: bool = True) -> requests.Response:
    query = {"wait": "1"} if wait else {}
    return account.session.post(f"{account.wechat.url}/phone/oA/{name}", json=body or {}, params=query)


def chat(account: Account, after: int = 0) -> Any:
    return account.session.get(f"{account.wechat.url}/phone/oA/chat", params={"after": after}).json()


def test_action_that_waits_answers_the_settled_push(wechat: Simulator, account: Account, webhook: Webhook) -> None:
    webhook.reply = saying("您好", wechat.settings)
    push = act(account, "text", {"content": "hello"}).json()
    assert push["settled"]
    assert push["from_user"] == "oA"
    assert push["shown"][0]["text"] == "您好"
    assert push["deliveries"][0]["body_class"] == "reply"


def test_action_that_does_not_wait_answers_at_once(account: Account, webhook: Webhook) -> None:
    webhook.reply = lambda _: Answer(after=0.1)
    response = act(account, "text", {"content": "hello"}, wait=False)
    assert response.status_code == 202
    assert chat(account)["typing"]
    account.wechat.push_of(response.json()["push"])
    assert not chat(account)["typing"]


def test_chat_tells_only_what_is_new(wechat: Simulator, account: Account, webhook: Webhook) -> None:
    webhook.reply = saying("再见", wechat.settings)
    act(account, "follow")
    act(account, "text", {"content": "hello"})
    everything = chat(account)
    assert [(one["side"], one["type"]) for one in everything["messages"]] == [
        ("system", "system"),
        ("account", "text"),
        ("me", "text"),
        ("account", "text"),
    ]
    assert [one["id"] for one in chat(account, after=3)["messages"]] == [4]
    assert (everything["following"], everything["last"], everything["menu"]) == (True, 4, {"button": []})


@pytest.mark.parametrize(
    ("name", "body", "event", "kind"),
    [
        ("follow", {"scene": "desk"}, "subscribe", "event"),
        ("unfollow", {}, "unsubscribe", "event"),
        ("tap", {"key": "HELP"}, "CLICK", "event"),
        ("scan", {"scene": "desk"}, "subscribe", "event"),
        ("voice", {"recognition": "护照"}, "", "<Recognition><![CDATA[护照]]>"),
        ("location", {"latitude": 48.1351, "longitude": 11.582, "label": "慕尼黑"}, "", "<Location_X>48.1351<"),
        ("location", {}, "", "上海"),
        ("link", {"title": "t", "url": "http://127.0.0.1/"}, "", "<Title><![CDATA[t]]>"),
        ("video", {}, "", "ThumbMediaId"),
        ("image", {}, "", "PicUrl"),
    ],
)
def test_every_action_has_its_address(name: str, body: Any, event: str, kind: str, account: Account) -> None:
    push = act(account, name, body).json()
    assert push["event"] == event
    assert kind in push["xml"]


def test_picture_can_be_uploaded(wechat: Simulator, account: Account) -> None:
    url = f"{wechat.url}/phone/oA/image?wait=1"
    assert account.session.post(url, files={"image": ("a.png", picture())}).status_code == 200
    media_id = chat(account)["messages"][-1]["media_id"]
    response = account.session.get(f"{wechat.url}/phone/media/{media_id}")
    assert (response.content, response.headers["Content-Type"]) == (picture(), "image/png")


def test_only_pictures_are_taken_as_pictures(wechat: Simulator, account: Account) -> None:
    url = f"{wechat.url}/phone/oA/image?wait=1"
    refused = account.session.post(url, files={"image": ("a.png", b"words")})
    assert (refused.status_code, "type" in refused.json()["error"]) == (400, True)
    assert "PicUrl" in account.session.post(url, json={"image": "words"}).json()["xml"]


def test_samples_are_served(wechat: Simulator, account: Account) -> None:
    kinds = [account.session.get(f"{wechat.url}/phone/samples/{name}").headers["Content-Type"] for name in NAMES]
    assert kinds == ["image/png", "image/jpeg", "image/jpeg"]
    assert account.session.get(f"{wechat.url}/phone/samples/dawn").status_code == 404


@pytest.mark.parametrize(("name", "body"), [("text", {}), ("text", {"content": 1}), ("location", {"latitude": "x"})])
def test_incomplete_actions_are_refused(name: str, body: Any, account: Account) -> None:
    response = act(account, name, body)
    assert response.status_code == 400
    assert "must be" in response.json()["error"]


def test_unknown_action_is_not_found(account: Account) -> None:
    assert act(account, "dance").status_code == 404


def test_trace_joins_the_wire_and_the_bots_decision(wechat: Simulator, account: Account, webhook: Webhook) -> None:
    webhook.pages["/trace"] = b'{"hit": "topics/passport"}'
    wechat.change(trace_url=f"{webhook.url}/trace")
    push = wechat.text("oA", "hello")
    trace = account.session.get(f"{wechat.url}/phone/trace/{push.id}").json()
    assert trace["decision"] == {"hit": "topics/passport"}
    assert (trace["mode"], trace["xml"], len(trace["deliveries"])) == ("plain", push.xml, 1)


def test_trace_without_a_decision_says_so(wechat: Simulator, account: Account) -> None:
    push = wechat.text("oA", "hello")
    assert account.session.get(f"{wechat.url}/phone/trace/{push.id}").json()["decision"] is None
    assert account.session.get(f"{wechat.url}/phone/trace/99").status_code == 404


def test_other_sites_cannot_act(wechat: Simulator, account: Account) -> None:
    url = f"{wechat.url}/phone/oA/follow"
    assert account.session.post(url, headers={"Origin": "https://example.org"}).status_code == 403
    assert account.session.post(url, headers={"Origin": "null"}).status_code == 403
    assert account.session.post(url, headers={"Host": "example.org"}).status_code == 403
    assert account.session.get(wechat.url, headers={"Host": "example.org"}).status_code == 403
    assert account.session.post(url, headers={"Origin": wechat.url}).status_code == 202


def test_connection_stays_open_between_calls(wechat: Simulator) -> None:
    with requests.Session() as session:
        first = session.get(f"{wechat.url}/control/clock", stream=True)
        assert "Connection" not in first.headers
        assert first.raw.version == 11
