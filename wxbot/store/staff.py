"""Who works in the console: sign-in, roles, second factor. Passwords are hashes, the second factor is encrypted."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db


class Staff(Table):
    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(120), unique=True)  # In small letters; the name by which audit knows him.
    name: Mapped[str] = mapped_column(String(60))
    role_names: Mapped[list[str]] = mapped_column(Json)
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    provisional: Mapped[bool] = mapped_column(default=False)  # Somebody else chose the password: to be changed first.
    language: Mapped[str] = mapped_column(String(8), default="zh")
    # The names from here on are those that Flask-Security looks for.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)  # In every session of his; a new one ends them.
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(600))
    totp_counter: Mapped[int] = mapped_column(default=-1)  # The last code that was used, which is good for nothing now.
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(Json)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    signed_in_at: Mapped[dt.datetime | None] = mapped_column(Instant)


def find(db: Db, email: str) -> Staff | None:
    return db.scalar(select(Staff).where(Staff.email == email.strip().casefold()))


def of_id(db: Db, staff_id: int, lock: bool = False) -> Staff | None:
    return db.get(Staff, staff_id, with_for_update=lock or None)


def everybody(db: Db) -> Sequence[Staff]:
    """Those who still work here first, by name."""
    return db.scalars(select(Staff).order_by(Staff.active.desc(), Staff.name, Staff.id)).all()


def active(db: Db) -> Sequence[Staff]:
    return db.scalars(select(Staff).where(Staff.active).order_by(Staff.id)).all()


def locked(db: Db, staff_id: int) -> Staff | None:
    """One of the staff to be changed. Everybody who works here is locked, always in the same order.

    So what a change makes sure of, that an administrator stays, holds until it is done, and nobody waits in a circle.
    """
    db.execute(select(Staff.id).where(Staff.active).order_by(Staff.id).with_for_update())
    return of_id(db, staff_id, lock=True)


def count(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Staff)) or 0


def by(db: Db, column: str, value: object) -> Staff | None:
    return db.scalar(select(Staff).where(getattr(Staff, column) == value))


def change(db: Db, staff_id: int, values: dict[str, object]) -> None:
    """Only within a writing transaction; what stays the same is not written."""
    row = of_id(db, staff_id, lock=True)
    for name, value in values.items() if row is not None else ():
        if getattr(row, name) != value:
            setattr(row, name, value)


def use_code(db: Db, staff_id: int, counter: int) -> bool:
    """Whether this code of the second factor was not used before; of two who try at once one has it."""
    fresh = update(Staff).where(Staff.id == staff_id, Staff.totp_counter < counter)
    return bool(db.execute(fresh.values(totp_counter=counter)).rowcount)  # type: ignore[attr-defined]


def use_recovery_code(db: Db, staff_id: int, sealed: str) -> bool:
    """Takes it away; whether it was still there. Others that are used at the same time are taken away as well."""
    row = of_id(db, staff_id, lock=True)
    codes = list(row.mf_recovery_codes or ()) if row is not None else []
    if row is None or sealed not in codes:
        return False
    row.mf_recovery_codes = [code for code in codes if code != sealed]
    return True
