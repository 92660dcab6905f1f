"""With a form open a follower's messages take turns, so that each sees what the one before it left."""

import threading
import time

import pytest
import redis

from tests.state.trips import answered, begin, closing, finish
from wxbot.state import journal
from wxbot.state.connection import QuickRedis
from wxbot.state.local import LocalTurns
from wxbot.state.turn import LEASE, TURN, Claim, RedisTurns, Turn

SEALED = b"gAAAAAB-sealed"  # What is sealed does not begin as JSON does.
PLAIN = b'{"choices": [["news", "news"]]}'


@pytest.fixture
def open_form(redis_turns: RedisTurns) -> RedisTurns:
    """Alice is filling in a form."""
    answered(redis_turns, closing(conversation=SEALED), "before")
    return redis_turns


def test_second_message_waits_while_the_first_is_answered(open_form: RedisTurns) -> None:
    assert begin(open_form, "one", delivery="first").claim is Claim.NEW
    assert begin(open_form, "two", delivery="second").claim is Claim.WAITS


def test_message_that_waited_sees_what_the_first_one_left(open_form: RedisTurns) -> None:
    begin(open_form, "one", delivery="first")
    begin(open_form, "two", delivery="second")
    finish(open_form, closing(conversation=b"gAAAAAB-newer"), "one", delivery="first")
    opening = begin(open_form, "two", delivery="second", again=True)
    assert (opening.claim, opening.conversation) == (Claim.NEW, b"gAAAAAB-newer")


def test_message_that_waits_waits_on_while_nothing_ends(open_form: RedisTurns) -> None:
    begin(open_form, "one", delivery="first")
    begin(open_form, "two", delivery="second")
    looks = [begin(open_form, "two", delivery="second", again=True) for _ in range(5)]
    assert {(look.claim, look.attempt) for look in looks} == {(Claim.WAITS, 1)}


def test_third_message_waits_for_the_second(open_form: RedisTurns) -> None:
    begin(open_form, "one", delivery="first")
    begin(open_form, "two", delivery="second")
    begin(open_form, "three", delivery="third")
    finish(open_form, closing(), "one", delivery="first")
    assert begin(open_form, "two", delivery="second", again=True).claim is Claim.NEW
    assert begin(open_form, "three", delivery="third", again=True).claim is Claim.WAITS
    finish(open_form, closing(), "two", delivery="second")
    assert begin(open_form, "three", delivery="third", again=True).claim is Claim.NEW


def test_another_followers_message_does_not_wait(open_form: RedisTurns) -> None:
    begin(open_form, "one", delivery="first")
    assert begin(open_form, "two", delivery="second", openid="oBob").claim is Claim.NEW


def test_message_does_not_wait_once_the_form_is_over(open_form: RedisTurns) -> None:
    begin(open_form, "one", delivery="first")
    finish(open_form, closing(conversation=b""), "one", delivery="first")
    begin(open_form, "two", delivery="second")
    assert begin(open_form, "three", delivery="third").claim is Claim.NEW


@pytest.mark.parametrize("conversation", [b"", PLAIN])
def test_messages_take_no_turns_without_a_form(redis_turns: RedisTurns, conversation: bytes) -> None:
    answered(redis_turns, closing(conversation=conversation), "before")
    begin(redis_turns, "one", delivery="first")
    assert begin(redis_turns, "two", delivery="second").claim is Claim.NEW


def test_pictures_take_turns_without_a_form_too(redis_turns: RedisTurns) -> None:
    """The first one opens the form that the others belong to."""
    begin(redis_turns, "one", delivery="first", ordered=True)
    assert begin(redis_turns, "two", delivery="second", ordered=True).claim is Claim.WAITS
    finish(redis_turns, closing(conversation=SEALED), "one", delivery="first")
    opening = begin(redis_turns, "two", delivery="second", ordered=True, again=True)
    assert (opening.claim, opening.conversation) == (Claim.NEW, SEALED)


def test_turn_ends_by_itself(open_form: RedisTurns, redis_client: redis.Redis) -> None:
    """Its message's thread may have died."""
    begin(open_form, "one", delivery="first")
    (turn,) = redis_client.keys("*turn*")
    assert 0 < int(redis_client.pttl(turn)) <= TURN * 1000
    time.sleep(int(redis_client.pttl(turn)) / 1000 + 0.05)
    assert begin(open_form, "two", delivery="second").claim is Claim.NEW


