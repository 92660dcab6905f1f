"""The delivered content and the store: what differs, and what of it is taken over."""

import pytest
from sqlalchemy import func, select

from tests.services.drafts import NOON, go_live, news
from wxbot.edition.kinds import Kind
from wxbot.services import delivery, editions, items
from wxbot.services.delivery import Change
from wxbot.services.items import Draft
from wxbot.store.database import Database
from wxbot.store.items import Revision


def _differences(database: Database, *delivered: Draft) -> dict[str, Change]:
    with database.read() as db:
        return {found.name: found.change for found in delivery.compare(db, delivered)}


def _load(database: Database, *delivered: Draft, overwrite: bool = False) -> int:
    with database.write() as db:
        return delivery.load(db, delivery.compare(db, delivered), NOON, overwrite)


def _titles(database: Database) -> list[str]:
    with database.read() as db:
        return [draft.title for draft in delivery.export(db)]


def _take_down(database: Database) -> None:
    with database.write() as db:
        items.take_down(db, Kind.NEWS, "visit", "zh", "director li", NOON)


def test_item_that_the_store_lacks_is_new(database: Database) -> None:
    assert _differences(database, news()) == {"news/visit.zh": Change.NEW}


def test_new_item_is_loaded(database: Database) -> None:
    assert _load(database, news()) == 1
    assert _titles(database) == ["会见"]


def test_loaded_item_does_not_differ(database: Database) -> None:
    _load(database, news())
    assert _differences(database, news()) == {}


def test_loading_twice_changes_nothing(database: Database) -> None:
    delivered = [news(), news("talks"), news(language="en")]
    _load(database, *delivered)
    with database.read() as db:
        before = editions.version(db)
    assert _load(database, *delivered) == 0
    with database.read() as db:
        assert (editions.version(db), db.scalar(select(func.count()).select_from(Revision))) == (before, 3)


def test_changed_file_is_taken_over(database: Database) -> None:
    _load(database, news(title="Former"))
    assert _differences(database, news(title="Newer")) == {"news/visit.zh": Change.CHANGED}
    _load(database, news(title="Newer"))
    assert _titles(database) == ["Newer"]


def test_what_staff_edited_is_kept(database: Database) -> None:
    _load(database, news(title="Delivered"))
    go_live(database, news(title="Edited"))
    assert _differences(database, news(title="Delivered")) == {"news/visit.zh": Change.EDITED}
    assert _load(database, news(title="Delivered")) == 0
    assert _titles(database) == ["Edited"]


def test_what_staff_edited_is_kept_from_a_newer_delivery_too(database: Database) -> None:
    _load(database, news(title="Delivered"))
    go_live(database, news(title="Edited"))
    _load(database, news(title="Delivered anew"))
    assert _titles(database) == ["Edited"]


def test_what_staff_edited_is_overwritten_only_when_asked(database: Database) -> None:
    _load(database, news(title="Delivered"))
    go_live(database, news(title="Edited"))
    assert _load(database, news(title="Delivered"), overwrite=True) == 1
    assert _titles(database) == ["Delivered"]


def test_what_staff_edited_into_the_files_own_words_does_not_differ(database: Database) -> None:
    go_live(database, news())
    assert _differences(database, news()) == {}


def test_item_that_the_files_lack_is_reported_and_kept(database: Database) -> None:
    _load(database, news(), news("talks", title="Talks"))
    assert _differences(database, news()) == {"news/talks.zh": Change.GONE}
    _load(database, news(), overwrite=True)
    assert _titles(database) == ["会见", "Talks"]


def test_item_that_was_taken_down_stays_down(database: Database) -> None:
    _load(database, news())
    _take_down(database)
    assert _differences(database, news()) == {"news/visit.zh": Change.EDITED}
    assert _load(database, news()) == 0
    assert _titles(database) == []


def test_item_that_was_taken_down_and_left_the_files_is_not_reported(database: Database) -> None:
    _load(database, news())
    _take_down(database)
    assert _differences(database) == {}


def test_item_that_was_taken_down_comes_back_when_asked(database: Database) -> None:
    _load(database, news())
    _take_down(database)
    _load(database, news(), overwrite=True)
    assert _titles(database) == ["会见"]


def test_languages_are_loaded_apart(database: Database) -> None:
    _load(database, news())
    assert _differences(database, news(), news(language="en")) == {"news/visit.en": Change.NEW}


def test_differences_come_in_the_order_of_the_files(database: Database) -> None:
    assert list(_differences(database, news("b"), news("a"), news("c"))) == [f"news/{slug}.zh" for slug in "bac"]


@pytest.mark.parametrize("count", [0, 2])
def test_edition_has_a_new_number_only_when_something_was_loaded(database: Database, count: int) -> None:
    _load(database, *[news(f"news-{number}") for number in range(count)])
    with database.read() as db:
        assert editions.version(db) == bool(count)


def test_loaded_content_is_signed_by_the_delivery(database: Database) -> None:
    _load(database, news())
    with database.read() as db:
        assert not items.edited_by_staff(db, db.get_one(Revision, 1))
