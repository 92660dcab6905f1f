"""The settings that staff own: read as one frozen value, changed with a line in the audit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError
from wxbot.hours import Hours
from wxbot.services import Db, items
from wxbot.store import audit, preferences

MOST_SIGNATURES = 3
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Preferences:
    """Every field has a value that works where nobody set one."""

    signatures: Mapping[str, int] = field(default_factory=dict)  # By kind; one where a kind is not named.
    second_reader: bool = False  # Whether an answer to a letter needs a second person.
    office_hours: str = ""  # Empty: the setting OFFICE_HOURS.
    menus_automatic: bool = False  # Whether a menu that goes live is sent to WeChat without anybody's asking.
    letter_days: int = 5  # Working days within which a letter is answered.
    trusted_hosts: tuple[str, ...] = ()  # Hosts that items may link to without a warning; subdomains included.

    def signatures_of(self, kind: Kind) -> int:
        return self.signatures.get(kind, 1)


def load(db: Db) -> Preferences:
    """What an older version left behind and nobody knows any more is passed over."""
    known = {each.name for each in fields(Preferences)}
    kept = {name: value for name, value in preferences.all_values(db).items() if name in known}
    if "trusted_hosts" in kept:
        kept["trusted_hosts"] = tuple(kept["trusted_hosts"])
    return Preferences(**kept)


def save(db: Db, new: Preferences, actor: str, now: dt.datetime) -> list[str]:
    """Keeps what differs and returns its names; every process has it as soon as it has the edition that this counts up.

    Raises ContentError, beginning with the field's name, for what does not fit.
    """
    _check(new)
    before, after = asdict(load(db)), asdict(new)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        preferences.put(db, {name: _stored(after[name]) for name in changed})
        details = {name: {"before": _stored(before[name]), "after": _stored(after[name])} for name in changed}
        audit.add(db, now, actor, "preferences.changed", "preferences", details)
        items.bump(db)
    return changed


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _check(new: Preferences) -> None:
    for kind, count in new.signatures.items():
        if kind not in set(Kind) or not 1 <= count <= MOST_SIGNATURES:
            raise ContentError(f"signatures: {kind}: must be 1 to {MOST_SIGNATURES}")
    if not 1 <= new.letter_days <= MOST_DAYS:
        raise ContentError(f"letter_days: must be 1 to {MOST_DAYS}")
    if new.office_hours:
        try:
            Hours.parse(new.office_hours)
        except ValueError as error:
            raise ContentError(f"office_hours: {error}") from None
