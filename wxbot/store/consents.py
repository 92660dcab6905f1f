"""The ledger of consents to notices, as WeChat's events tell it: accepted, refused, or used up by a notice sent."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Index, String, UniqueConstraint, case, delete, exists, func, select, tuple_
from sqlalchemy.orm import Mapped, aliased, mapped_column

from wxbot.store.audiences import Chosen
from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing

SENT = "sent"  # The event that tells of a notice; the others tell what the follower chose.


class Consent(Table):
    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("delivery", "position"), Index(None, "openid", "template_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery: Mapped[str] = mapped_column(String(200))  # The push that told it, and the place in its list.
    position: Mapped[int]
    openid: Mapped[str] = mapped_column(String(64))
    template_id: Mapped[str] = mapped_column(String(64))
    event: Mapped[str] = mapped_column(String(10))  # popup, change or sent
    accepted: Mapped[bool]
    message_id: Mapped[str] = mapped_column(String(64))
    error: Mapped[str] = mapped_column(String(120))
    at: Mapped[dt.datetime] = mapped_column(Instant)


def add(db: Db, **fields: object) -> bool:
    return add_missing(db, Consent, **fields)


def of_follower(db: Db, openid: str) -> Sequence[Consent]:
    return db.scalars(select(Consent).where(Consent.openid == openid).order_by(Consent.id)).all()


def remove(db: Db, openid: str) -> None:
    db.execute(delete(Consent).where(Consent.openid == openid))


def may_send(db: Db, template_id: str, openids: Collection[str], lasting: bool = False) -> set[str]:
    """Who of them has agreed to the template and has had no notice for it since.

    Each consent is good for one notice, one to a ``lasting`` template for all; whoever refuses takes back everything.
    """
    lines = select(Consent).where(Consent.openid.in_(openids), Consent.template_id == template_id)
    left: dict[str, int] = defaultdict(int)
    for line in db.scalars(lines.order_by(Consent.at, Consent.id)):
        left[line.openid] = _left(left[line.openid], line, lasting)
    return {openid for openid, count in left.items() if count > 0}


def _left(before: int, line: Consent, lasting: bool) -> int:
    """Consents that are left after what the line tells."""
    if line.event != SENT:
        return before + 1 if line.accepted else 0
    if line.error.split()[:1] != ["0"]:
        return 0  # WeChat refused it, so it knows of no consent.
    return before if lasting else before - 1


def count(db: Db, template_id: str, chosen: Chosen, lasting: bool = False) -> int:
    """How many of the audience ``may_send`` finds: the same sum, over the lines after the last that leaves nothing."""
    later = aliased(Consent)
    refused, failed = (later.event != SENT) & ~later.accepted, ~later.error.startswith("0 ") & (later.error != "0")
    nothing = refused | ((later.event == SENT) & failed)
    same = (later.openid == Consent.openid) & (later.template_id == Consent.template_id)
    over = exists().where(same, nothing, tuple_(later.at, later.id) >= tuple_(Consent.at, Consent.id))
    change = case((Consent.event != SENT, 1), else_=0 if lasting else -1)
    mine = select(Consent.openid).where(Consent.template_id == template_id, Consent.openid.in_(chosen), ~over)
    left = mine.group_by(Consent.openid).having(func.sum(change) > 0)
    return db.scalar(select(func.count()).select_from(left.subquery())) or 0
