"""WeChat's daily figures: fetched on the morning after, once, and tried again while they are not there."""

import datetime as dt

import pytest

from tests.client.gateway import Gateway
from tests.client.refusals import code
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError
from wxbot.services import datacube
from wxbot.services.datacube import Article, Day
from wxbot.services.syncs import BEIJING, END
from wxbot.simulator.server import Simulator
from wxbot.store.database import Database

TODAY = dt.date(2026, 11, 1)
YESTERDAY = TODAY - dt.timedelta(days=1)
NINE = dt.datetime.combine(TODAY, dt.time(9), BEIJING)


def _full(day: dt.date, readers: int = 2) -> list[object]:
    """What WeChat answers to the four calls of a day."""
    ref = {"ref_date": day.isoformat()}
    reads = {"int_page_read_user": readers, "int_page_read_count": 3, "share_user": 1, "share_count": 1}
    return [
        {"list": [{**ref, "cumulate_user": 100}]},
        {"list": [{**ref, "user_source": 0, "cancel_user": 1}, {**ref, "user_source": 30, "new_user": 5}]},
        {"list": [{**ref, "msg_type": 1, "msg_user": 2, "msg_count": 7}, {**ref, "msg_type": 2, "msg_count": 1}]},
        {"list": [{**ref, "msgid": "1001_1", "title": "标题", **reads}]},
    ]


def _run(database: Database, api: Api, now: dt.datetime = NINE) -> int:
    """Returns how many steps it took."""
    steps = 1
    while datacube.step(database, api, now) != END:
        steps += 1
    return steps


def _days(database: Database) -> list[Day]:
    with database.read() as db:
        return datacube.days(db, TODAY - dt.timedelta(days=30), TODAY)


def _fetched(database: Database) -> list[dt.date]:
    return [day.day for day in _days(database)]


def _put_last(database: Database, api: Api, gateway: Gateway, day: dt.date) -> None:
    """Everything up to that day is there."""
    gateway.say({"list": []})
    _run(database, api, dt.datetime.combine(day + dt.timedelta(days=1), dt.time(15), BEIJING))


def test_week_before_the_account_was_connected_is_fetched(database: Database, api: Api, wechat: Simulator) -> None:
    wechat.clock.set(NINE.timestamp())
    wechat.followers.follow("oAlice", wechat.clock.now() - 30 * 86400)
    assert _run(database, api) == 7
    assert _fetched(database) == [YESTERDAY - dt.timedelta(days=back) for back in range(6, -1, -1)]
    assert [day.followers for day in _days(database)] == [1] * 7


def test_day_is_summed_up(database: Database, strayed: Api, gateway: Gateway) -> None:
    _put_last(database, strayed, gateway, YESTERDAY - dt.timedelta(days=1))
    gateway.say(*_full(YESTERDAY))
    assert _run(database, strayed) == 1
    assert _days(database)[-1] == Day(YESTERDAY, 100, gained=5, lost=1, messages=8, reads=3, shares=1)
    with database.read() as db:
        assert datacube.articles(db, YESTERDAY, YESTERDAY, 10) == [Article("1001_1", "标题", 3)]


def test_day_that_is_there_is_not_asked_for_again(database: Database, strayed: Api, gateway: Gateway) -> None:
    _put_last(database, strayed, gateway, YESTERDAY)
    before = len(gateway.calls)
    _run(database, strayed)
    assert len(gateway.calls) == before


def test_yesterday_is_not_asked_for_before_it_is_ready(database: Database, strayed: Api, gateway: Gateway) -> None:
    gateway.say({"list": []})
    _run(database, strayed, dt.datetime.combine(TODAY, dt.time(8, 0), BEIJING))
    assert _fetched(database)[-1] == YESTERDAY - dt.timedelta(days=1)


@pytest.mark.parametrize("answer", [code(61503, "data not ready, please try later"), {"list": []}])
def test_yesterday_that_is_not_ready_is_tried_later(
    database: Database, strayed: Api, gateway: Gateway, answer: dict[str, object]
) -> None:
    _put_last(database, strayed, gateway, YESTERDAY - dt.timedelta(days=1))
    gateway.say(answer)
    with pytest.raises(WechatError) as failed:
        datacube.step(database, strayed, NINE)
    assert failed.value.kind is ErrorClass.RETRY
    assert YESTERDAY not in _fetched(database)


def test_yesterday_that_is_still_empty_in_the_afternoon_was_empty(
    database: Database, strayed: Api, gateway: Gateway
) -> None:
    _put_last(database, strayed, gateway, YESTERDAY - dt.timedelta(days=1))
    gateway.say({"list": []})
    _run(database, strayed, dt.datetime.combine(TODAY, dt.time(15), BEIJING))
    assert _days(database)[-1] == Day(YESTERDAY, None, 0, 0, 0, 0, 0)


def test_next_morning_is_waited_for(database: Database, api: Api, wechat: Simulator) -> None:
    wechat.clock.set(NINE.timestamp())
    while datacube.sync(database, api, NINE):
        pass
    assert not datacube.sync(database, api, NINE + dt.timedelta(hours=20))
    assert datacube.sync(database, api, NINE + dt.timedelta(hours=23, minutes=15))
