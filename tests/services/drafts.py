"""Drafts as a test needs them: every field that it does not name is a plain one."""

import datetime as dt
from typing import Any

from wxbot.edition.kinds import Kind
from wxbot.services import items
from wxbot.services.items import Draft
from wxbot.store.database import Database

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def news(slug: str = "visit", title: str = "会见", language: str = "zh", **fields: Any) -> Draft:
    plain = {"date": "2026-11-20", "summary": "A summary.", "text": "A text."}
    return items.draft(Kind.NEWS, slug, language, title, {**plain, **fields}, "the test")


def phrase(slug: str, text: str, language: str = "zh") -> Draft:
    return items.draft(Kind.PHRASE, slug, language, slug, {"text": text}, "the test")


def autoreply(slug: str, **fields: Any) -> Draft:
    plain = {"conditions": [{"match": "exact", "words": [slug]}], "answers": [{"type": "text", "text": "An answer."}]}
    return items.draft(Kind.AUTOREPLY, slug, "zh", slug, {**plain, **fields}, "the test")


def go_live(database: Database, *drafts: Draft, signer: str = "director li", now: dt.datetime = NOON) -> int:
    """Written by an editor and signed by another person; returns the edition's number."""
    with database.write() as db:
        for draft in drafts:
            items.go_live(db, draft, author="chen", signer=signer, now=now)
        return items.bump(db)
