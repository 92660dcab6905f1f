import time
from typing import Any

import pytest

from tests.simulator.account import Account
from tests.simulator.sending import TITLE, draft
from wxbot.simulator.server import Simulator

NINE = 1_793_494_800  # Nine in the morning in Beijing, on the first of November 2026.
DAY = 86400


def day(shift: int = 0) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(NINE + 8 * 3600 + shift * DAY))


def ask(account: Account, name: str, first: str, last: str = "") -> Any:
    url, body = f"{account.wechat.url}/datacube/{name}", {"begin_date": first, "end_date": last or first}
    return account.session.post(url, params={"access_token": account.token}, json=body).json()


@pytest.fixture(autouse=True)
def _morning(wechat: Simulator, account: Account) -> None:
    account.wait(NINE - wechat.clock.now())


def test_followers_are_counted_by_day_and_by_their_way(wechat: Simulator, account: Account) -> None:
    wechat.crowd(100)
    wechat.follow("oAlice")
    wechat.follow("oBob", "desk")
    wechat.follow("oCarl")
    wechat.unfollow("oCarl")
    account.wait(DAY)
    wechat.follow("oDora")
    assert ask(account, "getusersummary", day())["list"] == [
        {"ref_date": day(), "user_source": 0, "new_user": 0, "cancel_user": 1},
        {"ref_date": day(), "user_source": 1, "new_user": 2, "cancel_user": 0},
        {"ref_date": day(), "user_source": 30, "new_user": 1, "cancel_user": 0},
    ]
    totals = ask(account, "getusercumulate", day(-1), day())["list"]
    assert [(one["ref_date"], one["cumulate_user"]) for one in totals] == [(day(-1), 100), (day(), 102)]


def test_messages_of_followers_are_counted(wechat: Simulator, account: Account) -> None:
    for openid in ("oAlice", "oAlice", "oBob"):
        wechat.text(openid, "hello")
    wechat.image("oBob")
    account.wait(DAY)
    found = ask(account, "getupstreammsg", day())["list"]
    assert [(one["msg_type"], one["msg_user"], one["msg_count"]) for one in found] == [(1, 2, 3), (2, 1, 1)]


def test_reading_of_articles_is_counted(wechat: Simulator, account: Account) -> None:
    wechat.follow("oAlice")
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": draft(account)}}
    sent = account.call("message/mass/sendall", body)
    wechat.settle()
    url = wechat.chat("oAlice")[-1].bubble.articles[0].url
    for reader in ("oAlice", "oAlice", "oBob"):
        account.session.get(url, params={"reader": reader})
    account.wait(DAY)
    account.session.get(url, params={"reader": "oBob"})
    account.wait(DAY)
    row = ask(account, "getarticlesummary", day())["list"][0]
    assert (row["msgid"], row["title"]) == (f"{sent['msg_data_id']}_1", TITLE)
    assert (row["int_page_read_user"], row["int_page_read_count"]) == (2, 3)
    total = ask(account, "getarticletotal", day())["list"][0]
    assert [one["int_page_read_count"] for one in total["details"]] == [3, 4]
    assert ask(account, "getarticletotal", day(1))["list"] == []


def test_yesterday_is_ready_at_eight(wechat: Simulator, account: Account) -> None:
    account.wait(-2 * 3600)
    assert ask(account, "getusersummary", day(-1))["errcode"] == 61503
    assert "list" in ask(account, "getusersummary", day(-2))
    account.wait(2 * 3600)
    assert "list" in ask(account, "getusersummary", day(-1))


@pytest.mark.parametrize(
    ("name", "first", "last", "errcode"),
    [
        ("getusersummary", "2026/10/01", "2026-10-01", 61500),
        ("getusersummary", "2026-10-02", "2026-10-01", 61501),
        ("getusersummary", "2026-11-01", "2026-11-01", 61501),
        ("getusersummary", "2014-11-30", "2014-11-30", 61501),
        ("getusersummary", "2026-10-01", "2026-10-08", 61501),
        ("getarticletotal", "2026-10-01", "2026-10-02", 61501),
    ],
)
def test_days_are_checked(name: str, first: str, last: str, errcode: int, account: Account) -> None:
    assert ask(account, name, first, last)["errcode"] == errcode


def test_unverified_accounts_get_no_figures(wechat: Simulator, account: Account) -> None:
    wechat.change(kind="service")
    assert ask(account, "getusersummary", day(-1))["errcode"] == 48001
