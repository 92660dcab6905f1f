"""The access token that all processes share, and the lock under which one of them fetches the next."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis
from redis.exceptions import RedisError

from wxbot.errors import StateUnavailable
from wxbot.state import keys

_LOCK_SECONDS = 30  # Longer than the timeouts of the two requests that a fetch may take.

_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


@dataclass(frozen=True, slots=True)
class Token:
    value: str
    expires: float  # Seconds since the epoch.


def read(client: redis.Redis) -> Token | None:
    try:
        stored = client.get(keys.TOKEN)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
    if not stored:
        return None
    fields = json.loads(stored)
    return Token(fields["value"], fields["expires"])


def save(client: redis.Redis, token: Token, now: float) -> None:
    seconds = max(1, int(token.expires - now))
    try:
        client.set(keys.TOKEN, json.dumps({"value": token.value, "expires": token.expires}), ex=seconds)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error


@contextmanager
def lock(client: redis.Redis) -> Iterator[bool]:
    """True inside when this process may fetch; False when another one is fetching."""
    owner = secrets.token_hex(16)
    try:
        mine = bool(client.set(keys.TOKEN_LOCK, owner, nx=True, ex=_LOCK_SECONDS))
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
    try:
        yield mine
    finally:
        if mine:
            _release(client, owner)


def _release(client: redis.Redis, owner: str) -> None:
    try:
        client.eval(_RELEASE, 1, keys.TOKEN_LOCK, owner)
    except RedisError as error:
        raise StateUnavailable(str(error)) from error
