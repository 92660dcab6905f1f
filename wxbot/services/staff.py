"""The rules of staff: who works here with which roles, and what is written down of it."""

import datetime as dt
import re
import uuid
from collections.abc import Sequence

from wxbot.errors import ContentError
from wxbot.services import Db
from wxbot.services.roles import Role
from wxbot.store import audit, staff
from wxbot.store.staff import Staff

MOST_NAME, MOST_EMAIL = 60, 120

NO_ADDRESS = "must be an e-mail address"
TAKEN = "somebody has this address already"
NAME_LENGTH = f"must have 1 to {MOST_NAME} characters"
NO_ROLE = "at least one"
LAST = "somebody must stay who is an administrator"
OWN = "your own account is changed on its own page"
REASONS = (NO_ADDRESS, TAKEN, NAME_LENGTH, NO_ROLE, LAST, OWN)

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


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
    if not _ADDRESS.fullmatch(address) or len(address) > MOST_EMAIL:
        raise ContentError(f"email: {NO_ADDRESS}")
    if staff.find(db, address) is not None:
        raise ContentError(f"email: {TAKEN}")
    _check_person(name, roles)


def _check_person(name: str, roles: Sequence[Role]) -> None:
    if not 1 <= len(name.strip()) <= MOST_NAME:
        raise ContentError(f"name: {NAME_LENGTH}")
    if not roles:
        raise ContentError(f"roles: {NO_ROLE}")


# Each of these takes a row from ``store.staff.locked``.


def change(db: Db, row: Staff, name: str, roles: Sequence[Role], actor: str, now: dt.datetime) -> None:
    """Another name or other roles, which count from his next click on. Raises ContentError as ``create`` does."""
    _check_person(name, roles)
    if Role.ADMINISTRATOR not in roles:
        _check_others(db, row)
    before = {"name": row.name, "roles": sorted(row.role_names)}
    after = {"name": name.strip(), "roles": sorted(role.value for role in roles)}
    if before != after:
        row.name, row.role_names = name.strip(), [role.value for role in Role if role in roles]
        details = {key: {"before": before[key], "after": after[key]} for key in after if before[key] != after[key]}
        audit.add(db, now, actor, "staff.changed", f"staff/{row.id}", details)


def deactivate(db: Db, row: Staff, actor: str, now: dt.datetime) -> None:
    """He is out at once and cannot sign in; what he did stays. Raises ContentError for the last administrator."""
    _check_other(row, actor)
    _check_others(db, row)
    if row.active:
        row.active, row.fs_uniquifier = False, uuid.uuid4().hex
        audit.add(db, now, actor, "staff.deactivated", f"staff/{row.id}", {})


def reactivate(db: Db, row: Staff, actor: str, now: dt.datetime) -> None:
    if not row.active:
        row.active = True
        audit.add(db, now, actor, "staff.reactivated", f"staff/{row.id}", {})


def reset_password(db: Db, row: Staff, password_hash: str, actor: str, now: dt.datetime) -> None:
    """A provisional one that he must change first; wherever he is signed in, he is so no more."""
    _check_other(row, actor)
    row.password, row.provisional, row.fs_uniquifier = password_hash, True, uuid.uuid4().hex
    audit.add(db, now, actor, "staff.password-reset", f"staff/{row.id}", {})


def reset_second_factor(db: Db, row: Staff, actor: str, now: dt.datetime) -> None:
    """For who lost his phone and his recovery codes: the password alone opens the console until he sets it up anew."""
    _check_other(row, actor)
    row.tf_primary_method = row.tf_totp_secret = row.mf_recovery_codes = None
    row.totp_counter, row.fs_uniquifier = -1, uuid.uuid4().hex
    audit.add(db, now, actor, "staff.second-factor-reset", f"staff/{row.id}", {})


def _check_other(row: Staff, actor: str) -> None:
    """On one's own page the present password is asked for; this must be no way around it."""
    if row.email == actor:
        raise ContentError(f"own: {OWN}")


def _check_others(db: Db, row: Staff) -> None:
    """Somebody must stay who can let people in."""
    administrators = [each.id for each in staff.active(db) if Role.ADMINISTRATOR in each.role_names]
    if administrators == [row.id]:
        raise ContentError(f"roles: {LAST}")


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
