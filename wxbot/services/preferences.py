"""The settings that staff own: read as one frozen value, changed with a line in the audit."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError, RuleError
from wxbot.hours import Hours
from wxbot.services import Db, items
from wxbot.store import audit, preferences

MOST_SIGNATURES = 3
MOST_DAYS = 60
MOST_HOSTS = 200
MOST_PUSHES = 20
_LONGEST_HOST = 253

CHANGED = "Somebody else changed the preferences meanwhile. Look at them once more, then save again."
DAYS = f"must be 1 to {MOST_DAYS}"
PUSHES = f"must be 1 to {MOST_PUSHES}"
HOSTS = f"must be at most {MOST_HOSTS}"
HOST = "must be the name of a host, such as www.un.org"
HOURS = (
    "must be like Mon-Fri 09:00-17:30",
    "must begin and end at different times",
    "days must be Mon, Tue, Wed, Thu, Fri, Sat or Sun",
)
SIGNATURES = f"must be 1 to {MOST_SIGNATURES}"
REASONS = (CHANGED, DAYS, PUSHES, SIGNATURES, HOSTS, HOST, *HOURS)

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})+")


@dataclass(frozen=True, slots=True)
class Preferences:
    """Every field has a value that works where nobody set one."""

    signatures: Mapping[str, int] = field(default_factory=dict)  # By kind; one where a kind is not named.
    second_reader: bool = False  # Whether an answer to a letter needs a second person.
    office_hours: str = ""  # Empty: the setting OFFICE_HOURS.
    menus_automatic: bool = False  # Whether a menu that goes live is sent to WeChat without anybody's asking.
    letter_days: int = 5  # Working days within which a letter is answered.
    trusted_hosts: tuple[str, ...] = ()  # Hosts that items may link to without a warning; subdomains included.
    broadcast_signatures: int = 1
    sending_stopped: bool = False  # The one switch: while it is on no broadcast sends anything.
    pushes_a_day: int = 3  # The most that one follower gets of those that go to each follower alone.

    def signatures_of(self, kind: Kind) -> int:
        return self.signatures.get(kind, 1)


def load(db: Db) -> Preferences:
    """What an older version left behind and nobody knows any more is passed over."""
    known = {each.name for each in fields(Preferences)}
    kept = {name: value for name, value in preferences.all_values(db).items() if name in known}
    if "trusted_hosts" in kept:
        kept["trusted_hosts"] = tuple(kept["trusted_hosts"])
    return Preferences(**kept)


def save(db: Db, new: Preferences, actor: str, now: dt.datetime, seen: str | None = None) -> list[str]:
    """Keeps what differs and returns its names; every process has it as soon as it has the edition that this counts up.

    ``seen`` is the fingerprint of what the person had before him. Raises ContentError, beginning with the field's name,
    for what does not fit, and RuleError when somebody else changed something meanwhile.
    """
    _check(new)
    changed = _differences(load(db), new)
    if changed:
        items.bump(db)  # Its row is locked from here on: of two who save at once, one sees what the other kept.
        before = load(db)
        if seen is not None and fingerprint(before) != seen:
            raise RuleError(CHANGED)
        changed = _differences(before, new)
        values, former = asdict(new), asdict(before)
        preferences.put(db, {name: _stored(values[name]) for name in changed})
        details = {name: {"before": _stored(former[name]), "after": _stored(values[name])} for name in changed}
        audit.add(db, now, actor, "preferences.changed", "preferences", details)
    return changed


def fingerprint(kept: Preferences) -> str:
    """Changes with every change of any of them."""
    return hashlib.sha256(json.dumps(asdict(kept), sort_keys=True).encode()).hexdigest()[:16]


def _differences(before: Preferences, after: Preferences) -> list[str]:
    former, new = asdict(before), asdict(after)
    return [name for name in new if new[name] != former[name]]


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def host_of(words: str) -> str:
    """The name of a host, also from an address that was pasted whole."""
    name = words.strip().lower()
    name = re.sub(r"^[a-z]+://|^\*\.", "", name)
    return re.split(r"[/:?#]", name, maxsplit=1)[0].rstrip(".")


def _check(new: Preferences) -> None:
    for kind, count in new.signatures.items():
        if kind not in set(Kind) or not 1 <= count <= MOST_SIGNATURES:
            raise ContentError(f"signatures: {kind}: must be 1 to {MOST_SIGNATURES}")
    if not 1 <= new.letter_days <= MOST_DAYS:
        raise ContentError(f"letter_days: {DAYS}")
    if not 1 <= new.broadcast_signatures <= MOST_SIGNATURES:
        raise ContentError(f"broadcast_signatures: {SIGNATURES}")
    if not 1 <= new.pushes_a_day <= MOST_PUSHES:
        raise ContentError(f"pushes_a_day: {PUSHES}")
    _check_hosts(new.trusted_hosts)
    if new.office_hours:
        try:
            Hours.parse(new.office_hours)
        except ValueError as error:
            reason = str(error) if str(error) in HOURS else HOURS[0]
            raise ContentError(f"office_hours: {reason}") from None


def _check_hosts(hosts: Sequence[str]) -> None:
    if len(hosts) > MOST_HOSTS:
        raise ContentError(f"trusted_hosts: {HOSTS}")
    for number, host in enumerate(hosts, 1):
        if not _HOST.fullmatch(host) or len(host) > _LONGEST_HOST:
            raise ContentError(f"trusted_hosts: {number}: {HOST}")
