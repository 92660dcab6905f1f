"""What is kept of a person: forgotten when he leaves, erased or handed out when he asks.

Letters are the account's correspondence: their number and state stay, but not who wrote them once they are over.
"""

import datetime as dt
from typing import Any

from wxbot.services import Db, Vault, alarms, telling
from wxbot.services.outbox import opened
from wxbot.store import (
    audiences,
    audit,
    chunks,
    consents,
    followers,
    journal,
    letters,
    outbox,
    sends,
    submissions,
    subscriptions,
    tags,
)
from wxbot.store.letters import STUCK, UNDER_WAY, UNSAID, Entry, EntryKind, Fate, State


def forget(db: Db, openid: str) -> None:
    """He left, or took back his consent: all that is his goes; open letters keep their writer until answered."""
    follower = followers.find(db, openid)
    if follower is not None:
        db.delete(follower)
    subscriptions.remove(db, openid)
    for row in submissions.of_follower(db, openid):
        db.delete(row)
    consents.remove(db, openid)
    letters.release(db, openid)
    outbox.drop(db, openid)
    for broadcast_id, number in sorted(sends.forget(db, openid)):
        chunks.recount(db, broadcast_id, [number])
    audiences.forget(db, openid)
    journal.release(db, openid)


def forget_unless_back(db: Db, openid: str, left_at: dt.datetime) -> None:
    """He left; lines may come late, and one that tells of an earlier farewell must not cost who follows again."""
    follower = followers.find(db, openid)
    if follower is None or follower.followed_at is None or follower.followed_at <= left_at:
        forget(db, openid)


def erase(db: Db, openid: str, alias: str, actor: str, now: dt.datetime) -> bool:
    """All that names him, his words included, and a line in the audit that says so; False when nothing was known."""
    known = _known(db, openid)
    for letter in letters.of_writer(
        db, openid, 10_000
    ):  # Before he is forgotten: then those that are over are no one's.
        letter.openid = letter.contact = letter.contact_index = letter.address = ""
        letter.state, letter.changed_at, letter.version = State.CLOSED, now, letter.version + 1
        letter.waiting_since = letter.reading_since = None
        alarms.silence(db, telling.alarm_of(letter))
        for entry in letters.entries(db, letter.id):
            _empty(entry)
    forget(db, openid)
    outbox.erase(db, openid)
    if known:
        audit.add(db, now, actor, "follower.erased", f"follower/{alias}", {})
    return known


def _empty(entry: Entry) -> None:
    """Its words go, and nothing more is done about it."""
    entry.text, entry.due_at = "", None
    if entry.fate in (*UNDER_WAY, *UNSAID, *STUCK):
        entry.fate = Fate.GONE


def _known(db: Db, openid: str) -> bool:
    """Whether anything is kept of him."""
    return (
        followers.find(db, openid) is not None
        or bool(letters.of_writer(db, openid, 1))
        or bool(subscriptions.of_follower(db, openid))
        or bool(submissions.of_follower(db, openid))
        or bool(consents.of_follower(db, openid))
        or bool(outbox.of_follower(db, openid))
        or bool(sends.of_follower(db, openid, 1))
        or bool(audiences.names_of(db, openid))
        or journal.knows(db, openid)
    )


def hand_out(db: Db, vault: Vault, openid: str, alias: str, actor: str, now: dt.datetime) -> dict[str, Any]:
    """Everything that is kept of him, opened, as JSON, and a line in the audit that says who took it."""
    found = export(db, vault, openid)
    if _known(db, openid):
        audit.add(db, now, actor, "follower.exported", f"follower/{alias}", {})
    return found


def export(db: Db, vault: Vault, openid: str) -> dict[str, Any]:
    """Everything that is kept of him, opened, as JSON; but not what staff noted among themselves."""
    follower = followers.find(db, openid)
    return {
        "openid": openid,
        "follower": _fields(follower) if follower else None,
        "tags": tags.names_of(db, follower.id) if follower else [],
        "subscriptions": [_fields(row) for row in subscriptions.of_follower(db, openid)],
        "consents": [_fields(row) for row in consents.of_follower(db, openid)],
        "letters": [_letter(db, vault, row) for row in letters.of_writer(db, openid, 10_000)],
        "submissions": [
            {**_fields(row), "caption": vault.open(row.caption)} for row in submissions.of_follower(db, openid)
        ],
        "messages": [_fields(row) for row in journal.of_follower(db, openid)],
        "sent": [{**_fields(row), "message": opened(vault, row.message)} for row in outbox.of_follower(db, openid)],
        "pushes": [_fields(row) for row in sends.of_follower(db, openid)],
        "groups": list(audiences.names_of(db, openid)),
    }


def _letter(db: Db, vault: Vault, letter: letters.Letter) -> dict[str, Any]:
    fields = _fields(letter)
    del fields["contact_index"]
    said = [entry for entry in letters.entries(db, letter.id) if not _among_staff(entry)]
    entries = [{**_fields(entry), "text": vault.open(entry.text)} for entry in said]
    return {
        **fields,
        "contact": vault.open(letter.contact),
        "address": vault.open(letter.address),
        "entries": entries,
    }


def _among_staff(entry: Entry) -> bool:
    return entry.kind == EntryKind.NOTE or entry.fate in UNSAID


def _fields(row: object) -> dict[str, Any]:
    """The columns of a row as JSON has them."""
    values = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    return {
        name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in sorted(values.items())
    }
