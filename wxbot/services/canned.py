"""Canned answers: kept by those who answer letters, with places that are filled when one is used."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from wxbot.edition.edition import LANGUAGES
from wxbot.errors import OutdatedError, RuleError
from wxbot.services import Db
from wxbot.store import audit, canned
from wxbot.store.canned import Canned

PLACES = ("number",)  # Everything that may stand in braces.
TITLE_MOST, TEXT_MOST = 80, 4_000  # Characters.

_PLACE = re.compile(r"\{(\w+)\}")


class Why(StrEnum):
    """The rules that a canned answer can break."""

    CHANGED = "Somebody else changed this canned answer meanwhile. Look at it before you keep yours."
    GONE = "This canned answer is not there any more."
    TITLE = "The title must have 1 to %(most)s characters."
    TEXT = "The text must have 1 to %(most)s characters."
    LANGUAGE = "Choose a language."
    PLACE = "{%(place)s} cannot be filled; only {number}, the letter's own, can."


@dataclass(frozen=True, slots=True)
class Draft:
    """``kind`` is a letter's; empty where it fits every one."""

    title: str
    language: str
    kind: str
    text: str


def add(db: Db, draft: Draft, actor: str, now: dt.datetime) -> Canned:
    _check(draft)
    row = Canned(title=draft.title.strip(), language=draft.language, kind=draft.kind, text=draft.text.strip())
    row.version, row.changed_by, row.changed_at = 1, actor, now
    db.add(row)
    db.flush()
    audit.add(db, now, actor, "canned.added", f"canned/{row.id}", {"title": row.title})
    return row


def change(db: Db, canned_id: int, base: int, draft: Draft, actor: str, now: dt.datetime) -> None:
    """``base`` is the version that was read; who was slower is told and may look first."""
    _check(draft)
    row = _locked(db, canned_id)
    if row.version != base:
        raise OutdatedError(Why.CHANGED)
    row.title, row.language, row.kind, row.text = draft.title.strip(), draft.language, draft.kind, draft.text.strip()
    row.version, row.changed_by, row.changed_at = base + 1, actor, now
    audit.add(db, now, actor, "canned.changed", f"canned/{row.id}", {"title": row.title})


def remove(db: Db, canned_id: int, actor: str, now: dt.datetime) -> None:
    row = _locked(db, canned_id)
    canned.remove(db, canned_id)
    audit.add(db, now, actor, "canned.removed", f"canned/{canned_id}", {"title": row.title})


def fill(text: str, number: str) -> str:
    return text.replace("{number}", number)


def _locked(db: Db, canned_id: int) -> Canned:
    row = canned.of_id(db, canned_id, lock=True)
    if row is None:
        raise RuleError(Why.GONE)
    return row


def _check(draft: Draft) -> None:
    if not 1 <= len(draft.title.strip()) <= TITLE_MOST:
        raise RuleError(Why.TITLE, most=TITLE_MOST)
    if not 1 <= len(draft.text.strip()) <= TEXT_MOST:
        raise RuleError(Why.TEXT, most=TEXT_MOST)
    if draft.language not in LANGUAGES:
        raise RuleError(Why.LANGUAGE)
    for place in _PLACE.findall(draft.text):
        if place not in PLACES:
            raise RuleError(Why.PLACE, place=place)
