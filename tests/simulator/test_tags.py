import pytest

from tests.simulator.account import Account
from wxbot.simulator.server import Simulator


def create(account: Account, name: str) -> int:
    return int(account.call("tags/create", {"tag": {"name": name}})["tag"]["id"])


def tagging(account: Account, tag: int, openids: list[str], verb: str = "batchtagging") -> int:
    answer = account.call(f"tags/members/{verb}", {"openid_list": openids, "tagid": tag})
    return int(answer["errcode"])


def test_tag_lives_from_create_to_delete(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    tag = create(account, "留学生")
    assert tagging(account, tag, ["oA"]) == 0
    assert account.call("tags/getidlist", {"openid": "oA"}) == {"tagid_list": [tag]}
    assert account.call("user/info", openid="oA")["tagid_list"] == [tag]
    assert account.call("user/tag/get", {"tagid": tag, "next_openid": ""})["data"]["openid"] == ["oA"]
    assert {"id": tag, "name": "留学生", "count": 1} in account.call("tags/get")["tags"]
    assert account.call("tags/update", {"tag": {"id": tag, "name": "学生"}})["errcode"] == 0
    assert account.call("tags/delete", {"tag": {"id": tag}})["errcode"] == 0
    assert account.call("tags/getidlist", {"openid": "oA"}) == {"tagid_list": []}


def test_tag_is_taken_off(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    tag = create(account, "a")
    tagging(account, tag, ["oA"])
    assert tagging(account, tag, ["oA"], "batchuntagging") == 0
    assert account.call("user/tag/get", {"tagid": tag})["count"] == 0


@pytest.mark.parametrize(("name", "errcode"), [("", 45157), ("a", 45157), ("十一个汉字超过三十字节", 45158)])
def test_names_are_checked(name: str, errcode: int, account: Account) -> None:
    create(account, "a")
    assert account.call("tags/create", {"tag": {"name": name}})["errcode"] == errcode


def test_there_are_at_most_a_hundred_tags(account: Account) -> None:
    for number in range(100):
        create(account, f"t{number}")
    assert account.call("tags/create", {"tag": {"name": "one more"}})["errcode"] == 45056


def test_system_tags_stay(account: Account) -> None:
    assert account.call("tags/delete", {"tag": {"id": 2}})["errcode"] == 45058
    assert account.call("tags/update", {"tag": {"id": 0, "name": "x"}})["errcode"] == 45058


def test_batches_are_checked_before_anyone_is_tagged(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    tag = create(account, "a")
    assert tagging(account, tag, ["oA", "oStranger"]) == 49003
    assert account.call("tags/getidlist", {"openid": "oA"}) == {"tagid_list": []}
    assert tagging(account, tag, ["oA"] * 51) == 40032
    assert tagging(account, tag, []) == 40031
    assert tagging(account, 999, ["oA"]) == 45159


def test_follower_carries_at_most_twenty(wechat: Simulator, account: Account) -> None:
    wechat.follow("oA")
    tags = [create(account, f"t{number}") for number in range(21)]
    assert [tagging(account, tag, ["oA"]) for tag in tags] == [0] * 20 + [45059]
