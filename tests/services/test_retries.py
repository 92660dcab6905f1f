"""After a push: what failed for now is tried once more, a person decides on the unknown, figures tell how it went."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
import redis
from sqlalchemy import update

from tests.services.drafts import NOON
from tests.services.pushing import CALL, ZONE, Crowd, Worker, crowd, hired, life, push, sends_of, states
from wxbot.client.api import Api
from wxbot.errors import RuleError
from wxbot.services import alarms, preferences, progress, pushes, results, retries
from wxbot.services.endings import SYSTEM_FAILED
from wxbot.services.preferences import Preferences
from wxbot.services.progress import Progress
from wxbot.simulator.server import Simulator
from wxbot.store import audit, chunks
from wxbot.store.broadcasts import State as Life
from wxbot.store.database import Database
from wxbot.store.sends import Send, State


@pytest.fixture
def worker(database: Database, api: Api, redis_client: redis.Redis) -> Iterator[Worker]:
    with hired(database, api, redis_client) as one:
        yield one


@pytest.fixture
def people(database: Database, wechat: Simulator) -> Crowd:
    return crowd(database, wechat, 6)


def told(database: Database, number: int, now: dt.datetime = NOON) -> Progress:
    with database.read() as db:
        return progress.figures(db, number, now)


def _fail(database: Database, number: int, openid: str, why: str) -> None:
    """As results of WeChat's events do."""
    with database.write() as db:
        db.execute(update(Send).where(Send.openid == openid).values(state=State.FAILED, why=why))
        chunks.recount(db, number, [0])


def test_what_failed_for_now_is_tried_once_more(worker: Worker, wechat: Simulator, people: Crowd) -> None:
    database = worker.means.database
    number = push(database)
    worker.tick()
    _fail(database, number, people.openids[0], SYSTEM_FAILED)
    _fail(database, number, people.openids[1], "failed:user block")
    assert told(database, number).reasons == {SYSTEM_FAILED: 1, "failed:user block": 1}
    with database.write() as db:
        assert retries.retry(db, number, "chen", NOON) == 1
        (line,) = audit.newest(db, 10)
    assert (line.actor, line.action, line.details["count"]) == ("chen", "broadcast.retried", 1)
    assert life(database, number) == Life.SENDING
    worker.later(minutes=20)
    worker.tick()
    assert life(database, number) == Life.FINISHED
    assert [send.state for send in sends_of(database, number)][:2] == [State.SENT, State.FAILED]
    assert told(database, number).failed == 1


def _tell_lost(database: Database, number: int, openids: Sequence[str], now: dt.datetime) -> None:
    """WeChat tells of each twice."""
    with database.write() as db:
        for send in sends_of(database, number):
            for time in range(2 if send.openid in openids else 0):
                delivery, told = f"{send.message_id}|{time}", {"status": SYSTEM_FAILED}
                results.record(db, delivery, results.Kind.TEMPLATE, send.message_id, send.openid, told, now)
    results.apply_due(database, now, ZONE)


def _retry(database: Database, number: int, now: dt.datetime) -> int:
    with database.write() as db:
        return retries.retry(db, number, "chen", now)


def test_what_was_lost_arrives_when_it_is_tried_at_once(worker: Worker, wechat: Simulator, people: Crowd) -> None:
    """Though WeChat drops what it has had, and nobody may have more than one push a day."""
    database = worker.means.database
    with database.write() as db:
        preferences.save(db, Preferences(pushes_a_day=1), "director li", NOON)
    number = push(database)
    wechat.faults.set(send_failures=2)
    worker.tick()
    for left in (2, 1):
        lost = wechat.arrivals.forgotten(people.openids)
        assert len(lost) == left
        _tell_lost(database, number, lost, worker.now)
        assert _retry(database, number, worker.now) == left
        wechat.faults.set(send_failures=left - 1)
        worker.later(minutes=1)
        worker.tick()
    assert wechat.arrivals.forgotten(people.openids) == wechat.arrivals.twice() == ()
    assert states(database, number) == {State.SENT: 6}


def test_a_lost_answer_to_a_second_try_brings_nobody_two(worker: Worker, wechat: Simulator, people: Crowd) -> None:
    database = worker.means.database
    number = push(database)
    wechat.faults.set(send_failures=6)
    worker.tick()
    _tell_lost(database, number, people.openids, worker.now)
    _retry(database, number, worker.now)
    wechat.faults.cut(CALL, after=3)
    worker.tick()
    assert states(database, number) == {State.SENT: 3, State.SENDING: 3}
    worker.later(seconds=30)
    worker.tick()
    assert states(database, number) == {State.SENT: 6}
    assert wechat.arrivals.forgotten(people.openids) == wechat.arrivals.twice() == ()


