"""The account's published articles in the console, and how one is deleted."""

import datetime as dt
import re

import pytest

from tests.console.conftest import Browser, Office
from wxbot.services.roles import Role
from wxbot.simulator.articles import Article
from wxbot.simulator.server import Simulator
from wxbot.store import published, syncs

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def _known(
    office: Office, article_id: str, title: str, url: str = "https://mp.weixin.qq.com/s/1", hours: int = 0
) -> None:
    with office.database.write() as db:
        fields = {"article_id": article_id, "position": 1, "title": title, "digest": "", "url": url}
        at = NOON - dt.timedelta(hours=hours)
        published.put(db, published.Published(**fields, updated_at=at, seen_at=NOON))


def test_articles_are_listed_and_lead_to_wechat(office: Office, editor: Browser) -> None:
    _known(office, "A1", "会见")
    _known(office, "A2", "<script>", "javascript:alert(1)")
    page = editor.get("/broadcasts/published").text
    assert '<a href="https://mp.weixin.qq.com/s/1" target="_blank" rel="noopener noreferrer">会见</a>' in page
    assert "javascript:" not in page
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]
    assert ">Delete<" not in page


def test_long_list_goes_on_where_it_ended(office: Office, editor: Browser) -> None:
    for number in range(60):
        _known(office, f"A{number:02}", f"Article {number:02}", hours=number)
    page = editor.get("/broadcasts/published").text
    following = editor.client.get(page.split('rel="next" href="')[1].split('"')[0]).text
    titles = re.findall(r"Article \d\d", page + following)
    assert titles == [f"Article {number:02}" for number in range(60)]


def test_who_signs_deletes_one_and_everybody_sees_it(connected: Office, wechat: Simulator) -> None:
    publication = wechat.published.add((Article("会见"),), "publish", NOON.timestamp())
    _known(connected, publication.id, "会见")
    reviewer = connected.at(Role.REVIEWER)
    assert ">Delete<" in reviewer.get("/broadcasts/published").text
    page = reviewer.follow("/broadcasts/published/delete", article=publication.id, position=1).text
    assert "the article&#39;s page opens no more" in page
    assert ">Deleted<" in page
    found = wechat.published.get(publication.id)
    assert found is not None
    assert found.articles[0].deleted
    again = reviewer.follow("/broadcasts/published/delete", article=publication.id, position=1).text
    assert "this article is not at WeChat any more" in again


def test_what_wechat_refuses_is_told_and_nothing_is_marked(connected: Office) -> None:
    _known(connected, "unknown-to-wechat", "会见")
    reviewer = connected.at(Role.REVIEWER)
    page = reviewer.follow("/broadcasts/published/delete", article="unknown-to-wechat", position=1).text
    assert "errcode" in page
    assert ">Can be read<" in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
def test_who_does_not_sign_deletes_nothing(office: Office, role: Role) -> None:
    assert office.at(role).post("/broadcasts/published/delete", article="A1", position=1).status_code == 403


def test_list_can_be_fetched_at_once(office: Office, editor: Browser) -> None:
    later = office.runtime.clock.instant() + dt.timedelta(hours=9)
    with office.database.write() as db:
        syncs.claim(db, "published", later, later)
        row = db.get_one(syncs.Sync, "published")
        row.due_at, row.leased_until = later, None
    editor.post("/broadcasts/published/fetch")
    with office.database.read() as db:
        assert syncs.is_due(db, "published", office.runtime.clock.instant())
