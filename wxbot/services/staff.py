"""The rules of staff: who works here with which roles, and what is written down of it."""

import datetime as dt
import uuid
from collections.abc import Sequence

from wxbot.errors import ContentError
from wxbot.services import Db
from wxbot.services.roles import Role
from wxbot.store import audit, staff
from wxbot.store.staff import Staff

MOST_NAME, MOST_EMAIL = 60, 120


def create(
    db: Db,
    *,
    email: str,
    name: str,
    roles: Sequence[Role],
    password_hash: str,
    provisional: bool,
    actor: str,
    now: dt.datetime,
) -> Staff:
    """Raises ContentError, beginning with the field's name, for what does not fit."""
    address = email.strip().casefold()
    _check(db, address, name, roles)
    row = Staff(
        email=address,
        name=name.strip(),
        role_names=[role.value for role in roles],
        password=password_hash,
        active=True,
        provisional=provisional,
        language="zh",
        fs_uniquifier=uuid.uuid4().hex,
        totp_counter=-1,
        created_at=now,
    )
    db.add(row)
    db.flush()
    audit.add(db, now, actor, "staff.created", f"staff/{row.id}", {"email": address, "roles": row.role_names})
    return row


def _check(db: Db, address: str, name: str, roles: Sequence[Role]) -> None:
    if "@" not in address or len(address) > MOST_EMAIL:
        raise ContentError("email: must be an e-mail address")
    if staff.find(db, address) is not None:
        raise ContentError("email: somebody has this address already")
    if not 1 <= len(name.strip()) <= MOST_NAME:
        raise ContentError(f"name: must have 1 to {MOST_NAME} characters")
    if not roles:
        raise ContentError("roles: at least one")


def note_sign_in(db: Db, staff_id: int, now: dt.datetime) -> None:
    row = staff.of_id(db, staff_id, lock=True)
    if row is not None:
        row.signed_in_at = now
        audit.add(db, now, row.email, "staff.signed-in", f"staff/{row.id}", {})


def end_sessions(db: Db, staff_id: int, actor: str, now: dt.datetime) -> None:
    """Wherever he is signed in, he is so no more."""
    row = staff.of_id(db, staff_id, lock=True)
    if row is not None:
        row.fs_uniquifier = uuid.uuid4().hex
        audit.add(db, now, actor, "staff.signed-out-everywhere", f"staff/{row.id}", {})


def note(db: Db, staff_id: int, actor: str, action: str, now: dt.datetime) -> None:
    """Something that somebody changed of how he signs in."""
    audit.add(db, now, actor, action, f"staff/{staff_id}", {})
