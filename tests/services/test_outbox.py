"""Sending what waits: in order, each at most once, and what WeChat refuses stays refused."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.drafts import NOON
from tests.services.lines import TEXT
from tests.services.post import SEND, calls, follower, put, received, rows, say, statuses
from tests.services.writing import VAULT
from wxbot.client.api import Api
from wxbot.services import outbox
from wxbot.simulator.server import Simulator
from wxbot.store.database import Database
from wxbot.store.outbox import Status

MINUTE = dt.timedelta(minutes=1)


def test_nothing_is_sent_when_nothing_waits(sqlite: Database, api: Api, wechat: Simulator) -> None:
    assert outbox.send_due(sqlite, api, VAULT, NOON) == 0
    assert wechat.ledger.calls == ()


def test_messages_are_sent_in_order(database: Database, api: Api, wechat: Simulator, alice: str) -> None:
    bob = follower(wechat, "oBob")
    put(database, alice, say("one"), say("two"))
    put(database, bob, say("three"))
    put(database, alice, say("four"))
    assert outbox.send_due(database, api, VAULT, NOON) == 4
    assert received(wechat) == [(alice, "one"), (alice, "two"), (bob, "three"), (alice, "four")]
    assert statuses(database) == [Status.SENT] * 4


def test_message_is_not_sent_twice(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    put(sqlite, alice, TEXT)
    assert [outbox.send_due(sqlite, api, VAULT, NOON) for _ in range(2)] == [1, 0]
    assert len(received(wechat)) == 1


def test_message_is_not_sent_before_its_instant(sqlite: Database, api: Api, alice: str) -> None:
    put(sqlite, alice, TEXT)
    assert outbox.send_due(sqlite, api, VAULT, NOON - MINUTE) == 0


def test_two_workers_send_each_message_once_and_in_order(
    database: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    put(database, alice, *[say(f"{number}") for number in range(5)])
    while Status.DUE in statuses(database):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda _: outbox.send_due(database, api, VAULT, NOON), range(2)))
    assert received(wechat) == [(alice, f"{number}") for number in range(5)]


def test_stranger_is_refused(sqlite: Database, api: Api, wechat: Simulator) -> None:
    put(sqlite, "oStranger", TEXT)
    assert outbox.send_due(sqlite, api, VAULT, NOON) == 0
    (row,) = rows(sqlite)
    assert row.status == Status.REFUSED
    assert "45015" in row.error


def test_message_past_the_windows_allowance_is_refused(
    sqlite: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    put(sqlite, alice, *[TEXT] * 6)
    assert outbox.send_due(sqlite, api, VAULT, NOON) == 5
    assert statuses(sqlite) == [Status.SENT] * 5 + [Status.REFUSED]
    assert "45047" in rows(sqlite)[-1].error


def test_message_that_wechat_calls_wrong_is_refused(sqlite: Database, api: Api, alice: str) -> None:
    put(sqlite, alice, {"msgtype": "text", "text": {"content": ""}})
    outbox.send_due(sqlite, api, VAULT, NOON)
    assert statuses(sqlite) == [Status.REFUSED]


def test_refused_message_is_not_tried_again(sqlite: Database, api: Api, wechat: Simulator) -> None:
    put(sqlite, "oStranger", TEXT)
    for minutes in range(3):
        outbox.send_due(sqlite, api, VAULT, NOON + minutes * MINUTE)
    assert calls(wechat) == 1


@pytest.mark.parametrize("code", [45009, 45011])
def test_message_that_wechat_may_take_later_is_due_later(
    sqlite: Database, api: Api, wechat: Simulator, alice: str, code: int
) -> None:
    put(sqlite, alice, TEXT)
    wechat.faults.refuse(SEND, code)
    assert [
        outbox.send_due(sqlite, api, VAULT, NOON + seconds * dt.timedelta(seconds=1)) for seconds in (0, 1, 60)
    ] == [
        0,
        0,
        1,
    ]
    assert len(received(wechat)) == 1


def test_message_put_off_holds_up_the_next_one_to_the_samefollower(
    sqlite: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    bob = follower(wechat, "oBob")
    put(sqlite, alice, say("one"), say("two"))
    put(sqlite, bob, say("three"))
    wechat.faults.refuse(SEND, 45011)
    outbox.send_due(sqlite, api, VAULT, NOON)
    assert received(wechat) == [(bob, "three")]
    outbox.send_due(sqlite, api, VAULT, NOON + MINUTE)
    assert received(wechat) == [(bob, "three"), (alice, "one"), (alice, "two")]


def test_account_that_may_not_send_is_refused(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    wechat.change(kind="subscription")
    put(sqlite, alice, TEXT)
    outbox.send_due(sqlite, api, VAULT, NOON)
    assert statuses(sqlite) == [Status.REFUSED]
