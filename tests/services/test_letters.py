"""Letters: each opened once with a number of its day, and read and added to by nobody but its writer."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.services.drafts import NOON
from tests.services.writing import (
    ALICE,
    BOB,
    SHANGHAI,
    VAULT,
    WORDS,
    add,
    answer,
    everything,
    open_letter,
    open_many,
    read,
    set_state,
    written,
)
from tests.store.together import in_processes, in_threads
from wxbot.services import letters
from wxbot.services.effects import AnswerView, Receipt
from wxbot.store import counters
from wxbot.store import letters as rows
from wxbot.store.database import Database
from wxbot.store.letters import OVER, State

UNKNOWN = Receipt(done=False)


def test_letters_of_a_day_are_numbered_in_their_order(database: Database) -> None:
    receipts = [open_letter(database, written(f"form {place}")) for place in range(1, 4)]
    assert [receipt.number for receipt in receipts] == ["20261122-0001", "20261122-0002", "20261122-0003"]


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-11-22T15:59:59Z", "Asia/Shanghai", "20261122"),
        ("2026-11-22T16:00:00Z", "Asia/Shanghai", "20261123"),
        ("2026-11-22T16:00:00Z", "Europe/Paris", "20261122"),
        ("2026-11-23T04:59:59Z", "America/New_York", "20261122"),
        ("2026-12-31T16:00:00Z", "Asia/Shanghai", "20270101"),
    ],
)
def test_number_is_of_the_accounts_own_day(sqlite: Database, instant: str, zone: str, day: str) -> None:
    receipt = open_letter(sqlite, written(), now=dt.datetime.fromisoformat(instant), zone=ZoneInfo(zone))
    assert receipt.number == f"{day}-0001"


def test_next_day_begins_at_one_again(sqlite: Database) -> None:
    open_letter(sqlite, written("form 1"))
    assert open_letter(sqlite, written("form 2"), now=NOON + dt.timedelta(days=1)).number == "20261123-0001"


def test_number_has_as_many_digits_as_it_takes(sqlite: Database) -> None:
    with sqlite.write() as db:
        db.add(counters.Counter(name="letters:20261122", value=9_999))
    assert open_letter(sqlite, written()).number == "20261122-10000"


def test_same_form_opens_one_letter(database: Database) -> None:
    first, again = (open_letter(database, written("form 1")) for _ in range(2))
    assert (first, again) == (Receipt(number="20261122-0001"), Receipt(number="20261122-0001", done=False))
    assert [letter.number for letter in read(database)] == ["20261122-0001"]


def test_same_form_keeps_its_number_on_the_next_day(database: Database) -> None:
    open_letter(database, written("form 1"))
    assert open_letter(database, written("form 1"), now=NOON + dt.timedelta(days=1)).number == "20261122-0001"


def test_repeated_form_leaves_no_gap(database: Database) -> None:
    for origin in ("form 1", "form 1", "form 1", "form 2"):
        receipt = open_letter(database, written(origin))
    assert receipt.number == "20261122-0002"


def test_letter_that_failed_leaves_no_gap(database: Database) -> None:
    try:
        with database.write() as db:
            letters.open_letter(db, VAULT, written("form 1"), ALICE, NOON, SHANGHAI)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert open_letter(database, written("form 2")).number == "20261122-0001"


def test_letters_opened_together_have_numbers_of_their_own(database: Database) -> None:
    numbers = in_threads(8, lambda place: open_letter(database, written(f"form {place}")).number)
    assert sorted(numbers) == [f"20261122-{place:04}" for place in range(1, 9)]


def test_form_that_is_handed_in_twice_together_opens_one_letter(database: Database) -> None:
    for place in range(1, 6):
        receipts = in_threads(4, lambda _number, place=place: open_letter(database, written(f"form {place}")))  # type: ignore[misc]
        assert {receipt.number for receipt in receipts} == {f"20261122-{place:04}"}
        assert sum(receipt.done for receipt in receipts) == 1


def test_processes_that_open_letters_together_leave_no_gap(database: Database, database_url: str) -> None:
    in_processes(4, open_many, database_url, 10)
    with database.read() as db:
        numbers = sorted(letter.number for letter in rows.of_writer(db, ALICE, 100))
    assert numbers == [f"20261122-{place:04}" for place in range(1, 41)]


def test_letter_is_sealed_at_rest(database: Database) -> None:
    open_letter(database, written())
    add(database, "20261122-0001", "还有周日也请开门")
    answer(database, "20261122-0001", "我们会认真考虑")
    kept = everything(database)
    assert b"20261122-0001" in kept
    spoken = [*WORDS[0].splitlines(), WORDS[1], *WORDS[2].splitlines(), "还有周日也请开门", "我们会认真考虑"]
    assert [words for words in spoken if words.encode() in kept or ascii(words)[1:-1].encode() in kept] == []


def test_letter_of_a_contact_is_found_without_opening_it(sqlite: Database) -> None:
    open_letter(sqlite, written("form 1", contact="Li@Example.com"))
    open_letter(sqlite, written("form 2", contact=""))
    with sqlite.read() as db:
        indexes = [letter.contact_index for letter in rows.of_writer(db, ALICE, 10)]
    assert indexes == ["", VAULT.index("li@example.com")]


def test_writer_reads_his_letter(database: Database) -> None:
    open_letter(database, written(kind="question"))
    (view,) = read(database, "20261122-0001")
    assert (view.number, view.kind, view.state) == ("20261122-0001", "question", State.RECEIVED)
    assert (view.opened_at, view.changed_at, view.additions, view.answers) == (NOON, NOON, 0, ())


def test_writers_letters_come_newest_first_and_no_more_than_a_list_holds(database: Database) -> None:
    for place in range(letters.NEWEST + 2):
        open_letter(database, written(f"form {place}"))
    assert [view.number[-4:] for view in read(database)] == [f"{place:04}" for place in range(10, 2, -1)]


@pytest.mark.parametrize("number", ["20261122-0001", "20261122-0009", "20261122", "1", "%"])
def test_somebody_elses_number_is_told_like_nobodys(database: Database, number: str) -> None:
    open_letter(database, written())
    with database.read() as db:
        assert letters.read(db, VAULT, BOB, number) == Receipt(number=number, done=False)


def test_one_who_wrote_nothing_has_no_letters(sqlite: Database) -> None:
    open_letter(sqlite, written())
    assert read(sqlite, openid=BOB) == ()


def test_answers_are_read_in_their_order(database: Database) -> None:
    open_letter(database, written())
    answer(database, "20261122-0001", "第一次答复")
    (view,) = read(database, "20261122-0001")
    assert (view.state, view.answers) == (State.ANSWERED, (AnswerView("第一次答复"),))


def test_writer_adds_to_his_letter(database: Database) -> None:
    open_letter(database, written())
    assert add(database, "20261122-0001", "还有一点") == Receipt(number="20261122-0001")
    (view,) = read(database, "20261122-0001")
    assert (view.additions, view.changed_at) == (1, NOON + dt.timedelta(hours=1))


def test_same_addition_is_added_once(database: Database) -> None:
    open_letter(database, written())
    assert {add(database, "20261122-0001", "还有一点").number for _ in range(2)} == {"20261122-0001"}
    (view,) = read(database, "20261122-0001")
    assert view.additions == 1


def test_nobody_adds_to_somebody_elses_letter(database: Database) -> None:
    open_letter(database, written())
    assert add(database, "20261122-0001", "我也同意", openid=BOB) == UNKNOWN
    assert add(database, "20261122-0009", "还有一点") == UNKNOWN
    (view,) = read(database, "20261122-0001")
    assert view.additions == 0


@pytest.mark.parametrize("state", OVER)
def test_addition_opens_a_letter_that_was_over(database: Database, state: State) -> None:
    open_letter(database, written())
    set_state(database, "20261122-0001", state)
    add(database, "20261122-0001", "还有一点")
    (view,) = read(database, "20261122-0001")
    assert view.state == State.RECEIVED


def test_addition_leaves_a_letter_that_is_worked_on_in_work(database: Database) -> None:
    open_letter(database, written())
    set_state(database, "20261122-0001", State.WORKING)
    add(database, "20261122-0001", "还有一点")
    (view,) = read(database, "20261122-0001")
    assert view.state == State.WORKING


def test_addition_that_comes_again_does_not_open_a_letter_answered_since(database: Database) -> None:
    """A retry of what was answered already is nothing new to read."""
    open_letter(database, written())
    add(database, "20261122-0001", "还有一点")
    answer(database, "20261122-0001", "已经考虑")
    add(database, "20261122-0001", "还有一点")
    (view,) = read(database, "20261122-0001")
    assert view.state == State.ANSWERED


def test_additions_made_together_are_all_kept(database: Database) -> None:
    open_letter(database, written())
    in_threads(8, lambda place: add(database, "20261122-0001", "还有一点", f"more {place}"))
    (view,) = read(database, "20261122-0001")
    assert view.additions == 8
