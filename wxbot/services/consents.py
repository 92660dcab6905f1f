"""Consents to notices, as WeChat's events tell them: one ledger line for each template that an event names."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from wxbot.services import Db
from wxbot.store import consents, templates
from wxbot.store.audiences import Chosen
from wxbot.store.templates import Kind


def record(db: Db, delivery: str, openid: str, event: str, entries: Sequence[dict[str, Any]], at: dt.datetime) -> None:
    """``event`` is popup, change or sent; ``entries`` have the fields of ``protocol.events.Consent``."""
    for position, entry in enumerate(entries):
        consents.add(
            db,
            delivery=delivery,
            position=position,
            openid=openid,
            template_id=str(entry["template_id"])[:64],
            event=event[:10],
            accepted=bool(entry["accepted"]),
            message_id=str(entry["message_id"])[:64],
            error=f"{entry['error_code']} {entry['error_status']}".strip()[:120],
            at=at,
        )


def agreed(db: Db, template_id: str, openids: Collection[str]) -> set[str]:
    """Who of them may be sent a notice with this template now."""
    return consents.may_send(db, template_id, openids, _is_lasting(db, template_id))


def count(db: Db, template_id: str, chosen: Chosen) -> int:
    """How many of an audience ``agreed``, found by one query however many they are."""
    return consents.count(db, template_id, chosen, _is_lasting(db, template_id))


def _is_lasting(db: Db, template_id: str) -> bool:
    template = templates.find(db, Kind.NOTICE, template_id)
    return template is not None and template.lasting
