"""What WeChat gave for each file that was uploaded for articles, so that none is uploaded twice."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db, add_missing


class Use(StrEnum):
    BODY = "body"  # An address to name in an article's HTML.
    COVER = "cover"  # The id of permanent material.
    PREVIEW = "preview"  # The draft that testers of a broadcast were shown, which stands in a file's place.


class Upload(Table):
    __tablename__ = "uploads"

    file: Mapped[str] = mapped_column(String(100), primary_key=True)  # Below MEDIA_DIR; its name is its fingerprint.
    use: Mapped[str] = mapped_column(String(10), primary_key=True)
    given: Mapped[str] = mapped_column(String(500))


def given(db: Db, file: str, use: Use) -> str:
    """Empty while there is none."""
    found = db.get(Upload, (file, use.value))
    return found.given if found is not None else ""


def add(db: Db, file: str, use: Use, given: str) -> None:
    """Of two that uploaded the same file the first one's stays."""
    add_missing(db, Upload, file=file, use=use.value, given=given)


def forget(db: Db, files: Collection[str], use: Use) -> None:
    db.execute(delete(Upload).where(Upload.file.in_(files), Upload.use == use.value))
