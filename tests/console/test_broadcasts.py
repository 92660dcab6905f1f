"""Broadcasts in the console: their list, their steps, who may take them, and the switch that stops everything."""

import datetime as dt
import re

import pytest

from tests.console.conftest import Browser, Office
from tests.console.diary import follower
from tests.services.broadcasting import ACCOUNT, composition
from tests.services.drafts import news
from tests.services.signing import published
from wxbot.services import broadcasts as life
from wxbot.services import freezing, occurrences, preferences
from wxbot.services.audiences import Audience, Who
from wxbot.services.compositions import Composition
from wxbot.services.roles import Role
from wxbot.services.starting import Asked
from wxbot.store import audit
from wxbot.store import broadcasts as rows
from wxbot.store.broadcasts import Broadcast, Kind, State

CHEN = "chen@example.org"


def drafted(office: Office, new: Composition | None = None) -> Broadcast:
    with office.database.write() as db:
        return life.add(
            db, new or composition(content={"text": "早上好"}), ACCOUNT, CHEN, office.runtime.clock.instant()
        )


def submitted(office: Office, new: Composition | None = None) -> Broadcast:
    row = drafted(office, new)
    with office.database.write() as db:
        now = office.runtime.clock.instant()
        return life.submit(
            db, row.id, row.number, office.runtime.compose, office.runtime.foresee, CHEN, now, heeded=True
        )


def state(office: Office, number: int) -> str:
    with office.database.read() as db:
        row = rows.of_id(db, number)
        assert row is not None
        return row.state


def _later(office: Office, days: int) -> dt.datetime:
    return office.runtime.clock.instant() + dt.timedelta(days=days)


