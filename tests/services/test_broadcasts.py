"""The life of a broadcast."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.services.broadcasting import (
    ACCOUNT,
    NOW,
    as_it_is,
    begun,
    clear,
    composition,
    finding,
    kept,
    scheduled,
    submitted,
)
from wxbot.errors import ConflictError, ContentError, ErrorClass, RuleError, WechatError
from wxbot.services import alarms, broadcasts, findings
from wxbot.services.audiences import Audience, Who
from wxbot.services.broadcasts import Why
from wxbot.services.findings import Code, Finding
from wxbot.store import audit
from wxbot.store import broadcasts as rows
from wxbot.store.broadcasts import Kind, State
from wxbot.store.database import Database

LATER = NOW + dt.timedelta(hours=1)


def _alarms(database: Database) -> list[str]:
    with database.read() as db:
        return [alarm.name for alarm in alarms.ringing(db)]


def test_it_goes_out_once_somebody_else_has_signed_it(database: Database) -> None:
    row = submitted(database)
    assert row.state == State.SUBMITTED
    with database.write() as db:
        signed = broadcasts.sign(db, row.id, row.sha256, clear, "li", 1, NOW)
    assert (signed.state, signed.due_at) == (State.SCHEDULED, NOW)


def test_it_keeps_the_time_that_it_was_given(database: Database) -> None:
    assert scheduled(database, composition(due_at=LATER)).due_at == LATER


def test_two_signatures_are_two_people(database: Database) -> None:
    row = submitted(database)
    for signer, state in (("li", State.SUBMITTED), ("li", State.SUBMITTED), ("wang", State.SCHEDULED)):
        with database.write() as db:
            assert broadcasts.sign(db, row.id, row.sha256, clear, signer, 2, NOW).state == state


def test_nobody_signs_their_own(database: Database) -> None:
    row = submitted(database)
    with database.write() as db, pytest.raises(RuleError, match=Why.OWN):
        broadcasts.sign(db, row.id, row.sha256, clear, "chen", 1, NOW)


def test_only_what_was_shown_is_signed(database: Database) -> None:
    row = submitted(database)
    with database.write() as db, pytest.raises(RuleError, match=Why.OTHER_WORDS):
        broadcasts.sign(db, row.id, "0" * 64, clear, "li", 1, NOW)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("payload", {"text": "Good night"}),
        ("content", {"text": "Good night"}),
        ("audience", {"who": "tag", "tag": 3}),
        ("due_at", LATER),
        ("cron", "0 8 * * *"),
        ("grace", 90),
        ("kind", "custom"),
    ],
)
def test_whatever_is_changed_under_a_signers_hands_is_not_signed(database: Database, name: str, value: object) -> None:
    row = submitted(database)
    with database.write() as db:
        kept = rows.of_id(db, row.id)
        setattr(kept, name, value)
    with database.write() as db, pytest.raises(RuleError, match=Why.OTHER_WORDS):
        broadcasts.sign(db, row.id, row.sha256, clear, "li", 1, NOW)


def test_of_two_who_write_the_second_is_told(database: Database) -> None:
    with database.write() as db:
        row = broadcasts.add(db, composition(), ACCOUNT, "chen", NOW)
        broadcasts.save(db, row.id, composition(title="Evening"), ACCOUNT, 1, "wang", NOW)
    with database.write() as db, pytest.raises(ConflictError):
        broadcasts.save(db, row.id, composition(title="Noon"), ACCOUNT, 1, "chen", NOW)
    assert kept(database, row).title == "Evening"


def test_a_version_that_nobody_saw_is_not_submitted(database: Database) -> None:
    with database.write() as db:
        row = broadcasts.add(db, composition(), ACCOUNT, "chen", NOW)
        broadcasts.save(db, row.id, composition(title="Evening"), ACCOUNT, 1, "wang", NOW)
    with database.write() as db, pytest.raises(ConflictError):
        broadcasts.submit(db, row.id, 1, as_it_is, clear, "chen", NOW)


def test_what_blocks_is_mended_and_what_warns_is_read(database: Database) -> None:
    with database.write() as db:
        row = broadcasts.add(db, composition(), ACCOUNT, "chen", NOW)
    for blocks, why in ((True, Why.WORDING), (False, Why.WARNINGS)):
        found = finding(Finding(blocks, "text", Code.PHONE, {}))
        with database.write() as db, pytest.raises(RuleError, match=why):
            broadcasts.submit(db, row.id, 1, found, clear, "chen", NOW)
    with database.write() as db:
        warned = finding(Finding(False, "text", Code.PHONE, {}))
        assert broadcasts.submit(db, row.id, 1, warned, clear, "chen", NOW, heeded=True).state == State.SUBMITTED


def test_what_was_found_is_kept_for_whoever_signs_and_read_before_it_is_signed(sqlite: Database) -> None:
    words, time = Finding(False, "text", Code.PHONE, {"found": "1"}), Finding(False, "due_at", Code.DAY_USED, {})
    with sqlite.write() as db:
        row = broadcasts.add(db, composition(), ACCOUNT, "chen", NOW)
        row = broadcasts.submit(db, row.id, 1, finding(words), lambda *_: (time,), "chen", NOW, heeded=True)
    assert findings.kept(kept(sqlite, row).findings) == (time, words)
    with sqlite.write() as db, pytest.raises(RuleError, match=Why.WARNINGS):
        broadcasts.sign(db, row.id, row.sha256, clear, "li", 1, NOW)
    with sqlite.write() as db:
        signed = broadcasts.sign(db, row.id, row.sha256, clear, "li", 1, NOW, heeded=True)
        assert signed.state == State.SCHEDULED
        back = broadcasts.withdraw(db, row.id, "chen", NOW)
        assert back.findings == []


def test_what_came_up_since_it_was_submitted_is_read_before_it_is_signed(sqlite: Database) -> None:
    row, frozen = submitted(sqlite), Finding(False, "due_at", Code.FROZEN, {})
    with sqlite.write() as db, pytest.raises(RuleError, match=Why.WARNINGS):
        broadcasts.sign(db, row.id, row.sha256, lambda *_: (frozen,), "li", 1, NOW)


def test_what_stands_against_it_for_certain_keeps_it_from_being_submitted(sqlite: Database) -> None:
    nobody = Finding(True, "who", Code.NOBODY_EVER, {})
    with sqlite.write() as db:
        row = broadcasts.add(db, composition(), ACCOUNT, "chen", NOW)
        with pytest.raises(RuleError, match=Why.FORESEEN):
            broadcasts.submit(db, row.id, 1, as_it_is, lambda *_: (nobody,), "chen", NOW, heeded=True)


def test_what_the_account_may_not_send_is_not_kept(database: Database) -> None:
    with database.write() as db, pytest.raises(ContentError, match="cannot send that"):
        broadcasts.add(db, composition(Kind.NOTICE), "sandbox", "chen", NOW)


def test_what_gathers_each_time_needs_a_rule(sqlite: Database) -> None:
    digest = {"layout": "news", "language": "zh", "digest": {"kinds": ["news"], "days": 1, "most": 8}}
    with sqlite.write() as db, pytest.raises(ContentError, match="needs a rule"):
        broadcasts.add(db, composition(kind=Kind.ARTICLE, content=digest), ACCOUNT, "chen", NOW)
    with sqlite.write() as db:
        row = broadcasts.add(db, composition(kind=Kind.ARTICLE, content=digest, cron="0 8 * * *"), ACCOUNT, "chen", NOW)
        row.cron = ""  # As one that was kept before this was asked for.
    with sqlite.write() as db, pytest.raises(ContentError, match="needs a rule"):
        broadcasts.submit(db, row.id, row.number, as_it_is, clear, "chen", NOW)
    with sqlite.write() as db, pytest.raises(ContentError, match="needs a rule"):
        broadcasts.send_at_once(db, row.id, row.number, as_it_is, "li", "At once", NOW)


def test_a_refusal_needs_a_reason_and_it_can_be_mended(database: Database) -> None:
    row = submitted(database)
    with database.write() as db, pytest.raises(RuleError, match=Why.REASON):
        broadcasts.refuse(db, row.id, "li", " ", NOW)
    with database.write() as db:
        broadcasts.refuse(db, row.id, "li", "Too early", NOW)
        saved = broadcasts.save(db, row.id, composition(), ACCOUNT, row.number, "chen", NOW)
    assert (saved.state, saved.sha256) == (State.DRAFT, "")


def test_taken_back_it_is_signed_anew(database: Database) -> None:
    row = scheduled(database, composition(due_at=LATER))
    with database.write() as db:
        back = broadcasts.withdraw(db, row.id, "chen", NOW)
        again = broadcasts.submit(db, row.id, back.number, as_it_is, clear, "chen", NOW)
        assert not rows.signatures(db, row.id)
    assert again.state == State.SUBMITTED


def test_a_recurring_one_is_active_once_it_is_signed(database: Database) -> None:
    assert scheduled(database, composition(cron="0 8 * * 1-5")).state == State.ACTIVE


def test_in_an_emergency_one_person_sends_it_and_another_looks_at_it_afterwards(database: Database) -> None:
    with database.write() as db:
        row = broadcasts.add(db, composition(), ACCOUNT, "chen", NOW)
        sent = broadcasts.send_at_once(db, row.id, 1, as_it_is, "wang", "Earthquake", NOW)
    assert (sent.state, sent.due_at, sent.payload) == (State.SCHEDULED, NOW, {"text": "Good morning"})
    assert _alarms(database) == [f"broadcast-review/{row.id}"]
    for somebody in ("chen", "wang"):
        with database.write() as db, pytest.raises(RuleError, match=Why.OWN_EMERGENCY):
            broadcasts.review(db, row.id, somebody, NOW)
    with database.write() as db:
        broadcasts.review(db, row.id, "li", NOW)
    assert _alarms(database) == []


def test_an_emergency_that_is_taken_back_asks_nobody_to_look_at_it(sqlite: Database) -> None:
    row = submitted(sqlite)
    with sqlite.write() as db:
        broadcasts.send_at_once(db, row.id, row.number, as_it_is, "li", "Earthquake", NOW)
        broadcasts.withdraw(db, row.id, "chen", NOW)
        assert not alarms.ringing(db)


def test_an_emergency_needs_its_reason(database: Database) -> None:
    row = submitted(database)
    with database.write() as db, pytest.raises(RuleError, match=Why.REASON):
        broadcasts.send_at_once(db, row.id, row.number, as_it_is, "li", "", NOW)


def test_paused_it_goes_on_where_it_stood(database: Database) -> None:
    row = begun(database)
    with database.write() as db:
        broadcasts.pause(db, row.id, "li", NOW)
        assert broadcasts.resume(db, row.id, "li", NOW).state == State.SENDING


def test_an_error_that_everyone_would_get_stops_it_and_staff_are_told_what_to_do(database: Database) -> None:
    row = begun(database)
    error = WechatError(ErrorClass.CONFIGURATION, 40164, "invalid ip 1.2.3.4", "rid-1")
    with database.write() as db:
        broadcasts.stop(db, broadcasts.hold(db, row.id), error, NOW)
    assert (kept(database, row).state, kept(database, row).trouble["code"]) == (State.STOPPED, 40164)
    assert _alarms(database) == [f"broadcast-stopped/{row.id}"]
    with database.write() as db:
        broadcasts.resume(db, row.id, "li", NOW)
    assert (_alarms(database), kept(database, row).trouble) == ([], {})


@pytest.mark.parametrize(
    "step",
    [
        lambda db, row: broadcasts.pause(db, row.id, "li", NOW),
        lambda db, row: broadcasts.resume(db, row.id, "li", NOW),
        lambda db, row: broadcasts.decide(db, row.id, "li", NOW),
        lambda db, row: broadcasts.refuse(db, row.id, "li", "no", NOW),
        lambda db, row: broadcasts.sign(db, row.id, row.sha256, clear, "li", 1, NOW),
        lambda db, row: broadcasts.cancel(db, row.id, "li", NOW),
        lambda db, row: broadcasts.withdraw(db, row.id, "li", NOW),
    ],
)
def test_what_is_cancelled_takes_no_further_step(database: Database, step: Callable[..., object]) -> None:
    row = scheduled(database)
    with database.write() as db:
        broadcasts.cancel(db, row.id, "li", NOW)
    with database.write() as db, pytest.raises(RuleError, match=Why.MOVED):
        step(db, row)


def test_who_did_what_is_in_the_audit_without_the_words(database: Database) -> None:
    row = scheduled(database)
    with database.read() as db:
        lines = [line for line in audit.newest(db, 50) if line.subject == f"broadcast/{row.id}"]
    assert {line.action for line in lines} == {"broadcast.saved", "broadcast.submitted", "broadcast.signed"}
    assert not [line for line in lines if "morning" in str(line.details)]


def test_an_audience_group_is_named_by_its_number(database: Database) -> None:
    row = scheduled(database, composition(Kind.TEMPLATE, Audience(Who.GROUP, group=4)))
    assert row.audience == {"who": "group", "group": 4}
