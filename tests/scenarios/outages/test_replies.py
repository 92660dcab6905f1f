"""Redis, SQL and WeChat's API really stopped, and started again: citizens are answered, and nothing is lost."""

import os
import signal
import time

import pytest
import requests
from sqlalchemy import select

from tests.rig.postgresql import PostgresqlServer
from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.waiting import until
from wxbot.store import followers
from wxbot.store.journal import Entry


def asked(stack: Stack, openid: str) -> list[str]:
    with stack.store() as database, database.read() as db:
        return list(db.scalars(select(Entry.asked).where(Entry.openid == openid).order_by(Entry.id)))


def language(stack: Stack, openid: str) -> str:
    with stack.store() as database, database.read() as db:
        follower = followers.find(db, openid)
        return follower.language if follower else ""


@pytest.fixture(scope="module")
def stack(make_shared: StackMaker) -> Stack:
    """Whose Redis and WeChat fail, and come back."""
    return make_shared(worker=True, WEB_WORKERS="2")


def test_replies_and_the_journal_go_on_while_redis_is_down(stack: Stack, alice: str) -> None:
    stack.wechat.text(alice, "护照丢了")
    stack.redis.settle()
    stack.redis.kill()
    slowest = []
    for words in ("新闻", "签证", "search Munich"):
        push = stack.wechat.text(alice, words)
        assert push.outcome == "delivered"
        slowest.append(max(delivery.latency_ms for delivery in push.deliveries))
    assert max(slowest) < 2000
    until(lambda: asked(stack, alice)[-3:] == ["新闻", "签证", "search Munich"])
    stack.redis.start()
    time.sleep(1.2)
    stack.wechat.text(alice, "旅行证")
    until(lambda: sorted(asked(stack, alice)) == sorted(["护照丢了", "新闻", "签证", "search Munich", "旅行证"]))


def test_redis_that_hangs_costs_no_answer(stack: Stack, alice: str) -> None:
    stack.wechat.text(alice, "护照丢了")
    process = stack.redis._process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    try:
        push = stack.wechat.text(alice, "新闻")
    finally:
        process.send_signal(signal.SIGCONT)
    assert push.outcome == "delivered"
    assert len(push.deliveries) == 1


def test_replies_go_on_while_sql_is_down_and_the_journal_follows(
    on_postgresql: Stack, own_postgresql: PostgresqlServer, alice: str
) -> None:
    wechat = on_postgresql.wechat
    wechat.text(alice, "护照丢了")
    until(lambda: asked(on_postgresql, alice) == ["护照丢了"])
    own_postgresql.stop()
    # Whoever takes its place has no edition, and must leave the messages to those that have one.
    os.kill(requests.get(f"{on_postgresql.web.url}/healthz", timeout=5).json()["process"], signal.SIGKILL)
    time.sleep(5)
    pushes = [wechat.text(alice, words) for words in ("新闻", "签证")]
    pushes.append(wechat.text(f"{alice[:-1]}x", "护照丢了"))  # Nobody knows this follower, and SQL cannot be asked.
    assert [(push.outcome, len(push.deliveries)) for push in pushes] == [("delivered", 1)] * 3
    # A choice is kept in Redis until SQL can take it.
    assert "I answer in English" in wechat.text(alice, "English").shown[0].text
    own_postgresql.start()
    until(lambda: asked(on_postgresql, alice) == ["护照丢了", "新闻", "签证", "English"], 20)
    until(lambda: language(on_postgresql, alice) == "en")


def test_a_web_that_starts_without_sql_leaves_messages_to_later_deliveries_and_serves_as_soon_as_there_is_one(
    on_postgresql: Stack, own_postgresql: PostgresqlServer, alice: str
) -> None:
    wechat, web = on_postgresql.wechat, on_postgresql.web
    web.stop()
    own_postgresql.stop()
    web.start(ready=False)
    web.wait(lambda health: health["status"] == "no edition yet")
    push = wechat.text(alice, "护照丢了", wait=False)
    time.sleep(1)  # The first delivery is over.
    own_postgresql.start()
    web.wait(lambda health: health["edition"] == 1)
    push = wechat.push_of(push.id, 30)
    assert push.deliveries[0].status == 503
    assert "护照" in push.shown[0].text


def test_replies_go_on_while_the_api_is_down(stack: Stack, alice: str) -> None:
    stack.wechat.faults.set(reset=50)
    assert stack.wechat.text(alice, "护照丢了").outcome == "delivered"
    stack.wechat.faults.set(reset=0)
