"""Two ways to Redis: an ordinary client for work that may wait, and a quick one for the webhook that never does.

The quick one keeps a connection per thread, sends one packed script call at a time, does not retry, and after a failure
leaves Redis alone for a second, so that a dead Redis costs a follower nothing.
"""

import hashlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import hiredis
import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from wxbot.errors import StateUnavailable

_QUICK_TIMEOUT = 0.2  # Seconds; two trips and a slow network must still fit far below the reply deadline.
_PATIENT_TIMEOUT = 5.0
_CHUNK = 65536  # Bytes read at once.
_NOT_YET = object()  # What the reader gives until an answer is whole.
_REST = 1.0  # Seconds for which a failed Redis is left alone.

Argument = str | bytes | int | float

Redis = redis.Redis  # The patient client's type, for the layers that pass it on and must not know the library.


def _packed(*words: Argument) -> bytes:
    return hiredis.pack_command(words)  # type: ignore[arg-type, no-any-return]  # The stub declares a tuple of one.


def connect(url: str) -> Redis:
    """The patient client. It connects on first use, so building it never fails."""
    return redis.Redis.from_url(
        url, socket_timeout=_PATIENT_TIMEOUT, socket_connect_timeout=_PATIENT_TIMEOUT, retry=Retry(NoBackoff(), 1)
    )


def _let_the_kernel_time(socket_: socket.socket) -> None:
    """The same timeout, kept by the kernel: Python's own costs a poll, and a change of threads, each time.

    What is wrapped for TLS keeps Python's, since it may read several times for one answer.
    """
    if isinstance(socket_, ssl.SSLSocket):
        return
    seconds = struct.pack("ll", 0, int(_QUICK_TIMEOUT * 1_000_000))
    socket_.settimeout(None)
    socket_.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds)
    socket_.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)


@dataclass(frozen=True, slots=True)
class Script:
    """A Lua script and its SHA-1, by which Redis knows it."""

    source: str
    sha: str


def script(source: str) -> Script:
    return Script(source, hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest())


@dataclass
class QuickRedis:
    """The webhook's way to Redis. ``call`` is one round trip; it raises StateUnavailable at once while Redis rests."""

    url: str
    _local: threading.local = field(default_factory=threading.local)
    _failures: int = 0  # A connection from before the last one is not trusted: other threads' may be as dead.
    _resting_until: float = 0.0  # On the monotonic clock. Threads may race on both; the last failure wins.

    def __post_init__(self) -> None:
        pool = redis.ConnectionPool.from_url(
            self.url, socket_timeout=_QUICK_TIMEOUT, socket_connect_timeout=_QUICK_TIMEOUT, retry=Retry(NoBackoff(), 0)
        )
        self._make = pool.connection_class
        self._options = pool.connection_kwargs

    @property
    def resting(self) -> bool:
        return time.monotonic() < self._resting_until

    def call(self, script: Script, keys: Sequence[str], arguments: Sequence[Argument]) -> list[object]:
        """What the script returns. Raises StateUnavailable when Redis does not answer in time."""
        if self.resting:
            raise StateUnavailable("Redis is left alone after a failure")
        packed = _packed("EVALSHA", script.sha, len(keys), *keys, *arguments)
        try:
            return self._send(packed, script)
        except (RedisError, OSError) as error:
            self._drop()
            self._failures += 1
            self._resting_until = time.monotonic() + _REST
            raise StateUnavailable(f"Redis does not answer: {type(error).__name__}") from error

    def _send(self, packed: bytes, script: Script) -> list[object]:
        line = self._line()
        answer = line.ask(packed)
        if isinstance(answer, hiredis.ReplyError) and str(answer).startswith("NOSCRIPT"):
            # Redis was restarted; it learns the script again and the call is made once more.
            line.ask(_packed("SCRIPT", "LOAD", script.source))
            answer = line.ask(packed)
        if not isinstance(answer, list):
            raise RedisError(f"not what the script returns: {type(answer).__name__}")
        return answer

    def _line(self) -> "_Line":
        if getattr(self._local, "failures", None) != self._failures:
            self._drop()
        line: _Line | None = getattr(self._local, "line", None)
        if line is None:
            failures = self._failures
            connection = self._make(**self._options)
            connection.connect()
            line = _Line(connection)
            self._local.line, self._local.failures = line, failures
        return line

    def _drop(self) -> None:
        line: _Line | None = getattr(self._local, "line", None)
        self._local.line = None
        if line is not None:
            line.close()


class _Line:
    """One thread's connection. redis-py makes it (address, password, TLS); from then on hiredis alone speaks on it."""

    def __init__(self, connection: Any) -> None:  # redis-py types its connections only in part.
        self._connection = connection
        self._socket: socket.socket = connection._sock
        self._reader = hiredis.Reader(notEnoughData=_NOT_YET)
        _let_the_kernel_time(self._socket)

    def ask(self, packed: bytes) -> object:
        """The answer to one command; an error of Redis's own is returned as a value."""
        self._socket.sendall(packed)
        while (answer := self._reader.gets()) is _NOT_YET:
            received = self._socket.recv(_CHUNK)
            if not received:
                raise redis.ConnectionError("Redis closed the connection")
            self._reader.feed(received)
        return answer

    def close(self) -> None:
        self._connection.disconnect()
