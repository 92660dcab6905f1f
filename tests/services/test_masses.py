"""Mass sends and publications: each follower gets one once, wherever a worker dies."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.broadcasting import begin, begun, composition, group, kept, scheduled
from tests.services.composed import compose, picked
from tests.services.drafts import go_live, news
from tests.services.lines import BEIJING
from wxbot.client import publishing
from wxbot.client.api import Api
from wxbot.errors import RuleError
from wxbot.services import alarms, broadcasts, masses, outcomes, preferences, progress, results
from wxbot.services.audiences import Audience, Who
from wxbot.services.broadcasts import Why
from wxbot.services.masses import Sender
from wxbot.services.preferences import Preferences
from wxbot.simulator.server import Simulator
from wxbot.store import calls
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.calls import Call
from wxbot.store.calls import State as CallState
from wxbot.store.database import Database, Db

MINUTE = dt.timedelta(minutes=1)
CROWD = 20


pytestmark = pytest.mark.usefixtures("unheard")


def _ledger(database: Database, row: Broadcast) -> list[Call]:
    with database.read() as db:
        return list(calls.of_broadcast(db, row.id))


def _article(database: Database, folder: Path, now: dt.datetime, kind: Kind = Kind.ARTICLE) -> Broadcast:
    go_live(database, news())
    payload = compose(database, folder, kind, picked("visit")).payload
    audience = Audience(Who.NOBODY) if kind is Kind.PUBLISH else Audience(Who.EVERYONE)
    return scheduled(database, composition(kind, audience, content=dict(payload)), now)


def test_a_text_to_everyone_reaches_each_follower_once(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    row = begun(database, now=now)
    masses.send_due(sender, now)
    masses.send_due(sender, now)
    wechat.settle()
    (call,) = _ledger(database, row)
    assert (call.state, bool(call.message_id)) == (CallState.ACCEPTED, True)
    assert sorted(each.openid for each in wechat.arrivals.all()) == sorted(openids)


def test_an_article_is_made_a_draft_and_read_by_everyone(
    database: Database, sender: Sender, wechat: Simulator, tmp_path: Path, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    row = _article(database, tmp_path, now)
    assert begin(database, now) == 1
    masses.send_due(sender, now)
    wechat.settle()
    assert wechat.arrivals.total == CROWD
    with database.read() as db:
        (message_id,) = [call.message_id for call in calls.of_broadcast(db, row.id)]
    _tell(database, message_id, now)
    assert (kept(database, row).state, _ledger(database, row)[0].sent) == (State.FINISHED, CROWD)


def _tell(database: Database, message_id: str, now: dt.datetime, **changes: object) -> None:
    """As WeChat's event tells it."""
    body = {"status": "send success", "total": CROWD, "filtered": CROWD, "sent": CROWD, "failed": 0, "urls": []}
    with database.write() as db:
        kind = results.Kind.MASS
        assert results.record(db, f"job|{message_id}", kind, message_id, "mphelper", {**body, **changes}, now)
    assert results.apply_due(database, now, BEIJING) == 1


def test_a_list_goes_out_in_calls_of_several_and_nobody_gets_it_twice(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masses, "LIST", 6)
    openids = wechat.crowd(CROWD)
    row = begun(database, composition(audience=group(database, list(openids[:13]), now)), now)
    masses.send_due(sender, now)
    masses.send_due(sender, now)
    wechat.settle()
    assert sum(call.size for call in _ledger(database, row)) == 13
    assert len(_ledger(database, row)) > 1
    assert sorted(each.openid for each in wechat.arrivals.all()) == sorted(openids[:13])
    with database.read() as db:
        figures = progress.figures(db, row.id, now)
    assert (figures.total, figures.sent) == (13, 13)


