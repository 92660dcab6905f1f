"""Staff's tags: made, renamed and deleted at WeChat, put on followers and taken off, and written down here."""

import pytest
from sqlalchemy import select

from tests.services.drafts import NOON
from tests.services.post import follower
from wxbot.client import tags as at_wechat
from wxbot.client.api import Api
from wxbot.errors import ContentError, ErrorClass, WechatError
from wxbot.services import taggings, tags
from wxbot.services.taggings import Changed
from wxbot.simulator.server import Simulator
from wxbot.store import followers as rows
from wxbot.store import tags as tag_rows
from wxbot.store.audit import Line
from wxbot.store.database import Database

CHEN = "chen@account.example"


def _alias(openid: str) -> str:
    return openid[-1]


def _create(database: Database, api: Api, name: str = "press") -> int:
    return tags.create(database, api, name, CHEN, NOON)


def _add(database: Database, *openids: str) -> list[int]:
    with database.write() as db:
        return [rows.find_or_add(db, openid).id for openid in openids]


def _follow(wechat: Simulator, database: Database, *openids: str) -> list[int]:
    return _add(database, *[follower(wechat, openid) for openid in openids])


def _change(database: Database, api: Api, tag: int, ids: list[int], on: bool = True) -> Changed:
    return taggings.change(database, api, tag, ids, on, _alias, CHEN, NOON)


def _names(database: Database) -> list[str]:
    with database.read() as db:
        return [tag.name for tag in tag_rows.all_tags(db)]


def _carriers(database: Database, *ids: int) -> dict[int, list[int]]:
    with database.read() as db:
        return tag_rows.of_followers(db, ids)


def _audited(database: Database) -> list[str]:
    with database.read() as db:
        return list(db.scalars(select(Line.action).order_by(Line.id)))


def test_tag_that_was_made_is_known_here_and_at_wechat(database: Database, api: Api, wechat: Simulator) -> None:
    number = _create(database, api, " 记者 ")
    assert _names(database) == ["记者"]
    assert at_wechat.Tag(number, "记者", 0) in at_wechat.all_tags(api)


@pytest.mark.parametrize("name", ["", "  ", "记" * 11, "a" * 31])
def test_name_that_wechat_would_refuse_is_not_sent(sqlite: Database, api: Api, wechat: Simulator, name: str) -> None:
    with pytest.raises(ContentError, match="bytes"):
        _create(sqlite, api, name)
    assert wechat.ledger.calls == ()


def test_tag_that_was_made_elsewhere_is_shown_when_its_name_is_refused(
    sqlite: Database, api: Api, wechat: Simulator
) -> None:
    """As after a crash between WeChat's answer and our own line."""
    at_wechat.create(api, "press")
    with pytest.raises(WechatError) as refused:
        _create(sqlite, api)
    assert (refused.value.kind, _names(sqlite), _audited(sqlite)) == (ErrorClass.FIX, ["press"], [])


def test_tag_is_renamed(database: Database, api: Api, wechat: Simulator) -> None:
    number = _create(database, api)
    tags.rename(database, api, number, "media", (), CHEN, NOON)
    assert (_names(database), _audited(database)) == (["media"], ["tag.created", "tag.renamed"])
    assert "media" in [tag.name for tag in at_wechat.all_tags(api)]


def test_tag_that_is_deleted_is_carried_by_nobody(database: Database, api: Api, wechat: Simulator) -> None:
    number = _create(database, api)
    (alice,) = _follow(wechat, database, "oAlice")
    _change(database, api, number, [alice])
    tags.delete(database, api, number, (), CHEN, NOON)
    assert (_names(database), _carriers(database, alice)) == ([], {})
    assert number not in [tag.id for tag in at_wechat.all_tags(api)]


@pytest.mark.parametrize("name", ["english", "VIP"])
def test_tag_by_which_a_menu_finds_its_readers_stays(sqlite: Database, api: Api, wechat: Simulator, name: str) -> None:
    number = _create(sqlite, api, name)
    with pytest.raises(ContentError, match="menu"):
        tags.delete(sqlite, api, number, {"VIP"}, CHEN, NOON)
    with pytest.raises(ContentError, match="menu"):
        tags.rename(sqlite, api, number, "other", {"VIP"}, CHEN, NOON)
    assert _names(sqlite) == [name]


def test_wechats_own_tags_are_not_listed(sqlite: Database, api: Api, wechat: Simulator) -> None:
    at_wechat.create(api, "press")
    assert tags.fetch(sqlite, api) == 1
    assert _names(sqlite) == ["press"]


def test_tag_is_put_on_and_taken_off(database: Database, api: Api, wechat: Simulator) -> None:
    number = _create(database, api)
    alice, bob = _follow(wechat, database, "oAlice", "oBob")
    assert _change(database, api, number, [alice, bob]) == Changed((alice, bob), None)
    assert (_carriers(database, alice, bob), len(wechat.followers.tagged(number))) == ({alice: [100], bob: [100]}, 2)
    _change(database, api, number, [alice], on=False)
    assert _carriers(database, alice, bob) == {bob: [100]}
    assert _audited(database) == ["tag.created", "tag.put-on", "tag.taken-off"]


def test_one_who_is_refused_costs_the_others_nothing(database: Database, api: Api, wechat: Simulator) -> None:
    number = _create(database, api)
    alice, bob = _follow(wechat, database, "oAlice", "oBob")
    (stranger,) = _add(database, "oStranger")
    changed = _change(database, api, number, [alice, stranger, bob])
    assert changed.done == (alice, bob)
    assert isinstance(changed.error, WechatError)
    assert _carriers(database, alice, bob, stranger) == {alice: [100], bob: [100]}


def test_nothing_is_written_down_where_wechat_did_nothing(sqlite: Database, api: Api, wechat: Simulator) -> None:
    number = _create(sqlite, api)
    (alice,) = _follow(wechat, sqlite, "oAlice")
    wechat.faults.refuse("/cgi-bin/tags/members/batchtagging", 45009)
    changed = _change(sqlite, api, number, [alice])
    assert (changed.done, _carriers(sqlite, alice), _audited(sqlite)) == ((), {}, ["tag.created"])


def test_missing_answer_is_told_as_one(sqlite: Database, api: Api, wechat: Simulator) -> None:
    at_wechat.all_tags(api)  # With a token in hand the next call is the one that is cut off.
    wechat.faults.set(reset=1)
    with pytest.raises(WechatError) as failed:
        _create(sqlite, api)
    assert failed.value.kind is ErrorClass.UNKNOWN


def test_tags_that_were_given_elsewhere_are_learned(database: Database, api: Api, wechat: Simulator) -> None:
    numbers = [_create(database, api, name) for name in ("press", "school")]
    (alice,) = _follow(wechat, database, "oAlice")
    _change(database, api, numbers[0], [alice])
    at_wechat.take_off(api, numbers[0], ["oAlice"])
    at_wechat.put_on(api, numbers[1], ["oAlice"])
    assert taggings.learn(database, api, alice)
    assert _carriers(database, alice) == {alice: [numbers[1]]}


def test_nothing_is_learned_of_one_who_left(sqlite: Database, api: Api, wechat: Simulator) -> None:
    assert not taggings.learn(sqlite, api, 7)
