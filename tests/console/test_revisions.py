"""The steps of a revision in the browser: who may take which, and what each one leads to."""

import re
from html import unescape

import pytest

from tests.console.conftest import Browser, Office
from tests.console.people import PEOPLE, add
from tests.console.typing_in import delivered_shapes
from tests.services.drafts import NOON, go_live, news
from tests.services.signing import (
    CHEN,
    LI,
    WANG,
    approved,
    edition,
    forbid,
    item,
    live_title,
    published,
    save,
    state,
    submit,
    tamper,
)
from wxbot.edition.kinds import Menu
from wxbot.edition.texts import texts
from wxbot.services import menus, preferences, revisions
from wxbot.services.items import Draft
from wxbot.services.preferences import Preferences
from wxbot.services.roles import Role
from wxbot.services.wording import Level
from wxbot.store.database import Database

PAGE = "/items/news/visit/zh"


def _sign(browser: Browser, revision_id: int, page: str = PAGE) -> str:
    """Reads the page and presses the button on it; gives the page that follows."""
    shown = browser.get(page).text
    sha256 = re.search(r'name="sha256" value="(\w+)"', shown)
    assert sha256 is not None
    return browser.follow(f"/revisions/{revision_id}/sign", sha256=sha256[1]).text


def _need(database: Database, signatures: int, office: Office) -> None:
    with database.write() as db:
        preferences.save(db, Preferences(signatures={"news": signatures}), "admin", NOON)
    office.runtime.refresh_edition()


def test_editor_submits_and_the_reviewer_signs_and_citizens_see_it(
    office: Office, editor: Browser, reviewer: Browser
) -> None:
    revision = save(office.database)
    page = editor.follow(f"/revisions/{revision.id}/submit", note="Please read it today.").text
    assert "Submitted" in page
    assert "Please read it today." in reviewer.get(PAGE).text
    assert "Signed, and live" in _sign(reviewer, revision.id)
    assert live_title(office.database) == "会见"


def test_who_wrote_it_is_told_that_somebody_else_signs(office: Office) -> None:
    add(office.database, "both@example.org", "Both", Role.EDITOR, Role.REVIEWER)
    both = office.signed_in("both@example.org")
    revision = save(office.database, author="both@example.org")
    both.follow(f"/revisions/{revision.id}/submit")
    page = both.get(PAGE).text
    assert "somebody else has to sign it" in page
    assert 'name="sha256"' not in page
    again = both.follow(f"/revisions/{revision.id}/sign", sha256=revision.sha256).text
    assert "somebody else has to sign it" in again
    assert live_title(office.database) is None


def test_more_signatures_are_needed_at_once_even_where_a_process_does_not_know_yet(
    office: Office, reviewer: Browser
) -> None:
    revision = submit(office.database, save(office.database))
    with office.database.write() as db:  # Another process, and this one has not looked since.
        preferences.save(db, Preferences(signatures={"news": 2}), "admin", NOON)
    assert "It needs another signature." in _sign(reviewer, revision.id)
    assert live_title(office.database) is None


def test_words_that_changed_since_the_page_was_opened_are_not_signed(office: Office, reviewer: Browser) -> None:
    revision = submit(office.database, save(office.database))
    page = reviewer.follow(f"/revisions/{revision.id}/sign", sha256=news(title="Before").sha256).text
    assert "The words changed since you were shown them." in page
    assert live_title(office.database) is None


def test_page_shows_what_is_kept_so_that_tampering_is_not_signed(office: Office, reviewer: Browser) -> None:
    revision = submit(office.database, save(office.database))
    tamper(office.database, revision)
    assert "The words changed" in _sign(reviewer, revision.id)
    assert live_title(office.database) is None


def test_superseded_revision_is_not_signed(office: Office, reviewer: Browser) -> None:
    revision = submit(office.database, save(office.database))
    save(office.database, news(title="会谈"), base=1)
    page = reviewer.follow(f"/revisions/{revision.id}/sign", sha256=revision.sha256).text
    assert "Somebody was quicker" in page


