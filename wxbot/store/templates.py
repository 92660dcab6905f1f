"""The account's templates at WeChat, as they were fetched last: those of template messages and those of notices."""

import datetime as dt
from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import String, Text, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing

TITLE_MAX = 120


class Kind(StrEnum):
    TEMPLATE = "template"
    NOTICE = "notice"


class Template(Table):
    """One that vanished at WeChat stays, since broadcasts name it."""

    __tablename__ = "templates"
    __table_args__ = (UniqueConstraint("kind", "template_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    template_id: Mapped[str] = mapped_column(String(64))  # WeChat's.
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    content: Mapped[str] = mapped_column(Text)  # Names its fields as {{thing1.DATA}}.
    example: Mapped[str] = mapped_column(Text)
    lasting: Mapped[bool]  # Of a notice: one consent holds for good.
    gone_at: Mapped[dt.datetime | None] = mapped_column(Instant)


def of_kind(db: Db, kind: Kind, gone: bool = False) -> Sequence[Template]:
    """By title; with ``gone`` also those that WeChat has no more."""
    query = select(Template).where(Template.kind == kind).order_by(Template.title, Template.id)
    return db.scalars(query if gone else query.where(Template.gone_at.is_(None))).all()


def find(db: Db, kind: Kind, template_id: str) -> Template | None:
    return db.scalar(select(Template).where(Template.kind == kind, Template.template_id == template_id))


def put(db: Db, kind: Kind, template_id: str, *, title: str, content: str, example: str, lasting: bool) -> None:
    """As WeChat has it now, whether it was known or not."""
    fields = {"title": title, "content": content, "example": example, "lasting": lasting, "gone_at": None}
    if not add_missing(db, Template, kind=kind, template_id=template_id, **fields):
        same = update(Template).where(Template.kind == kind, Template.template_id == template_id)
        db.execute(same.values(**fields))


def mark_gone(db: Db, kind: Kind, found: Collection[str], now: dt.datetime) -> None:
    """All but those found."""
    others = update(Template).where(Template.kind == kind, Template.gone_at.is_(None))
    db.execute(others.where(Template.template_id.not_in(found)).values(gone_at=now))
