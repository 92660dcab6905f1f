"""What is worked on of some kinds, as whoever tries drafts asks for it."""

from tests.services import signing
from tests.services.drafts import autoreply, news
from wxbot.edition.kinds import Kind
from wxbot.store import revisions
from wxbot.store.database import Database


def test_open_revisions_of_the_kinds_are_found_with_their_items(database: Database) -> None:
    draft = signing.save(database, autoreply("draft"))
    waiting = signing.submit(database, signing.save(database, autoreply("waiting")))
    signing.published(database, autoreply("live"))
    signing.save(database, news())
    with database.read() as db:
        found = revisions.open_of_kinds(db, [Kind.AUTOREPLY], 10)
        assert [(item.slug, revision.id) for item, revision in found] == [("draft", draft.id), ("waiting", waiting.id)]
        assert len(revisions.open_of_kinds(db, [Kind.AUTOREPLY, Kind.NEWS], 2)) == 2


def test_revision_is_found_with_its_item(database: Database) -> None:
    draft = signing.save(database, autoreply("draft"))
    with database.read() as db:
        found = revisions.with_item(db, draft.id)
        assert found is not None
        assert (found[0].slug, found[1].id) == ("draft", draft.id)
        assert revisions.with_item(db, draft.id + 1) is None
