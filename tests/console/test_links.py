"""Staff ask whether the links of an item work."""

from sqlalchemy import select

from tests.console.conftest import Browser, Office
from tests.services.drafts import go_live, news
from wxbot.services.roles import Role
from wxbot.store.items import Revision

CLOSED = "http://127.0.0.1:9/a"  # Nobody listens there.


def _live(office: Office, text: str) -> int:
    """The number of the revision."""
    go_live(office.database, news(text=text))
    with office.database.read() as db:
        return db.scalars(select(Revision.id)).one()


def test_item_with_links_offers_to_check_them(editor: Browser, office: Office) -> None:
    number = _live(office, f"[here]({CLOSED}) and [there](https://www.mfa.gov.cn/)")
    page = editor.get("/items/news/visit/zh").text
    assert "Links: 2" in page
    assert f"/console/revisions/{number}/links" in page


def test_item_without_links_offers_nothing(editor: Browser, office: Office) -> None:
    number = _live(office, "words only")
    assert f"/console/revisions/{number}/links" not in editor.get("/items/news/visit/zh").text


def test_what_does_not_answer_is_told(editor: Browser, office: Office) -> None:
    number = _live(office, f"[here]({CLOSED})")
    assert f"Whether the link {CLOSED} works could not be told" in editor.post(f"/revisions/{number}/links").text


def test_what_is_no_address_is_told_and_cannot_be_opened(editor: Browser, office: Office) -> None:
    number = _live(office, "[here](javascript:alert) and [there](www.mfa.gov.cn)")
    page = editor.post(f"/revisions/{number}/links").text
    assert page.count("is not a complete address") == 2
    assert 'href="javascript:' not in page


def test_links_of_what_is_not_there_cannot_be_asked(office: Office) -> None:
    for role in Role:
        assert office.at(role).post("/revisions/999/links").status_code == 404
