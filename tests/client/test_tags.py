"""Tags and who carries them; WeChat takes fifty followers a call."""

import pytest

from tests.client.counting import calls
from wxbot.client import tags
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.errors import ErrorClass, WechatError
from wxbot.simulator.server import Simulator

TAGGING = "/cgi-bin/tags/members/batchtagging"
UNTAGGING = "/cgi-bin/tags/members/batchuntagging"
CREATE = "/cgi-bin/tags/create"


def everyone(wechat: Simulator, count: int) -> list[str]:
    openids = [f"o{number:03}" for number in range(count)]
    for openid in openids:
        wechat.followers.follow(openid, wechat.clock.now())
    return openids


def test_tag_that_was_created_is_listed(wechat: Simulator, api: Api) -> None:
    tag_id = tags.create(api, "英语")
    assert tags.Tag(tag_id, "英语", 0) in tags.all_tags(api)


def test_tag_tells_how_many_carry_it(wechat: Simulator, api: Api) -> None:
    tag_id = tags.create(api, "English")
    tags.put_on(api, tag_id, everyone(wechat, 3))
    assert tags.Tag(tag_id, "English", 3) in tags.all_tags(api)


def test_tag_that_was_deleted_is_not_listed(wechat: Simulator, api: Api) -> None:
    tag_id = tags.create(api, "English")
    tags.delete(api, tag_id)
    assert tag_id not in [tag.id for tag in tags.all_tags(api)]


def test_name_that_is_taken_is_refused(wechat: Simulator, api: Api) -> None:
    tags.create(api, "English")
    with pytest.raises(WechatError) as refused:
        tags.create(api, "English")
    assert (refused.value.kind, refused.value.code) == (ErrorClass.FIX, 45157)


def test_tag_whose_creation_is_cut_off_is_unknown(wechat: Simulator, api: Api, tokens: Tokens) -> None:
    tokens.current()
    wechat.faults.set(reset=10)
    with pytest.raises(WechatError) as failed:
        tags.create(api, "English")
    assert failed.value.kind is ErrorClass.UNKNOWN
    assert wechat.faults.plan.reset == 9


@pytest.mark.parametrize(("count", "chunks"), [(0, 0), (1, 1), (50, 1), (51, 2), (100, 2), (120, 3)])
def test_followers_are_tagged_fifty_at_a_time(wechat: Simulator, api: Api, count: int, chunks: int) -> None:
    tag_id, openids = tags.create(api, "English"), everyone(wechat, count)
    tags.put_on(api, tag_id, openids)
    assert calls(wechat, TAGGING) == chunks
    assert list(wechat.followers.tagged(tag_id)) == openids


def test_followers_lose_a_tag_fifty_at_a_time(wechat: Simulator, api: Api) -> None:
    tag_id, openids = tags.create(api, "English"), everyone(wechat, 120)
    tags.put_on(api, tag_id, openids)
    tags.take_off(api, tag_id, openids[:60])
    assert calls(wechat, UNTAGGING) == 2
    assert list(wechat.followers.tagged(tag_id)) == openids[60:]


def test_follower_knows_his_tags(wechat: Simulator, api: Api) -> None:
    (alice,) = everyone(wechat, 1)
    ids = [tags.create(api, name) for name in ("English", "Journalist")]
    for tag_id in ids:
        tags.put_on(api, tag_id, [alice])
    assert tags.of_follower(api, alice) == ids


def test_follower_without_tags_has_none(wechat: Simulator, api: Api) -> None:
    (alice,) = everyone(wechat, 1)
    assert tags.of_follower(api, alice) == []


def test_unknown_tag_is_refused(wechat: Simulator, api: Api) -> None:
    with pytest.raises(WechatError) as refused:
        tags.put_on(api, 9999, everyone(wechat, 1))
    assert refused.value.code == 45159


def test_carriers_of_a_tag_come_page_by_page(wechat: Simulator, api: Api) -> None:
    tag_id, openids = tags.create(api, "English"), everyone(wechat, 3)
    tags.put_on(api, tag_id, openids)
    assert tags.members(api, tag_id) == tags.Members(tuple(openids), "")
    assert tags.members(api, tag_id, openids[0]).openids == tuple(openids[1:])


def test_tag_that_nobody_carries_has_no_members(wechat: Simulator, api: Api) -> None:
    assert tags.members(api, tags.create(api, "English")) == tags.Members((), "")
