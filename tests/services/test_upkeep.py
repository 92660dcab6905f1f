"""Who keeps an item true, and until when somebody reads it again."""

import datetime as dt

import pytest

from tests.services.drafts import NOON, go_live, news
from tests.services.signing import LI, WANG, actions, item
from wxbot.errors import RuleError
from wxbot.services import upkeep
from wxbot.store.database import Database


def test_item_is_given_to_somebody_until_a_day(database: Database) -> None:
    go_live(database, news())
    with database.write() as db:
        upkeep.assign(db, item(database).id, " Wang@Example.org ", dt.date(2027, 1, 31), LI, NOON)
    assert (item(database).owner, item(database).review_by) == (WANG, dt.date(2027, 1, 31))
    assert actions(database)[-1] == ("item.assigned", LI)


def test_translation_that_still_says_the_same_is_marked(database: Database) -> None:
    go_live(database, news(language="en"))
    with database.write() as db:
        upkeep.confirm(db, item(database, language="en").id, WANG, NOON)
    assert item(database, language="en").confirmed_at == NOON
    assert actions(database)[-1] == ("item.confirmed", WANG)


def test_item_that_is_not_there_is_refused(sqlite: Database) -> None:
    with sqlite.write() as db, pytest.raises(RuleError):
        upkeep.assign(db, 99, WANG, None, LI, NOON)
