"""The trips of one delivery as most tests make them, at instants that are given and never waited for."""

import time

import redis

from wxbot.state.connection import QuickRedis
from wxbot.state.turn import Claim, Closing, Finish, Opening, RedisTurns, Turn, Turns

NOW = 1_795_000_000.25  # A fraction, as real instants have.
DELIVERY = "24800000000000001|oAlice|1795000000"
ALICE = "oAlice0000000000000000000001"


def closing(
    reply: bytes = b"<xml>reply</xml>",
    entry: bytes = b"{}",
    conversation: bytes | None = None,
    parked: bytes = b"",
    forget: bool = False,
    **follower: str,
) -> Closing:
    return Closing(reply, entry, conversation, parked, follower, forget)


def begin(
    turns: Turns,
    owner: str = "first",
    after: float = 0.0,
    delivery: str = DELIVERY,
    openid: str = ALICE,
    counted: bool = True,
    again: bool = False,
    ordered: bool = False,
) -> Opening:
    return turns.begin(Turn(delivery, openid, owner, counted, ordered), NOW + after, again)


def finish(turns: Turns, closed: Closing, owner: str = "first", after: float = 0.1, delivery: str = DELIVERY) -> Finish:
    return turns.finish(Turn(delivery, ALICE, owner), closed, NOW + after)


def renew(turns: Turns, owner: str, after: float) -> None:
    turns.renew(Turn(DELIVERY, ALICE, owner), NOW + after)


def answered(turns: Turns, closed: Closing, delivery: str = DELIVERY) -> Finish:
    """The delivery, claimed and finished at once."""
    begin(turns, delivery=delivery)
    return finish(turns, closed, delivery=delivery)


def claims_won(url: str, owner: str, processes: int, deliveries: int) -> list[str]:
    """The deliveries that this process got; run by several processes, which reach for each one together."""
    turns = RedisTurns(QuickRedis(url))
    won = []
    with redis.Redis.from_url(url) as client:
        for name in (f"delivery-{number}" for number in range(deliveries)):
            client.incr(f"here for {name}")
            while int(client.get(f"here for {name}") or 0) < processes:
                time.sleep(0)
            if begin(turns, owner, delivery=name).claim is Claim.NEW:
                won.append(name)
    return won