def test_what_was_lost_does_not_count_as_a_push_of_the_day(worker: Worker, wechat: Simulator, people: Crowd) -> None:
    database = worker.means.database
    with database.write() as db:
        preferences.save(db, Preferences(pushes_a_day=2), "director li", NOON)
    lost, other = push(database), push(database)
    worker.tick()
    _tell_lost(database, lost, people.openids, worker.now)
    numbers = [push(database) for _ in range(2)]
    worker.tick()
    found = Counter(send.state for number in (other, *numbers) for send in sends_of(database, number))
    assert found == {State.SENT: 12, State.SKIPPED: 6}


def test_pressed_twice_it_is_counted_and_put_once(sqlite: Database, wechat: Simulator) -> None:
    people = crowd(sqlite, wechat, 2)
    number = push(sqlite)
    pushes.freeze(sqlite, number, NOON)
    _fail(sqlite, number, people.openids[0], SYSTEM_FAILED)
    for found in (1, 0):
        with sqlite.write() as db:
            assert retries.retry(db, number, "chen", NOON) == found
            assert len(audit.newest(db, 10)) == 1


def test_a_second_request_finds_nothing_to_try(sqlite: Database, wechat: Simulator) -> None:
    crowd(sqlite, wechat, 2)
    number = push(sqlite)
    pushes.freeze(sqlite, number, NOON)
    with sqlite.write() as db:
        assert retries.retry(db, number, "chen", NOON) == 0
        assert audit.newest(db, 10) == []


def test_what_is_not_on_its_way_cannot_be_tried_again(sqlite: Database) -> None:
    number = push(sqlite, state=Life.CANCELLED)
    with sqlite.write() as db, pytest.raises(RuleError):
        retries.retry(db, number, "chen", NOON)


@pytest.mark.parametrize("sent", [True, False])
def test_a_person_decides_what_became_of_the_unknown(
    worker: Worker, wechat: Simulator, people: Crowd, sent: bool
) -> None:
    database = worker.means.database
    number = push(database)
    wechat.faults.cut(CALL, before=2)
    worker.tick()
    worker.later(minutes=9)
    worker.tick()
    assert states(database, number) == {State.SENT: 4, State.UNKNOWN: 2}
    with database.write() as db:
        assert retries.settle_unknown(db, number, None, sent, "chen", ZONE, worker.now) == 2
        assert alarms.ringing(db) == []
    worker.tick()
    assert states(database, number) == {State.SENT: 6}
    assert life(database, number) == Life.FINISHED
    assert len(wechat.arrivals.forgotten(people.openids)) == (2 if sent else 0)


def test_one_of_the_unknown_is_decided_on_alone(worker: Worker, wechat: Simulator, people: Crowd) -> None:
    database = worker.means.database
    number = push(database)
    wechat.faults.cut(CALL, before=2)
    worker.tick()
    worker.later(minutes=9)
    worker.tick()
    unknown = [send for send in sends_of(database, number) if send.state == State.UNKNOWN]
    with database.write() as db:
        assert retries.settle_unknown(db, number, [unknown[0].id], True, "chen", ZONE, worker.now) == 1
        assert [alarm.details["count"] for alarm in alarms.ringing(db)] == [1]
    assert told(database, number).unknown == 1


def test_figures_are_those_of_the_rows(worker: Worker, wechat: Simulator, people: Crowd) -> None:
    database = worker.means.database
    people.change(people.openids[0], quiet="19:00-21:00")
    wechat.unfollow(people.openids[1], wait=False)
    number = push(database)
    pushes.freeze(database, number, NOON)
    assert told(database, number) == Progress(total=6, due=6)
    people.change(people.openids[2], blocked=True)
    worker.later(seconds=10)
    worker.tick()
    found = told(database, number, worker.now)
    assert (found.total, found.sent, found.failed, found.skipped, found.later, found.due) == (6, 3, 1, 1, 1, 0)
    assert sum(found.reasons.values()) == 1
    assert found.rate > 0


def test_figures_tell_when_it_will_be_over(database: Database, wechat: Simulator) -> None:
    crowd(database, wechat, 40)
    number = push(database)
    pushes.freeze(database, number, NOON, chunk_size=10)
    later = NOON + dt.timedelta(seconds=20)
    with database.write() as db:
        db.execute(update(Send).where(Send.chunk == 0).values(state=State.SENT))
        db.execute(update(chunks.Chunk).where(chunks.Chunk.number == 0).values(ended_at=later))
        chunks.recount(db, number, [0])
    assert (told(database, number, later).rate, told(database, number, later).seconds_left) == (0.5, 60)


def test_rows_come_page_by_page(database: Database, wechat: Simulator) -> None:
    people = crowd(database, wechat, 25)
    number = push(database)
    pushes.freeze(database, number, NOON, chunk_size=10)
    found: list[Send] = []
    with database.read() as db:
        while page := progress.rows(db, number, (found[-1].chunk, found[-1].id) if found else (-1, 0), 7):
            found.extend(page)
    assert [send.openid for send in found] == list(people.openids)
