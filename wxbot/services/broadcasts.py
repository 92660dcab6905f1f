"""The life of a broadcast: composed, submitted, signed by somebody else, sent at its time, and its end.

Each step locks the row first, so that the second of two who act at once sees what the first one did.
"""

import datetime as dt
from enum import StrEnum
from typing import Any

from wxbot.errors import ConflictError, Remedy, RuleError, WechatError, WxbotError
from wxbot.services import Db, alarms, compositions, syncs
from wxbot.services.compositions import Compose, Composition, Foresee
from wxbot.services.findings import Finding
from wxbot.store import audit, calls
from wxbot.store import broadcasts as rows
from wxbot.store.broadcasts import HALTED, UNDER_WAY, Broadcast, State

STOPPED = "broadcast-stopped"  # The nouns of alarms, each followed by the broadcast's number.
ASKING = "broadcast-asking"
REVIEW = "broadcast-review"
UNKNOWN = "broadcast-unknown"

DECIDED = "decided"  # In place of a reason: a person has looked and wants it to go out now.
BLOCKED = "the check found what must be mended"  # Why an occurrence asks that the check would not let be submitted.


class Why(StrEnum):
    """The rules that a step can break."""

    GONE = "there is no such broadcast"
    MOVED = "this step does not fit how it stands now"
    OCCURRENCE = "one of a recurring one is cancelled, not taken back"
    OWN = "nobody signs what they wrote or submitted themselves"
    OWN_EMERGENCY = "nobody looks afterwards at what they wrote, submitted or sent themselves"
    OTHER_WORDS = "what is kept is not what was shown for signing"
    REASON = "give a reason"
    PAST = "the time must lie ahead"
    WORDING = "what the check found must be mended first"
    FORESEEN = "what stands against it must be mended first"
    WARNINGS = "the warnings must be read first"
    RECURRING = "one that recurs cannot be sent at once"


def hold(db: Db, broadcast_id: int, *states: State) -> Broadcast:
    """The row, as it is now that nobody else can change it. Raises RuleError."""
    found = rows.of_id(db, broadcast_id, lock=True)
    if found is None:
        raise RuleError(Why.GONE)
    if states and found.state not in states:
        raise RuleError(Why.MOVED)
    return found


def note(db: Db, row: Broadcast, actor: str, action: str, now: dt.datetime, **more: object) -> None:
    details = {"kind": row.kind, "sha256": row.sha256, **more}
    audit.add(
        db,
        now,
        actor,
        action,
        f"broadcast/{row.id}",
        {name: value for name, value in details.items() if value},
    )


def add(db: Db, new: Composition, account: str, author: str, now: dt.datetime) -> Broadcast:
    """A draft. Raises ContentError for what does not fit."""
    compositions.check(new, account)
    row = Broadcast(**blank(), **_composed(new), author=author, changed_at=now, number=1)
    db.add(row)
    db.flush()
    note(db, row, author, "broadcast.saved", now)
    return row


def save(
    db: Db, broadcast_id: int, new: Composition, account: str, base: int, author: str, now: dt.datetime
) -> Broadcast:
    """``base`` is the number of the version that its author had before him.

    Raises ConflictError when there is a newer one: nothing of either is lost, and its author decides.
    """
    compositions.check(new, account)
    row = hold(db, broadcast_id, State.DRAFT, State.REFUSED)
    if base != row.number:
        raise ConflictError(row.number)
    for name, value in _composed(new).items():
        setattr(row, name, value)
    row.state, row.author, row.changed_at, row.number = State.DRAFT, author, now, row.number + 1
    row.sha256, row.payload, row.findings, row.reason = "", {}, [], ""
    note(db, row, author, "broadcast.saved", now)
    return row


def _composed(new: Composition) -> dict[str, Any]:
    return {
        "kind": new.kind.value,
        "title": new.title.strip(),
        "content": dict(new.content),
        "audience": new.audience.as_json(),
        "due_at": new.due_at,
        "grace": new.grace,
        "cron": new.cron,
    }


def blank() -> dict[str, Any]:
    """The fields of a row of which nothing has happened yet."""
    nobody = dict.fromkeys(("sha256", "submitted_by", "refused_by", "reason", "emergency", "reviewed_by", "cursor"), "")
    return {**nobody, "state": State.DRAFT, "payload": {}, "findings": [], "prepared": {}, "trouble": {}, "frozen": 0}


