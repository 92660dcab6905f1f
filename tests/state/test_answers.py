"""What is answered first is what everybody gets, over Redis and within one process alike."""

from tests.state.trips import answered, begin, closing, finish
from wxbot.state.turn import Claim, Finish, Turns

BYTES = bytes(range(256)) + "您好".encode()


def test_first_answer_stands(turns: Turns) -> None:
    assert answered(turns, closing(b"first")) == Finish(b"first", first=True, late="")


def test_every_later_delivery_gets_the_same_bytes(turns: Turns) -> None:
    answered(turns, closing(BYTES))
    assert [begin(turns, after=5.0 * number).reply for number in (1, 2)] == [BYTES, BYTES]


def test_second_answer_never_replaces_the_first(turns: Turns) -> None:
    answered(turns, closing(b"first"))
    finish(turns, closing(b"second"), "second", after=6)
    assert begin(turns, after=7).reply == b"first"


def test_loser_gets_the_winners_bytes(turns: Turns) -> None:
    begin(turns, "first")
    begin(turns, "second", after=6)
    finish(turns, closing(b"winner"), "second", after=6.1)
    assert finish(turns, closing(b"loser"), "first", after=6.2) == Finish(b"winner", first=False, late="")


def test_loser_changes_nothing_of_the_conversation(turns: Turns) -> None:
    answered(turns, closing(conversation=b"of the winner"))
    finish(turns, closing(conversation=b"of the loser"), "second", after=1)
    assert begin(turns, delivery="next", after=2).conversation == b"of the winner"


def test_answer_can_be_given_without_a_claim(turns: Turns) -> None:
    """The claim was made where it cannot be seen any more: in a Redis that has lost it, or in one that just died."""
    assert finish(turns, closing(b"answer")).first
    assert begin(turns, after=1).claim is Claim.DONE
