"""Drafts and the pictures in their articles."""

from tests.client.gateway import Gateway
from tests.client.refusals import code, failure
from wxbot.client import drafts, material
from wxbot.client.api import Api
from wxbot.client.drafts import Article, Comments
from wxbot.errors import ErrorClass, Remedy

ARTICLE = Article("标题", "<p>正文</p>", "COVER", "作者", "摘要", "https://example.org/a", Comments.FOLLOWERS)
FIELDS = {
    "article_type": "news",
    "title": "标题",
    "author": "作者",
    "digest": "摘要",
    "content": "<p>正文</p>",
    "content_source_url": "https://example.org/a",
    "thumb_media_id": "COVER",
    "need_open_comment": 1,
    "only_fans_can_comment": 1,
}


def test_articles_are_kept_as_they_were_written(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"media_id": "DRAFT"})
    assert drafts.add(strayed, [ARTICLE]) == "DRAFT"
    assert gateway.paths == ["/cgi-bin/draft/add"]
    assert gateway.asked == {"articles": [FIELDS]}
    assert "标题".encode() in gateway.bodies[0]


def test_articles_are_read_as_they_were_written(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"news_item": [FIELDS, {**FIELDS, "need_open_comment": 0, "only_fans_can_comment": 0}]})
    first, second = drafts.get(strayed, "DRAFT")
    assert first == ARTICLE
    assert second.comments is Comments.NOBODY


def test_draft_that_is_gone_says_so(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(40007))
    error = failure(lambda: drafts.get(strayed, "DRAFT"))
    assert (error.kind, error.remedy) == (ErrorClass.FIX, Remedy.MEDIA)


def test_article_that_wechat_refuses_names_the_remedy(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(45166))
    assert failure(lambda: drafts.add(strayed, [ARTICLE])).remedy is Remedy.ARTICLE


def test_draft_is_deleted(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(0))
    drafts.delete(strayed, "DRAFT")
    assert (gateway.paths, gateway.asked) == (["/cgi-bin/draft/delete"], {"media_id": "DRAFT"})


def test_picture_of_an_article_gets_an_address(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"url": "http://mmbiz.qpic.cn/a"})
    assert material.upload_image(strayed, "a.jpg", b"picture") == "http://mmbiz.qpic.cn/a"
    assert gateway.paths == ["/cgi-bin/media/uploadimg"]
    assert b"picture" in gateway.bodies[0]
