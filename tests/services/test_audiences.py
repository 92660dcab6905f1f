"""Whom a broadcast goes to."""

import datetime as dt
from typing import Any

import pytest

from wxbot.errors import ContentError
from wxbot.services import audiences
from wxbot.services.audiences import Audience, Way, Who
from wxbot.store import audiences as store
from wxbot.store import followers, subscriptions, tags
from wxbot.store.broadcasts import Kind
from wxbot.store.database import Database

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


def _follow(database: Database, *openids: str, **fields: object) -> None:
    with database.write() as db:
        for openid in openids:
            follower = followers.find_or_add(db, openid)
            for name, value in fields.items():
                setattr(follower, name, value)


def _page(database: Database, audience: Audience, after: str = "", limit: int = 100) -> list[str]:
    with database.read() as db:
        found = list(audiences.page(db, audience, after, limit))
        if not after and limit == 100:
            assert audiences.count(db, audience) == len(found)
        return found


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"who": ""},
        {"who": "tag"},
        {"who": "tag", "tag": 0},
        {"who": "tag", "tag": "all"},
        {"who": "subscribers"},
        {"who": "subscribers", "section": "", "country": ""},
        {"who": "group"},
        {"who": "all"},
        {"who": None},
        {"tag": 3},
    ],
)
def test_what_is_empty_or_half_said_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(ContentError, match=r"^audience: "):
        audiences.parse(raw)


@pytest.mark.parametrize(
    "audience",
    [Audience(Who.EVERYONE), Audience(Who.TAG, tag=3), Audience(Who.SUBSCRIBERS, country="JP"), Audience(Who.NOBODY)],
)
def test_it_is_read_as_it_was_written(audience: Audience) -> None:
    assert audiences.parse(audience.as_json()) == audience


@pytest.mark.parametrize(
    ("account", "kind", "audience", "way"),
    [
        ("service-verified", Kind.ARTICLE, Audience(Who.EVERYONE), Way.ALL),
        ("service-verified", Kind.ARTICLE, Audience(Who.SUBSCRIBERS, section="news"), Way.LIST),
        ("subscription-verified", Kind.TEXT, Audience(Who.TAG, tag=3), Way.TAG),
        ("service-verified", Kind.NOTICE, Audience(Who.GROUP, group=1), Way.EACH),
        ("subscription-verified", Kind.PUBLISH, Audience(Who.NOBODY), Way.PUBLISH),
    ],
)
def test_each_kind_of_account_has_its_ways(account: str, kind: Kind, audience: Audience, way: Way) -> None:
    assert audiences.way(account, kind, audience) is way


@pytest.mark.parametrize(
    ("account", "kind", "audience"),
    [
        ("subscription-verified", Kind.ARTICLE, Audience(Who.GROUP, group=1)),
        ("subscription-verified", Kind.TEMPLATE, Audience(Who.EVERYONE)),
        ("sandbox", Kind.NOTICE, Audience(Who.EVERYONE)),
        ("service", Kind.ARTICLE, Audience(Who.EVERYONE)),
        ("subscription", Kind.PUBLISH, Audience(Who.NOBODY)),
        ("service-verified", Kind.PUBLISH, Audience(Who.EVERYONE)),
        ("service-verified", Kind.ARTICLE, Audience(Who.NOBODY)),
    ],
)
def test_what_wechat_would_refuse_is_not_offered(account: str, kind: Kind, audience: Audience) -> None:
    with pytest.raises(ContentError, match="cannot send that to them"):
        audiences.way(account, kind, audience)


def test_everyone_is_who_follows_and_is_not_blocked(database: Database) -> None:
    _follow(database, "oA", "oB", "oC", "oD")
    _follow(database, "oB", subscribed=False)
    _follow(database, "oC", blocked=True)
    assert _page(database, Audience(Who.EVERYONE)) == ["oA", "oD"]


def test_pages_follow_each_other_without_a_gap(database: Database) -> None:
    _follow(database, *(f"o{number:03d}" for number in range(25)))
    seen: list[str] = []
    while found := _page(database, Audience(Who.EVERYONE), seen[-1] if seen else "", 10):
        seen += found
    assert seen == [f"o{number:03d}" for number in range(25)]


def test_a_tag_is_who_carries_it(database: Database) -> None:
    _follow(database, "oA", "oB")
    with database.write() as db:
        tags.put_on(db, 3, list(followers.ids_of(db, ["oB"]).values()))
    assert _page(database, Audience(Who.TAG, tag=3)) == ["oB"]
    assert _page(database, Audience(Who.TAG, tag=4)) == []


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(Who.SUBSCRIBERS, section="news"), ["oWhole"]),
        (Audience(Who.SUBSCRIBERS, section="news", country="JP"), ["oBoth", "oJapan", "oWhole"]),
        (Audience(Who.SUBSCRIBERS, country="JP"), ["oBoth", "oJapan"]),
        (Audience(Who.SUBSCRIBERS, section="events"), []),
    ],
)
def test_subscribers_get_what_they_asked_for_and_once(
    database: Database, audience: Audience, expected: list[str]
) -> None:
    pairs = {"oWhole": [("news", "")], "oJapan": [("news", "JP")], "oBoth": [("news", "JP"), ("travel", "JP")]}
    pairs["oLeft"] = [("news", "")]
    _follow(database, *pairs)
    _follow(database, "oLeft", subscribed=False)
    with database.write() as db:
        for openid, wanted in pairs.items():
            for section, country in wanted:
                subscriptions.add(db, openid, section, country, NOW)
    assert _page(database, audience) == expected


def test_a_group_may_name_whom_we_do_not_know_yet(database: Database) -> None:
    _follow(database, "oKnown", "oLeft")
    _follow(database, "oLeft", subscribed=False)
    with database.write() as db:
        group = store.add(db, "list", "Press", "chen", NOW)
        assert group is not None
        for openid in ("oKnown", "oLeft", "oNew"):
            store.put_in(db, group.id, openid)
    assert _page(database, Audience(Who.GROUP, group=group.id)) == ["oKnown", "oNew"]