def test_a_list_of_one_goes_another_way(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(3)
    row = begun(database, composition(audience=group(database, [openids[1]], now)), now)
    masses.send_due(sender, now)
    wechat.settle()
    assert [each.openid for each in wechat.arrivals.all()] == [openids[1]]
    assert kept(database, row).state == State.FINISHED


class Killed(BaseException):
    """A worker's sudden death: nothing that it would still do happens."""


@contextmanager
def _dying(monkeypatch: pytest.MonkeyPatch, after: int) -> Iterator[None]:
    """Dies at the step of that number; each transaction and each call to WeChat has one before it and one after it."""
    steps = iter(range(after))

    def step() -> None:
        if next(steps, None) is None:
            raise Killed

    write, call = Database.write, Api.call

    @contextmanager
    def fragile_write(self: Database) -> Iterator[Db]:
        step()
        with write(self) as db:
            yield db
        step()

    def fragile_call(self: Api, make: Callable[..., object], *, repeatable: bool = True) -> object:
        step()
        answer = call(self, make, repeatable=repeatable)
        step()
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", fragile_write)
        patch.setattr(Api, "call", fragile_call)
        yield


def _die_everywhere(
    monkeypatch: pytest.MonkeyPatch, row: Broadcast, sender: Sender, wechat: Simulator, now: dt.datetime
) -> dt.datetime:
    """Each worker comes one step further than the one before it, the clock going on, until one comes to the end."""
    for after in range(200):
        moment = now + after * 2 * MINUTE
        wechat.clock.shift(wechat.clock.offset + 120)
        try:
            with _dying(monkeypatch, after % 25):
                begin(sender.database, moment)
                masses.send_due(sender, moment)
        except Killed:
            pass
        if all(call.state == CallState.ACCEPTED for call in _ledger(sender.database, row) or [Call(state="")]):
            return moment
    raise AssertionError("it never came to the end")


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ARTICLE])
def test_wherever_workers_die_everyone_gets_it_once(
    database: Database,
    sender: Sender,
    wechat: Simulator,
    tmp_path: Path,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
    kind: Kind,
) -> None:
    openids = wechat.crowd(CROWD)
    new = composition(grace=24 * 60)
    row = _article(database, tmp_path, now) if kind is Kind.ARTICLE else scheduled(database, new, now)
    with database.write() as db:
        broadcasts.hold(db, row.id).grace = 24 * 60
    _die_everywhere(monkeypatch, row, sender, wechat, now)
    wechat.settle()
    assert wechat.arrivals.twice() == ()
    assert wechat.arrivals.forgotten(openids) == ()


def test_wherever_workers_die_a_list_in_several_calls_reaches_everyone_once(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masses, "LIST", 8)
    openids = wechat.crowd(CROWD)
    row = scheduled(database, composition(audience=group(database, list(openids), now), grace=24 * 60), now)
    _die_everywhere(monkeypatch, row, sender, wechat, now)
    wechat.settle()
    assert wechat.arrivals.twice() == ()
    assert wechat.arrivals.forgotten(openids) == ()


@pytest.mark.parametrize("after", [False, True])
def test_a_call_without_an_answer_is_made_again_under_the_same_id(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime, after: bool
) -> None:
    openids = wechat.crowd(CROWD)
    row = begun(database, now=now)
    wechat.faults.cut("/cgi-bin/message/mass/sendall", before=not after, after=after)
    masses.send_due(sender, now)
    assert _ledger(database, row)[0].state == CallState.CALLING
    masses.send_due(sender, now + MINUTE / 2)  # Too early: WeChat hears the same id once a minute.
    wechat.clock.advance(120)
    masses.send_due(sender, now + 2 * MINUTE)
    wechat.settle()
    assert _ledger(database, row)[0].state == CallState.ACCEPTED
    assert (wechat.arrivals.twice(), wechat.arrivals.forgotten(openids)) == ((), ())


@pytest.mark.parametrize("after", [False, True])
def test_what_is_published_is_published_once(
    database: Database, sender: Sender, wechat: Simulator, tmp_path: Path, now: dt.datetime, after: bool
) -> None:
    row = _article(database, tmp_path, now, Kind.PUBLISH)
    assert begin(database, now) == 1
    wechat.faults.cut("/cgi-bin/freepublish/submit", before=not after, after=after)
    masses.send_due(sender, now)
    wechat.settle()
    wechat.clock.advance(120)
    masses.send_due(sender, now + 2 * MINUTE)
    wechat.settle()
    outcomes.ask_due(database, sender.api, now + 20 * MINUTE)
    (call,) = _ledger(database, row)
    assert (call.state, len(call.urls)) == (CallState.FINISHED, 1)
    assert publishing.page(sender.api).total == 1
    assert kept(database, row).state == State.FINISHED


