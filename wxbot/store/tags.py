"""Followers' tags: the names WeChat has for their numbers, and who carries which."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ForeignKey, Index, Integer, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db, add_missing

NAME_MAX = 30


class Tag(Table):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  # Given by WeChat.
    name: Mapped[str] = mapped_column(String(60))
    count: Mapped[int]  # Carriers, as WeChat last told.


class Tagging(Table):
    """One follower carries one tag. Names may be missing: the tag is WeChat's, and its list is fetched now and then."""

    __tablename__ = "taggings"
    __table_args__ = (Index(None, "tag_id", "follower_id"),)

    follower_id: Mapped[int] = mapped_column(ForeignKey("followers.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


def all_tags(db: Db) -> Sequence[Tag]:
    """At most a hundred, by name."""
    return db.scalars(select(Tag).order_by(Tag.name, Tag.id)).all()


def find(db: Db, tag_id: int) -> Tag | None:
    return db.get(Tag, tag_id)


def put_all(db: Db, known: Mapping[int, tuple[str, int]]) -> None:
    """The whole list as WeChat has it: names and carriers by number. A tag that is gone is carried by nobody."""
    gone = [tag.id for tag in all_tags(db) if tag.id not in known]
    for tag_id in gone:
        remove(db, tag_id)
    for tag_id, (name, count) in known.items():
        db.merge(Tag(id=tag_id, name=name, count=count))


def put(db: Db, tag_id: int, name: str) -> None:
    """The tag is called so from now on."""
    tag = db.get(Tag, tag_id)
    if tag is None:
        db.add(Tag(id=tag_id, name=name, count=0))
    else:
        tag.name = name


def remove(db: Db, tag_id: int) -> None:
    db.execute(delete(Tagging).where(Tagging.tag_id == tag_id))
    db.execute(delete(Tag).where(Tag.id == tag_id))


def put_on(db: Db, tag_id: int, follower_ids: Collection[int]) -> None:
    for follower_id in follower_ids:
        add_missing(db, Tagging, follower_id=follower_id, tag_id=tag_id)


def take_off(db: Db, tag_id: int, follower_ids: Collection[int]) -> None:
    db.execute(delete(Tagging).where(Tagging.tag_id == tag_id, Tagging.follower_id.in_(follower_ids)))


def of_followers(db: Db, follower_ids: Collection[int]) -> dict[int, list[int]]:
    """The tags that each of them carries."""
    rows = db.execute(
        select(Tagging.follower_id, Tagging.tag_id)
        .where(Tagging.follower_id.in_(follower_ids))
        .order_by(Tagging.follower_id, Tagging.tag_id)
    )
    found: dict[int, list[int]] = {}
    for follower_id, tag_id in rows:
        found.setdefault(follower_id, []).append(tag_id)
    return found


def names_of(db: Db, follower_id: int) -> list[str]:
    """What his tags are called; a number for one whose name was not fetched yet."""
    names = {tag.id: tag.name for tag in all_tags(db)}
    return [names.get(tag_id, str(tag_id)) for tag_id in of_followers(db, [follower_id]).get(follower_id, [])]


def set_of(db: Db, follower_id: int, tag_ids: Collection[int]) -> None:
    """Exactly these and no others."""
    db.execute(delete(Tagging).where(Tagging.follower_id == follower_id))
    for tag_id in tag_ids:
        put_on(db, tag_id, [follower_id])
