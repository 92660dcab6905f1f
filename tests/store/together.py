"""Work that several threads or processes begin at the same moment."""

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from typing import TypeVar

from wxbot.store import counters
from wxbot.store.database import Database

T = TypeVar("T")

PATIENCE = 30.0


def in_threads(count: int, work: Callable[[int], T]) -> list[T]:
    gate = threading.Barrier(count)

    def entered(number: int) -> T:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(entered, range(count)))


def in_processes(count: int, work: Callable[..., None], *given: object) -> None:
    """Real ones, which share nothing but the database; fails when one of them does."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(count)
    processes = [context.Process(target=work, args=(gate, *given)) for _ in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * count


def count_up(gate: Barrier, url: str, name: str, times: int) -> None:
    """Reads the counter and writes it, in one transaction each time."""
    database = Database(url, PATIENCE)
    gate.wait()
    for _ in range(times):
        with database.write() as db:
            counters.next_value(db, name)
    database.close()


def read_then_write(gate: Barrier, url: str, name: str, times: int) -> None:
    """Looks first, and writes what it makes of that: on SQLite the transaction has the lock by then, else the row."""
    database = Database(url, PATIENCE)
    gate.wait()
    for _ in range(times):
        with database.write() as db:
            counter = db.get_one(counters.Counter, name, with_for_update=True)
            counter.value = counter.value + 1
    database.close()
