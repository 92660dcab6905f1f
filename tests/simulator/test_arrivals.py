from typing import Any

from tests.simulator.account import Account
from wxbot.simulator.crowds import openid_of
from wxbot.simulator.server import Simulator


def get(account: Account, **query: Any) -> Any:
    return account.session.get(f"{account.wechat.url}/control/arrivals", params=query).json()


def text(account: Account, words: str, *openids: str, client_id: str = "") -> None:
    body = {"touser": list(openids), "msgtype": "text", "text": {"content": words}, "clientmsgid": client_id}
    assert account.call("message/mass/send", body)["errcode"] == 0
    account.wechat.settle()


def test_book_tells_whom_every_message_reached(wechat: Simulator, account: Account) -> None:
    wechat.text("oAlice", "hello")
    wechat.follow("oBob")
    text(account, "news", "oAlice", "oBob", client_id="c1")
    account.say("oAlice", "您好")
    book = get(account)
    assert [(one["openid"], one["kind"], one["client_id"]) for one in book["arrivals"]] == [
        ("oAlice", "mass", "c1"),
        ("oBob", "mass", "c1"),
        ("oAlice", "custom", ""),
    ]
    assert book["total"] == 3
    assert [one["kind"] for one in get(account, openid="oAlice")["arrivals"]] == ["mass", "custom"]
    assert [one["openid"] for one in get(account, kind="mass", after=1, most=1)["arrivals"]] == ["oBob"]


def test_book_tells_who_got_the_same_twice_and_who_was_forgotten(wechat: Simulator, account: Account) -> None:
    for openid in ("oAlice", "oBob", "oCarl"):
        wechat.follow(openid)
    text(account, "news", "oAlice", "oBob", client_id="c1")
    text(account, "news", "oAlice", "oCarl", client_id="c2")
    assert wechat.arrivals.twice() == ("oAlice",)
    assert get(account)["summary"]["mass"] == {"arrivals": 4, "followers": 3, "twice": ["oAlice"]}
    first = wechat.arrivals.all()[0]
    assert wechat.arrivals.forgotten(["oAlice", "oDora"], "mass", first.digest) == ("oDora",)


def test_crowd_follows_at_once_under_openids_that_can_be_worked_out(wechat: Simulator, account: Account) -> None:
    body = {"count": 10_001, "template": "T1", "consents": 2}
    made = account.session.post(f"{wechat.url}/control/crowd", json=body).json()
    assert made == {"first": openid_of(1), "last": openid_of(10_001), "total": 10_001}
    page = account.call("user/get")
    assert (page["total"], page["count"]) == (10_001, 10_000)
    assert account.call("user/get", next_openid=page["next_openid"])["data"]["openid"] == [openid_of(10_001)]
    assert wechat.subscriptions.left(openid_of(7)) == {"T1": 2}
    assert wechat.ledger.pushes == ()
    assert account.session.post(f"{wechat.url}/control/crowd", json={"count": 0}).status_code == 400
