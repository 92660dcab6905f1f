"""Pushes: everybody gets it once, whatever WeChat answers and whichever worker dies; what cannot be known is listed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
import redis
from sqlalchemy import update

from tests.services.drafts import NOON
from tests.services.post import SEND
from tests.services.pushing import (
    CALL,
    PAYLOAD,
    ZONE,
    Worker,
    calls,
    chunks_of,
    crowd,
    hired,
    life,
    push,
    row,
    sends_of,
    states,
)
from tests.store.together import in_threads
from wxbot.client import custom
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError
from wxbot.services import alarms, broadcasts, consents, preferences, pushes, sending, turns
from wxbot.services.endings import Ending
from wxbot.services.preferences import Preferences
from wxbot.simulator.server import Simulator
from wxbot.store import chunks
from wxbot.store.broadcasts import Broadcast, Kind
from wxbot.store.broadcasts import State as Life
from wxbot.store.chunks import Hold
from wxbot.store.database import Database
from wxbot.store.sends import BLOCKED, ENOUGH, LEFT, NO_CONSENT, UNCLEAR, Send, State

NOTICE = "TPL-SAFETY-0000000000000000000000000000001"
SAFETY = {"thing1": "注意防范", "thing2": "日本", "time3": "2026年11月22日 14:00", "phone_number4": "12308"}
RULES = turns.Rules(ZONE, lambda: 0.0)
_CUSTOM = {"message": {"msgtype": "text", "text": {"content": "今天下午花园开放。"}}}


@pytest.fixture
def worker(database: Database, api: Api, redis_client: redis.Redis) -> Iterator[Worker]:
    with hired(database, api, redis_client) as one:
        yield one


@pytest.fixture
def alone(sqlite: Database, api: Api, redis_client: redis.Redis) -> Iterator[Worker]:
    """For what does not depend on which database it is."""
    with hired(sqlite, api, redis_client) as one:
        yield one


def test_everybody_gets_it_once_and_then_it_is_finished(database: Database, worker: Worker, wechat: Simulator) -> None:
    people = crowd(database, wechat, 450)
    number = push(database)
    worker.tick()
    assert states(database, number) == {State.SENT: 450}
    assert wechat.arrivals.forgotten(people.openids) == wechat.arrivals.twice() == ()
    assert [(chunk.size, chunk.done) for chunk in chunks_of(database, number)] == [(200, True), (200, True), (50, True)]
    assert life(database, number) == Life.FINISHED
    assert all(send.message_id for send in sends_of(database, number))


def test_a_second_tick_sends_nothing(alone: Worker, wechat: Simulator) -> None:
    database = alone.means.database
    crowd(database, wechat, 5)
    push(database)
    alone.tick()
    alone.tick()
    assert calls(wechat) == 5


def test_four_workers_at_once_send_each_row_once(
    database: Database, api: Api, redis_client: redis.Redis, wechat: Simulator
) -> None:
    people = crowd(database, wechat, 500)
    number = push(database)

    def run(_place: int) -> None:
        with hired(database, api, redis_client) as one:
            one.tick()

    in_threads(4, run)
    assert states(database, number) == {State.SENT: 500}
    assert calls(wechat) == 500
    assert wechat.arrivals.forgotten(people.openids) == ()


def test_who_left_or_is_blocked_since_gets_nothing(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    people = crowd(database, wechat, 3)
    number = push(database)
    pushes.freeze(database, number, NOON)
    people.change(people.openids[0], subscribed=False)
    people.change(people.openids[1], blocked=True)
    worker.tick()
    assert [(send.state, send.why) for send in sends_of(database, number)] == [
        (State.SKIPPED, LEFT),
        (State.SKIPPED, BLOCKED),
        (State.SENT, ""),
    ]


def test_quiet_hours_are_waited_for(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    people = crowd(database, wechat, 2)
    people.change(people.openids[0], quiet="19:00-21:00")  # Noon is eight in the evening in Shanghai.
    number = push(database)
    worker.tick()
    assert states(database, number) == {State.LATER: 1, State.SENT: 1}
    worker.later(minutes=59)
    worker.tick()
    assert life(database, number) == Life.SENDING
    worker.later(minutes=1)
    worker.tick()
    assert states(database, number) == {State.SENT: 2}
    assert life(database, number) == Life.FINISHED


def test_nobody_gets_more_pushes_a_day_than_he_may(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    crowd(database, wechat, 2)
    with database.write() as db:
        preferences.save(db, Preferences(pushes_a_day=2), "director li", NOON)
    numbers = [push(database) for _ in range(3)]
    worker.tick()
    found = [send for number in numbers for send in sends_of(database, number)]
    assert sorted((send.state, send.why) for send in found) == [
        *[(State.SENT, "")] * 4,
        *[(State.SKIPPED, ENOUGH)] * 2,
    ]
    worker.later(days=1)
    again = push(database)
    worker.tick()
    assert states(database, again) == {State.SENT: 2}


def test_what_is_sent_in_an_emergency_wakes_people_and_counts_no_pushes(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    people = crowd(database, wechat, 2)
    people.change(people.openids[0], quiet="19:00-21:00")  # Noon is eight in the evening in Shanghai.
    with database.write() as db:
        preferences.save(db, Preferences(pushes_a_day=1), "director li", NOON)
    push(database)
    worker.tick()
    number = push(database, emergency="A typhoon comes.")
    worker.tick()
    assert states(database, number) == {State.SENT: 2}
    assert life(database, number) == Life.FINISHED


def test_a_push_that_was_refused_does_not_count(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    people = crowd(database, wechat, 1)
    with database.write() as db:
        preferences.save(db, Preferences(pushes_a_day=1), "director li", NOON)
    wechat.faults.refuse(CALL, 47003)
    push(database)
    worker.tick()
    push(database)
    worker.tick()
    assert len(wechat.arrivals.of(people.openids[0])) == 1


@pytest.mark.parametrize("how", ["switch", "pause"])
def test_nothing_is_sent_while_it_is_stopped(alone: Worker, wechat: Simulator, how: str) -> None:
    database = alone.means.database
    crowd(database, wechat, 3)
    number = push(database)
    with database.write() as db:
        if how == "switch":
            preferences.save(db, Preferences(sending_stopped=True), "director li", NOON)
        else:
            broadcasts.pause(db, number, "chen", NOON)
    alone.tick()
    assert calls(wechat) == 0
    with database.write() as db:
        if how == "switch":
            preferences.save(db, Preferences(), "director li", NOON)
        else:
            broadcasts.resume(db, number, "chen", NOON)
    alone.tick()
    assert states(database, number) == {State.SENT: 3}


def test_the_switch_stops_a_chunk_between_two_turns(database: Database, api: Api, wechat: Simulator) -> None:
    crowd(database, wechat, 20)
    number = push(database)
    pushes.freeze(database, number, NOON)
    hold = claimed(database, number, NOON)
    first = turn_of(database, hold, 8)
    with database.write() as db:
        preferences.save(db, Preferences(sending_stopped=True), "director li", NOON)
    assert not first.over
    with database.write() as db:
        ended = [Ending(call, "1") for call in first.calls]
        assert turns.take(db, hold, ended, 8, RULES, NOON).over
    assert states(database, number) == {State.SENT: 8, State.DUE: 12}


@pytest.mark.parametrize(("code", "kind"), [(48001, "permission"), (45009, "day"), (40164, "configuration")])
def test_an_error_of_the_account_stops_it_and_costs_nobody_his_message(
    worker: Worker, wechat: Simulator, code: int, kind: str
) -> None:
    database = worker.means.database
    people = crowd(database, wechat, 30)
    number = push(database)
    wechat.faults.refuse(CALL, code, times=1000)
    worker.tick()
    assert life(database, number) == Life.STOPPED
    assert row(database, number).trouble["kind"] == kind
    assert states(database, number) == {State.DUE: 30}
    assert calls(wechat) <= 16  # The calls that were on their way.
    wechat.faults.clear()
    with database.write() as db:
        broadcasts.resume(db, number, "chen", NOON)
    worker.tick()
    assert wechat.arrivals.forgotten(people.openids) == wechat.arrivals.twice() == ()


def test_words_that_wechat_takes_from_nobody_stop_it(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    crowd(database, wechat, 30)
    number = push(database, payload={**PAYLOAD, "data": {"thing1": ""}})
    worker.tick()
    assert life(database, number) == Life.STOPPED
    assert states(database, number) == {State.DUE: 30}


def test_who_follows_no_more_is_not_asked_again(alone: Worker, wechat: Simulator) -> None:
    database = alone.means.database
    people = crowd(database, wechat, 3)
    wechat.unfollow(people.openids[1], wait=False)
    number = push(database)
    alone.tick()
    assert states(database, number) == {State.SENT: 2, State.FAILED: 1}
    assert life(database, number) == Life.FINISHED
    again = push(database)
    alone.tick()
    assert states(database, again) == {State.SENT: 2}


def test_a_busy_wechat_is_asked_again_and_in_the_end_it_fails(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    crowd(database, wechat, 1)
    number = push(database)
    wechat.faults.refuse(CALL, 45102, times=1000)
    for _ in range(8):
        worker.tick()
        worker.later(minutes=10)
    assert states(database, number) in ({State.FAILED: 1}, {State.UNKNOWN: 1})
    assert calls(wechat) <= 12


def test_a_lost_answer_is_asked_for_with_the_same_number(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    people = crowd(database, wechat, 20)
    number = push(database)
    wechat.faults.cut(CALL, after=5)
    worker.tick()
    assert states(database, number) == {State.SENT: 15, State.SENDING: 5}
    worker.later(seconds=30)
    worker.tick()
    assert states(database, number) == {State.SENT: 20}
    assert wechat.arrivals.forgotten(people.openids) == wechat.arrivals.twice() == ()


def test_a_lost_answer_that_is_too_old_is_left_to_a_person(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    crowd(database, wechat, 2)
    number = push(database)
    wechat.faults.cut(CALL, after=1)
    worker.tick()
    worker.later(minutes=8)
    worker.tick()
    assert states(database, number) == {State.SENT: 1, State.UNKNOWN: 1}
    assert life(database, number) == Life.FINISHED
    with database.read() as db:
        assert [(each.noun, each.details["count"]) for each in alarms.ringing(db)] == [("broadcast-unknown", 1)]


def test_a_lost_answer_of_a_customer_service_message_is_left_to_a_person(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    people = crowd(database, wechat, 6)
    people.change(*people.openids, last_message_at=NOON, last_seen_at=NOON)
    for openid in people.openids:
        wechat.windows.open(openid, "message", wechat.clock.now())
    number = push(database, Kind.CUSTOM, payload=_CUSTOM)
    wechat.faults.cut(SEND, after=2)
    worker.tick()
    worker.later(minutes=2)
    worker.tick()
    assert states(database, number) == {State.SENT: 4, State.UNKNOWN: 2}
    assert calls(wechat, SEND) == 6


def claimed(database: Database, number: int, now: dt.datetime) -> Hold:
    hold = Hold(number, 0, f"worker at {now:%H:%M:%S}")
    with database.write() as db:
        assert chunks.claim(db, hold, now, now + turns.LEASE)
    return hold


def turn_of(database: Database, hold: Hold, room: int, now: dt.datetime = NOON) -> turns.Turn:
    with database.write() as db:
        return turns.take(db, hold, (), room, RULES, now)


def test_what_a_dead_worker_had_begun_goes_on_with_the_same_numbers(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    people = crowd(database, wechat, 20)
    number = push(database)
    pushes.freeze(database, number, NOON)
    begun = turn_of(database, claimed(database, number, NOON), 8)
    sending.make_all(worker.means.api, worker.means.callers, begun)  # And then it dies.
    worker.tick()
    assert states(database, number) == {State.SENDING: 8, State.DUE: 12}
    worker.later(seconds=61)
    worker.tick()
    assert states(database, number) == {State.SENT: 20}
    assert wechat.arrivals.forgotten(people.openids) == wechat.arrivals.twice() == ()


def test_what_a_dead_worker_had_begun_long_ago_is_left_to_a_person(worker: Worker, wechat: Simulator) -> None:
    database = worker.means.database
    crowd(database, wechat, 20)
    number = push(database)
    pushes.freeze(database, number, NOON)
    turn_of(database, claimed(database, number, NOON), 8)
    worker.later(minutes=9)
    worker.tick()
    assert states(database, number) == {State.SENT: 12, State.UNKNOWN: 8}


def test_a_worker_that_was_only_slow_still_says_what_was_taken(database: Database, wechat: Simulator) -> None:
    crowd(database, wechat, 4)
    number = push(database, Kind.CUSTOM, payload=_CUSTOM)
    with database.write() as db:
        db.execute(update(Broadcast).values(kind=Kind.TEMPLATE))
    pushes.freeze(database, number, NOON)
    slow = claimed(database, number, NOON)
    begun = turn_of(database, slow, 2)
    with database.write() as db:
        db.execute(update(Broadcast).values(kind=Kind.CUSTOM))
    later = NOON + dt.timedelta(minutes=2)
    quick = claimed(database, number, later)
    turn_of(database, quick, 2, later)
    assert states(database, number) == {State.UNKNOWN: 2, State.SENDING: 2}
    first, second = begun.calls
    refused = WechatError(ErrorClass.DROP, 43004, "require subscribe")
    with database.write() as db:
        ended = (Ending(first, "77"), Ending(second, failure=refused))
        assert turns.take(db, slow, ended, 2, RULES, later).over
    assert states(database, number) == {State.SENT: 1, State.UNKNOWN: 1, State.SENDING: 2}
    assert chunks_of(database, number)[0].counts == {"sent": 1, "unknown": 1, "sending": 2}


def test_what_was_begun_of_a_push_that_is_over_becomes_unknown(database: Database, wechat: Simulator) -> None:
    crowd(database, wechat, 4)
    number = push(database)
    pushes.freeze(database, number, NOON)
    turn_of(database, claimed(database, number, NOON), 2)
    with database.write() as db:
        broadcasts.cancel(db, number, "chen", NOON)
    for minutes in (2, 9):
        pushes.tend(database, NOON + dt.timedelta(minutes=minutes), ZONE)
    assert states(database, number) == {State.UNKNOWN: 2, State.DUE: 2}
    assert chunks_of(database, number)[0].leased_until is None


def test_calls_keep_the_pace(sqlite: Database, api: Api, redis_client: redis.Redis, wechat: Simulator) -> None:
    crowd(sqlite, wechat, 60)
    push(sqlite)
    began = wechat.clock.now()
    with hired(sqlite, api, redis_client, size=20, rate=40) as worker:
        worker.tick()
    assert calls(wechat) == 60
    assert wechat.clock.now() - began > 0.9  # Twenty at once, the others forty a second.


def test_everybody_rests_when_wechat_says_slower(
    sqlite: Database, api: Api, redis_client: redis.Redis, wechat: Simulator
) -> None:
    crowd(sqlite, wechat, 40)
    number = push(sqlite)
    wechat.faults.refuse(CALL, 45011, times=1)
    with hired(sqlite, api, redis_client) as worker:
        pushes.freeze(sqlite, number, NOON)
        pushes.work(worker.means, seconds=1.5)
        assert calls(wechat) <= 8
        redis_client.flushall()
        worker.later(minutes=3)
        worker.tick()
    assert states(sqlite, number) == {State.SENT: 40}


def test_unclear_rows_say_so(sqlite: Database, alone: Worker, wechat: Simulator) -> None:
    crowd(sqlite, wechat, 1)
    number = push(sqlite)
    wechat.faults.cut(CALL, before=1)
    alone.tick()
    assert [(send.state, send.why) for send in sends_of(sqlite, number)] == [(State.SENDING, UNCLEAR)]


def test_a_row_of_one_who_was_forgotten_meanwhile_is_not_called(
    sqlite: Database, alone: Worker, wechat: Simulator
) -> None:
    crowd(sqlite, wechat, 2)
    number = push(sqlite)
    pushes.freeze(sqlite, number, NOON)
    turn_of(sqlite, claimed(sqlite, number, NOON), 2)
    with sqlite.write() as db:
        db.execute(update(Send).where(Send.id == 1).values(openid="f" * 64))
    alone.later(minutes=2)
    alone.tick()
    assert states(sqlite, number) == {State.UNKNOWN: 1, State.SENT: 1}


def test_a_wechat_that_cannot_be_reached_costs_nobody_his_message(
    sqlite: Database, api: Api, redis_client: redis.Redis, wechat: Simulator
) -> None:
    people = crowd(sqlite, wechat, 6)
    people.change(*people.openids, last_message_at=NOON, last_seen_at=NOON)
    for openid in people.openids:
        wechat.windows.open(openid, "message", wechat.clock.now())
    number = push(sqlite, Kind.CUSTOM, payload=_CUSTOM)
    with hired(sqlite, api, redis_client) as worker:
        custom.typing(api, people.openids[0], on=True)  # There is a token by now.
        nowhere = replace(worker.means, api=Api("http://127.0.0.1:9", wechat.settings.app_id, api._tokens))
        pushes.freeze(sqlite, number, NOON)
        pushes.work(nowhere)
        assert states(sqlite, number) == {State.LATER: 6}
        worker.later(minutes=1)
        worker.tick()
    assert states(sqlite, number) == {State.SENT: 6}
    assert wechat.arrivals.twice() == ()


def _agree(database: Database, wechat: Simulator, openid: str, delivery: str) -> None:
    wechat.subscriptions.accept(openid, NOTICE)
    entry = {"template_id": NOTICE, "accepted": True, "message_id": "", "error_code": "", "error_status": ""}
    with database.write() as db:
        consents.record(db, delivery, openid, "popup", [entry], NOON)


def test_a_notice_takes_a_consent_and_is_skipped_where_it_was_used_up(
    database: Database, worker: Worker, wechat: Simulator
) -> None:
    people = crowd(database, wechat, 3).openids
    for openid in people[:2]:
        _agree(database, wechat, openid, f"popup of {openid}")
    number = push(database, Kind.NOTICE, payload={"template_id": NOTICE, "data": SAFETY, "page": ""})
    pushes.freeze(database, number, NOON)
    used = {"template_id": NOTICE, "accepted": False, "message_id": "1", "error_code": "0", "error_status": "success"}
    with database.write() as db:
        consents.record(db, "sent", people[1], "sent", [used], NOON)
    worker.tick()
    assert [(send.state, send.why) for send in sends_of(database, number)] == [
        (State.SENT, ""),
        (State.SKIPPED, NO_CONSENT),
    ]
    assert [len(wechat.arrivals.of(openid, "notice")) for openid in people] == [1, 0, 0]


def test_a_lost_answer_of_a_notice_is_left_to_a_person(alone: Worker, wechat: Simulator) -> None:
    database = alone.means.database
    (alice,) = crowd(database, wechat, 1).openids
    _agree(database, wechat, alice, "popup")
    number = push(database, Kind.NOTICE, payload={"template_id": NOTICE, "data": SAFETY, "page": ""})
    wechat.faults.cut("/cgi-bin/message/subscribe/bizsend", after=1)
    alone.tick()
    alone.later(minutes=5)
    alone.tick()
    assert states(database, number) == {State.UNKNOWN: 1}
    assert len(wechat.arrivals.of(alice, "notice")) == 1


def test_a_push_whose_audience_cannot_be_read_stops_and_holds_up_no_other(alone: Worker, wechat: Simulator) -> None:
    database = alone.means.database
    crowd(database, wechat, 2)
    broken, whole = push(database, audience={"who": "someone"}), push(database)
    alone.tick()
    assert (life(database, broken), life(database, whole)) == (Life.STOPPED, Life.FINISHED)