def test_what_the_account_may_not_do_stops_it_and_goes_on_when_staff_say_so(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    row = begun(database, now=now)
    wechat.faults.refuse("/cgi-bin/message/mass/sendall", 45028)
    masses.send_due(sender, now)
    assert (kept(database, row).state, kept(database, row).trouble["code"]) == (State.STOPPED, 45028)
    assert "free_at" in kept(database, row).trouble
    with database.read() as db:
        assert [alarm.noun for alarm in alarms.ringing(db)] == ["broadcast-stopped"]
    masses.send_due(sender, now + MINUTE)
    assert wechat.arrivals.total == 0
    with database.write() as db:
        broadcasts.resume(db, row.id, "li", now + MINUTE)
    masses.send_due(sender, now + 2 * MINUTE)
    wechat.settle()
    assert wechat.arrivals.total == CROWD


def test_while_the_switch_is_on_nothing_begins_and_nothing_is_called(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    begun(database, now=now)
    waiting = scheduled(database, now=now)
    with database.write() as db:
        preferences.save(db, Preferences(sending_stopped=True), "li", now)
    assert begin(database, now) == 0
    masses.send_due(sender, now)
    assert kept(database, waiting).state == State.SCHEDULED
    assert [call.path for call in wechat.ledger.calls if "mass" in call.path] == []


def test_paused_between_two_calls_the_second_one_waits(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    row = begun(database, now=now)
    with database.write() as db:
        broadcasts.pause(db, row.id, "li", now)
    masses.send_due(sender, now)
    assert _ledger(database, row)[0].state == CallState.WAITING
    with database.write() as db:
        broadcasts.cancel(db, row.id, "li", now)
    assert _ledger(database, row)[0].state == CallState.CANCELLED


def test_an_event_that_never_came_is_asked_for(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    row = begun(database, now=now)
    masses.send_due(sender, now)
    wechat.settle()
    outcomes.ask_due(database, sender.api, now + MINUTE)  # WeChat is not asked at once.
    assert kept(database, row).state == State.SENDING
    outcomes.ask_due(database, sender.api, now + 11 * MINUTE)
    assert (_ledger(database, row)[0].state, kept(database, row).state) == (CallState.FINISHED, State.FINISHED)


def test_what_nobody_can_tell_after_a_day_goes_to_a_person(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    row = begun(database, now=now)
    masses.send_due(sender, now)
    wechat.faults.refuse("/cgi-bin/message/mass/get", -1, times=9)
    outcomes.ask_due(database, sender.api, now + dt.timedelta(hours=24))
    (call,) = _ledger(database, row)
    assert call.state == CallState.UNKNOWN
    with database.read() as db:
        assert [alarm.name for alarm in alarms.ringing(db)] == [f"broadcast-unknown/{row.id}"]
    with database.write() as db:
        outcomes.settle_unknown(db, call.id, True, "li", now)
    with database.read() as db:
        assert (alarms.ringing(db), calls.of_broadcast(db, row.id)[0].state) == ([], CallState.FINISHED)


def test_what_never_went_out_is_made_anew_when_a_person_says_so(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    row = begun(database, now=now)
    (before,) = _ledger(database, row)
    with database.write() as db:
        assert calls.begin(db, before.id, now, now)
        outcomes.give_up(db, before.id, now)
        outcomes.settle_unknown(db, before.id, False, "li", now)
    masses.send_due(sender, now + MINUTE)
    wechat.settle()
    assert _ledger(database, row)[0].client_id != before.client_id
    assert (wechat.arrivals.twice(), wechat.arrivals.forgotten(openids)) == ((), ())


def test_what_wechat_refuses_afterwards_has_failed(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    row = begun(database, now=now)
    masses.send_due(sender, now)
    (call,) = _ledger(database, row)
    _tell(database, call.message_id, now, status="err(20001)", sent=0)
    (call,) = _ledger(database, row)
    assert (call.state, call.status) == (CallState.FAILED, "err(20001)")


def test_an_event_that_comes_before_the_answer_waits_for_it(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    with database.write() as db:
        for _ in range(2):
            results.record(db, "job|1", results.Kind.MASS, "77", "mphelper", BODY, now)
    assert results.apply_due(database, now, BEIJING) == 0
    row = begun(database, now=now)
    with database.write() as db:
        (call,) = calls.of_broadcast(db, row.id)
        outcomes.accept(db, call.id, "77", "", now)
    assert results.apply_due(database, now + MINUTE, BEIJING) == 1
    assert (_ledger(database, row)[0].sent, kept(database, row).state) == (9, State.FINISHED)


BODY = {"status": "send success", "total": 9, "filtered": 9, "sent": 9, "failed": 0, "urls": ["https://mp.example/1"]}


def test_articles_can_be_taken_back(
    database: Database, sender: Sender, wechat: Simulator, tmp_path: Path, now: dt.datetime
) -> None:
    wechat.crowd(2)
    row = _article(database, tmp_path, now)
    assert begin(database, now) == 1
    masses.send_due(sender, now)
    wechat.settle()
    (call,) = _ledger(database, row)
    _tell(database, call.message_id, now)
    outcomes.recall(database, sender.api, call.id, "li", now)
    assert _ledger(database, row)[0].state == CallState.RECALLED
    with pytest.raises(RuleError, match=Why.MOVED):
        outcomes.recall(database, sender.api, call.id, "li", now)


def test_a_cover_that_wechat_lost_is_brought_once_more(
    database: Database, sender: Sender, wechat: Simulator, tmp_path: Path, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    _article(database, tmp_path, now)
    assert begin(database, now) == 1
    wechat.faults.refuse("/cgi-bin/draft/add", 40007)
    for minutes in range(3):
        masses.send_due(sender, now + minutes * MINUTE)
    wechat.settle()
    assert wechat.arrivals.total == CROWD
    uploads = [call for call in wechat.ledger.calls if call.path == "/cgi-bin/material/add_material"]
    assert len(uploads) == 2


def test_a_cover_that_wechat_never_takes_is_not_brought_for_ever(
    database: Database, sender: Sender, wechat: Simulator, tmp_path: Path, now: dt.datetime
) -> None:
    row = _article(database, tmp_path, now)
    assert begin(database, now) == 1
    wechat.faults.refuse("/cgi-bin/draft/add", 40007, times=9)
    for minutes in range(5):
        masses.send_due(sender, now + minutes * MINUTE)
    assert _ledger(database, row)[0].state == CallState.FAILED
