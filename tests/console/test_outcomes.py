"""What became of a broadcast in the console: figures, the file, and what a person decides about what nobody knows."""

import re

import pytest

from tests.console.conftest import Browser, Office
from tests.console.diary import follower
from tests.console.test_broadcasts import drafted, state, submitted
from tests.services.broadcasting import composition
from wxbot.errors import ErrorClass, Remedy, WechatError
from wxbot.services import broadcasts as life
from wxbot.services import groups, pushes
from wxbot.services.audiences import Audience, Who
from wxbot.services.roles import Role
from wxbot.simulator.server import Simulator
from wxbot.store import calls, chunks, sends
from wxbot.store.broadcasts import Kind, State
from wxbot.store.calls import State as CallState
from wxbot.store.calls import Way
from wxbot.store.sends import Change
from wxbot.store.sends import State as SendState


@pytest.fixture
def pushed(office: Office) -> int:
    """A push to Alice, who got it, to Bob, whom WeChat does not know, and to Carol, of whom nobody knows."""
    now = office.runtime.clock.instant()
    for name in ("oAlice", "oBob", "oCarol"):
        follower(office, name, subscribed=True)
    row = submitted(office, composition(title="Hello", content={"text": "您好"}))
    with office.database.write() as db:
        kept = life.hold(db, row.id)
        kept.kind, kept.state, kept.started_at = Kind.TEMPLATE, State.SENDING, now
        kept.payload = {"template_id": "t", "data": {"thing1": "您好"}, "url": ""}
    pushes.freeze_due(office.database, lambda: now)
    with office.database.write() as db:
        found = {each.openid: each for each in sends.page(db, row.id, (-1, 0), 10)}
        told = {
            "oAlice": (SendState.SENT, ""),
            "oBob": (SendState.FAILED, "-1 retry"),
            "oCarol": (SendState.UNKNOWN, ""),
        }
        changes = [Change(found[name].id, *ending, "1", at=now) for name, ending in told.items()]
        sends.change_all(db, changes, SendState.DUE)
        chunks.recount(db, row.id, {each.chunk for each in found.values()})
        life.hold(db, row.id).state = State.FINISHED
    return row.id


def _called(office: Office, stands: State = State.SENDING, **fields: object) -> tuple[int, int]:
    """A message to everyone that has begun, and its only call, of which ``fields`` are; the ids of both."""
    row, now = submitted(office), office.runtime.clock.instant()
    with office.database.write() as db:
        kept = life.hold(db, row.id)
        kept.state, kept.started_at = stands, now
        calls.write(db, row.id, 0, Way.ALL, now)
        (call,) = calls.of_broadcast(db, row.id)
        for name, value in fields.items():
            setattr(call, name, value)
        return row.id, call.id


def _tile(page: str, label: str) -> str:
    found = re.search(rf"<b>([^<]*)</b><span>{label}</span>", page)
    assert found is not None, label
    return found[1]


def test_badge_says_that_some_did_not_get_it(pushed: int, editor: Browser) -> None:
    for address in ("/broadcasts", f"/broadcasts/{pushed}"):
        page = editor.get(address).text
        assert '<span class="badge text-bg-warning">Finished, not for all</span>' in page
        assert "text-bg-success" not in page


def test_figures_and_reasons_are_told(pushed: int, editor: Browser) -> None:
    page = editor.get(f"/broadcasts/{pushed}/progress").text
    assert [_tile(page, label) for label in ("Followers", "Sent", "Failed", "Not known")] == ["3", "1", "1", "1"]
    assert "WeChat was busy (-1)" in page
    assert 'data-moving="yes"' not in page


def test_file_names_openids_only_to_who_may_see_followers(pushed: int, office: Office, editor: Browser) -> None:
    whole = office.at(Role.ADMINISTRATOR).get(f"/broadcasts/{pushed}/outcome.csv").text
    assert "oAlice,Taken by WeChat" in whole
    assert "oBob,Failed,WeChat was busy (-1)" in whole
    masked = editor.get(f"/broadcasts/{pushed}/outcome.csv").text
    assert "oAlice" not in masked
    assert office.runtime.alias("oAlice") in masked


def test_no_file_of_names_is_offered_where_wechat_tells_none(pushed: int, office: Office, editor: Browser) -> None:
    assert "outcome.csv" in editor.get(f"/broadcasts/{pushed}").text
    row, _ = _called(office)
    page = editor.get(f"/broadcasts/{row}").text
    assert "outcome.csv" not in page
    assert "WeChat does not tell who got a message to everyone" in page


def test_what_nobody_knows_is_taken_as_sent_by_a_person(pushed: int, reviewer: Browser) -> None:
    assert "Not known whether they were sent: 1" in reviewer.get(f"/broadcasts/{pushed}").text
    page = reviewer.follow(f"/broadcasts/{pushed}/settle", sent="yes").text
    assert "Settled: 1." in page
    assert _tile(page, "Sent") == "2"


