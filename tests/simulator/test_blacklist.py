from tests.simulator.account import Account
from wxbot.simulator.message_templates import SAMPLES
from wxbot.simulator.server import Simulator


def put(account: Account, *openids: str, path: str = "batchblacklist") -> int:
    return int(account.call(f"tags/members/{path}", {"openid_list": list(openids)})["errcode"])


def listed(account: Account) -> list[str]:
    found = account.call("tags/members/getblacklist", {"begin_openid": ""})
    return list(found.get("data", {}).get("openid", []))


def test_blacklisted_follower_is_listed_and_reached_by_nothing(wechat: Simulator, account: Account) -> None:
    for openid in ("oAlice", "oBob"):
        wechat.follow(openid)
    assert put(account, "oBob") == 0
    assert listed(account) == ["oBob"]
    assert account.call("user/get")["data"]["openid"] == ["oAlice"]
    body = {"touser": "oBob", "template_id": SAMPLES[0].id, "data": {}}
    assert account.call("message/template/send", body)["errcode"] == 43019
    assert put(account, "oBob", path="batchunblacklist") == 0
    assert listed(account) == []
    assert account.call("user/get")["total"] == 2


def test_twenty_at_a_time_and_all_of_them_known(wechat: Simulator, account: Account) -> None:
    assert put(account, *(f"o{number}" for number in range(21))) == 40032
    wechat.follow("oAlice")
    assert put(account, "oAlice", "oStranger") == 40003
    assert listed(account) == []
