"""How a revision is signed and goes live, and what its signature vouches for."""

import pytest
from sqlalchemy import select

from tests.services.drafts import NOON, autoreply, go_live, news
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError
from wxbot.services import items
from wxbot.store import audit
from wxbot.store import items as rows
from wxbot.store.audit import Line
from wxbot.store.database import Database
from wxbot.store.items import DELIVERED, Revision, Signature


def _live(database: Database, slug: str = "visit") -> Revision | None:
    with database.read() as db:
        return items.live_revision(db, Kind.NEWS, slug, "zh")


def test_same_content_has_the_same_hash() -> None:
    assert news().sha256 == news().sha256


def test_hash_does_not_depend_on_the_order_of_fields() -> None:
    assert items.digest("t", {"a": 1, "b": 2}) == items.digest("t", {"b": 2, "a": 1})


def test_field_that_only_repeats_its_default_does_not_change_the_hash() -> None:
    assert news(topics=[], sample=False).sha256 == news().sha256


@pytest.mark.parametrize(
    "other",
    [
        news(title="会谈"),
        news(text="Another text."),
        news(summary="Another summary."),
        news(date="2026-11-21"),
        news(topics=["peace"]),
        news(valid_to="2027-01-01T00:00:00Z"),
        news(sample=True),
    ],
    ids=["title", "text", "summary", "date", "topics", "validity", "sample"],
)
def test_other_content_has_another_hash(other: items.Draft) -> None:
    assert other.sha256 != news().sha256


def test_hash_tells_an_answers_text_from_its_kind() -> None:
    hashes = {autoreply("hello", answers=[{"type": "text", "text": words}]).sha256 for words in ("one", "two")}
    hashes.add(autoreply("hello", answers=[{"type": "transfer"}]).sha256)
    assert len(hashes) == 3


def test_new_item_goes_live(sqlite: Database) -> None:
    go_live(sqlite, news())
    revision = _live(sqlite)
    assert revision is not None
    assert (revision.number, revision.title, revision.author, revision.live_at) == (1, "会见", "chen", NOON)


def test_signature_is_of_what_is_shown(sqlite: Database) -> None:
    go_live(sqlite, news())
    with sqlite.read() as db:
        revision, signature = db.scalars(select(Revision)).one(), db.scalars(select(Signature)).one()
        assert signature.sha256 == revision.sha256 == items.digest(revision.title, revision.body)
        assert (signature.signer, signature.signed_at) == ("director li", NOON)


def test_next_revision_takes_the_formers_place(sqlite: Database) -> None:
    go_live(sqlite, news(title="First"))
    go_live(sqlite, news(title="Second"))
    revision = _live(sqlite)
    assert revision is not None
    assert (revision.number, revision.title) == (2, "Second")


def test_former_revision_is_kept(sqlite: Database) -> None:
    go_live(sqlite, news(title="First"))
    go_live(sqlite, news(title="Second"))
    with sqlite.read() as db:
        assert [r.title for r in db.scalars(select(Revision).order_by(Revision.number))] == ["First", "Second"]


def test_going_live_is_audited(sqlite: Database) -> None:
    go_live(sqlite, news())
    with sqlite.read() as db:
        line = db.scalars(select(Line)).one()
        assert (line.actor, line.action, line.subject) == ("director li", "item.live", "news/visit.zh")
        assert line.details == {"revision": 1, "sha256": news().sha256}
        assert audit.broken_at(db) is None


def test_item_that_was_taken_down_is_not_live(sqlite: Database) -> None:
    go_live(sqlite, news())
    with sqlite.write() as db:
        items.take_down(db, Kind.NEWS, "visit", "zh", "director li", NOON)
    assert _live(sqlite) is None


def test_taking_down_is_audited_once(sqlite: Database) -> None:
    go_live(sqlite, news())
    for _ in range(2):
        with sqlite.write() as db:
            items.take_down(db, Kind.NEWS, "visit", "zh", "director li", NOON)
    with sqlite.read() as db:
        actions = db.scalars(select(Line.action).order_by(Line.id)).all()
    assert actions == ["item.live", "item.down"]


def test_item_that_was_taken_down_can_go_live_again(sqlite: Database) -> None:
    go_live(sqlite, news())
    with sqlite.write() as db:
        items.take_down(db, Kind.NEWS, "visit", "zh", "director li", NOON)
    go_live(sqlite, news(title="Again"))
    revision = _live(sqlite)
    assert revision is not None
    assert revision.number == 2


def test_taking_down_an_unknown_item_changes_nothing(sqlite: Database) -> None:
    with sqlite.write() as db:
        items.take_down(db, Kind.NEWS, "unknown", "zh", "director li", NOON)
        assert rows.find(db, "news", "unknown", "zh") is None


def test_unknown_item_has_no_live_revision(sqlite: Database) -> None:
    assert _live(sqlite, "unknown") is None


def test_what_the_delivery_signed_is_not_staffs(sqlite: Database) -> None:
    go_live(sqlite, news("delivered"), signer=DELIVERED)
    go_live(sqlite, news("edited"))
    with sqlite.read() as db:
        edited = [items.edited_by_staff(db, db.get_one(Revision, number)) for number in (1, 2)]
    assert edited == [False, True]


def test_editions_numbers_only_grow(sqlite: Database) -> None:
    assert [go_live(sqlite, news(title=title)) for title in ("First", "Second")] == [1, 2]


@pytest.mark.parametrize("slug", ["", "../escape", "Upper", "two words", "a" * 81, "-a"])
def test_name_that_cannot_stand_in_an_address_is_refused(slug: str) -> None:
    with pytest.raises(ContentError, match=r"^the test: "):
        news(slug)


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ContentError, match=r"^the test: .*fr"):
        news(language="fr")


@pytest.mark.parametrize("title", ["", "  ", "题" * 201])
def test_title_that_cannot_be_kept_is_refused(title: str) -> None:
    with pytest.raises(ContentError, match=r"^the test: title: "):
        news(title=title)


def test_blanks_around_a_title_are_dropped() -> None:
    assert news(title="  会见\n").title == "会见"