def test_one_whose_turn_is_over_does_not_end_the_next_ones(open_form: RedisTurns, redis_client: redis.Redis) -> None:
    begin(open_form, "one", delivery="first")
    redis_client.delete(*redis_client.keys("*turn*"))  # It lapsed.
    begin(open_form, "two", delivery="second")
    finish(open_form, closing(), "one", delivery="first")
    assert begin(open_form, "three", delivery="third").claim is Claim.WAITS


def test_retry_of_a_message_that_waits_is_held(open_form: RedisTurns) -> None:
    begin(open_form, "one", delivery="first")
    begin(open_form, "two", delivery="second")
    assert begin(open_form, "retry", delivery="second", after=1).claim is Claim.HELD


def test_retry_of_the_message_whose_turn_it_is_is_held(open_form: RedisTurns) -> None:
    begin(open_form, "one", delivery="first")
    assert begin(open_form, "retry", delivery="first", after=1).claim is Claim.HELD


def test_message_whose_thread_died_is_taken_over_in_its_turn(open_form: RedisTurns, redis_client: redis.Redis) -> None:
    begin(open_form, "gone", delivery="first")
    redis_client.delete(*redis_client.keys("*turn*"))  # It lapsed long before the lease did.
    assert begin(open_form, "retry", delivery="first", after=LEASE).claim is Claim.TAKEN_OVER
    assert begin(open_form, "two", delivery="second", after=LEASE).claim is Claim.WAITS


def test_answered_message_is_done_whoever_has_the_turn(open_form: RedisTurns) -> None:
    begin(open_form, "one", delivery="first")
    assert begin(open_form, "retry", delivery="before").claim is Claim.DONE


def test_messages_that_come_together_are_answered_one_after_the_other(redis_url: str, open_form: RedisTurns) -> None:
    """Each adds its own sign to what it found: none is lost."""
    names = "abcdefgh"
    gate = threading.Barrier(len(names))

    def send(name: str) -> None:
        turns = RedisTurns(QuickRedis(redis_url))
        gate.wait()
        opening = begin(turns, name, delivery=name)
        while opening.claim is Claim.WAITS:
            time.sleep(0.005)
            opening = begin(turns, name, delivery=name, again=True)
        finish(turns, closing(conversation=opening.conversation + name.encode()), name, delivery=name)

    threads = [threading.Thread(target=send, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = begin(open_form, delivery="after").conversation
    assert sorted(left.removeprefix(SEALED).decode()) == list(names)


def test_leaving_forgets_the_conversation_and_the_fields(open_form: RedisTurns) -> None:
    answered(open_form, closing(known="1", language="en"), "second")
    answered(open_form, closing(conversation=b"choices", forget=True, known="1"), "farewell")
    opening = begin(open_form, delivery="next")
    assert (opening.conversation, dict(opening.follower)) == (b"", {})


def test_leaving_forgets_nobody_else(redis_turns: RedisTurns) -> None:
    redis_turns.finish(Turn("of Bob", "oBob", "first"), closing(conversation=PLAIN, known="1"), 0)
    answered(redis_turns, closing(forget=True), "farewell")
    opening = begin(redis_turns, delivery="next", openid="oBob")
    assert (opening.conversation, dict(opening.follower)) == (PLAIN, {"known": "1"})


def test_leaving_leaves_its_line_in_the_journal(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    """It is what the worker forgets him by."""
    answered(redis_turns, closing(entry=b"farewell", forget=True))
    assert [entry for _, entry, _ in journal.read(redis_client, 10)] == [b"farewell"]


def test_leaving_forgets_the_conversation_without_redis_too() -> None:
    turns = LocalTurns()
    answered(turns, closing(conversation=SEALED), "first")
    answered(turns, closing(conversation=SEALED, forget=True), "farewell")
    assert begin(turns, delivery="next", after=1).conversation == b""


def test_who_opens_without_redis_is_alone(redis_turns: RedisTurns) -> None:
    assert [begin(turns).alone for turns in (LocalTurns(), redis_turns)] == [True, False]


def test_messages_take_no_turns_without_redis() -> None:
    """No other process could keep them, and nothing that takes turns is opened."""
    turns = LocalTurns()
    answered(turns, closing(conversation=SEALED), "before")
    begin(turns, "one", delivery="first", ordered=True)
    assert begin(turns, "two", delivery="second", ordered=True).claim is Claim.NEW
