"""The webhook's way to Redis: quick to give up, a second of rest after a failure, and back by itself."""

import os
import signal
import socket
import threading
import time

import pytest
import redis

from tests.rig.redis import RedisServer
from tests.state.trips import begin, closing, finish
from wxbot.errors import StateUnavailable
from wxbot.state.connection import QuickRedis, connect
from wxbot.state.turn import Claim, RedisTurns

REST = 1.05


def _pid(server: RedisServer) -> int:
    with redis.Redis.from_url(server.url) as client:
        return int(client.info("server")["process_id"])


def _seconds_until_refused(turns: RedisTurns) -> float:
    began = time.monotonic()
    with pytest.raises(StateUnavailable):
        begin(turns)
    return time.monotonic() - began


def test_redis_that_forgot_the_scripts_learns_them_again(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    begin(redis_turns)
    redis_client.script_flush()
    assert begin(redis_turns, "second", after=1).claim is Claim.HELD
    redis_client.script_flush()
    assert finish(redis_turns, closing(b"answer")).reply == b"answer"


def test_dead_redis_is_given_up_at_once(own_redis: RedisServer) -> None:
    turns = RedisTurns(QuickRedis(own_redis.url))
    begin(turns)
    own_redis.kill()
    assert _seconds_until_refused(turns) < 0.1


def test_redis_that_was_never_there_is_given_up_at_once() -> None:
    assert _seconds_until_refused(RedisTurns(QuickRedis("unix:///nonexistent/socket"))) < 0.1
    assert _seconds_until_refused(RedisTurns(QuickRedis("redis://127.0.0.1:9"))) < 0.1


def test_stopped_redis_is_given_up_within_half_a_second(own_redis: RedisServer) -> None:
    turns = RedisTurns(QuickRedis(own_redis.url))
    begin(turns)
    pid = _pid(own_redis)
    os.kill(pid, signal.SIGSTOP)
    try:
        assert 0.15 < _seconds_until_refused(turns) < 0.5
    finally:
        os.kill(pid, signal.SIGCONT)


def test_redis_that_sleeps_is_given_up_within_half_a_second(own_redis: RedisServer) -> None:
    turns = RedisTurns(QuickRedis(own_redis.url))
    begin(turns)
    with redis.Redis.from_url(own_redis.url) as client:
        asleep = threading.Thread(target=client.execute_command, args=("DEBUG", "SLEEP", "0.7"))
        asleep.start()
        time.sleep(0.1)  # Until the command has arrived.
        seconds = _seconds_until_refused(turns)
        asleep.join()
    assert 0.15 < seconds < 0.5


def test_late_answer_of_a_slow_redis_is_not_taken_for_the_next_one(own_redis: RedisServer) -> None:
    turns = RedisTurns(QuickRedis(own_redis.url))
    begin(turns, delivery="before")
    pid = _pid(own_redis)
    os.kill(pid, signal.SIGSTOP)
    _seconds_until_refused(turns)
    os.kill(pid, signal.SIGCONT)
    time.sleep(REST)
    assert begin(turns, delivery="after").claim is Claim.NEW


def test_failed_redis_is_left_alone_for_a_second(own_redis: RedisServer) -> None:
    quick = QuickRedis(own_redis.url)
    own_redis.kill()
    turns = RedisTurns(quick)
    _seconds_until_refused(turns)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{own_redis.folder}/s")
        listener.listen()
        listener.setblocking(False)
        assert _seconds_until_refused(turns) < 0.02
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert quick.resting


def test_redis_that_came_back_is_used_again_after_the_rest(own_redis: RedisServer) -> None:
    turns = RedisTurns(QuickRedis(own_redis.url))
    begin(turns)
    own_redis.settle()
    own_redis.kill()
    _seconds_until_refused(turns)
    own_redis.start()
    time.sleep(REST)
    assert begin(turns, "second", after=1).claim is Claim.HELD


def test_one_threads_failure_spares_the_others_their_dead_connections(own_redis: RedisServer) -> None:
    """Otherwise each of them would find out by itself, and send Redis to rest once more."""
    turns = RedisTurns(QuickRedis(own_redis.url))
    connected, restarted = threading.Event(), threading.Event()
    claims: list[Claim] = []

    def other() -> None:
        begin(turns, delivery="of the other thread")
        connected.set()
        restarted.wait(10)
        claims.append(begin(turns, delivery="after the restart").claim)

    thread = threading.Thread(target=other)
    thread.start()
    connected.wait(10)
    begin(turns)
    own_redis.settle()
    own_redis.kill()
    _seconds_until_refused(turns)
    own_redis.start()
    time.sleep(REST)
    restarted.set()
    thread.join()
    assert claims == [Claim.NEW]


def test_patient_client_connects_only_when_it_is_used() -> None:
    connect("unix:///nonexistent/socket").close()


def test_patient_client_survives_a_restart(own_redis: RedisServer) -> None:
    with connect(own_redis.url) as client:
        client.set("word", "kept")
        own_redis.kill()
        own_redis.start()
        assert client.get("word") == b"kept"