def submit(
    db: Db,
    broadcast_id: int,
    base: int,
    compose: Compose,
    foresee: Foresee,
    actor: str,
    now: dt.datetime,
    heeded: bool = False,
) -> Broadcast:
    """Composes what goes out, word for word, and asks others to sign exactly that.

    ``heeded`` says that the actor has read the warnings, if there are any; they are kept for who signs. Raises
    ContentError or RuleError.
    """
    row = hold(db, broadcast_id, State.DRAFT)
    if base != row.number:
        raise ConflictError(row.number)
    if row.due_at is not None and row.due_at <= now:
        raise RuleError(Why.PAST)
    _compose(db, row, compose, heeded, foresee(db, row))
    row.state, row.submitted_by, row.submitted_at = State.SUBMITTED, actor, now
    note(db, row, actor, "broadcast.submitted", now)
    return row


def _compose(db: Db, row: Broadcast, compose: Compose, heeded: bool, foreseen: tuple[Finding, ...] = ()) -> None:
    compositions.check_rule(row.content, row.cron)
    composed = compose(db, rows.Kind(row.kind), row.content)
    found = (*foreseen, *composed.findings)
    if any(finding.blocks for finding in composed.findings):
        raise RuleError(Why.WORDING)
    if any(finding.blocks for finding in foreseen):
        raise RuleError(Why.FORESEEN)
    if found and not heeded:
        raise RuleError(Why.WARNINGS)
    row.payload, row.findings = dict(composed.payload), [finding.as_json() for finding in found]
    row.sha256 = compositions.digest(row, row.payload)


def withdraw(db: Db, broadcast_id: int, actor: str, now: dt.datetime) -> Broadcast:
    """Takes it back before it is sent: it is a draft again, and who signed it signs anew."""
    row = hold(db, broadcast_id, State.SUBMITTED, State.SCHEDULED, State.ASKING)
    if row.series_id is not None:
        raise RuleError(Why.OCCURRENCE)  # What it repeats is what can be changed.
    rows.unsign(db, row.id)
    for noun in (ASKING, REVIEW):
        alarms.silence(db, f"{noun}/{row.id}")
    row.state, row.number, row.emergency = State.DRAFT, row.number + 1, ""
    note(db, row, actor, "broadcast.withdrawn", now)
    row.sha256, row.payload, row.findings = "", {}, []
    return row


def refuse(db: Db, broadcast_id: int, actor: str, reason: str, now: dt.datetime) -> Broadcast:
    row = hold(db, broadcast_id, State.SUBMITTED)
    if not reason.strip():
        raise RuleError(Why.REASON)
    rows.unsign(db, row.id)
    row.state, row.refused_by, row.reason = State.REFUSED, actor, reason.strip()
    note(db, row, actor, "broadcast.refused", now, reason=row.reason)
    return row


def sign(
    db: Db,
    broadcast_id: int,
    sha256: str,
    foresee: Foresee,
    signer: str,
    needed: int,
    now: dt.datetime,
    heeded: bool = False,
) -> Broadcast:
    """Signs what the signer was shown, which ``sha256`` is of. With the last one of ``needed`` signatures it goes out
    at its time, or at once if it has none.

    ``heeded`` says that the signer has read the warnings too: those that were kept, and what has come up since.
    """
    row = hold(db, broadcast_id, State.SUBMITTED)
    if signer in (row.author, row.submitted_by):
        raise RuleError(Why.OWN)
    if not sha256 == row.sha256 == compositions.digest(row, row.payload):
        raise RuleError(Why.OTHER_WORDS)
    if (row.findings or foresee(db, row)) and not heeded:
        raise RuleError(Why.WARNINGS)
    if not rows.sign(db, row.id, signer, sha256, now):
        return row
    note(db, row, signer, "broadcast.signed", now)
    if len(rows.signatures(db, row.id)) >= needed:
        _release(row, now)
    return row


def _release(row: Broadcast, now: dt.datetime) -> None:
    if row.cron:
        row.state, row.slot = State.ACTIVE, now  # Of its times those count that come from now on.
        return
    row.state, row.due_at = State.SCHEDULED, row.due_at or now


def send_at_once(
    db: Db, broadcast_id: int, base: int, compose: Compose, actor: str, reason: str, now: dt.datetime
) -> Broadcast:
    """The emergency path: one person alone sends it now, and an alarm asks for somebody else's look afterwards."""
    row = hold(db, broadcast_id, State.DRAFT, State.SUBMITTED)
    if base != row.number:
        raise ConflictError(row.number)
    if not reason.strip():
        raise RuleError(Why.REASON)
    if row.cron:
        raise RuleError(Why.RECURRING)
    if row.state == State.DRAFT:
        _compose(db, row, compose, heeded=True)
        row.submitted_by, row.submitted_at = actor, now
    row.emergency, row.reviewed_by = reason.strip(), ""
    row.state, row.due_at = State.SCHEDULED, now
    alarms.ring(db, f"{REVIEW}/{row.id}", {"actor": actor, "reason": row.emergency}, now)
    note(db, row, actor, "broadcast.emergency", now, reason=row.emergency)
    return row


