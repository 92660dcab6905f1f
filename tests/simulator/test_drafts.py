from typing import Any

import pytest

from tests.simulator.account import Account
from tests.simulator.sending import TITLE, article, cover, draft
from wxbot.simulator.samples import photo
from wxbot.simulator.server import Simulator


def test_draft_is_kept_changed_and_deleted(account: Account) -> None:
    media_id = draft(account, article(account), article(account, title="b"))
    found = account.call("draft/get", {"media_id": media_id})["news_item"]
    assert [one["title"] for one in found] == [TITLE, "b"]
    changed = article(account, title="c", author="领事部")
    assert account.call("draft/update", {"media_id": media_id, "index": 1, "articles": changed})["errcode"] == 0
    found = account.call("draft/get", {"media_id": media_id})["news_item"][1]
    assert (found["title"], found["author"]) == ("c", "领事部")
    assert account.call("draft/update", {"media_id": media_id, "index": 2, "articles": changed})["errcode"] == 40114
    assert account.call("draft/count")["total_count"] == 1
    assert account.call("draft/delete", {"media_id": media_id})["errcode"] == 0
    assert account.call("draft/get", {"media_id": media_id})["errcode"] == 40007


def test_drafts_are_listed_by_page_and_without_their_bodies_when_asked(account: Account) -> None:
    for number in range(3):
        draft(account, article(account, title=str(number)))
    page = account.call("draft/batchget", {"offset": 1, "count": 20, "no_content": 1})
    assert (page["total_count"], page["item_count"]) == (3, 2)
    assert page["item"][0]["content"]["news_item"][0]["content"] == ""
    assert account.call("draft/batchget", {"offset": 0, "count": 21})["errcode"] == 40035


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"title": "长" * 32}, 0),
        ({"title": "长" * 33}, 45003),
        ({"author": "长" * 17}, 45110),
        ({"digest": "长" * 129}, 45004),
        ({"content": "长" * 20_000}, 45002),
        ({"content": ""}, 44004),
        ({"content_source_url": "ftp://127.0.0.1/"}, 41039),
        ({"content_source_url": "https://127.0.0.1/" + "a" * 1024}, 41039),
        ({"thumb_media_id": "unknown"}, 40007),
        ({"article_type": "poem"}, 40035),
    ],
)
def test_articles_are_checked(changes: dict[str, Any], errcode: int, account: Account) -> None:
    answer = account.call("draft/add", {"articles": [article(account, **changes)]})
    assert answer.get("errcode", 0) == errcode


def test_draft_has_one_to_eight_articles(account: Account) -> None:
    one = article(account)
    assert account.call("draft/add", {"articles": [one] * 8})["media_id"]
    assert account.call("draft/add", {"articles": [one] * 9})["errcode"] == 45008
    assert account.call("draft/add", {"articles": []})["errcode"] == 44003


def test_cover_must_be_permanent(account: Account) -> None:
    passing = account.upload("image", photo())["media_id"]
    assert account.call("draft/add", {"articles": [article(account, thumb_media_id=passing)]})["errcode"] == 40007


def test_article_of_pictures_needs_them(account: Account) -> None:
    one = {"article_type": "newspic", "title": "t", "content": "c"}
    assert account.call("draft/add", {"articles": [one]})["errcode"] == 40035
    pictures = {"image_info": {"image_list": [{"image_media_id": cover(account)}]}}
    assert account.call("draft/add", {"articles": [one | pictures]})["media_id"]


def test_digest_is_the_beginning_of_the_body_unless_it_is_given(account: Account) -> None:
    body = "<p>" + "字" * 60 + "</p>"
    media_id = draft(account, article(account, content=body), article(account, digest="own", content=body))
    found = account.call("draft/get", {"media_id": media_id})["news_item"]
    assert [one["digest"] for one in found] == ["字" * 54, "own"]


def test_body_loses_scripts_styles_and_pictures_from_elsewhere(wechat: Simulator, account: Account) -> None:
    ours = account.upload("image", photo(), "media/uploadimg")["url"]
    body = (
        f'<style>p{{}}</style><section class="a" style="color:red" onclick="x()">a &lt; b<script>evil()</script>'
        f'<img src="{ours}"><img src="https://example.org/x.png"><a href="javascript:x()">link</a></section>'
    )
    found = account.call("draft/get", {"media_id": draft(account, article(account, content=body))})
    kept = f'<section style="color:red">a &lt; b<img src="{ours}"><a>link</a></section>'
    assert found["news_item"][0]["content"] == kept


def test_draft_can_be_looked_at_in_a_browser(wechat: Simulator, account: Account) -> None:
    media_id = draft(account, article(account, content="<p>闭馆三天。</p>"))
    url = account.call("draft/get", {"media_id": media_id})["news_item"][0]["url"]
    page = account.session.get(url)
    assert (page.status_code, TITLE in page.text, "<p>闭馆三天。</p>" in page.text) == (200, True, True)
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert account.session.get(f"{wechat.url}/s/unknown").status_code == 404
