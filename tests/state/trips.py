"""The trips of one delivery as most tests make them, at instants that are given and never waited for."""

from wxbot.state.connection import QuickRedis
from wxbot.state.turn import Claim, Closing, Finish, Opening, RedisTurns, Turns

NOW = 1_795_000_000.25  # A fraction, as real instants have.
DELIVERY = "24800000000000001|oAlice|1795000000"
ALICE = "oAlice0000000000000000000001"


def closing(
    reply: bytes = b"<xml>reply</xml>",
    entry: bytes = b"{}",
    conversation: bytes | None = None,
    parked: bytes = b"",
    **follower: str,
) -> Closing:
    return Closing(reply, entry, conversation, parked, follower)


def begin(
    turns: Turns, owner: str = "first", after: float = 0.0, delivery: str = DELIVERY, again: bool = False
) -> Opening:
    return turns.begin(delivery, ALICE, owner, NOW + after, again)


def finish(turns: Turns, closed: Closing, owner: str = "first", after: float = 0.1, delivery: str = DELIVERY) -> Finish:
    return turns.finish(delivery, ALICE, owner, closed, NOW + after)


def answered(turns: Turns, closed: Closing, delivery: str = DELIVERY) -> Finish:
    """The delivery, claimed and finished at once."""
    begin(turns, delivery=delivery)
    return finish(turns, closed, delivery=delivery)


def claims_won(url: str, owner: str, deliveries: int) -> list[str]:
    """The deliveries that this process got; run by several processes at once."""
    turns = RedisTurns(QuickRedis(url))
    names = [f"delivery-{number}" for number in range(deliveries)]
    return [name for name in names if begin(turns, owner, delivery=name).claim is Claim.NEW]
