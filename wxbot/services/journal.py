"""Draining the journal: from Redis, or from a process's memory while Redis is down, into SQL for good.

Keeping comes before removing, and a delivery has one line: draining twice, or two workers at once, changes nothing.
"""

import datetime as dt
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wxbot.services import Db, consents, figures, followers, privacy, results
from wxbot.services.figures import Said
from wxbot.state import journal as stream
from wxbot.state.connection import Redis
from wxbot.state.turn import SEND
from wxbot.store import journal, letters, outbox
from wxbot.store.database import Database

log = logging.getLogger(__name__)

BATCH = 500

# Job results come from the platform's own account, which is no follower.
_NO_FOLLOWER = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the webhook wrote it; ``late`` is how an answer was promised that came after the deadline."""

    fields: dict[str, Any]
    late: str

    @property
    def delivery(self) -> str:
        return str(self.fields["delivery"])

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.fields["at"])


def parse(entries: Sequence[tuple[bytes, str]]) -> list[Line]:
    """Entries that cannot be read are logged and passed over, so that one cannot hold up all that follow."""
    lines = []
    for stored, late in entries:
        try:
            lines.append(_line(json.loads(stored), late))
        except ValueError:
            log.error("An entry of the journal cannot be read and is dropped")
    return lines


_WORDS = ("delivery", "openid", "at", "source", "asked", "hit", "reply")


def _line(fields: Any, late: str) -> Line:
    """Raises ValueError unless everything is there that will be kept."""
    if not isinstance(fields, dict) or not all(isinstance(fields.get(name), str) for name in _WORDS):
        raise ValueError("words are missing")
    if not isinstance(fields.get("decision"), dict) or not isinstance(fields.get("rest"), list):
        raise ValueError("the decision or the messages are missing")
    line = Line(fields, late)
    if line.at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return line


def keep(db: Db, lines: Sequence[Line], zone: dt.tzinfo) -> int:
    """Writes the lines that are new, what they say of followers, and the messages that follow; returns how many.

    The day's figures are counted up last and at once, so that two who count hardly wait for each other.
    """
    for line in lines:
        _keep_result(db, line)
    new = [line for line in lines if "result" not in line.fields and _keep_one(db, line)]
    figures.count(db, [_said(line) for line in new], zone)
    return len(new)


def _keep_result(db: Db, line: Line) -> None:
    """What became of a message of ours is nobody's message: it goes to the ledger, and not into the journal."""
    if "result" in line.fields:
        kind, message_id, body = line.fields["result"]
        results.record(db, line.delivery, results.Kind(kind), message_id, line.fields["openid"], body, line.at)


def _said(line: Line) -> Said:
    fields = line.fields
    intent = fields["decision"].get("intent")
    key = intent.get("key", "") if isinstance(intent, dict) else ""
    return Said(line.at, fields["source"], fields["asked"], fields["hit"], str(key))


def _keep_one(db: Db, line: Line) -> bool:
    """Whether the line is new; one that another process is just writing is waited for and then known."""
    fields = line.fields
    new = journal.add(
        db,
        delivery=line.delivery,
        openid=fields["openid"][:64],
        at=line.at,
        source=fields["source"][:20],
        asked=fields["asked"],
        hit=fields["hit"][:120],
        question=figures.question(_said(line)),
        decision=fields["decision"],
        reply=fields["reply"][:40],
    )
    if new:
        _follow_up(db, line)
    return new


def _follow_up(db: Db, line: Line) -> None:
    """What the line says of the follower, and the messages that are still to be sent."""
    fields = line.fields
    openid = fields["openid"][:64]
    if fields.get("forget"):
        privacy.forget(db, str(fields["forget"])[:64])
    elif fields["source"] == "unfollow":
        privacy.forget_unless_back(db, openid, line.at)
    elif fields["source"] != _NO_FOLLOWER:
        followers.note(db, openid, fields["source"], fields["asked"], line.at)
        letters.wake(db, openid, line.at)
    if fields.get("consents"):
        event, entries = fields["consents"]
        consents.record(db, line.delivery, openid, event, entries, line.at)
        if event == "sent":
            _keep_sent(db, line, entries)
    # A promise that went down with Redis is kept all the same: no delivery can have carried an overdue answer.
    promised = line.late == SEND or (not line.late and fields.get("overdue"))
    messages = ([fields["late"]] if promised and fields.get("late") else []) + fields["rest"]
    for position, message in enumerate(messages):
        outbox.add(db, line.delivery, position, openid, message, line.at)


def _keep_sent(db: Db, line: Line, entries: Sequence[Mapping[str, Any]]) -> None:
    for place, entry in enumerate(entries):
        status = (
            "success"
            if str(entry["error_code"]) in ("0", "")
            else f"{entry['error_code']} {entry['error_status']}".strip()
        )
        body = {"template_id": entry["template_id"], "status": status}
        kind, message_id = results.Kind.NOTICE, str(entry["message_id"])
        results.record(db, f"{line.delivery}|{place}", kind, message_id, line.fields["openid"], body, line.at)


def drain(client: Redis, database: Database, zone: dt.tzinfo) -> int:
    """Moves what waits in Redis into SQL, batch by batch; returns how many lines were new.

    Raises StateUnavailable or StoreUnavailable; what was not kept then still waits.
    """
    total = 0
    while True:
        rows = stream.read(client, BATCH)
        if rows:
            with database.write() as db:
                total += keep(db, parse([(entry, late) for _, entry, late in rows]), zone)
            stream.remove(client, [entry_id for entry_id, _, _ in rows])
        if len(rows) < BATCH:
            return total


def explain(client: Redis, database: Database, delivery: str) -> dict[str, Any] | None:
    """The decision behind a delivery's answer, wherever it is by now; None when there was none."""
    stored = stream.entry_of(client, delivery)
    if stored:
        return dict(json.loads(stored)["decision"])
    with database.read() as db:
        entry = journal.of_delivery(db, delivery)
        return dict(entry.decision) if entry else None
