"""What follows from an entry: answers that come late, and those past the first, become customer-service messages."""

import redis
from sqlalchemy import select

from tests.services.drafts import NOON
from tests.services.lines import ALICE, BEIJING, TEXT, append, entry, keep, line
from wxbot.services import journal
from wxbot.state.turn import FETCH, SEND
from wxbot.store.columns import fingerprint
from wxbot.store.database import Database
from wxbot.store.outbox import Outgoing, Status

IMAGE = {"msgtype": "image", "image": {"media_id": "m1"}}


def _outbox(database: Database) -> list[Outgoing]:
    with database.read() as db:
        return list(db.scalars(select(Outgoing).order_by(Outgoing.id)))


def _messages(database: Database) -> list[dict[str, object]]:
    return [row.message for row in _outbox(database)]


def test_answer_in_time_sends_nothing(sqlite: Database) -> None:
    keep(sqlite, line())
    assert _outbox(sqlite) == []


def test_answers_past_the_first_are_sent_in_order(sqlite: Database) -> None:
    keep(sqlite, line(rest=[TEXT, IMAGE]))
    assert _messages(sqlite) == [TEXT, IMAGE]


def test_late_answer_that_was_promised_to_be_sent_is_sent(sqlite: Database) -> None:
    keep(sqlite, *journal.parse([(entry(late=TEXT), SEND)]))
    assert _messages(sqlite) == [TEXT]


def test_late_answer_goes_before_the_others(sqlite: Database) -> None:
    keep(sqlite, *journal.parse([(entry(late=TEXT, rest=[IMAGE]), SEND)]))
    assert _messages(sqlite) == [TEXT, IMAGE]


def test_late_answer_that_is_fetched_is_not_sent(sqlite: Database) -> None:
    keep(sqlite, *journal.parse([(entry(late=TEXT), FETCH)]))
    assert _outbox(sqlite) == []


def test_slow_answer_that_came_in_time_is_not_sent_again(sqlite: Database) -> None:
    keep(sqlite, *journal.parse([(entry(late=TEXT), "")]))
    assert _outbox(sqlite) == []


def test_late_answer_that_only_a_reply_can_give_is_not_sent(sqlite: Database) -> None:
    keep(sqlite, *journal.parse([(entry(late=None), SEND)]))
    assert _outbox(sqlite) == []


def test_message_is_due_at_once_and_names_its_delivery(sqlite: Database) -> None:
    keep(sqlite, line("d1", rest=[TEXT, IMAGE]))
    rows = _outbox(sqlite)
    assert [(row.delivery, row.position, row.openid, row.status) for row in rows] == [
        (fingerprint("d1"), position, ALICE, Status.DUE) for position in (0, 1)
    ]
    assert {row.due_at for row in rows} == {NOON}


def test_delivery_that_is_drained_twice_sends_once(redis_client: redis.Redis, sqlite: Database) -> None:
    for _ in range(2):
        append(redis_client, entry(late=TEXT), late=SEND)
        journal.drain(redis_client, sqlite, BEIJING)
    assert _messages(sqlite) == [TEXT]


def test_overdue_answer_is_sent_though_its_promise_went_down_with_redis(sqlite: Database) -> None:
    keep(sqlite, *journal.parse([(entry(late=TEXT, overdue=True), "")]))
    assert _messages(sqlite) == [TEXT]


def test_overdue_answer_that_is_to_be_fetched_is_not_sent(sqlite: Database) -> None:
    keep(sqlite, *journal.parse([(entry(late=TEXT, overdue=True), FETCH)]))
    assert _messages(sqlite) == []
