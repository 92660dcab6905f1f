from typing import Any

import pytest

from tests.simulator.account import Account
from tests.simulator.sending import TITLE, article, draft, results
from wxbot.simulator.server import Simulator


def submit(account: Account, media_id: str = "") -> Any:
    return account.call("freepublish/submit", {"media_id": media_id or draft(account)})


def get(account: Account, publish_id: str) -> Any:
    return account.call("freepublish/get", {"publish_id": publish_id})


def test_draft_is_published_a_little_later_and_told(wechat: Simulator, account: Account) -> None:
    wechat.change(job_delay=60.0)
    media_id = draft(account, article(account), article(account, title="b"))
    answer = submit(account, media_id)
    assert (answer["errcode"], isinstance(answer["publish_id"], str)) == (0, True)
    assert get(account, answer["publish_id"])["publish_status"] == 1
    wechat.clock.advance(61)
    info = results(wechat, "PUBLISHJOBFINISH")[0].find("PublishEventInfo")
    assert info is not None
    assert (info.findtext("publish_id"), info.findtext("publish_status")) == (answer["publish_id"], "0")
    found = get(account, answer["publish_id"])
    assert (found["publish_status"], found["article_id"]) == (0, info.findtext("article_id"))
    urls = [node.text for node in info.iter("article_url")]
    assert [one["article_url"] for one in found["article_detail"]["item"]] == urls
    page = account.session.get(str(urls[0])).text
    assert (TITLE in page, "<time>20" in page) == (True, True)
    assert account.call("draft/get", {"media_id": media_id})["errcode"] == 40007


def test_publishing_reaches_nobody(wechat: Simulator, account: Account) -> None:
    wechat.follow("oAlice")
    submit(account)
    wechat.settle()
    assert wechat.arrivals.all() == ()


@pytest.mark.parametrize("status", [2, 3, 4])
def test_publishing_can_fail_and_leaves_the_draft(status: int, wechat: Simulator, account: Account) -> None:
    wechat.faults.set(publish_outcome=status)
    media_id = draft(account, article(account), article(account, title="b"))
    publish_id = submit(account, media_id)["publish_id"]
    told = results(wechat, "PUBLISHJOBFINISH")[0]
    assert told.findtext("PublishEventInfo/publish_status") == str(status)
    assert [node.text for node in told.iter("fail_idx")] == ["1", "2"]
    assert get(account, publish_id) == {"publish_id": publish_id, "publish_status": status, "fail_idx": [1, 2]}
    assert "news_item" in account.call("draft/get", {"media_id": media_id})


def test_published_article_is_listed_read_and_deleted(wechat: Simulator, account: Account) -> None:
    publish_id = submit(account, draft(account, article(account), article(account, title="b")))["publish_id"]
    wechat.settle()
    article_id = get(account, publish_id)["article_id"]
    listed = account.call("freepublish/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert (listed["total_count"], listed["item"][0]["article_id"]) == (1, article_id)
    first, second = account.call("freepublish/getarticle", {"article_id": article_id})["news_item"]
    assert (first["title"], first["is_deleted"], second["title"]) == (TITLE, False, "b")
    body = {"article_id": article_id}
    assert account.call("freepublish/delete", {**body, "index": 3})["errcode"] == 40114
    assert account.call("freepublish/delete", {**body, "index": 1})["errcode"] == 0
    assert account.call("freepublish/getarticle", body)["news_item"][0]["is_deleted"] is True
    assert get(account, publish_id)["publish_status"] == 0
    assert account.call("freepublish/delete", {**body, "index": 0})["errcode"] == 0
    assert get(account, publish_id)["publish_status"] == 5
    assert account.call("freepublish/batchget", {"offset": 0, "count": 20})["total_count"] == 0
    assert "已被发布者删除" in account.session.get(second["url"]).text


def test_platform_can_block_what_was_published(wechat: Simulator, account: Account) -> None:
    wechat.faults.set(publish_outcome=6)
    publish_id = submit(account)["publish_id"]
    wechat.settle()
    assert get(account, publish_id)["publish_status"] == 6
    assert account.call("freepublish/batchget", {"offset": 0, "count": 20})["total_count"] == 0


def test_published_article_can_be_sent_to_one_follower(wechat: Simulator, account: Account) -> None:
    wechat.text("oA", "hello")
    publish_id = submit(account)["publish_id"]
    wechat.settle()
    content = {"article_id": get(account, publish_id)["article_id"]}
    body = {"touser": "oA", "msgtype": "mpnewsarticle", "mpnewsarticle": content}
    assert account.call("message/custom/send", body)["errcode"] == 0
    assert wechat.chat("oA")[-1].bubble.articles[0].title == TITLE


def test_unknown_drafts_publications_and_articles_are_told(account: Account) -> None:
    assert submit(account, "unknown")["errcode"] == 40007
    assert get(account, "1")["errcode"] == 53502
    for path in ("getarticle", "delete"):
        assert account.call(f"freepublish/{path}", {"article_id": "unknown"})["errcode"] == 53600


@pytest.mark.parametrize("kind", ["subscription", "service"])
def test_unverified_accounts_may_write_drafts_but_not_publish(kind: str, wechat: Simulator, account: Account) -> None:
    wechat.change(kind=kind)
    media_id = draft(account)
    assert submit(account, media_id)["errcode"] == 48001
