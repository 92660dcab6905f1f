"""Items as lists show them: filtered, searched, read on, and what of them waits for somebody."""

import datetime as dt
from typing import Any

import pytest

from tests.services.drafts import NOON, go_live, news, phrase
from tests.services.signing import CHEN, LI, WANG, ZHAO, approved, item, published, save, sign, submit
from wxbot.services import revisions, upkeep
from wxbot.store import catalogue
from wxbot.store.catalogue import Filter, Waiting
from wxbot.store.database import Database
from wxbot.store.items import Item

DAY = dt.timedelta(days=1)
TODAY = NOON.date()


def _slugs(database: Database, **wanted: Any) -> set[str]:
    with database.read() as db:
        return {row.slug for row in catalogue.find(db, Filter(**wanted), 50)}


def _age(database: Database, slug: str, days: int, language: str = "zh") -> None:
    with database.write() as db:
        row = db.get_one(Item, item(database, slug, language).id)
        row.changed_at = NOON - days * DAY


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"visit", "talks", "hello"}),
        ({"kind": "news"}, {"visit", "talks"}),
        ({"kinds": ("news", "phrase")}, {"visit", "talks", "hello"}),
        ({"kinds": ("phrase", "speech")}, {"hello"}),
        ({"language": "en"}, {"talks"}),
        ({"state": "draft"}, {"talks"}),
        ({"state": "live"}, {"visit", "hello"}),
        ({"owner": WANG}, {"talks"}),
        ({"kind": "news", "state": "live"}, {"visit"}),
        ({"words": "谈"}, {"talks"}),
        ({"words": "HELLO"}, {"hello"}),
        ({"words": "100%"}, {"talks"}),
        ({"words": "%"}, {"talks"}),
        ({"words": "_"}, set()),
    ],
)
def test_list_holds_what_is_asked_for(database: Database, wanted: dict[str, Any], found: set[str]) -> None:
    go_live(database, news(), phrase("hello", "您好"))
    save(database, news("talks", title="会谈 100%", language="en"), author=WANG)
    assert _slugs(database, **wanted) == found


def test_live_item_whose_next_revision_is_in_work_is_found_by_both(database: Database) -> None:
    go_live(database, news())
    save(database, news(title="会谈"), base=1)
    assert (_slugs(database, state="live"), _slugs(database, state="draft")) == ({"visit"}, {"visit"})


def test_list_is_read_on_from_a_key_without_gap_or_repetition(database: Database) -> None:
    slugs = [f"news-{number}" for number in range(7)]
    go_live(database, *[news(slug) for slug in slugs])
    for slug in slugs[:4]:
        _age(database, slug, 2)
    seen: list[str] = []
    after = None
    with database.read() as db:
        while rows := catalogue.find(db, Filter(), 2, after):
            seen += [row.slug for row in rows]
            after = (rows[-1].changed_at, rows[-1].id)
    assert seen == [*reversed(slugs[4:]), *reversed(slugs[:4])]


def test_what_waits_for_a_signature_is_others_and_not_signed_yet(database: Database) -> None:
    submit(database, save(database))
    with database.read() as db:
        assert [row.slug for row in catalogue.to_sign(db, LI, 50)] == ["visit"]
        assert catalogue.to_sign(db, CHEN, 50) == []


def test_who_signed_already_is_not_asked_again(database: Database) -> None:
    revision = submit(database, save(database))
    sign(database, revision, LI, needed=2)
    with database.read() as db:
        assert catalogue.to_sign(db, LI, 50) == []
        assert len(catalogue.to_sign(db, ZHAO, 50)) == 1


def test_what_is_approved_or_superseded_waits_for_nobody(database: Database) -> None:
    approved(database)
    submit(database, save(database, news("talks")))
    save(database, news("talks", title="会谈"), base=1)
    with database.read() as db:
        assert catalogue.to_sign(db, ZHAO, 50) == []


def _review(database: Database, slug: str, day: dt.date, owner: str = "") -> None:
    with database.write() as db:
        upkeep.assign(db, item(database, slug).id, owner, day, LI, NOON)


def test_what_should_have_been_read_again_comes_longest_overdue_first(database: Database) -> None:
    go_live(database, *[news(slug) for slug in ("today", "yesterday", "last-week", "never")])
    for slug, day in (("today", TODAY), ("yesterday", TODAY - DAY), ("last-week", TODAY - 7 * DAY)):
        _review(database, slug, day)
    with database.read() as db:
        first = catalogue.stale(db, TODAY, 1)
        assert [row.slug for row in first] == ["last-week"]
        assert first[0].review_by is not None
        rest = catalogue.stale(db, TODAY, 50, (first[0].review_by, first[0].id))
    assert [row.slug for row in rest] == ["yesterday"]


def test_what_is_not_live_is_not_stale(database: Database) -> None:
    save(database)
    _review(database, "visit", TODAY - DAY)
    with database.read() as db:
        assert catalogue.stale(db, TODAY, 50) == []


def test_translation_is_behind_once_its_source_is_newer(database: Database) -> None:
    go_live(database, news(), news(language="en"))
    with database.read() as db:
        assert catalogue.behind(db, 50) == []
    go_live(database, news(title="会谈"), now=NOON + DAY)
    with database.read() as db:
        assert [(row.slug, row.language) for row in catalogue.behind(db, 50)] == [("visit", "en")]


def test_translation_that_still_says_the_same_is_not_behind_until_the_next_change(database: Database) -> None:
    go_live(database, news(), news(language="en"))
    go_live(database, news(title="会谈"), now=NOON + DAY)
    with database.write() as db:
        upkeep.confirm(db, item(database, language="en").id, WANG, NOON + 2 * DAY)
    with database.read() as db:
        assert catalogue.behind(db, 50) == []
    go_live(database, news(title="Again"), now=NOON + 3 * DAY)
    with database.read() as db:
        assert len(catalogue.behind(db, 50)) == 1


def test_source_is_never_behind_its_translation(database: Database) -> None:
    go_live(database, news(), news(language="en"))
    go_live(database, news(language="en", title="Talks"), now=NOON + DAY)
    with database.read() as db:
        assert catalogue.behind(db, 50) == []


def test_what_has_no_translation_is_listed(database: Database) -> None:
    go_live(database, news(), news(language="en"), news("talks"))
    save(database, news("draft"))
    save(database, news("talks", language="en"))
    with database.read() as db:
        assert [row.slug for row in catalogue.untranslated(db, "en", 50)] == ["talks"]


def test_what_waits_for_somebody_is_counted(database: Database) -> None:
    published(database)
    _review(database, "visit", TODAY - DAY, CHEN)
    refused = submit(database, save(database, news("talks")))
    with database.write() as db:
        revisions.refuse(db, refused.id, LI, "Too long.", NOON)
    submit(database, save(database, news("meeting"), author=WANG), actor=WANG)
    with database.read() as db:
        assert catalogue.waiting_for(db, CHEN, TODAY) == Waiting(to_sign=1, refused=1, stale=1)
        assert catalogue.waiting_for(db, ZHAO, TODAY) == Waiting(to_sign=1, refused=0, stale=0)
