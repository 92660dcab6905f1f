"""Threads and processes that want one delivery at the same moment: exactly one of them gets it."""

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from tests.state.trips import begin, claims_won, closing, finish
from wxbot.state.turn import Claim, Turns

ROUNDS = 50


def _together(work: Callable[[str], object], owners: list[str]) -> list[object]:
    """The work of all owners, begun at the same moment."""
    gate = threading.Barrier(len(owners))

    def entered(owner: str) -> object:
        gate.wait()
        return work(owner)

    with ThreadPoolExecutor(len(owners)) as pool:
        return list(pool.map(entered, owners))


def test_one_of_two_threads_gets_the_delivery(turns: Turns) -> None:
    for number in range(ROUNDS):
        claims = _together(lambda owner, name=f"d-{number}": begin(turns, owner, delivery=name).claim, ["one", "two"])  # type: ignore[misc]
        assert sorted(map(str, claims)) == [Claim.HELD, Claim.NEW]


def test_one_of_two_threads_takes_a_lapsed_delivery_over(turns: Turns) -> None:
    for number in range(ROUNDS):
        name = f"d-{number}"
        begin(turns, "gone", delivery=name)
        claims = _together(lambda owner, name=name: begin(turns, owner, 9, name).claim, ["one", "two"])  # type: ignore[misc]
        assert sorted(map(str, claims)) == [Claim.HELD, Claim.TAKEN_OVER]


def test_threads_that_answer_together_give_the_same_bytes(turns: Turns) -> None:
    begin(turns)
    replies = _together(lambda owner: finish(turns, closing(owner.encode())).reply, ["one", "two", "three", "four"])
    assert len(set(replies)) == 1


def test_one_of_two_processes_gets_each_delivery(redis_url: str) -> None:
    names = 200
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        runs = [pool.submit(claims_won, redis_url, owner, 2, names) for owner in ("one", "two")]
        won = [run.result() for run in runs]
    times = Counter(name for names_of_one in won for name in names_of_one)
    assert times == {f"delivery-{number}": 1 for number in range(names)}
    assert all(won), "the processes must have run at the same time"
