"""Calls to many of which something is odd: nobody home, half made, cancelled, too old, refused in the middle."""

import datetime as dt

import pytest
import requests
from sqlalchemy import select

from tests.services.broadcasting import begin, begun, composition, group, kept, scheduled
from tests.services.lines import BEIJING
from wxbot.services import alarms, broadcasts, masses, outcomes, results
from wxbot.services.audiences import Audience, Who
from wxbot.services.masses import Sender
from wxbot.simulator.server import Simulator
from wxbot.store import audiences, calls
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.calls import Call
from wxbot.store.calls import State as CallState
from wxbot.store.database import Database
from wxbot.store.sends import Send
from wxbot.store.sends import State as SendState

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
SENDALL, SEND = "/cgi-bin/message/mass/sendall", "/cgi-bin/message/mass/send"
CROWD = 12


pytestmark = pytest.mark.usefixtures("unheard")


def _call(database: Database, row: Broadcast, position: int = 0) -> Call:
    with database.read() as db:
        return calls.of_broadcast(db, row.id)[position]


def _alarms(database: Database) -> list[str]:
    with database.read() as db:
        return [alarm.noun for alarm in alarms.ringing(db)]


def _begin(database: Database, now: dt.datetime, audience: Audience | None = None, kind: Kind = Kind.TEXT) -> Broadcast:
    return begun(database, composition(kind, audience or Audience(Who.EVERYONE)), now)


def _step(database: Database, row: Broadcast, step: str, now: dt.datetime) -> None:
    with database.write() as db:
        getattr(broadcasts, step)(db, row.id, "li", now)


def _die_calling(sender: Sender, wechat: Simulator, now: dt.datetime) -> None:
    """WeChat takes it, and nobody hears its answer."""
    wechat.faults.cut(SENDALL, after=1)
    masses.send_due(sender, now)


def _once(wechat: Simulator, openids: tuple[str, ...]) -> bool:
    wechat.settle()
    return (wechat.arrivals.twice(), wechat.arrivals.forgotten(openids)) == ((), ())