def test_second_signature_is_asked_for_where_the_house_asks_for_it(office: Office, reviewer: Browser) -> None:
    _need(office.database, 2, office)
    revision = submit(office.database, save(office.database))
    assert "It needs another signature." in _sign(reviewer, revision.id)
    assert "You have signed it." in reviewer.get(PAGE).text
    assert "Signed, and live" in _sign(office.at(Role.ADMINISTRATOR), revision.id)
    assert live_title(office.database) == "会见"


def test_reason_of_a_refusal_reaches_the_author(office: Office, editor: Browser, reviewer: Browser) -> None:
    revision = submit(office.database, save(office.database))
    reviewer.follow(f"/revisions/{revision.id}/refuse", reason="The date is wrong.")
    page = editor.get(PAGE).text
    assert "The date is wrong." in page
    assert PEOPLE[Role.REVIEWER].name in page


def test_refusal_without_a_reason_is_asked_for_one(office: Office, reviewer: Browser) -> None:
    revision = submit(office.database, save(office.database))
    assert "Say why" in reviewer.follow(f"/revisions/{revision.id}/refuse", reason=" ").text
    assert state(office.database, revision) == "submitted"


def test_wording_that_must_be_mended_cannot_be_submitted(office: Office, editor: Browser) -> None:
    forbid(office.database, "会见")
    revision = save(office.database)
    page = editor.get(PAGE).text
    assert "What the check found" in page
    assert f"/revisions/{revision.id}/submit" not in page
    assert "wording must be mended" in editor.follow(f"/revisions/{revision.id}/submit", heeded="y").text
    assert state(office.database, revision) == "draft"


def test_warnings_are_ticked_before_it_is_submitted(office: Office, editor: Browser) -> None:
    forbid(office.database, "会见", Level.WARN)
    revision = save(office.database)
    assert "I have read these warnings" in editor.get(PAGE).text
    assert "Read the warnings first" in editor.follow(f"/revisions/{revision.id}/submit").text
    editor.follow(f"/revisions/{revision.id}/submit", heeded="y")
    assert state(office.database, revision) == "submitted"


def test_time_is_set_on_the_accounts_clock(office: Office, editor: Browser, reviewer: Browser) -> None:
    revision = save(office.database)
    editor.follow(f"/revisions/{revision.id}/submit", due_at="2099-01-01T09:30")
    assert "2099-01-01 09:30" in reviewer.get(PAGE).text
    assert "It goes live at its time." in _sign(reviewer, revision.id)
    assert live_title(office.database) is None
    reviewer.follow(f"/revisions/{revision.id}/schedule", due_at="2099-02-01T09:30")
    assert "2099-02-01 09:30" in reviewer.get(PAGE).text
    assert "Live: citizens see it" in reviewer.follow(f"/revisions/{revision.id}/live").text
    assert live_title(office.database) == "会见"


@pytest.mark.parametrize(("typed", "sentence"), [("soon", "not a date and time"), ("2020-01-01T09:30", "time is over")])
def test_time_that_cannot_be_is_told_beside_its_field(
    office: Office, editor: Browser, typed: str, sentence: str
) -> None:
    revision = save(office.database)
    answer = editor.post(f"/revisions/{revision.id}/submit", due_at=typed, note="A note.")
    assert answer.status_code == 422
    assert sentence in answer.text.split('id="due_at-error"')[1].split("</div>")[0]
    assert "A note." in answer.text


def test_signed_revision_goes_live_now_only_for_who_may_sign(office: Office, editor: Browser) -> None:
    revision = approved(office.database)
    assert editor.post(f"/revisions/{revision.id}/live").status_code == 403
    assert live_title(office.database) is None


def test_withdrawn_revision_is_a_draft_again(office: Office, editor: Browser) -> None:
    revision = submit(office.database, save(office.database))
    assert "it is a draft again" in editor.follow(f"/revisions/{revision.id}/withdraw").text
    assert state(office.database, revision) == "draft"


