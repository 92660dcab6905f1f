"""People who work here, as far as services look at them."""

import datetime as dt

from wxbot.services import staff
from wxbot.services.roles import Role
from wxbot.store.database import Database

SINCE = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def add(database: Database, email: str, *roles: Role, active: bool = True) -> None:
    with database.write() as db:
        row = staff.create(
            db,
            email=email,
            name=email.partition("@")[0].title(),
            roles=roles,
            password_hash="none",
            provisional=False,
            actor="the test",
            now=SINCE,
        )
        row.active = active
