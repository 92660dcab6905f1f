"""The last delivery is answered before the work is done: what was promised, and how the answer then comes."""

import pytest

from tests.state.trips import DELIVERY, answered, begin, closing, finish
from wxbot.state.turn import FETCH, KEEP, LEASE, SEND, Claim, Finish, Turns

WAYS = pytest.mark.parametrize("way", [SEND, FETCH])


def promised(turns: Turns, way: str) -> bytes:
    begin(turns)
    return turns.promise(DELIVERY, b"the promise", way)


@WAYS
def test_promise_is_what_the_last_delivery_gets(turns: Turns, way: str) -> None:
    assert promised(turns, way) == b"the promise"


@WAYS
def test_promised_delivery_is_done_for_whoever_comes_later(turns: Turns, way: str) -> None:
    promised(turns, way)
    opening = begin(turns, "second", after=LEASE + 1)
    assert (opening.claim, opening.reply) == (Claim.DONE, b"the promise")


@WAYS
def test_answer_after_a_promise_says_how_it_was_promised(turns: Turns, way: str) -> None:
    promised(turns, way)
    assert finish(turns, closing(b"the answer"), after=20) == Finish(b"the promise", first=True, late=way)


@WAYS
def test_late_answer_counts_once(turns: Turns, way: str) -> None:
    promised(turns, way)
    finish(turns, closing(), after=20)
    assert finish(turns, closing(), "second", after=21) == Finish(b"the promise", first=False, late="")


@WAYS
def test_late_answer_does_not_replace_the_promise_for_a_replay(turns: Turns, way: str) -> None:
    promised(turns, way)
    finish(turns, closing(b"the answer"), after=20)
    assert begin(turns, after=KEEP - 1).reply == b"the promise"


def test_promise_after_the_answer_changes_nothing(turns: Turns) -> None:
    answered(turns, closing(b"the answer"))
    assert turns.promise(DELIVERY, b"the promise", SEND) == b"the answer"
    assert not finish(turns, closing(), after=1).first


def test_second_promise_does_not_replace_the_first(turns: Turns) -> None:
    promised(turns, SEND)
    assert turns.promise(DELIVERY, b"another", FETCH) == b"the promise"
    assert finish(turns, closing(), after=1).late == SEND


def test_answer_to_be_fetched_is_parked_in_the_conversation(turns: Turns) -> None:
    promised(turns, FETCH)
    finish(turns, closing(conversation=b"choices", parked=b"the answer"), after=20)
    assert begin(turns, delivery="next", after=21).conversation == b"the answer"


def test_answer_to_be_sent_is_not_parked(turns: Turns) -> None:
    promised(turns, SEND)
    finish(turns, closing(conversation=b"choices", parked=b"the answer"), after=20)
    assert begin(turns, delivery="next", after=21).conversation == b"choices"


def test_answer_in_time_is_not_parked(turns: Turns) -> None:
    answered(turns, closing(parked=b"the answer"))
    assert begin(turns, delivery="next", after=1).conversation == b""
