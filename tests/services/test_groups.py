"""Groups of followers for broadcasts: what a file of openids may look like, and what becomes of a group."""

import pytest

from tests.services.broadcasting import ACCOUNT, NOW, composition
from wxbot.errors import RuleError
from wxbot.services import broadcasts, groups, lists
from wxbot.services.audiences import Audience, Who
from wxbot.services.groups import Kind, Why
from wxbot.services.lists import Listing
from wxbot.store import audiences as store
from wxbot.store import audit, followers
from wxbot.store.database import Database


def _read(database: Database, text: str) -> Listing:
    with database.read() as db:
        return lists.read(db, text)


def _added(database: Database, kind: Kind, name: str, *openids: str) -> int:
    with database.write() as db:
        return groups.add(db, kind, name, openids, "chen", NOW).id


@pytest.mark.parametrize(
    "text",
    ["oA\noB\n", "openid\noA\noB", "name,OPENID,city\n王,oA,北京\n李,oB,", '"oA"\r\n\r\n  oB  \r\n', "oA,\noB,\n"],
)
def test_openids_are_found_in_one_column(database: Database, text: str) -> None:
    assert _read(database, text).openids == ("oA", "oB")


def test_each_openid_counts_once_and_strangers_are_named_by_their_lines(database: Database) -> None:
    with database.write() as db:
        followers.find_or_add(db, "oA")
    listing = _read(database, "oA\noB\noA\n")
    assert (listing.openids, listing.doubles) == (("oA", "oB"), 1)
    assert [(line.number, line.words) for line in listing.strange] == [(2, "oB")]


def test_lines_without_an_openid_are_named(database: Database) -> None:
    listing = _read(database, "openid,name\noA,王\n,李\n张三,\n")
    assert [(line.number, line.words) for line in listing.wrong] == [(3, ""), (4, "张三")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", lists.EMPTY),
        ("openid\n", lists.EMPTY),
        ("王,oA\n", lists.NO_COLUMN),
        ("o\n" * (lists.LINES_MOST + 1), lists.TOO_LONG),
        (f'"{"o" * 200_000}', lists.UNREADABLE),
    ],
)
def test_what_is_no_list_is_refused(sqlite: Database, text: str, why: str) -> None:
    with pytest.raises(RuleError) as refused:
        _read(sqlite, text)
    assert refused.value.why == why


def test_long_list_is_kept_whole(database: Database) -> None:
    openids = tuple(f"o{number:027}" for number in range(12_345))
    number = _added(database, Kind.LIST, "Everybody we wrote to", *openids)
    with database.read() as db:
        assert store.size(db, number) == len(openids)
        assert store.sizes(db, [number, 99]) == {number: len(openids)}


def test_tester_must_follow_and_a_list_takes_nobody_more(database: Database) -> None:
    with database.write() as db:
        followers.find_or_add(db, "oA").subscribed = True
    testers, fixed = _added(database, Kind.TESTERS, "Colleagues"), _added(database, Kind.LIST, "Guests", "oA")
    for number, openid, why in ((testers, "oX", Why.STRANGER), (fixed, "oA", Why.FIXED), (99, "oA", Why.GONE)):
        with pytest.raises(RuleError) as refused, database.write() as db:
            groups.put_in(db, number, openid, str.upper, "chen", NOW)
        assert refused.value.why == why
    with database.write() as db:
        groups.put_in(db, testers, "oA", str.upper, "chen", NOW)
    with database.read() as db:
        assert list(store.members(db, testers, "", 5)) == ["oA"]
        assert audit.newest(db, 1)[0].details == {"follower": "OA"}


def test_group_in_use_is_kept_until_its_broadcast_is_over(database: Database) -> None:
    number = _added(database, Kind.LIST, "Guests", "oA", "oB")
    with database.write() as db:
        row = broadcasts.add(db, composition(audience=Audience(Who.GROUP, group=number)), ACCOUNT, "chen", NOW)
    with pytest.raises(RuleError) as refused, database.write() as db:
        groups.remove(db, number, "chen", NOW)
    assert refused.value.why == Why.USED
    with database.write() as db:
        broadcasts.cancel(db, row.id, "chen", NOW)
        groups.remove(db, number, "chen", NOW)
    with database.read() as db:
        assert store.of_id(db, number) is None
        assert store.size(db, number) == 0