def review(db: Db, broadcast_id: int, actor: str, now: dt.datetime) -> Broadcast:
    """Somebody else has looked at what was sent in an emergency."""
    row = hold(db, broadcast_id)
    if not row.emergency or row.reviewed_by:
        raise RuleError(Why.MOVED)
    if actor in (row.author, row.submitted_by) or _sent_by(db, row) == actor:
        raise RuleError(Why.OWN_EMERGENCY)
    row.reviewed_by = actor
    alarms.silence(db, f"{REVIEW}/{row.id}")
    note(db, row, actor, "broadcast.reviewed", now)
    return row


def _sent_by(db: Db, row: Broadcast) -> str:
    ringing = [alarm for alarm in alarms.ringing(db) if alarm.name == f"{REVIEW}/{row.id}"]
    return str(ringing[0].details.get("actor", "")) if ringing else ""


def ask(db: Db, row: Broadcast, reason: str, now: dt.datetime) -> None:
    """Leaves it to a person: its time passed, or it is not what was signed any more."""
    row.state, row.reason = State.ASKING, reason
    alarms.ring(db, f"{ASKING}/{row.id}", {"title": row.title, "why": reason}, now)


def decide(db: Db, broadcast_id: int, actor: str, now: dt.datetime, due_at: dt.datetime | None = None) -> Broadcast:
    """A person lets what asked go out after all: now, or at another time, at which it may ask again.

    Raises RuleError also for an occurrence that could not be composed: it can only be cancelled, and its rule mended.
    """
    row = hold(db, broadcast_id, State.ASKING)
    if due_at is not None and due_at <= now:
        raise RuleError(Why.PAST)
    if not row.payload or row.reason == BLOCKED:
        raise RuleError(Why.WORDING)
    alarms.silence(db, f"{ASKING}/{row.id}")
    row.state, row.due_at = State.SCHEDULED, due_at or now
    row.reason = row.reason if due_at else DECIDED
    note(db, row, actor, "broadcast.decided", now, due_at=row.due_at.astimezone(dt.UTC).isoformat())
    return row


def pause(db: Db, broadcast_id: int, actor: str, now: dt.datetime) -> Broadcast:
    row = hold(db, broadcast_id, State.SENDING)
    row.state = State.PAUSED
    note(db, row, actor, "broadcast.paused", now)
    return row


def resume(db: Db, broadcast_id: int, actor: str, now: dt.datetime) -> Broadcast:
    """Goes on where it stood, also after WeChat stopped it and staff did what was needed."""
    row = hold(db, broadcast_id, *HALTED)
    alarms.silence(db, f"{STOPPED}/{row.id}")
    row.state, row.trouble = State.SENDING, {}
    note(db, row, actor, "broadcast.resumed", now)
    return row


def cancel(db: Db, broadcast_id: int, actor: str, now: dt.datetime) -> Broadcast:
    """Nothing more of it is sent. What WeChat has taken already goes out."""
    row = hold(db, broadcast_id, *UNDER_WAY)
    for noun in (ASKING, STOPPED):
        alarms.silence(db, f"{noun}/{row.id}")
    calls.cancel_waiting(db, row.id, now)
    row.state, row.finished_at = (State.ENDED if row.state == State.ACTIVE else State.CANCELLED), now
    note(db, row, actor, "broadcast.cancelled", now)
    return row


def stop(db: Db, row: Broadcast, error: WxbotError, now: dt.datetime, free_at: dt.datetime | None = None) -> None:
    """Every further call would fail alike until staff do what the alarm says. ``row`` is locked.

    ``free_at`` is when a quota that is used up is there again, where it is another than that of the day.
    """
    if row.state != State.SENDING:
        return
    if isinstance(error, WechatError) and error.remedy is Remedy.DAY_QUOTA:
        free_at = syncs.tomorrow(now, dt.time())
    row.state = State.STOPPED
    row.trouble = told(error) | ({"free_at": free_at.isoformat()} if free_at is not None else {})
    alarms.ring(db, f"{STOPPED}/{row.id}", {"title": row.title, **row.trouble}, now)


def told(error: WxbotError) -> dict[str, Any]:
    """What is kept of an error for staff: the words, WeChat's or ours, and the remedy where one is known."""
    if not isinstance(error, WechatError):
        return {"kind": "", "code": None, "message": str(error)[:300], "rid": "", "remedy": "", "places": {}}
    remedy = error.remedy.value if error.remedy is not None else ""
    about = {"kind": error.kind.value, "code": error.code, "message": error.message[:300], "rid": error.rid}
    return {**about, "remedy": remedy, "places": error.places}


def finish(db: Db, row: Broadcast, now: dt.datetime) -> None:
    """All that could be done of it is done. ``row`` is locked."""
    if row.state == State.SENDING:
        row.state, row.finished_at, row.leased_until = State.FINISHED, now, None