def test_draft_is_given_up(office: Office, editor: Browser) -> None:
    go_live(office.database, news())
    revision = save(office.database, news(title="会谈"), base=1)
    assert "Given up." in editor.follow(f"/revisions/{revision.id}/discard").text
    assert item(office.database).title == "会见"


def test_former_revision_goes_live_again(office: Office, reviewer: Browser) -> None:
    first = published(office.database)
    published(office.database, news(title="会谈"), base=1)
    before = edition(office.database)
    assert "Live again" in reviewer.get(f"{PAGE}?revision=1").text
    reviewer.follow(f"/revisions/{first.id}/back")
    assert (live_title(office.database), edition(office.database)) == ("会见", before + 1)


def test_two_revisions_stand_side_by_side(office: Office, editor: Browser) -> None:
    go_live(office.database, news(summary="The first summary."))
    go_live(office.database, news(summary="The second summary."))
    page = editor.get(f"{PAGE}/compare?before=1&after=2").text
    plain = re.sub("</?mark>", "", page)
    assert "The first summary." in plain
    assert "The second summary." in plain


def test_comparing_what_there_is_not_takes_what_there_is(office: Office, editor: Browser) -> None:
    go_live(office.database, news())
    assert editor.get(f"{PAGE}/compare?before=9&after=x").status_code == 200


def test_difference_from_what_is_live_is_shown_to_who_signs(office: Office, reviewer: Browser) -> None:
    published(office.database, news(summary="The first summary."))
    submit(office.database, save(office.database, news(summary="The second summary."), base=1))
    plain = re.sub("</?mark>", "", reviewer.get(PAGE).text)
    assert "The first summary." in plain.split('class="diff"')[1]


def _bare(words: str) -> str:
    """Without blanks, tags, and the signs that Markdown means something by."""
    return re.sub(r"<[^>]+>|[\s#>*`\[\]-]|\(https?:[^)]*\)|^\d+\.", "", words)


@pytest.mark.parametrize("draft", list(delivered_shapes()), ids=lambda draft: draft.name)
def test_who_signs_sees_every_word_of_it(office: Office, reviewer: Browser, draft: Draft) -> None:
    """Whatever is live by a signature stood on the page that was signed."""
    save(office.database, draft)
    page = _bare(unescape(reviewer.get(f"/items/{draft.kind}/{draft.slug}/{draft.language}").text))
    said = [line for text in texts(draft.title, draft.body) for line in text.words.splitlines()]
    asked = [word for condition in getattr(draft.body, "conditions", ()) for word in condition.words]
    led = list(menus.keys(draft.body)) if isinstance(draft.body, Menu) else []
    assert [words for words in (*said, *asked, *led) if _bare(words) not in page] == []


def test_history_names_who_wrote_what(office: Office, editor: Browser) -> None:
    published(office.database)
    save(office.database, news(title="会谈"), base=1, author=WANG)
    page = editor.get(PAGE).text.split('class="history"')[1]
    assert PEOPLE[Role.EDITOR].name in page
    assert WANG in page


def test_hostile_note_and_reason_stay_words(office: Office, editor: Browser, reviewer: Browser) -> None:
    hostile = "<script>alert(1)</script>"
    revision = save(office.database)
    with office.database.write() as db:
        revisions.submit(db, revision.id, CHEN, NOON, note=hostile)
    assert hostile not in reviewer.get(PAGE).text
    with office.database.write() as db:
        revisions.refuse(db, revision.id, LI, hostile, NOON)
    assert hostile not in editor.get(PAGE).text


@pytest.mark.parametrize("step", ["submit", "sign", "refuse", "withdraw", "discard", "live", "schedule", "back"])
def test_revision_that_does_not_exist_leads_nowhere(office: Office, administrator: Browser, step: str) -> None:
    answer = administrator.post(f"/revisions/99/{step}", reason="x", due_at="2099-01-01T09:30")
    assert answer.status_code == 404
