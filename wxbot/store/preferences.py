"""The settings that staff own, each a name and a JSON value; what nobody set has no row."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Json, Table
from wxbot.store.database import Db


class Preference(Table):
    __tablename__ = "preferences"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


def all_values(db: Db) -> dict[str, Any]:
    return {row.name: row.value for row in db.scalars(select(Preference))}


def put(db: Db, values: Mapping[str, Any]) -> None:
    """Within a writing transaction."""
    for name, value in values.items():
        db.merge(Preference(name=name, value=value))
