"""The outbox: a row is claimed by one worker, sent at most once, and after the follower's earlier ones."""

import datetime as dt

from sqlalchemy import select

from tests.store.together import in_threads
from wxbot.store import outbox
from wxbot.store.database import Database
from wxbot.store.outbox import Outgoing, Status

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def _add(database: Database, *openids: str, due_at: dt.datetime = NOON) -> None:
    with database.write() as db:
        for openid in openids:
            position = len(db.scalars(select(Outgoing.id)).all())
            message = {"msgtype": "text", "text": {"content": "您好"}}
            row = Outgoing(delivery="d", position=position, openid=openid, message=message, error="")
            row.status, row.due_at, row.claimed_at = Status.DUE, due_at, None
            db.add(row)
            db.flush()


def _due(database: Database, now: dt.datetime = NOON, limit: int = 10) -> list[int]:
    with database.read() as db:
        return list(outbox.due(db, now, limit))


def _claim(database: Database, row_id: int, now: dt.datetime = NOON) -> bool:
    with database.write() as db:
        return outbox.claim(db, row_id, now) is not None


def _settle(database: Database, row_id: int, status: Status, due_at: dt.datetime | None = None) -> None:
    with database.write() as db:
        outbox.settle(db, row_id, status, due_at=due_at)


def _status(database: Database, row_id: int) -> str:
    with database.read() as db:
        return db.get_one(Outgoing, row_id).status


def test_rows_are_due_in_the_order_in_which_they_were_written(database: Database) -> None:
    _add(database, "oBob", "oAlice", "oChen")
    assert _due(database) == [1, 2, 3]


def test_row_is_not_due_before_its_instant(database: Database) -> None:
    _add(database, "oAlice", due_at=NOON + MINUTE)
    assert (_due(database), _due(database, NOON + MINUTE)) == ([], [1])


def test_no_more_rows_are_given_than_asked_for(database: Database) -> None:
    _add(database, "oAlice", "oBob", "oChen")
    assert _due(database, limit=2) == [1, 2]


def test_claimed_row_is_not_due(database: Database) -> None:
    _add(database, "oAlice", "oBob")
    _claim(database, 1)
    assert _due(database) == [2]


def test_claimed_row_is_the_callers(database: Database) -> None:
    _add(database, "oAlice")
    with database.write() as db:
        row = outbox.claim(db, 1, NOON)
        assert row is not None
        assert (row.openid, row.status, row.claimed_at) == ("oAlice", Status.SENDING, NOON)


def test_row_cannot_be_claimed_twice(database: Database) -> None:
    _add(database, "oAlice")
    assert [_claim(database, 1), _claim(database, 1)] == [True, False]


def test_one_of_many_threads_claims_a_row(database: Database) -> None:
    _add(database, "oAlice")
    assert sum(in_threads(8, lambda _number: _claim(database, 1))) == 1


def test_settled_row_cannot_be_claimed(database: Database) -> None:
    for row_id, status in enumerate((Status.SENT, Status.REFUSED, Status.UNKNOWN), start=1):
        _add(database, f"o{status}")
        _settle(database, row_id, status)
        assert not _claim(database, row_id)


def test_row_that_is_due_again_can_be_claimed_again(database: Database) -> None:
    _add(database, "oAlice")
    _claim(database, 1)
    _settle(database, 1, Status.DUE, NOON + MINUTE)
    assert _due(database, NOON + MINUTE) == [1]
    assert _claim(database, 1, NOON + MINUTE)


def test_long_error_is_cut(database: Database) -> None:
    _add(database, "oAlice")
    with database.write() as db:
        outbox.settle(db, 1, Status.REFUSED, "e" * 500)
    with database.read() as db:
        assert len(db.get_one(Outgoing, 1).error) == 200


def test_lapsed_row_becomes_unknown(database: Database) -> None:
    _add(database, "oAlice", "oBob")
    _claim(database, 1, NOON - 3 * MINUTE)
    _claim(database, 2, NOON)
    with database.write() as db:
        assert outbox.abandon(db, NOON - 2 * MINUTE) == 1
    assert (_status(database, 1), _status(database, 2)) == (Status.UNKNOWN, Status.SENDING)


def test_lapsed_row_is_abandoned_once(database: Database) -> None:
    _add(database, "oAlice")
    _claim(database, 1, NOON - 3 * MINUTE)
    for expected in (1, 0):
        with database.write() as db:
            assert outbox.abandon(db, NOON - 2 * MINUTE) == expected


def test_message_waits_while_an_earlier_one_to_the_same_follower_is_sent(database: Database) -> None:
    _add(database, "oAlice", "oAlice", "oBob")
    _claim(database, 1)
    assert _due(database) == [3]
    assert not _claim(database, 2)


def test_message_waits_while_an_earlier_one_to_the_same_follower_is_put_off(database: Database) -> None:
    _add(database, "oAlice", "oAlice")
    _claim(database, 1)
    _settle(database, 1, Status.DUE, NOON + MINUTE)
    assert _due(database) == []
    assert not _claim(database, 2)


def test_message_goes_on_when_the_earlier_one_has_ended(database: Database) -> None:
    for first, status in ((1, Status.SENT), (3, Status.REFUSED), (5, Status.UNKNOWN)):
        _add(database, "oAlice", "oAlice")
        _settle(database, first, status)
        assert _due(database) == [first + 1]
        _settle(database, first + 1, Status.SENT)
