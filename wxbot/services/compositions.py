"""A broadcast as it is composed: what, to whom and when, checked before it is kept; and the digest that is signed."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wxbot.errors import ContentError
from wxbot.services import Db, audiences
from wxbot.services.audiences import Audience
from wxbot.services.findings import Finding
from wxbot.store.broadcasts import Broadcast, Kind

TITLE_MAX = 120
GRACE_MAX = 24 * 60  # Minutes.
GRACE = 30

TITLE = f"give it a title of at most {TITLE_MAX} characters"
MINUTES = f"must be 0 to {GRACE_MAX} minutes"
ONE_TIME = "either a time or a rule, not both"
NO_RULE = "what gathers its articles each time needs a rule that says when"
REASONS = (TITLE, MINUTES, ONE_TIME, NO_RULE)


@dataclass(frozen=True, slots=True)
class Composition:
    """``cron`` is empty for what goes out once; ``due_at`` None then means as soon as it is signed."""

    kind: Kind
    title: str
    content: Mapping[str, Any]
    audience: Audience
    due_at: dt.datetime | None = None
    grace: int = GRACE
    cron: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """What goes out, word for word; empty for a recurring digest, which is put together at each of its times."""

    payload: Mapping[str, Any]
    findings: tuple[Finding, ...] = field(default=())


Compose = Callable[[Db, Kind, Mapping[str, Any]], Composed]

# What stands against a broadcast besides its words; ``prospects.foresee`` with what it has to know of the account.
Foresee = Callable[[Db, Broadcast], tuple[Finding, ...]]


def of(row: Broadcast) -> Composition:
    """As it was composed. Raises ContentError for an audience that is none any more."""
    audience = audiences.parse(row.audience)
    return Composition(Kind(row.kind), row.title, row.content, audience, row.due_at, row.grace, row.cron)


def check(new: Composition, account: str) -> None:
    """Raises ContentError, beginning with the field's name."""
    if not 1 <= len(new.title.strip()) <= TITLE_MAX:
        raise ContentError(f"title: {TITLE}")
    if not 0 <= new.grace <= GRACE_MAX:
        raise ContentError(f"grace: {MINUTES}")
    if new.cron and new.due_at is not None:
        raise ContentError(f"due_at: {ONE_TIME}")
    check_rule(new.content, new.cron)
    audiences.way(account, new.kind, new.audience)


def check_rule(content: Mapping[str, Any], cron: str) -> None:
    """What is gathered at each time has no words of its own that could go out once. Raises ContentError."""
    if "digest" in content and not cron:
        raise ContentError(f"cron: {NO_RULE}")


def digest(broadcast: Broadcast, payload: Mapping[str, Any]) -> str:
    """SHA-256 of all that somebody vouches for with a signature: what goes out, to whom, when and how often."""
    due_at = broadcast.due_at.astimezone(dt.UTC).isoformat() if broadcast.due_at is not None else ""
    signed = {
        "kind": broadcast.kind,
        "content": broadcast.content,
        "payload": payload,
        "audience": broadcast.audience,
        "due_at": due_at,
        "grace": broadcast.grace,
        "cron": broadcast.cron,
    }
    words = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()
