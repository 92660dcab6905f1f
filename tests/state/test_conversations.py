"""What is kept between two messages of one follower, over Redis and within one process alike."""

import redis

from tests.state.trips import ALICE, answered, begin, closing
from wxbot.state import keys
from wxbot.state.local import LocalTurns
from wxbot.state.turn import CONVERSATION_KEEP, RedisTurns, Turns


def test_stranger_has_no_conversation(turns: Turns) -> None:
    assert begin(turns).conversation == b""


def test_conversation_is_there_with_the_next_message(turns: Turns) -> None:
    answered(turns, closing(conversation=b"choices"))
    assert begin(turns, delivery="next", after=1).conversation == b"choices"


def test_newer_conversation_replaces_the_former(turns: Turns) -> None:
    answered(turns, closing(conversation=b"former"))
    answered(turns, closing(conversation=b"newer"), "second")
    assert begin(turns, delivery="next", after=1).conversation == b"newer"


def test_empty_conversation_forgets_the_former(turns: Turns) -> None:
    answered(turns, closing(conversation=b"former"))
    answered(turns, closing(conversation=b""), "second")
    assert begin(turns, delivery="next", after=1).conversation == b""


def test_conversation_that_is_not_mentioned_stays(turns: Turns) -> None:
    answered(turns, closing(conversation=b"former"))
    answered(turns, closing(conversation=None), "second")
    assert begin(turns, delivery="next", after=1).conversation == b"former"


def test_conversations_of_two_followers_stay_apart(turns: Turns) -> None:
    answered(turns, closing(conversation=b"of Alice"))
    assert begin(turns, delivery="next", openid="oBob", after=1).conversation == b""


def test_conversation_in_redis_is_cleaned_up_in_the_end(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    answered(redis_turns, closing(conversation=b"choices"))
    assert 0 < int(redis_client.ttl(keys.conversation(ALICE))) <= CONVERSATION_KEEP


def test_local_conversation_ends_after_its_time() -> None:
    turns = LocalTurns()
    answered(turns, closing(conversation=b"choices"))
    assert begin(turns, delivery="next", after=CONVERSATION_KEEP).conversation == b"choices"
    assert begin(turns, delivery="later", after=CONVERSATION_KEEP + 1).conversation == b""
