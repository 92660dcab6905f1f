"""Who follows and who carries which tag, brought together with WeChat whatever happened meanwhile."""

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.client.counting import calls
from tests.services.drafts import NOON
from tests.services.post import follower
from wxbot.client import tags as at_wechat
from wxbot.client.api import Api
from wxbot.services import census, subscriptions, syncs
from wxbot.simulator.server import Simulator
from wxbot.store import followers, tags
from wxbot.store import subscriptions as chosen
from wxbot.store.database import Database

LIST = "/cgi-bin/user/get"
ASK = "/cgi-bin/user/info/batchget"


@pytest.fixture
def forgotten() -> list[str]:
    """Whom Redis was told to forget."""
    return []


def _steps(database: Database, api: Api, forgotten: list[str], now: dt.datetime = NOON) -> Iterator[str]:
    cursor = ""
    while True:
        cursor = census.step(database, api, forgotten.append, cursor, now)
        yield cursor
        if cursor == syncs.END:
            return


def _run(database: Database, api: Api, forgotten: list[str], now: dt.datetime = NOON) -> None:
    assert list(_steps(database, api, forgotten, now))


def _known(database: Database) -> list[str]:
    with database.read() as db:
        return sorted(row.openid for row in followers.after(db, 0, 100_000))


def _add(database: Database, openid: str) -> int:
    with database.write() as db:
        return followers.find_or_add(db, openid).id


def _carried(database: Database, *ids: int) -> dict[int, list[int]]:
    with database.read() as db:
        return tags.of_followers(db, ids)


def test_those_who_followed_before_the_account_was_connected_become_known(
    database: Database, api: Api, wechat: Simulator, forgotten: list[str]
) -> None:
    wechat.clock.set(1_790_000_000)
    for openid in ("oAlice", "oBob"):
        follower(wechat, openid)
    _add(database, "oBob")
    _run(database, api, forgotten)
    assert _known(database) == ["oAlice", "oBob"]
    with database.read() as db:
        alice = followers.find(db, "oAlice")
    assert alice is not None
    assert alice.followed_at == dt.datetime.fromtimestamp(1_790_000_000, dt.UTC)


def test_second_run_changes_nothing(database: Database, api: Api, wechat: Simulator, forgotten: list[str]) -> None:
    follower(wechat, "oAlice")
    _run(database, api, forgotten)
    _run(database, api, forgotten)
    assert (_known(database), forgotten) == (["oAlice"], [])


def test_one_whose_leaving_nobody_heard_is_forgotten_everywhere(
    database: Database, api: Api, wechat: Simulator, forgotten: list[str]
) -> None:
    follower(wechat, "oAlice")
    _add(database, "oAlice")
    with database.write() as db:
        subscriptions.add(db, "oAlice", "news", "", NOON)
    wechat.followers.unfollow("oAlice")
    _run(database, api, forgotten)
    with database.read() as db:
        assert chosen.of_follower(db, "oAlice") == []
    assert (_known(database), forgotten) == ([], ["oAlice"])


def test_one_who_came_back_after_wechat_was_asked_stays(
    database: Database, api: Api, wechat: Simulator, forgotten: list[str]
) -> None:
    follower(wechat, "oAlice")
    with database.write() as db:
        followers.find_or_add(db, "oAlice").followed_at = NOON + dt.timedelta(seconds=1)
    wechat.followers.unfollow("oAlice")
    _run(database, api, forgotten)
    assert _known(database) == ["oAlice"]


def test_one_whom_wechat_does_not_know_costs_nobody_anything(
    database: Database, api: Api, wechat: Simulator, forgotten: list[str]
) -> None:
    for openid in ("oAlice", "oStranger", "oBob"):
        _add(database, openid)
    follower(wechat, "oAlice")
    follower(wechat, "oBob")
    wechat.followers.unfollow("oBob")
    _run(database, api, forgotten)
    assert _known(database) == ["oAlice", "oStranger"]


def test_tags_that_were_changed_elsewhere_are_taken_over(
    database: Database, api: Api, wechat: Simulator, forgotten: list[str]
) -> None:
    given, taken = (at_wechat.create(api, name) for name in ("press", "guests"))
    alice, bob = (_add(database, follower(wechat, openid)) for openid in ("oAlice", "oBob"))
    at_wechat.put_on(api, given, ["oAlice"])
    with database.write() as db:
        tags.put_on(db, taken, [alice, bob])
    _run(database, api, forgotten)
    assert _carried(database, alice, bob) == {alice: [given]}


def test_tag_that_staff_give_while_wechat_is_asked_stays(database: Database, api: Api, wechat: Simulator) -> None:
    tag = at_wechat.create(api, "press")
    alice = _add(database, follower(wechat, "oAlice"))
    _add(database, follower(wechat, "oBob"))
    wechat.followers.unfollow("oBob")

    def give(_openid: str) -> None:  # Redis forgets Bob after WeChat was asked about both.
        with database.write() as db:
            tags.put_on(db, tag, [alice])

    census.step(database, api, give, "ask 0", NOON)
    assert _carried(database, alice) == {alice: [tag]}


def test_many_followers_take_many_short_steps(
    database: Database, api: Api, wechat: Simulator, forgotten: list[str]
) -> None:
    for number in range(10_500):
        wechat.followers.follow(f"o{number:05}", wechat.clock.now())
    steps = list(_steps(database, api, forgotten))
    assert len(_known(database)) == 10_500
    assert (calls(wechat, LIST), calls(wechat, ASK)) == (2, 105)
    assert len(steps) == 2 + 11 + 1


def test_step_that_is_taken_twice_does_no_harm(
    database: Database, api: Api, wechat: Simulator, forgotten: list[str]
) -> None:
    follower(wechat, "oAlice")
    for cursor in ("", "", "ask 0", "ask 0"):
        census.step(database, api, forgotten.append, cursor, NOON)
    assert _known(database) == ["oAlice"]


def test_run_is_due_once_a_night(database: Database, api: Api, wechat: Simulator, forgotten: list[str]) -> None:
    follower(wechat, "oAlice")
    while census.sync(database, api, forgotten.append, NOON):
        pass
    assert _known(database) == ["oAlice"]
    night = dt.datetime(2026, 11, 23, 3, tzinfo=syncs.BEIJING)
    assert not census.sync(database, api, forgotten.append, night - dt.timedelta(seconds=1))
    assert census.sync(database, api, forgotten.append, night)
