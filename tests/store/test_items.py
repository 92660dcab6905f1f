"""Items and revisions: which one citizens see, and in which order they are read."""

import datetime as dt

from wxbot.store import items
from wxbot.store.database import Database, Db
from wxbot.store.items import Item, Revision, Signature

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def _item(db: Db, slug: str, language: str = "zh") -> Item:
    item = Item(kind="news", slug=slug, language=language, live_id=None)
    db.add(item)
    db.flush()
    return item


def _revision(db: Db, item: Item, number: int, live: bool = True) -> Revision:
    revision = Revision(item_id=item.id, number=number, title=f"{item.slug} {number}", body={"number": number})
    revision.sha256, revision.author, revision.created_at, revision.live_at = "0" * 64, "chen", NOON, None
    db.add(revision)
    db.flush()
    if live:
        item.live_id = revision.id
    return revision


def test_live_rows_come_in_the_order_in_which_their_items_were_made(database: Database) -> None:
    with database.write() as db:
        first, second = _item(db, "first"), _item(db, "second")
        _revision(db, second, 1)
        _revision(db, first, 1)
    with database.read() as db:
        assert [row.slug for row in items.live_rows(db)] == ["first", "second"]
        assert list(items.live_ids(db)) == [2, 1]


def test_new_revision_keeps_its_items_place(database: Database) -> None:
    with database.write() as db:
        first, second = _item(db, "first"), _item(db, "second")
        for item, number in ((first, 1), (second, 1), (first, 2)):
            _revision(db, item, number)
    with database.read() as db:
        assert [row.title for row in items.live_rows(db)] == ["first 2", "second 1"]


def test_draft_is_not_live(database: Database) -> None:
    with database.write() as db:
        item = _item(db, "news")
        _revision(db, item, 1)
        _revision(db, item, 2, live=False)
        _revision(db, _item(db, "only-a-draft"), 1, live=False)
    with database.read() as db:
        assert [row.title for row in items.live_rows(db)] == ["news 1"]


def test_live_rows_are_read_by_their_revisions(database: Database) -> None:
    with database.write() as db:
        for slug in ("first", "second", "third"):
            _revision(db, _item(db, slug), 1)
    with database.read() as db:
        assert [row.slug for row in items.live_rows(db, [3, 1])] == ["first", "third"]
        assert items.live_rows(db, []) == []


def test_former_revision_is_not_read_by_its_id(database: Database) -> None:
    with database.write() as db:
        item = _item(db, "news")
        _revision(db, item, 1)
        _revision(db, item, 2)
    with database.read() as db:
        assert items.live_rows(db, [1]) == []


def test_live_row_has_what_the_edition_needs(database: Database) -> None:
    with database.write() as db:
        _revision(db, _item(db, "news", "en"), 1)
    with database.read() as db:
        assert items.live_rows(db) == [items.LiveRow(1, "news", "news", "en", "news 1", {"number": 1})]


def test_languages_of_a_slug_are_items_of_their_own(database: Database) -> None:
    with database.write() as db:
        chinese, english = _item(db, "news", "zh"), _item(db, "news", "en")
    with database.read() as db:
        assert items.find(db, "news", "news", "en") is not None
        assert chinese.id != english.id


def test_newest_revision_has_the_highest_number(database: Database) -> None:
    with database.write() as db:
        item = _item(db, "news")
        for number in (1, 3, 2):
            _revision(db, item, number)
        newest = items.newest(db, item)
        assert newest is not None
        assert newest.number == 3


def test_item_without_revisions_has_no_newest(database: Database) -> None:
    with database.write() as db:
        assert items.newest(db, _item(db, "news")) is None


def test_no_revision_is_found_without_an_id(database: Database) -> None:
    with database.read() as db:
        assert items.revision(db, None) is None


def test_signers_are_those_of_the_revision(database: Database) -> None:
    with database.write() as db:
        item = _item(db, "news")
        for revision_id, signer in ((_revision(db, item, 1).id, "li"), (_revision(db, item, 2).id, "chen")):
            db.add(Signature(revision_id=revision_id, signer=signer, sha256="0" * 64, signed_at=NOON))
        db.flush()
        assert items.signers(db, 2) == ["chen"]
