"""The lists of items in the browser, and who keeps one."""

import datetime as dt
import re

import pytest

from tests.console.conftest import Browser, Office
from tests.services.drafts import NOON, go_live, news, phrase
from tests.services.signing import CHEN, LI, item, live_title, published, save, submit
from wxbot.services import upkeep
from wxbot.services.roles import Role
from wxbot.store import items as rows
from wxbot.store.database import Database
from wxbot.store.items import Item

HOSTILE = '<img src=x onerror="alert(1)">'


def _titles(page: str) -> list[str]:
    return re.findall(r'<td class="title"><a [^>]*>([^<]*)</a>', page)


def _change(database: Database, slug: str, language: str = "zh", **values: object) -> None:
    with database.write() as db:
        row = db.get_one(Item, item(database, slug, language).id)
        for name, value in values.items():
            setattr(row, name, value)


def test_everybody_sees_what_there_is(office: Office) -> None:
    go_live(office.database, news(), phrase("hello", "您好"))
    for role in Role:
        assert sorted(_titles(office.at(role).get("/items").text)) == ["hello", "会见"]


def test_list_is_filtered_and_searched(office: Office, editor: Browser) -> None:
    go_live(office.database, news(), phrase("hello", "您好"))
    save(office.database, news("talks", title="会谈"))
    for query, titles in (
        ("kind=news", ["会谈", "会见"]),
        ("state=draft", ["会谈"]),
        ("words=会见", ["会见"]),
        ("owner=" + CHEN, ["会谈"]),
        ("language=en", []),
    ):
        assert _titles(editor.get(f"/items?{query}").text) == titles


def test_long_list_is_read_page_by_page_with_its_filter(office: Office, editor: Browser) -> None:
    go_live(office.database, *[news(f"news-{number}", title=f"News {number}") for number in range(120)])
    go_live(office.database, phrase("hello", "您好"))
    path, seen = "/items?kind=news", []
    while path:
        page = editor.get(path).text
        seen += _titles(page)
        found = re.search(r'rel="next" href="/console(/items[^"]*)"', page)
        path = found[1].replace("&amp;", "&") if found else ""
    assert sorted(seen) == sorted(f"News {number}" for number in range(120))


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=1/x",
        "after=99999999999999999999/1",
        "after=1/99999999999999",
        "view=stale&after=x/1",
    ],
)
def test_addresses_that_somebody_made_up_break_nothing(editor: Browser, query: str) -> None:
    assert editor.get(f"/items?{query}").status_code == 200


def test_view_that_does_not_exist_leads_nowhere(editor: Browser) -> None:
    assert editor.get("/items?view=dance").status_code == 404


def test_hostile_title_stays_words(office: Office, editor: Browser) -> None:
    save(office.database, news(title=HOSTILE))
    for path in ("/items", "/items/news/visit/zh", "/items/news/visit/zh/edit", "/items/news/visit/zh/compare"):
        page = editor.get(path).text
        assert "&lt;img src=x onerror=" in page
        assert "<img src=x" not in page


def test_what_waits_for_my_signature_is_counted_and_listed(office: Office, reviewer: Browser, editor: Browser) -> None:
    submit(office.database, save(office.database))
    page = reviewer.get("/items?view=to-sign").text
    assert _titles(page) == ["会见"]
    assert '<b class="badge rounded-pill text-bg-danger">1</b>' in page
    assert "text-bg-danger" not in editor.get("/items").text


def test_what_was_sent_back_to_me_is_told(office: Office, editor: Browser, reviewer: Browser) -> None:
    revision = submit(office.database, save(office.database))
    reviewer.follow(f"/revisions/{revision.id}/refuse", reason="The date is wrong.")
    assert "to be mended by you: 1" in editor.get("/items").text
    assert "to be mended by you" not in reviewer.get("/items").text


def test_what_is_to_be_read_again_is_listed_and_told_to_who_keeps_it(office: Office, editor: Browser) -> None:
    go_live(office.database, news(), news("talks", title="会谈"))
    with office.database.write() as db:
        upkeep.assign(db, item(office.database).id, CHEN, dt.date(2026, 1, 1), LI, NOON)
    assert _titles(editor.get("/items?view=stale").text) == ["会见"]
    assert "To be read again by you: 1" in editor.get("/items").text


