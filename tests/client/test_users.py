"""What WeChat says of the followers: one, many, and all of them page by page."""

import pytest

from wxbot.client import tags, users
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError
from wxbot.simulator.server import Simulator


@pytest.fixture
def alice(wechat: Simulator) -> str:
    wechat.clock.set(1_790_000_000)
    wechat.followers.follow("oAlice", wechat.clock.now(), "desk-12")
    return "oAlice"


def test_follower_is_described(wechat: Simulator, api: Api, alice: str) -> None:
    tag = tags.create(api, "English")
    tags.put_on(api, tag, [alice])
    assert users.info(api, alice) == users.User(alice, True, "zh_CN", (tag,), 1_790_000_000, "ADD_SCENE_QR_CODE")


def test_who_has_left_is_only_an_openid(wechat: Simulator, api: Api, alice: str) -> None:
    wechat.followers.unfollow(alice)
    assert users.info(api, alice) == users.User(alice, False, "", (), 0, "")


def test_who_was_never_here_is_dropped(wechat: Simulator, api: Api) -> None:
    with pytest.raises(WechatError) as refused:
        users.info(api, "oNobody")
    assert (refused.value.kind, refused.value.code) == (ErrorClass.DROP, 40003)


def test_several_followers_come_in_the_order_asked_for(wechat: Simulator, api: Api, alice: str) -> None:
    wechat.followers.follow("oBob", wechat.clock.now())
    wechat.followers.unfollow("oBob")
    found = users.infos(api, ["oBob", alice])
    assert [(user.openid, user.subscribed) for user in found] == [("oBob", False), (alice, True)]


def test_more_than_a_hundred_followers_at_once_are_refused(wechat: Simulator, api: Api, alice: str) -> None:
    with pytest.raises(WechatError) as refused:
        users.infos(api, [alice] * 101)
    assert refused.value.code == 40032


def test_account_without_followers_has_an_empty_page(wechat: Simulator, api: Api) -> None:
    assert users.page(api) == users.Page((), "", 0)


def test_few_followers_are_one_page(wechat: Simulator, api: Api) -> None:
    for name in ("oAlice", "oBob", "oChen"):
        wechat.followers.follow(name, wechat.clock.now())
    assert users.page(api) == users.Page(("oAlice", "oBob", "oChen"), "", 3)


def test_page_begins_after_the_follower_named(wechat: Simulator, api: Api) -> None:
    for name in ("oAlice", "oBob", "oChen"):
        wechat.followers.follow(name, wechat.clock.now())
    assert users.page(api, "oAlice").openids == ("oBob", "oChen")


def test_many_followers_come_page_by_page(wechat: Simulator, api: Api) -> None:
    everyone = [f"o{number:05}" for number in range(10_001)]
    for openid in everyone:
        wechat.followers.follow(openid, wechat.clock.now())
    first = users.page(api)
    second = users.page(api, first.following)
    assert [*first.openids, *second.openids] == everyone
    assert (len(first.openids), second.following) == (10_000, "")


def test_remark_is_kept(wechat: Simulator, api: Api, alice: str) -> None:
    users.remark(api, alice, "记者")
    follower = wechat.followers.get(alice)
    assert follower is not None
    assert follower.remark == "记者"