def shown_hash(page: str) -> str:
    found = re.search(r'name="sha256" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_what_is_submitted_is_signed_by_somebody_else(office: Office, editor: Browser, reviewer: Browser) -> None:
    row = drafted(office)
    assert (
        "Submitted: somebody else signs it now."
        in editor.follow(f"/broadcasts/{row.id}/submit", base=row.number, heeded="y").text
    )
    page = reviewer.get(f"/broadcasts/{row.id}").text
    assert "早上好" in page
    assert (
        "Signed. It goes out now."
        in reviewer.follow(f"/broadcasts/{row.id}/sign", sha256=shown_hash(page), heeded="y").text
    )
    assert state(office, row.id) == State.SCHEDULED


def test_signer_reads_what_the_check_found_and_what_has_come_up_since(office: Office, reviewer: Browser) -> None:
    follower(office)
    row = submitted(office, composition(content={"text": "请致电 13800138000"}, due_at=_later(office, days=2)))
    page = reviewer.get(f"/broadcasts/{row.id}").text
    assert "looks like somebody&#39;s phone number" in page
    assert "had read this and submitted it all the same" in page
    assert "Come up since" not in page
    with office.database.write() as db:
        begins, ends = _later(office, days=1), _later(office, days=3)
        freezing.add(db, begins, ends, "公祭日", "li@example.org", office.runtime.clock.instant())
    page = reviewer.get(f"/broadcasts/{row.id}").text
    assert "公祭日" in page.split("Come up since")[1]
    unread = reviewer.follow(f"/broadcasts/{row.id}/sign", sha256=shown_hash(page)).text
    assert "Read the warnings first" in unread
    reviewer.post(f"/broadcasts/{row.id}/sign", sha256=shown_hash(page), heeded="y")
    assert state(office, row.id) == State.SCHEDULED
    assert "looks like somebody&#39;s phone number" in reviewer.get(f"/broadcasts/{row.id}").text


def test_draft_says_what_stands_against_its_time_and_audience(office: Office, editor: Browser) -> None:
    late = drafted(office, composition(content={"text": "早"}, due_at=_later(office, days=-1)))
    page = editor.get(f"/broadcasts/{late.id}").text
    assert "is over: choose one that lies ahead" in page
    assert "It cannot be submitted before" in page
    empty = drafted(office, composition(content={"text": "早"}, audience=Audience(Who.SUBSCRIBERS, section="news")))
    assert "there is nobody yet who would get it" in editor.get(f"/broadcasts/{empty.id}").text


def test_what_has_a_time_is_said_to_wait_for_it(office: Office, reviewer: Browser) -> None:
    row = submitted(office, composition(content={"text": "早"}, due_at=dt.datetime(2099, 1, 5, tzinfo=dt.UTC)))
    page = reviewer.get(f"/broadcasts/{row.id}").text
    signed = reviewer.follow(f"/broadcasts/{row.id}/sign", sha256=shown_hash(page), heeded="y").text
    assert "Signed. It goes out at its time." in signed


def test_author_is_told_that_somebody_else_signs(office: Office) -> None:
    row = drafted(office)
    administrator = office.at(Role.ADMINISTRATOR)
    with office.database.write() as db:
        kept = rows.of_id(db, row.id, lock=True)
        assert kept is not None
        kept.author = "zhao@example.org"
    administrator.post(f"/broadcasts/{row.id}/submit", base=row.number, heeded="y")
    page = administrator.get(f"/broadcasts/{row.id}").text
    assert "somebody else has to sign it" in page
    assert "somebody else has to do this" in administrator.follow(f"/broadcasts/{row.id}/sign", sha256="0" * 64).text
    assert state(office, row.id) == State.SUBMITTED


def test_what_was_changed_since_it_was_shown_is_not_signed(office: Office, reviewer: Browser) -> None:
    row = submitted(office)
    assert "The words changed since" in reviewer.follow(f"/broadcasts/{row.id}/sign", sha256="0" * 64).text
    assert state(office, row.id) == State.SUBMITTED


def test_refusal_needs_a_reason_which_the_author_reads(office: Office, editor: Browser, reviewer: Browser) -> None:
    row = submitted(office)
    answer = reviewer.post(f"/broadcasts/{row.id}/refuse", reason=" ")
    assert answer.status_code == 422
    assert "This must be filled in." in answer.text
    reviewer.post(f"/broadcasts/{row.id}/refuse", reason="请补充地点。")
    assert "请补充地点。" in editor.get(f"/broadcasts/{row.id}").text
    assert "Nothing of it is sent" in editor.follow(f"/broadcasts/{row.id}/discard").text
    assert state(office, row.id) == State.CANCELLED


def test_emergency_is_sent_alone_and_reviewed_by_another(office: Office, reviewer: Browser) -> None:
    row = drafted(office)
    assert reviewer.post(f"/broadcasts/{row.id}/emergency", base=1, why="").status_code == 422
    page = reviewer.follow(f"/broadcasts/{row.id}/emergency", base=1, why="地震").text
    assert "Somebody else has to look at it afterwards." in page
    assert state(office, row.id) == State.SCHEDULED
    assert "To be looked at afterwards" in reviewer.get("/broadcasts").text
    assert "You wrote, submitted or sent it yourself" in reviewer.follow(f"/broadcasts/{row.id}/review").text
    administrator = office.at(Role.ADMINISTRATOR)
    assert "you have looked at it" in administrator.follow(f"/broadcasts/{row.id}/review").text
    assert "To be looked at afterwards" not in administrator.get("/broadcasts").text


def test_emergency_does_not_say_that_it_is_sent_while_sending_is_stopped(office: Office, reviewer: Browser) -> None:
    row = drafted(office)
    reviewer.post("/broadcasts/switch", stop="yes")
    page = reviewer.follow(f"/broadcasts/{row.id}/emergency", base=1, why="地震").text
    assert "It is being sent" not in page
    assert "as soon as sending is allowed again" in page


def test_question_is_decided_now_or_at_another_time(office: Office, reviewer: Browser) -> None:
    row = submitted(office)
    with office.database.write() as db:
        kept = rows.of_id(db, row.id, lock=True)
        assert kept is not None
        life.ask(db, kept, "its time passed", office.runtime.clock.instant())
    assert "Asks what to do" in reviewer.get("/broadcasts").text
    answer = reviewer.post(f"/broadcasts/{row.id}/decide", due_at="2020-01-01T09:00")
    assert answer.status_code == 422
    assert "This time is over." in answer.text
    reviewer.post(f"/broadcasts/{row.id}/let-out")
    assert state(office, row.id) == State.SCHEDULED


def test_question_names_what_changed_and_why_nothing_goes_out(office: Office, reviewer: Browser) -> None:
    published(office.database, news("visit", title="会见"))
    content = {"layout": "news", "language": "zh", "items": [{"kind": "news", "slug": "visit"}], "intro": ""}
    row = submitted(office, composition(Kind.ARTICLE, content=content))
    published(office.database, news("visit", title="会见法国总统"), base=1)
    now = office.runtime.clock.instant()
    with office.database.write() as db:
        life.ask(db, life.hold(db, row.id), Asked.CHANGED, now)
    page = reviewer.get(f"/broadcasts/{row.id}").text
    assert re.search(r'href="[^"]*/items/news/visit/zh">会见</a>', page)
    with office.database.write() as db:
        life.hold(db, row.id).reason = Asked.FROZEN
        freezing.add(db, now, _later(office, days=1), "公祭日", "li@example.org", now)
    assert "公祭日" in reviewer.get(f"/broadcasts/{row.id}").text


def test_one_that_is_sent_is_paused_resumed_and_cancelled(office: Office, reviewer: Browser) -> None:
    row = submitted(office)
    with office.database.write() as db:
        kept = rows.of_id(db, row.id, lock=True)
        assert kept is not None
        kept.state, kept.started_at = State.SENDING, office.runtime.clock.instant()
    for step, after in (("pause", State.PAUSED), ("resume", State.SENDING), ("cancel", State.CANCELLED)):
        reviewer.post(f"/broadcasts/{row.id}/{step}")
        assert state(office, row.id) == after
    assert "This cannot be done as it stands now" in reviewer.follow(f"/broadcasts/{row.id}/pause").text


def test_what_speaks_against_going_on_is_read_first(office: Office, reviewer: Browser) -> None:
    row, now = submitted(office), office.runtime.clock.instant()
    with office.database.write() as db:
        kept = life.hold(db, row.id)
        kept.state, kept.started_at = State.STOPPED, now
        freezing.add(db, now, now + dt.timedelta(days=1), "公祭日", "li@example.org", now)
    assert "Go on all the same" in reviewer.get(f"/broadcasts/{row.id}").text
    assert "nothing goes out in this period" in reviewer.follow(f"/broadcasts/{row.id}/resume").text
    assert state(office, row.id) == State.STOPPED
    reviewer.post(f"/broadcasts/{row.id}/resume", heeded="yes")
    assert state(office, row.id) == State.SENDING


def test_what_was_signed_keeps_the_hash_that_was_signed(office: Office, reviewer: Browser) -> None:
    """Though letting it out writes down when it goes."""
    row = submitted(office)
    reviewer.post(f"/broadcasts/{row.id}/sign", sha256=row.sha256, heeded="y")
    assert state(office, row.id) == State.SCHEDULED
    assert row.sha256 in reviewer.get(f"/broadcasts/{row.id}").text


def test_switch_stops_everything_and_every_page_says_who_threw_it(office: Office, reviewer: Browser) -> None:
    row = drafted(office)
    reviewer.post("/broadcasts/switch", stop="yes")
    with office.database.read() as db:
        assert preferences.load(db).sending_stopped
    pages = ("", f"/{row.id}", "/plan", "/freezes", "/groups")
    for page in pages:
        told = office.at(Role.EDITOR).get(f"/broadcasts{page}").text
        assert "All sending is stopped." in told, page
        assert "Director Li" in told, page
    assert "Sending is allowed again." in reviewer.follow("/broadcasts/switch", stop="no").text
    assert "All sending is stopped." not in reviewer.get("/broadcasts").text


def test_list_is_filtered_by_state_and_kind(office: Office, editor: Browser) -> None:
    drafted(office, composition(title="First draft", content={"text": "早"}))
    submitted(office, composition(title="Waiting one", content={"text": "晚"}))
    drafted(office, composition(kind=Kind.IMAGE, title="A picture", content={"file": "x.jpg"}))
    assert all(title in editor.get("/broadcasts").text for title in ("First draft", "Waiting one", "A picture"))
    listed = editor.get("/broadcasts?tab=over").text.split("<form")[-1]
    assert "First draft" not in listed
    assert "A picture" not in editor.get("/broadcasts?kind=text").text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
def test_who_may_not_sign_is_not_let_through(office: Office, role: Role) -> None:
    row = submitted(office)
    for step in ("sign", "refuse", "emergency", "pause", "cancel", "let-out", "retry", "settle"):
        assert office.at(role).post(f"/broadcasts/{row.id}/{step}").status_code == 403
    assert office.at(role).post("/broadcasts/switch", stop="yes").status_code == 403


def test_each_step_is_in_the_audit(office: Office, editor: Browser, reviewer: Browser) -> None:
    row = drafted(office)
    editor.post(f"/broadcasts/{row.id}/submit", base=1, heeded="y")
    reviewer.post(f"/broadcasts/{row.id}/refuse", reason="Not yet.")
    with office.database.read() as db:
        lines = [line.action for line in audit.newest(db, 5)]
    assert lines[:2] == ["broadcast.refused", "broadcast.submitted"]


def test_recurring_one_tells_its_next_times(office: Office, editor: Browser) -> None:
    row = drafted(office, composition(content={"text": "早"}, cron="0 8 * * *"))
    page = editor.get(f"/broadcasts/{row.id}").text
    tomorrow = office.runtime.clock.instant().astimezone(office.runtime.zone).date() + dt.timedelta(days=2)
    assert f"{tomorrow} 08:00" in page


def test_recurring_one_tells_which_times_led_to_nothing_and_why(office: Office, editor: Browser) -> None:
    digest = {"layout": "news", "language": "zh", "digest": {"kinds": ["news"], "days": 1, "most": 8}}
    row = drafted(office, composition(kind=Kind.ARTICLE, content=digest, cron="0 8 * * *"))
    signed = dt.datetime(2026, 11, 23, 12, tzinfo=office.runtime.zone)
    with office.database.write() as db:
        kept = life.hold(db, row.id)
        kept.state, kept.slot = State.ACTIVE, signed
    for hours in (20, 92):
        now = signed + dt.timedelta(hours=hours)
        occurrences.make_due(office.database, office.runtime.compose, office.runtime.zone, now)
    page = editor.get(f"/broadcasts/{row.id}").text
    times = page.split("Its times so far")[1]
    assert times.count("Nothing was new") == 2
    assert re.search(r"2026-11-26 08:00.*and 1 before it.*Passed while nothing was at work", times, re.DOTALL)
    assert "The next one: " in page


def test_audience_is_told_with_its_count(office: Office, editor: Browser) -> None:
    row = drafted(office, composition(content={"text": "早"}, audience=Audience(Who.SUBSCRIBERS, section="news")))
    page = editor.get(f"/broadcasts/{row.id}").text
    assert "Subscribers: Important diplomatic activities" in page
