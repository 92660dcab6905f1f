"""What Redis knows of a follower: fields, the flood count, and with them the edition's number."""

import redis

from tests.state.trips import ALICE, answered, begin, closing, finish
from wxbot.state import keys, version
from wxbot.state.turn import FOLLOWER_KEEP, RedisTurns


def test_stranger_has_no_fields(redis_turns: RedisTurns) -> None:
    assert begin(redis_turns).follower == {}


def test_fields_that_changed_are_there_with_the_next_message(redis_turns: RedisTurns) -> None:
    answered(redis_turns, closing(known="1", language="en"))
    assert begin(redis_turns, delivery="next").follower == {"known": "1", "language": "en"}


def test_fields_that_did_not_change_stay(redis_turns: RedisTurns) -> None:
    answered(redis_turns, closing(known="1", language="en"))
    answered(redis_turns, closing(language="zh", blocked="1"), "second")
    assert begin(redis_turns, delivery="next").follower == {"known": "1", "language": "zh", "blocked": "1"}


def test_answer_that_lost_changes_no_field(redis_turns: RedisTurns) -> None:
    answered(redis_turns, closing(known="1", language="en"))
    finish(redis_turns, closing(language="zh"), "second", after=1)
    assert begin(redis_turns, delivery="next").follower["language"] == "en"


def test_fields_are_cleaned_up_after_the_longest_window(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    answered(redis_turns, closing(known="1"))
    assert 0 < int(redis_client.ttl(keys.follower(ALICE))) <= FOLLOWER_KEEP


def test_messages_of_one_minute_are_counted(redis_turns: RedisTurns) -> None:
    counts = [begin(redis_turns, delivery=f"message-{number}", after=number).count for number in range(3)]
    assert counts == [1, 2, 3]


def test_next_minute_counts_afresh(redis_turns: RedisTurns) -> None:
    begin(redis_turns)
    assert begin(redis_turns, delivery="next", after=60).count == 1


def test_retries_are_not_counted(redis_turns: RedisTurns) -> None:
    begin(redis_turns)
    begin(redis_turns, "second", after=1)
    begin(redis_turns, "third", after=6)
    assert begin(redis_turns, delivery="next", after=7).count == 2


def test_what_a_follower_did_not_do_is_not_counted(redis_turns: RedisTurns) -> None:
    """Job results come by the thousand from one sender."""
    begin(redis_turns, delivery="a job's result", counted=False)
    assert begin(redis_turns).count == 1


def test_followers_are_counted_apart(redis_turns: RedisTurns) -> None:
    begin(redis_turns)
    assert begin(redis_turns, delivery="next", openid="oBob").count == 1


def test_edition_is_zero_before_the_first(redis_turns: RedisTurns) -> None:
    assert begin(redis_turns).version == 0


def test_message_brings_the_newest_editions_number(redis_turns: RedisTurns, redis_client: redis.Redis) -> None:
    version.announce(redis_client, 41)
    assert begin(redis_turns).version == 41
