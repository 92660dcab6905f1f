"""Broadcasts with real processes, killed in the middle or crowding each other: by the simulator's ledger each follower
gets each of them once, and what became of it is told by WeChat's event or asked for."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.rig.postgresql import PostgresqlServer
from tests.scenarios.crashing import Account, Part, admit, running
from tests.scenarios.waiting import until
from tests.services.broadcasting import composition, scheduled
from wxbot.store import broadcasts, calls
from wxbot.store.broadcasts import Broadcast, State
from wxbot.store.calls import Call
from wxbot.store.calls import State as CallState

SENDALL = "/cgi-bin/message/mass/sendall"
FOLLOWERS = 40
LATER = 240  # Seconds by which the clock is moved on, past every lease and past WeChat's minute for the same id.


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def account(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A beat and a worker, with followers."""
    folder = tmp_path_factory.mktemp("broadcasts")
    with ExitStack() as exits:
        url = f"sqlite:///{folder}/wxbot.db"
        if request.param == "postgresql":
            server = PostgresqlServer()
            exits.callback(server.remove)
            url = server.create()
        found = exits.enter_context(running(url, folder, 400, workers=1, beats=1))
        admit(found, FOLLOWERS)
        yield found


def _now(account: Account) -> dt.datetime:
    return dt.datetime.fromtimestamp(account.wechat.clock.now(), dt.UTC)


def _text(account: Account, words: str, **fields: Any) -> Broadcast:
    """Composed by one, signed by another, due at once."""
    return scheduled(account.database, composition(content={"text": words}, **fields), _now(account))


def _call(account: Account, number: int) -> Call | None:
    with account.database.read() as db:
        return next(iter(calls.of_broadcast(db, number)), None)


def _state(account: Account, number: int) -> str:
    with account.database.read() as db:
        found = broadcasts.of_id(db, number)
        return found.state if found else ""


def _got(account: Account, after: int) -> Counter[int]:
    """How many got nothing, one, two and so on since then."""
    account.wechat.settle()
    got = Counter(arrival.openid for arrival in account.wechat.arrivals.all(after=after))
    return Counter(got[openid] for openid in account.followers)


def _working(account: Account) -> list[Part]:
    """Everything that works in the background."""
    return [part for name, part in account.parts.items() if name != "web"]


def _kill(account: Account) -> None:
    for part in _working(account):
        part.kill()


def _come_back(account: Account) -> None:
    """Minutes later."""
    account.wechat.faults.set(latency={})
    account.wechat.settle()
    account.wechat.clock.advance(LATER)
    for part in _working(account):
        part.start()


def _dies_around(account: Account, point: str, words: str) -> None:
    """Killed before the call, while WeChat has it, and when WeChat has carried it out and nobody heard its answer."""
    wechat = account.wechat
    wechat.clock.advance(86_400)  # Everyone gets one a day.
    seen, made = wechat.arrivals.total, _sendalls(account)
    if point == "calling":
        wechat.faults.set(latency={SENDALL: 1.5})
    if point == "taken":
        wechat.faults.cut(SENDALL, after=1)
    row = _text(account, words)
    if point == "begun":
        until(lambda: _state(account, row.id) == State.SENDING)
    else:
        until(lambda: (call := _call(account, row.id)) and call.state != CallState.WAITING)
    if point == "calling":
        time.sleep(0.5)  # The row says so a moment before WeChat has the call.
    if point == "taken":
        until(lambda: _sendalls(account) > made)
    _kill(account)
    if point == "calling":
        time.sleep(2)  # WeChat carries it out although nobody waits for its answer.
    _come_back(account)
    _finished(account, row.id)
    call = _call(account, row.id)
    assert call is not None
    assert (call.state, call.sent, _got(account, seen)) == (CallState.FINISHED, FOLLOWERS, {1: FOLLOWERS})


def _finished(account: Account, number: int) -> None:
    """Told by WeChat's event; where that was lost, WeChat is asked ten minutes later."""
    asked = time.monotonic() + 30

    def over() -> bool:
        nonlocal asked
        if time.monotonic() > asked:
            account.wechat.clock.advance(660)
            asked += 30
        return _state(account, number) == State.FINISHED

    until(over, 100)


def _sendalls(account: Account) -> int:
    return sum(call.path == SENDALL for call in account.wechat.ledger.calls)


@pytest.mark.timeout(400)
def test_whatever_is_killed_around_its_call_a_message_to_everyone_reaches_each_once(account: Account) -> None:
    for number, point in enumerate(("begun", "calling", "taken")):
        _dies_around(account, point, f"第{number}号")


@pytest.mark.parametrize("account", ["postgresql"], indirect=True)
def test_two_beats_and_four_workers_send_once_what_is_due(account: Account, tmp_path: Path) -> None:
    """One to everyone, and one that recurs, at its first time; no event tells of the second one, so WeChat is asked."""
    wechat = account.wechat
    wechat.clock.advance(86_400)
    with ExitStack() as exits:
        for part in _more(account, tmp_path):
            part.start()
            exits.callback(part.kill)
        seen = wechat.arrivals.total
        once = _text(account, "Good morning")
        until(lambda: _state(account, once.id) == State.FINISHED, 60)
        assert _got(account, seen) == {1: FOLLOWERS}
        wechat.faults.set(jobs_lost=True)
        seen, now = wechat.arrivals.total, _now(account)
        slot = (now + dt.timedelta(days=1)).astimezone(ZoneInfo("Asia/Shanghai"))
        series = _text(account, "Good night", cron=f"{slot.minute} {slot.hour} * * *")
        wechat.clock.advance(86_400)
        until(lambda: (number := _occurrence(account, series.id)) and _taken(account, number), 60)
        assert _got(account, seen) == {1: FOLLOWERS}
        wechat.clock.advance(660)
        until(lambda: _state(account, _occurrence(account, series.id)) == State.FINISHED, 60)
        assert _got(account, seen) == {1: FOLLOWERS}


def _more(account: Account, folder: Path) -> Iterator[Part]:
    """A beat and three workers, as if on other hosts."""
    worker, beat = account.parts["worker"], account.parts["beat 1"]
    yield Part([word.replace("/beat1", "/beat2") for word in beat.command], beat.env, folder / "beat.log")
    for name in ("second", "third", "fourth"):
        command = [word.replace("worker@", f"{name}@") for word in worker.command]
        yield Part(command, worker.env, folder / f"{name}.log")


def _taken(account: Account, number: int) -> bool:
    call = _call(account, number)
    return call is not None and call.state == CallState.ACCEPTED


def _occurrence(account: Account, series: int) -> int:
    with account.database.read() as db:
        found = broadcasts.occurrences_before(db, series, _now(account) + dt.timedelta(days=9), 5)
    assert len(found) <= 1
    return found[0].id if found else 0
