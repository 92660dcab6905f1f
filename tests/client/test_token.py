"""One token for everyone: fetched once, refreshed early, replaced only when it must be."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
import redis

from tests.client.counting import STABLE_TOKEN, calls
from wxbot.client.token import EARLY, Tokens
from wxbot.errors import StateUnavailable
from wxbot.simulator.server import Simulator
from wxbot.state import token as shared
from wxbot.state.connection import connect

LIFE = 7200
OVERLAP = 300  # Seconds before a token's end from which WeChat gives the next one.


def test_token_is_the_one_that_wechat_gives(wechat: Simulator, tokens: Tokens) -> None:
    wechat.tokens.check(tokens.current(), wechat.clock.now())


def test_token_is_fetched_once(wechat: Simulator, tokens: Tokens) -> None:
    assert len({tokens.current() for _ in range(5)}) == 1
    assert calls(wechat, STABLE_TOKEN) == 1


def test_thirty_threads_fetch_one_token(wechat: Simulator, tokens: Tokens) -> None:
    wechat.faults.set(slow=0.2)
    with ThreadPoolExecutor(30) as threads:
        found = set(threads.map(lambda _: tokens.current(), range(30)))
    assert len(found) == 1
    assert calls(wechat, STABLE_TOKEN) == 1


def test_two_holders_of_one_redis_share_the_token(wechat: Simulator, tokens: Tokens, redis_url: str) -> None:
    settings = wechat.settings
    with connect(redis_url) as client:
        other = Tokens(client, wechat.url, settings.app_id, settings.app_secret, wechat.clock.now)
        assert other.current() == tokens.current()
    assert calls(wechat, STABLE_TOKEN) == 1


def _now() -> float:
    return 0.0


def token_in_a_process(redis_url: str, url: str, app_id: str, secret: str) -> str:
    with connect(redis_url) as client:
        return Tokens(client, url, app_id, secret, _now).current()


def test_two_processes_fetch_one_token(wechat: Simulator, redis_url: str) -> None:
    wechat.faults.set(slow=0.3)
    settings = wechat.settings
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        arguments = (redis_url, wechat.url, settings.app_id, settings.app_secret)
        waiting = [processes.submit(token_in_a_process, *arguments) for _ in range(4)]
        found = {one.result(timeout=30) for one in waiting}
    assert len(found) == 1
    assert calls(wechat, STABLE_TOKEN) == 1


@pytest.mark.parametrize("length", [40, 512])
def test_token_may_be_short_or_long(wechat: Simulator, tokens: Tokens, length: int) -> None:
    wechat.change(token_length=length)
    assert len(tokens.current()) == length


def test_token_that_ran_out_is_fetched_again(wechat: Simulator, tokens: Tokens) -> None:
    first = tokens.current()
    wechat.clock.advance(LIFE + 1)
    assert tokens.current() != first
    assert calls(wechat, STABLE_TOKEN) == 2


def test_young_token_is_not_refreshed(wechat: Simulator, tokens: Tokens) -> None:
    tokens.current()
    wechat.clock.advance(LIFE - EARLY - 60)
    assert not tokens.refresh_early()
    assert calls(wechat, STABLE_TOKEN) == 1


def test_old_token_is_refreshed_while_it_still_holds(wechat: Simulator, tokens: Tokens) -> None:
    first = tokens.current()
    wechat.clock.advance(LIFE - OVERLAP + 1)
    assert tokens.refresh_early()
    assert tokens.current() != first
    wechat.tokens.check(first, wechat.clock.now())


def test_refresh_before_the_overlap_keeps_the_end_of_the_token(wechat: Simulator, tokens: Tokens) -> None:
    first = tokens.current()
    wechat.clock.advance(LIFE - EARLY + 60)
    tokens.refresh_early()
    assert tokens.current() == first
    wechat.clock.advance(EARLY)
    assert tokens.current() != first


def test_first_token_is_fetched_ahead_of_the_first_call(wechat: Simulator, tokens: Tokens) -> None:
    assert tokens.refresh_early()
    tokens.current()
    assert calls(wechat, STABLE_TOKEN) == 1


def test_nobody_refreshes_while_another_does(wechat: Simulator, tokens: Tokens, redis_client: redis.Redis) -> None:
    with shared.lock(redis_client):
        assert not tokens.refresh_early()
    assert calls(wechat, STABLE_TOKEN) == 0


def test_refused_token_is_replaced_by_another(wechat: Simulator, tokens: Tokens) -> None:
    first = tokens.current()
    assert tokens.replace(first) != first
    assert tokens.current() != first


def test_refused_token_that_someone_replaced_already_is_not_replaced_again(wechat: Simulator, tokens: Tokens) -> None:
    first = tokens.current()
    second = tokens.replace(first)
    fetched = calls(wechat, STABLE_TOKEN)
    assert tokens.replace(first) == second
    assert calls(wechat, STABLE_TOKEN) == fetched


def test_thirty_threads_replace_a_refused_token_once(wechat: Simulator, tokens: Tokens) -> None:
    first = tokens.current()
    wechat.tokens.revoke()
    wechat.faults.set(slow=0.1)
    with ThreadPoolExecutor(30) as threads:
        found = set(threads.map(lambda _: tokens.replace(first), range(30)))
    assert len(found) == 1
    assert calls(wechat, STABLE_TOKEN) == 2


def test_dead_redis_is_told_apart_from_wechat(wechat: Simulator) -> None:
    with connect("unix:///nowhere/s") as client:
        lost = Tokens(client, wechat.url, wechat.settings.app_id, wechat.settings.app_secret, wechat.clock.now)
        with pytest.raises(StateUnavailable):
            lost.current()
