"""What every table shares: the metadata with its naming convention, instants in UTC, JSON."""

import datetime as dt
import hashlib
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

# Named constraints can be dropped and changed by later migrations, on SQLite as well.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)


class Instant(TypeDecorator[dt.datetime]):
    """An instant in UTC. SQLite returns naive datetimes, so the zone is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(dt.UTC) if value is not None else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        assert isinstance(value, dt.datetime)
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


def fingerprint(words: str) -> str:
    """SHA-256, for keys that hold somebody's name: the same key is found again, and the name cannot be read."""
    return hashlib.sha256(words.encode(errors="ignore")).hexdigest()