def test_a_list_whose_members_have_all_left_ends(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    audience = group(database, ("oAlice", "oBob"), now)
    row = _begin(database, now, audience)
    with database.write() as db:
        for openid in ("oAlice", "oBob"):
            audiences.take_out(db, audience.group, openid)
    masses.send_due(sender, now)
    assert kept(database, row).state == State.FINISHED


def test_a_tag_that_nobody_carries_is_told_by_wechat_and_ends(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    row = _begin(database, now, Audience(Who.TAG, tag=77))
    masses.send_due(sender, now)
    wechat.settle()
    outcomes.ask_due(database, sender.api, now + 11 * MINUTE)
    assert (kept(database, row).state, wechat.arrivals.total) == (State.FINISHED, 0)


def test_a_picture_whose_file_is_gone_stops_it_and_staff_are_told(
    database: Database, sender: Sender, now: dt.datetime
) -> None:
    new = composition(Kind.IMAGE, content={"file": "0" * 64})
    row = scheduled(database, new, now)
    other = scheduled(database, now=now)
    begin(database, now)
    masses.send_due(sender, now)
    assert (kept(database, row).state, _alarms(database)) == (State.STOPPED, ["broadcast-stopped"])
    assert _call(database, other).state == CallState.ACCEPTED


def test_one_that_the_account_may_not_send_any_more_holds_up_no_other(
    database: Database, sender: Sender, now: dt.datetime
) -> None:
    bad, good = _begin(database, now), _begin(database, now)
    with database.write() as db:
        broadcasts.hold(db, bad.id).audience = {"who": "tag"}
    masses.send_due(sender, now)
    assert kept(database, bad).state == State.STOPPED
    assert _call(database, good).state == CallState.ACCEPTED


def test_cancelled_while_it_was_called_a_person_looks(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    row = _begin(database, now)
    _die_calling(sender, wechat, now)
    _step(database, row, "cancel", now)
    masses.send_due(sender, now + 2 * MINUTE)
    outcomes.ask_due(database, sender.api, now + 2 * MINUTE)
    assert (_call(database, row).state, _alarms(database)) == (CallState.UNKNOWN, ["broadcast-unknown"])
    assert _once(wechat, openids)


def test_what_was_cancelled_is_not_made_anew_when_it_turns_out_that_it_never_went_out(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    row = _begin(database, now)
    wechat.faults.cut(SENDALL, before=1)
    masses.send_due(sender, now)
    _step(database, row, "cancel", now)
    outcomes.ask_due(database, sender.api, now + 2 * MINUTE)
    with database.write() as db:
        outcomes.settle_unknown(db, _call(database, row).id, False, "li", now)
    masses.send_due(sender, now + 3 * MINUTE)
    wechat.settle()
    assert (kept(database, row).state, _call(database, row).state) == (State.CANCELLED, CallState.CANCELLED)
    assert (wechat.arrivals.total, _alarms(database)) == (0, [])


@pytest.mark.parametrize("step", ["pause", "nothing"])
def test_what_was_called_a_day_ago_is_not_called_again(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime, step: str
) -> None:
    """WeChat has forgotten its id by then, and would send it to everyone once more."""
    openids = wechat.crowd(CROWD)
    row = _begin(database, now)
    _die_calling(sender, wechat, now)
    if step == "pause":
        _step(database, row, "pause", now)
    wechat.clock.advance(2 * 86_400)
    masses.send_due(sender, now + 2 * DAY)
    outcomes.ask_due(database, sender.api, now + 2 * DAY)
    if step == "pause":
        _step(database, row, "resume", now + 2 * DAY)
    masses.send_due(sender, now + 2 * DAY + 2 * MINUTE)
    assert (_call(database, row).state, _alarms(database)) == (CallState.UNKNOWN, ["broadcast-unknown"])
    assert _once(wechat, openids)


def test_a_refusal_of_the_repeated_call_says_nothing_of_the_first(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    row = _begin(database, now)
    _die_calling(sender, wechat, now)
    wechat.faults.refuse(SENDALL, 48001)
    wechat.clock.advance(120)
    masses.send_due(sender, now + 2 * MINUTE)
    assert (kept(database, row).state, _call(database, row).state) == (State.STOPPED, CallState.CALLING)
    _step(database, row, "resume", now + 3 * MINUTE)
    masses.send_due(sender, now + 3 * MINUTE)
    assert _call(database, row).state == CallState.ACCEPTED
    assert _once(wechat, openids)


def test_words_that_are_refused_only_the_second_time_are_left_to_a_person(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    row = _begin(database, now)
    _die_calling(sender, wechat, now)
    wechat.faults.refuse(SENDALL, 45002)
    wechat.clock.advance(120)
    masses.send_due(sender, now + 2 * MINUTE)
    assert _call(database, row).state == CallState.UNKNOWN
    assert _once(wechat, openids)


def test_resumed_days_after_a_refusal_it_goes_out_once(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    row = _begin(database, now)
    wechat.faults.refuse(SENDALL, 45028)
    masses.send_due(sender, now)
    assert (_call(database, row).state, _call(database, row).called_at) == (CallState.WAITING, None)
    wechat.clock.advance(3 * 86_400)
    _step(database, row, "resume", now + 3 * DAY)
    masses.send_due(sender, now + 3 * DAY)
    assert _call(database, row).state == CallState.ACCEPTED
    assert _once(wechat, openids)


def test_refused_in_the_middle_of_a_list_the_rest_goes_out_when_staff_say_so(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masses, "LIST", 4)
    openids = wechat.crowd(CROWD)
    row = _begin(database, now, group(database, openids, now))
    wechat.faults.cut(SEND, before=1)
    masses.send_due(sender, now)
    wechat.faults.refuse(SEND, 45028)
    wechat.clock.advance(120)
    masses.send_due(sender, now + 2 * MINUTE)
    states = [_call(database, row, position).state for position in range(3)]
    assert (kept(database, row).state, states.count(CallState.ACCEPTED)) == (State.STOPPED, 2)
    _step(database, row, "resume", now + 3 * MINUTE)
    masses.send_due(sender, now + 3 * MINUTE)
    assert _once(wechat, openids)
    outcomes.ask_due(database, sender.api, now + 20 * MINUTE)
    assert kept(database, row).state == State.FINISHED


def test_a_list_of_which_one_is_left_is_not_previewed_to_him_after_a_call_without_an_answer(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(2)
    row = _begin(database, now, group(database, openids, now))
    wechat.faults.cut(SEND, after=1)
    masses.send_due(sender, now)
    with database.write() as db:
        gone = db.scalars(select(Send).where(Send.openid == openids[0])).one()
        gone.state = SendState.SKIPPED
    wechat.clock.advance(120)
    masses.send_due(sender, now + 2 * MINUTE)
    assert _call(database, row).state == CallState.UNKNOWN
    assert _once(wechat, openids)


def test_while_an_administrator_is_asked_nothing_is_sent_again_and_then_it_is_told(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    wechat.change(mass_confirmation=True)
    try:
        row = _begin(database, now)
        masses.send_due(sender, now)
        wechat.clock.advance(300)
        masses.send_due(sender, now + 5 * MINUTE)
        outcomes.ask_due(database, sender.api, now + 11 * MINUTE)
        assert (kept(database, row).state, wechat.arrivals.total) == (State.SENDING, 0)
        agreed = {"msg_id": int(_call(database, row).message_id), "agreed": True}
        assert requests.post(f"{wechat.url}/control/masses/confirm", json=agreed, timeout=5).ok
    finally:
        wechat.change(mass_confirmation=False)
    outcomes.ask_due(database, sender.api, now + 60 * MINUTE)
    assert kept(database, row).state == State.FINISHED
    assert _once(wechat, openids)


def test_an_administrator_who_never_answers_leaves_it_to_a_person(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    wechat.crowd(CROWD)
    row = _begin(database, now)
    wechat.faults.refuse(SENDALL, 89501, times=9)
    for minutes in (0, 2, 10):
        masses.send_due(sender, now + minutes * MINUTE)
        outcomes.ask_due(database, sender.api, now + minutes * MINUTE)
    made = [call for call in wechat.ledger.calls if call.path == SENDALL]
    assert (_call(database, row).state, len(made)) == (CallState.CONFIRMING, 1)
    outcomes.ask_due(database, sender.api, now + 36 * MINUTE)
    assert (_call(database, row).state, _alarms(database)) == (CallState.UNKNOWN, ["broadcast-unknown"])


def test_an_event_after_all_settles_what_nobody_could_tell(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    row = _begin(database, now, group(database, openids, now))
    masses.send_due(sender, now)
    with database.write() as db:
        outcomes.give_up(db, _call(database, row).id, now)
    body = {"status": "send success", "total": CROWD, "filtered": CROWD, "sent": CROWD, "failed": 0, "urls": []}
    with database.write() as db:
        results.record(db, "late", results.Kind.MASS, _call(database, row).message_id, "mphelper", body, now)
    results.apply_due(database, now, BEIJING)
    assert (_call(database, row).state, _alarms(database)) == (CallState.FINISHED, [])
    with database.read() as db:
        assert set(db.scalars(select(Send.state))) == {SendState.SENT}


def test_an_answer_that_comes_after_all_settles_what_was_given_up(
    database: Database, sender: Sender, now: dt.datetime
) -> None:
    row = _begin(database, now)
    number = _call(database, row).id
    with database.write() as db:
        calls.begin(db, number, now, now)
        outcomes.give_up(db, number, now)
        outcomes.accept(db, number, "77", "", now)
    assert (_call(database, row).state, _alarms(database)) == (CallState.ACCEPTED, [])


def test_two_broadcasts_at_once_to_the_same_people_are_two_messages_to_each(
    database: Database, sender: Sender, wechat: Simulator, now: dt.datetime
) -> None:
    openids = wechat.crowd(CROWD)
    audience = group(database, openids, now)
    for words in ("Good morning", "Good night"):
        scheduled(database, composition(audience=audience, content={"text": words}), now)
    begin(database, now)
    masses.send_due(sender, now)
    wechat.settle()
    assert sorted(each.openid for each in wechat.arrivals.all()) == sorted(openids * 2)
    assert _once(wechat, openids)
