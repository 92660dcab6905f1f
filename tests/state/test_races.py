"""Threads and processes that want one delivery at the same moment: exactly one of them gets it."""

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from tests.state.trips import begin, claims_won, closing, finish
from wxbot.state.turn import LEASE, Claim, Turns

ROUNDS = 50


def _together(work: Callable[[str], object], owners: list[str]) -> list[object]:
    """The work of all owners, begun at the same moment."""
    gate = threading.Barrier(len(owners))

    def entered(owner: str) -> object:
        gate.wait()
        return work(owner)

    with ThreadPoolExecutor(len(owners)) as pool:
        return list(pool.map(entered, owners))


def _claims(turns: Turns, name: str, after: float = 0.0) -> list[object]:
    """What two who reach for the delivery together are told."""
    return sorted(_together(lambda owner: begin(turns, owner, after, name).claim.value, ["one", "two"]), key=str)


def test_one_of_two_threads_gets_the_delivery(turns: Turns) -> None:
    for number in range(ROUNDS):
        assert _claims(turns, f"delivery-{number}") == [Claim.HELD, Claim.NEW]


def test_one_of_two_threads_takes_a_lapsed_delivery_over(turns: Turns) -> None:
    for number in range(ROUNDS):
        begin(turns, "gone", delivery=f"delivery-{number}")
        assert _claims(turns, f"delivery-{number}", LEASE) == [Claim.HELD, Claim.TAKEN_OVER]


def test_threads_that_answer_together_give_the_same_bytes(turns: Turns) -> None:
    begin(turns)
    replies = _together(lambda owner: finish(turns, closing(owner.encode())).reply, ["one", "two", "three", "four"])
    assert len(set(replies)) == 1


def test_one_of_two_processes_gets_each_delivery(redis_url: str) -> None:
    names = 50
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        runs = [pool.submit(claims_won, redis_url, owner, 2, names) for owner in ("one", "two")]
        won = [run.result() for run in runs]
    times = Counter(name for names_of_one in won for name in names_of_one)
    assert times == {f"delivery-{number}": 1 for number in range(names)}
