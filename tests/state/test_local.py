"""A process's own memory while Redis is down: bounded, and its journal lines wait in order."""

from collections.abc import Callable

import pytest

from tests.state.trips import DELIVERY, NOW, answered, begin, closing, finish
from wxbot.state.local import LocalTurns
from wxbot.state.turn import FETCH, KEEP, SEND, Claim, Turn

MOST = 10_000


def test_answer_is_forgotten_after_its_time() -> None:
    turns = LocalTurns()
    answered(turns, closing())
    assert begin(turns, after=0.1 + KEEP).claim is Claim.DONE
    assert begin(turns, after=0.2 + KEEP).claim is Claim.NEW


def _by_beginning(turns: LocalTurns, delivery: str) -> None:
    begin(turns, delivery=delivery)


def _by_finishing(turns: LocalTurns, delivery: str) -> None:
    finish(turns, closing(), delivery=delivery)


def _by_promising(turns: LocalTurns, delivery: str) -> None:
    turns.promise(delivery, b"the promise", SEND)


@pytest.mark.parametrize("meet", [_by_beginning, _by_finishing, _by_promising])
def test_only_the_newest_deliveries_are_remembered(meet: Callable[[LocalTurns, str], None]) -> None:
    turns = LocalTurns()
    for number in range(MOST + 1):
        meet(turns, f"delivery-{number}")
    known = [begin(turns, delivery=f"delivery-{number}", after=1).claim is not Claim.NEW for number in (1, 0)]
    assert known == [True, False]


def test_only_the_newest_conversations_are_remembered() -> None:
    turns = LocalTurns()
    for number in range(MOST + 1):
        turns.finish(Turn(f"delivery-{number}", f"o{number}", "first"), closing(conversation=b"choices"), NOW)
    kept = [begin(turns, delivery="next", openid=f"o{number}", after=1).conversation for number in (0, 1)]
    assert kept == [b"", b"choices"]


def test_journal_lines_are_taken_in_order() -> None:
    turns = LocalTurns()
    for number in range(3):
        answered(turns, closing(entry=b"%d" % number), f"delivery-{number}")
    assert turns.take_entries() == [(b"0", ""), (b"1", ""), (b"2", "")]


def test_journal_lines_are_taken_once() -> None:
    turns = LocalTurns()
    answered(turns, closing())
    turns.take_entries()
    assert turns.take_entries() == []


def test_answer_that_lost_leaves_no_journal_line() -> None:
    turns = LocalTurns()
    answered(turns, closing(entry=b"winner"))
    finish(turns, closing(entry=b"loser"), "second", after=1)
    assert turns.take_entries() == [(b"winner", "")]


def test_journal_line_says_how_a_late_answer_was_promised() -> None:
    turns = LocalTurns()
    begin(turns)
    turns.promise(DELIVERY, b"the promise", FETCH)
    finish(turns, closing(entry=b"late"))
    assert turns.take_entries() == [(b"late", FETCH)]


def test_lines_that_could_not_be_kept_go_before_newer_ones() -> None:
    turns = LocalTurns()
    answered(turns, closing(entry=b"former"))
    taken = turns.take_entries()
    answered(turns, closing(entry=b"newer"), "second")
    turns.put_back(taken)
    assert [entry for entry, _ in turns.take_entries()] == [b"former", b"newer"]


def test_oldest_journal_lines_are_lost_and_counted_when_too_many_wait() -> None:
    turns = LocalTurns()
    for number in range(MOST + 2):
        answered(turns, closing(entry=b"%d" % number), f"delivery-{number}")
    assert (turns.lost, turns.take_entries()[0]) == (2, (b"2", ""))


def test_putting_back_too_many_lines_loses_the_oldest_and_counts_them() -> None:
    turns = LocalTurns()
    answered(turns, closing(entry=b"newest"))
    turns.put_back([(b"%d" % number, "") for number in range(MOST)])
    entries = turns.take_entries()
    assert (turns.lost, len(entries), entries[0], entries[-1]) == (1, MOST, (b"1", ""), (b"newest", ""))
