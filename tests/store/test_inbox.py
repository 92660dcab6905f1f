"""The letters as staff list them, on both databases: in order, by key, and never counted further than anybody asks."""

import datetime as dt
import itertools

import pytest

from wxbot.store import inbox
from wxbot.store.database import Database
from wxbot.store.inbox import Wanted
from wxbot.store.letters import EntryKind, Letter, State, add_entry

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
_names = itertools.count(1)


def _put(database: Database, count: int, **fields: object) -> None:
    """Each waits an hour less than the one before."""
    empty = dict.fromkeys(("subject", "contact", "contact_index", "address", "assignee"), "")
    plain = {**empty, "kind": "advice", "openid": "oAlice", "language": "zh", "state": State.RECEIVED}
    with database.write() as db:
        for place in range(count):
            name, at = f"{next(_names)}", NOON + place * HOUR
            times = {"opened_at": at, "changed_at": at, "waiting_since": at}
            db.add(Letter(**{**plain, **times, "number": name, "origin": name, **fields}))
            db.flush()


def _ids(database: Database, wanted: Wanted, limit: int = 100) -> list[int]:
    with database.read() as db:
        return [letter.id for letter in inbox.page(db, wanted, None, limit)]


@pytest.mark.parametrize("waits", [True, False])
def test_pages_follow_one_another_without_a_gap(database: Database, waits: bool) -> None:
    _put(database, 7)
    with database.write() as db:  # Two of the same instant, which only their ids tell apart.
        same = db.get_one(Letter, 3)
        for name in ("opened_at", "waiting_since"):
            setattr(db.get_one(Letter, 4), name, same.opened_at)
    wanted, found, after = Wanted(waits=waits), [], None
    with database.read() as db:
        while page := inbox.page(db, wanted, after, 2):
            found += [letter.id for letter in page]
            after = inbox.key(page[-1], waits)
    assert found == (list(range(1, 8)) if waits else list(range(7, 0, -1)))


def test_what_is_over_waits_no_more(database: Database) -> None:
    _put(database, 2)
    _put(database, 2, state=State.CLOSED, waiting_since=None)
    assert (_ids(database, Wanted()), _ids(database, Wanted(waits=False))) == ([1, 2], [4, 2, 3, 1])


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(kind="complaint"), [3]),
        (Wanted(assignee="wu"), [4]),
        (Wanted(assignee=""), [1, 2, 3, 5]),
        (Wanted(reading=True), [5]),
        (Wanted(state=State.WORKING), [4]),
        (Wanted(late_before=NOON + HOUR), [1, 3, 4, 5]),
        (Wanted(waits=False, opened=(NOON + HOUR, NOON + 2 * HOUR)), [2]),
    ],
)
def test_letters_are_found_by_what_is_asked(database: Database, wanted: Wanted, ids: list[int]) -> None:
    _put(database, 2)
    _put(database, 1, kind="complaint")
    _put(database, 1, assignee="wu", state=State.WORKING)
    _put(database, 1, reading_since=NOON)
    assert sorted(_ids(database, wanted)) == ids
    with database.read() as db:
        assert inbox.count(db, wanted) == len(ids)


def test_counting_goes_no_further_than_it_must(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(sqlite, 5)
    monkeypatch.setattr(inbox, "MOST_COUNTED", 3)
    with sqlite.read() as db:
        assert inbox.count(db, Wanted()) == 3


def test_letters_begin_with_their_writers_first_words(database: Database) -> None:
    _put(database, 2)
    with database.write() as db:
        for letter_id, kind, text in (
            *((1, EntryKind.NOTE, "note"), (1, EntryKind.TEXT, "first"), (1, EntryKind.TEXT, "second")),
            (2, EntryKind.ANSWER, "answer"),
        ):
            add_entry(db, letter_id, f"{letter_id} {text}", "x", text, NOON, kind)
        assert inbox.first_texts(db, [1, 2, 3]) == {1: "first"}


def test_other_letters_are_the_same_writers(database: Database) -> None:
    _put(database, 2)
    _put(database, 1, openid="oBob")
    _put(database, 2, openid="")
    with database.read() as db:
        own = [letter.id for letter in inbox.of_writer(db, db.get_one(Letter, 1), 10)]
        nobodys = list(inbox.of_writer(db, db.get_one(Letter, 4), 10))
    assert (own, nobodys) == ([2], [])