def test_old_and_missing_translations_are_listed(office: Office, editor: Browser) -> None:
    go_live(office.database, news(), news(language="en", title="Visit"), news("talks", title="会谈"))
    go_live(office.database, news(title="新的会见"), now=NOON + dt.timedelta(days=1))
    assert _titles(editor.get("/items?view=behind").text) == ["Visit"]
    assert _titles(editor.get("/items?view=untranslated").text) == ["会谈"]


def test_translation_that_still_says_the_same_leaves_the_list(office: Office, editor: Browser) -> None:
    go_live(office.database, news(), news(language="en", title="Visit"))
    go_live(office.database, news(title="新的会见"), now=NOON + dt.timedelta(days=1))
    page = editor.get("/items/news/visit/en").text
    assert "Does the translation still say the same?" in page
    editor.follow(f"/items/{item(office.database, language='en').id}/confirm")
    assert _titles(editor.get("/items?view=behind").text) == []


def test_item_is_given_to_somebody(office: Office, editor: Browser) -> None:
    go_live(office.database, news())
    page = editor.follow(f"/items/{item(office.database).id}/keep", owner=CHEN, review_by="2027-01-31")
    assert "Noted." in page.text
    found = item(office.database)
    assert (found.owner, found.review_by) == (CHEN, dt.date(2027, 1, 31))


def test_day_that_cannot_be_read_is_told_beside_its_field(office: Office, editor: Browser) -> None:
    go_live(office.database, news())
    answer = editor.post(f"/items/{item(office.database).id}/keep", owner=CHEN, review_by="next week")
    assert answer.status_code == 422
    assert "This is not a day" in answer.text
    assert 'value="next week"' in answer.text


def test_item_is_taken_down(office: Office, reviewer: Browser) -> None:
    published(office.database)
    assert "no longer see it" in reviewer.follow(f"/items/{item(office.database).id}/down").text
    assert live_title(office.database) is None


def test_item_is_taken_down_at_a_time(office: Office, reviewer: Browser) -> None:
    published(office.database)
    reviewer.follow(f"/items/{item(office.database).id}/expire", expires_at="2099-01-01T09:30")
    assert item(office.database).expires_at == dt.datetime(2099, 1, 1, 1, 30, tzinfo=dt.UTC)
    assert "2099-01-01 09:30" in reviewer.get("/items/news/visit/zh").text


def test_time_that_is_over_is_refused(office: Office, reviewer: Browser) -> None:
    published(office.database)
    page = reviewer.follow(f"/items/{item(office.database).id}/expire", expires_at="2020-01-01T09:30").text
    assert "This time is over." in page


def test_who_only_reads_is_offered_nothing_to_do(office: Office, auditor: Browser) -> None:
    submit(office.database, save(office.database))
    page = auditor.get("/items/news/visit/zh").text
    assert "<form" not in page.split('<main id="content">')[1]


@pytest.mark.parametrize("path", ["/items/dance/visit/zh", "/items/news/unknown/zh", "/items/news/visit/fr"])
def test_item_that_does_not_exist_leads_nowhere(editor: Browser, path: str) -> None:
    assert editor.get(path).status_code == 404


def test_earlier_revision_can_be_read(office: Office, editor: Browser) -> None:
    go_live(office.database, news(text="The first text."))
    go_live(office.database, news(text="The second text."))
    assert "The first text." in editor.get("/items/news/visit/zh?revision=1").text
    assert "The second text." in editor.get("/items/news/visit/zh").text


def test_live_item_shows_what_the_phone_answers_and_its_page(office: Office, editor: Browser) -> None:
    go_live(office.database, news(title="会见", text="## 一个标题\n\n正文。"))
    page = editor.get("/items/news/visit/zh").text
    assert "<h2>一个标题</h2>" in page
    assert 'class="phone-title">会见<' in page


def test_body_that_fits_its_kind_no_more_is_told_and_can_be_mended(office: Office, editor: Browser) -> None:
    go_live(office.database, news(text="The only text."))
    with office.database.write() as db:
        row = db.get_one(Item, 1)
        revision = rows.revision(db, row.live_id)
        assert revision is not None
        revision.body = {"text": "The only text.", "unknown": 1}
    assert "does not fit its kind any more" in editor.get("/items/news/visit/zh").text
    assert "The only text." in editor.get("/items/news/visit/zh/edit").text
