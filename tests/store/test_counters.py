"""Numbers that only grow, whoever counts them up and however many do."""

from tests.store.together import count_up, in_processes, in_threads, read_then_write
from wxbot.store import counters
from wxbot.store.database import Database

PROCESSES, TIMES = 4, 50


def _value(database: Database, name: str) -> int:
    with database.read() as db:
        return counters.value(db, name)


def test_counter_is_zero_before_the_first_number(database: Database) -> None:
    assert _value(database, "letters") == 0


def test_numbers_follow_each_other(database: Database) -> None:
    with database.write() as db:
        assert [counters.next_value(db, "letters") for _ in range(3)] == [1, 2, 3]


def test_counters_are_apart(database: Database) -> None:
    with database.write() as db:
        counters.next_value(db, "letters")
        assert counters.next_value(db, "broadcasts") == 1


def test_number_of_a_failed_transaction_is_given_out_again(database: Database) -> None:
    try:
        with database.write() as db:
            counters.next_value(db, "letters")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert _value(database, "letters") == 0


def test_four_processes_lose_no_number(database: Database, database_url: str) -> None:
    """The counter is not there when they begin, so that its first number is fought for as well."""
    in_processes(PROCESSES, count_up, database_url, "letters", TIMES)
    assert _value(database, "letters") == PROCESSES * TIMES


def test_four_processes_that_read_before_they_write_lose_nothing(database: Database, database_url: str) -> None:
    with database.write() as db:
        counters.next_value(db, "letters")
    in_processes(PROCESSES, read_then_write, database_url, "letters", TIMES)
    assert _value(database, "letters") == 1 + PROCESSES * TIMES


def test_first_number_is_given_out_once(database: Database) -> None:
    def take(_number: int) -> int:
        with database.write() as db:
            return counters.next_value(db, "letters")

    assert sorted(in_threads(8, take)) == list(range(1, 9))
