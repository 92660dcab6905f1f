"""The delivered content and the store: what differs, and what of it is taken over."""

import pytest
from sqlalchemy import func, select

from tests.services.drafts import NOON, go_live, news
from tests.services.signing import CHEN, LI, item, save, state
from wxbot.edition.kinds import Kind
from wxbot.services import delivery, editions, items, releases, revisions
from wxbot.services.delivery import Change
from wxbot.services.items import Draft
from wxbot.store.database import Database
from wxbot.store.items import Revision, State


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


def test_item_that_the_store_lacks_is_new(sqlite: Database) -> None:
    assert _differences(sqlite, news()) == {"news/visit.zh": Change.NEW}


def test_new_item_is_loaded(sqlite: Database) -> None:
    assert _load(sqlite, news()) == 1
    assert _titles(sqlite) == ["会见"]


def test_loaded_item_does_not_differ(sqlite: Database) -> None:
    _load(sqlite, news())
    assert _differences(sqlite, news()) == {}


def test_loading_twice_changes_nothing(sqlite: Database) -> None:
    delivered = [news(), news("talks"), news(language="en")]
    _load(sqlite, *delivered)
    with sqlite.read() as db:
        before = editions.version(db)
    assert _load(sqlite, *delivered) == 0
    with sqlite.read() as db:
        assert (editions.version(db), db.scalar(select(func.count()).select_from(Revision))) == (before, 3)


def test_changed_file_is_taken_over(sqlite: Database) -> None:
    _load(sqlite, news(title="Former"))
    assert _differences(sqlite, news(title="Newer")) == {"news/visit.zh": Change.CHANGED}
    _load(sqlite, news(title="Newer"))
    assert _titles(sqlite) == ["Newer"]


def test_what_staff_edited_is_kept(sqlite: Database) -> None:
    _load(sqlite, news(title="Delivered"))
    go_live(sqlite, news(title="Edited"))
    assert _differences(sqlite, news(title="Delivered")) == {"news/visit.zh": Change.EDITED}
    assert _load(sqlite, news(title="Delivered")) == 0
    assert _titles(sqlite) == ["Edited"]


def test_what_staff_edited_is_kept_from_a_newer_delivery_too(sqlite: Database) -> None:
    _load(sqlite, news(title="Delivered"))
    go_live(sqlite, news(title="Edited"))
    _load(sqlite, news(title="Delivered anew"))
    assert _titles(sqlite) == ["Edited"]


def test_what_staff_are_working_on_is_kept(sqlite: Database) -> None:
    _load(sqlite, news(title="Delivered"))
    save(sqlite, news(title="A draft"), base=1)
    assert _differences(sqlite, news(title="Delivered anew")) == {"news/visit.zh": Change.EDITED}


def test_draft_that_was_given_up_is_no_edit(sqlite: Database) -> None:
    _load(sqlite, news(title="Delivered"))
    draft = save(sqlite, news(title="A draft"), base=1)
    with sqlite.write() as db:
        revisions.discard(db, draft.id, CHEN, NOON)
    assert _differences(sqlite, news(title="Delivered anew")) == {"news/visit.zh": Change.CHANGED}


def test_delivered_revision_that_staff_went_back_to_is_kept(sqlite: Database) -> None:
    _load(sqlite, news(title="Delivered"))
    _load(sqlite, news(title="Delivered anew"))
    with sqlite.write() as db:
        releases.roll_back(db, 1, LI, NOON)
    assert _differences(sqlite, news(title="Delivered anew")) == {"news/visit.zh": Change.EDITED}


def test_overwriting_supersedes_what_staff_are_working_on(sqlite: Database) -> None:
    _load(sqlite, news(title="Delivered"))
    draft = save(sqlite, news(title="A draft"), base=1)
    _load(sqlite, news(title="Delivered anew"), overwrite=True)
    assert (_titles(sqlite), state(sqlite, draft)) == (["Delivered anew"], State.SUPERSEDED)


def test_loaded_item_shows_its_title_in_lists(database: Database) -> None:
    _load(database, news())
    assert (item(database).title, item(database).state, item(database).live_at) == ("会见", State.LIVE, NOON)


def test_what_staff_edited_is_overwritten_only_when_asked(sqlite: Database) -> None:
    _load(sqlite, news(title="Delivered"))
    go_live(sqlite, news(title="Edited"))
    assert _load(sqlite, news(title="Delivered"), overwrite=True) == 1
    assert _titles(sqlite) == ["Delivered"]


def test_what_staff_edited_into_the_files_own_words_does_not_differ(sqlite: Database) -> None:
    go_live(sqlite, news())
    assert _differences(sqlite, news()) == {}


def test_item_that_the_files_lack_is_reported_and_kept(sqlite: Database) -> None:
    _load(sqlite, news(), news("talks", title="Talks"))
    assert _differences(sqlite, news()) == {"news/talks.zh": Change.GONE}
    _load(sqlite, news(), overwrite=True)
    assert _titles(sqlite) == ["会见", "Talks"]


def test_item_that_was_taken_down_stays_down(sqlite: Database) -> None:
    _load(sqlite, news())
    _take_down(sqlite)
    assert _differences(sqlite, news()) == {"news/visit.zh": Change.EDITED}
    assert _load(sqlite, news()) == 0
    assert _titles(sqlite) == []


def test_item_that_was_taken_down_and_left_the_files_is_not_reported(sqlite: Database) -> None:
    _load(sqlite, news())
    _take_down(sqlite)
    assert _differences(sqlite) == {}


def test_item_that_was_taken_down_comes_back_when_asked(sqlite: Database) -> None:
    _load(sqlite, news())
    _take_down(sqlite)
    _load(sqlite, news(), overwrite=True)
    assert _titles(sqlite) == ["会见"]


def test_languages_are_loaded_apart(sqlite: Database) -> None:
    _load(sqlite, news())
    assert _differences(sqlite, news(), news(language="en")) == {"news/visit.en": Change.NEW}


def test_differences_come_in_the_order_of_the_files(sqlite: Database) -> None:
    assert list(_differences(sqlite, news("b"), news("a"), news("c"))) == [f"news/{slug}.zh" for slug in "bac"]


@pytest.mark.parametrize("count", [0, 2])
def test_edition_has_a_new_number_only_when_something_was_loaded(sqlite: Database, count: int) -> None:
    _load(sqlite, *[news(f"news-{number}") for number in range(count)])
    with sqlite.read() as db:
        assert editions.version(db) == bool(count)


def test_loaded_content_is_signed_by_the_delivery(sqlite: Database) -> None:
    _load(sqlite, news())
    with sqlite.read() as db:
        assert not items.edited_by_staff(db, db.get_one(Revision, 1))
