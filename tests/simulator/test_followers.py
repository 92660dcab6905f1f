from tests.simulator.account import Account
from wxbot.simulator.server import Simulator


def test_followers_are_listed_in_order(wechat: Simulator, account: Account) -> None:
    assert account.call("user/get") == {"total": 0, "count": 0, "next_openid": ""}
    for openid in ("oA", "oB", "oC"):
        wechat.follow(openid)
    wechat.unfollow("oB")
    assert account.call("user/get")["data"]["openid"] == ["oA", "oC"]
    assert account.call("user/get", next_openid="oA")["data"]["openid"] == ["oC"]


def test_long_lists_come_in_pages(wechat: Simulator, account: Account) -> None:
    for number in range(10_001):
        wechat.followers.follow(f"o{number}", 0)
    first = account.call("user/get")
    assert (first["total"], first["count"], first["next_openid"]) == (10_001, 10_000, "o9999")
    last = account.call("user/get", next_openid="o9999")
    assert (last["data"]["openid"], last["next_openid"]) == (["o10000"], "")


def test_info_tells_how_the_follower_came(wechat: Simulator, account: Account) -> None:
    wechat.scan("oA", "desk-12")
    info = account.call("user/info", openid="oA", lang="en")
    assert (info["subscribe"], info["language"]) == (1, "en")
    assert (info["subscribe_scene"], info["qr_scene"], info["qr_scene_str"]) == ("ADD_SCENE_QR_CODE", 0, "desk-12")
    assert "nickname" not in info


def test_info_about_one_who_left_is_short(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    wechat.unfollow("oA")
    assert account.call("user/info", openid="oA") == {"subscribe": 0, "openid": "oA"}


def test_stranger_has_no_info(account: Account) -> None:
    assert account.call("user/info", openid="oZ")["errcode"] == 40003
    assert account.call("user/info")["errcode"] == 41009


def test_info_comes_for_a_hundred_at_once(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    rows = [{"openid": "oA"}]
    answer = account.call("user/info/batchget", {"user_list": rows * 100})
    assert len(answer["user_info_list"]) == 100
    assert account.call("user/info/batchget", {"user_list": rows * 101})["errcode"] == 40032


def test_remark_is_kept_and_limited(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    assert account.call("user/info/updateremark", {"openid": "oA", "remark": "老朋友"})["errcode"] == 0
    assert account.call("user/info", openid="oA")["remark"] == "老朋友"
    assert account.call("user/info/updateremark", {"openid": "oA", "remark": "x" * 30})["errcode"] == 40035
