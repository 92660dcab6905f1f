"""Who works in the tests' console: one person for each role, all with the same password."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from argon2 import PasswordHasher

from wxbot.services import staff
from wxbot.services.roles import Role
from wxbot.store.database import Database

PASSWORD = "a long enough sentence"

# Weak on purpose: hashing must not be what the tests wait for.
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True)
class Person:
    email: str
    name: str


PEOPLE: Mapping[Role, Person] = {
    Role.ADMINISTRATOR: Person("zhao@example.org", "Zhao"),
    Role.EDITOR: Person("chen@example.org", "Chen"),
    Role.REVIEWER: Person("li@example.org", "Director Li"),
    Role.AGENT: Person("wu@example.org", "Wu"),
    Role.AUDITOR: Person("sun@example.org", "Sun"),
}


def hire(database: Database) -> None:
    for role, person in PEOPLE.items():
        add(database, person.email, person.name, role)


def add(database: Database, email: str, name: str, *roles: Role, provisional: bool = False) -> int:
    """Somebody more, with the password of all; returns his id."""
    with database.write() as db:
        row = staff.create(
            db,
            email=email,
            name=name,
            roles=roles,
            password_hash=_HASH.hash(PASSWORD),
            provisional=provisional,
            actor="the test",
            now=dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC),
        )
        return row.id