def test_chosen_ones_of_the_unknown_are_settled_alone(pushed: int, office: Office, reviewer: Browser) -> None:
    with office.database.write() as db:
        found = {each.openid: each.id for each in sends.page(db, pushed, (-1, 0), 10)}
        sends.change_all(db, [Change(found["oBob"], SendState.UNKNOWN, "", "2")], SendState.FAILED)
        chunks.recount(db, pushed, [0])
    page = reviewer.get(f"/broadcasts/{pushed}/unknown").text
    assert office.runtime.alias("oBob") in page
    assert "oBob" not in page
    assert office.runtime.alias("oAlice") not in page
    none = reviewer.follow(f"/broadcasts/{pushed}/settle", sent="yes", chosen="yes").text
    assert "Choose at least one of them." in none
    page = reviewer.follow(f"/broadcasts/{pushed}/settle", sent="yes", chosen="yes", ids=[found["oBob"]]).text
    assert "Settled: 1." in page
    assert "Not known whether they were sent: 1" in page


def test_what_may_pass_is_tried_again(pushed: int, office: Office, reviewer: Browser) -> None:
    assert "Tried again: 1." in reviewer.follow(f"/broadcasts/{pushed}/retry").text
    assert state(office, pushed) == State.SENDING


def test_call_that_nobody_knows_of_is_settled_by_a_person(office: Office, reviewer: Browser) -> None:
    row, number = _called(office, state=CallState.UNKNOWN, called_at=office.runtime.clock.instant())
    assert "Not known whether this call went out" in reviewer.get(f"/broadcasts/{row}").text
    assert "It was made at" in reviewer.get(f"/broadcasts/{row}").text
    assert "it counts as sent" in reviewer.follow(f"/broadcasts/calls/{number}/settle", sent="yes").text
    assert "Not known whether this call" not in reviewer.get(f"/broadcasts/{row}").text
    assert reviewer.post("/broadcasts/calls/99/settle", sent="yes").status_code == 404


def test_refusal_that_stopped_it_is_told_once_in_the_readers_language(office: Office, reviewer: Browser) -> None:
    now = office.runtime.clock.instant()
    error = WechatError(ErrorClass.DAY, 45028, "has no masssend quota", "rid-1", remedy=Remedy.MASS_QUOTA)
    row, _ = _called(office, error=life.told(error))
    with office.database.write() as db:
        life.stop(db, life.hold(db, row), error, now, now)
    page = reviewer.get(f"/broadcasts/{row}").text
    assert "has no masssend quota" not in page
    assert "Mass messages go out again from" in page
    assert "Why it failed" not in page
    assert _tile(page, "Failed") == "0"


def test_call_that_failed_as_a_whole_says_why_and_is_not_counted_as_none(office: Office, reviewer: Browser) -> None:
    row, _ = _called(office, State.FINISHED, state=CallState.FAILED, status="err(40002)")
    page = reviewer.get(f"/broadcasts/{row}").text
    assert _tile(page, "Failed") == "–"
    assert "did not answer within 30 minutes" in page.split("Why it failed")[1]


def test_testers_see_it_on_their_phones(connected: Office, wechat: Simulator) -> None:
    wechat.crowd(2)
    openids = [each.openid for each in wechat.world.state.followers.all()][:2]
    with connected.database.write() as db:
        now = connected.runtime.clock.instant()
        group = groups.add(db, groups.Kind.TESTERS, "Colleagues", openids, "chen@example.org", now)
    row = drafted(connected, composition(content={"text": "请看预览"}, audience=Audience(Who.EVERYONE)))
    editor = connected.at(Role.EDITOR)
    assert "Shown to testers: 2." in editor.follow(f"/broadcasts/{row.id}/test", group=group.id).text
    assert len(wechat.arrivals.of(openids[0])) == 1


def test_without_testers_nothing_is_shown(office: Office, editor: Browser) -> None:
    row = drafted(office)
    assert "Choose a group of testers" in editor.follow(f"/broadcasts/{row.id}/test", group=7).text


def test_recall_that_wechat_does_not_take_is_told(office: Office, reviewer: Browser) -> None:
    row = submitted(office)
    now = office.runtime.clock.instant()
    with office.database.write() as db:
        calls.write(db, row.id, 0, Way.ALL, now)
        (call,) = calls.of_broadcast(db, row.id)
        call.state, call.message_id, number = CallState.FINISHED, "1000", call.id
    page = reviewer.follow(f"/broadcasts/calls/{number}/recall").text
    assert "Recalled:" not in page
    assert "WeChat" in page.split('class="alert')[1]
