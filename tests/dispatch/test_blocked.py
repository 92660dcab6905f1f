"""Who is blocked gets no answer, whoever knows of it first."""

from tests.dispatch.door import Door
from wxbot.edition.edition import Edition

SILENCE = "success"


def test_blocked_follower_is_not_answered(delivered: Edition) -> None:
    assert Door(delivered, follower={"known": "1", "blocked": "1"}).say("你好") == SILENCE


def test_block_holds_from_the_first_message_on_of_which_redis_knows_nothing(delivered: Edition) -> None:
    """As right after it was made: Redis has forgotten him, and SQL tells of it."""
    door = Door(delivered, follower={}, known={"known": "1", "blocked": "1"})
    assert [door.say("你好"), door.say("你好")] == [SILENCE, SILENCE]


def test_blocked_follower_is_in_the_journal_all_the_same(delivered: Edition) -> None:
    door = Door(delivered, follower={"known": "1", "blocked": "1"})
    door.say("你好")
    assert (door.entry["asked"], door.entry["hit"]) == ("你好", "blocked")
