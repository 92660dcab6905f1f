"""The shared access token and the lock under which one process fetches the next."""

import pytest
import redis

from wxbot.errors import StateUnavailable
from wxbot.state import keys, token
from wxbot.state.connection import connect
from wxbot.state.token import Token

NOW = 1_795_000_000.0
TOKEN = Token("a-token", NOW + 7200)


def test_no_token_is_there_at_first(redis_client: redis.Redis) -> None:
    assert token.read(redis_client) is None


def test_saved_token_is_read_by_everybody(redis_client: redis.Redis, redis_url: str) -> None:
    token.save(redis_client, TOKEN, NOW)
    with connect(redis_url) as other:
        assert token.read(other) == TOKEN


def test_token_is_cleaned_up_at_its_end(redis_client: redis.Redis) -> None:
    token.save(redis_client, TOKEN, NOW)
    assert 7100 < int(redis_client.ttl(keys.TOKEN)) <= 7200


def test_token_that_has_ended_already_can_be_saved(redis_client: redis.Redis) -> None:
    token.save(redis_client, TOKEN, NOW + 9000)
    assert 0 <= int(redis_client.ttl(keys.TOKEN)) <= 1


def test_one_process_may_fetch_at_a_time(redis_client: redis.Redis) -> None:
    with token.lock(redis_client) as first, token.lock(redis_client) as second:
        assert (first, second) == (True, False)


def test_lock_is_free_when_its_owner_is_done(redis_client: redis.Redis) -> None:
    with token.lock(redis_client):
        pass
    with token.lock(redis_client) as mine:
        assert mine


def test_lock_is_free_when_its_owner_failed(redis_client: redis.Redis) -> None:
    with pytest.raises(RuntimeError), token.lock(redis_client):
        raise RuntimeError
    assert not redis_client.exists(keys.TOKEN_LOCK)


def test_one_who_did_not_get_the_lock_does_not_free_it(redis_client: redis.Redis) -> None:
    with token.lock(redis_client):
        with token.lock(redis_client):
            pass
        assert redis_client.exists(keys.TOKEN_LOCK)


def test_one_whose_lock_lapsed_does_not_free_the_next_owners(redis_client: redis.Redis) -> None:
    with token.lock(redis_client):
        redis_client.set(keys.TOKEN_LOCK, "the next owner")
    assert redis_client.get(keys.TOKEN_LOCK) == b"the next owner"


def test_lock_of_a_process_that_died_lapses(redis_client: redis.Redis) -> None:
    with token.lock(redis_client):
        assert 20 < int(redis_client.ttl(keys.TOKEN_LOCK)) <= 60  # A fetch may take two requests of ten seconds.


def test_dead_redis_is_told_as_unavailable() -> None:
    with connect("unix:///nonexistent/socket") as client:
        with pytest.raises(StateUnavailable):
            token.read(client)
        with pytest.raises(StateUnavailable):
            token.save(client, TOKEN, NOW)
        with pytest.raises(StateUnavailable), token.lock(client):
            pass
