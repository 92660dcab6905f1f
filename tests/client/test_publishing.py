"""Publishing without a push, from the draft to the address."""

import pytest

from tests.client.gateway import Gateway
from tests.client.refusals import code, failure
from wxbot.client import publishing
from wxbot.client.api import Api
from wxbot.client.publishing import Published, State, Status
from wxbot.errors import ErrorClass, Remedy


def test_draft_is_submitted(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"errcode": 0, "errmsg": "ok", "publish_id": 2247503051, "msg_data_id": 2247503052})
    assert publishing.submit(strayed, "DRAFT") == publishing.Submitted("2247503051", "2247503052")
    assert (gateway.paths, gateway.asked) == (["/cgi-bin/freepublish/submit"], {"media_id": "DRAFT"})


def test_submission_without_an_answer_is_unknown_and_not_repeated(gateway: Gateway, strayed: Api) -> None:
    assert failure(lambda: publishing.submit(strayed, "DRAFT")).kind is ErrorClass.UNKNOWN
    assert len(gateway.calls) == 1


@pytest.mark.parametrize(
    ("number", "kind", "remedy"),
    [
        (48001, ErrorClass.PERMISSION, Remedy.VERIFICATION),
        (53500, ErrorClass.CONFIGURATION, Remedy.BANNED),
        (53501, ErrorClass.MINUTE, Remedy.SLOWER),
        (53503, ErrorClass.FIX, Remedy.ARTICLE),
        (53504, ErrorClass.FIX, Remedy.WEBSITE),
        (53505, ErrorClass.FIX, Remedy.WEBSITE),
    ],
)
def test_refusal_tells_staff_what_to_do(
    gateway: Gateway, strayed: Api, number: int, kind: ErrorClass, remedy: Remedy
) -> None:
    gateway.say(code(number))
    error = failure(lambda: publishing.submit(strayed, "DRAFT"))
    assert (error.kind, error.remedy) == (kind, remedy)


def test_published_articles_have_addresses_in_order(gateway: Gateway, strayed: Api) -> None:
    items = [{"idx": 2, "article_url": "http://b"}, {"idx": 1, "article_url": "http://a"}]
    detail = {"count": 2, "item": items}
    gateway.say({"publish_id": "1", "publish_status": 0, "article_id": "ART", "article_detail": detail})
    assert publishing.state(strayed, "1") == State(Status.PUBLISHED, "ART", ("http://a", "http://b"), ())


def test_refused_articles_are_named(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"publish_id": "1", "publish_status": 2, "fail_idx": [1, 2]})
    assert publishing.state(strayed, "1") == State(Status.NOT_ORIGINAL, "", (), (1, 2))


def test_published_article_is_deleted(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(0))
    publishing.delete(strayed, "ART", 2)
    assert gateway.asked == {"article_id": "ART", "index": 2}


def test_published_articles_come_page_by_page(gateway: Gateway, strayed: Api) -> None:
    news = [
        {"title": "甲", "digest": "d", "url": "http://a", "is_deleted": False},
        {"title": "乙", "digest": "", "url": "http://b", "is_deleted": True},
    ]
    group = {"article_id": "ART", "update_time": 1_790_000_000, "content": {"news_item": news}}
    gateway.say({"total_count": 21, "item_count": 1, "item": [group]})
    assert publishing.page(strayed, 20) == publishing.Page(
        (
            Published("ART", 1, "甲", "d", "http://a", 1_790_000_000, deleted=False),
            Published("ART", 2, "乙", "", "http://b", 1_790_000_000, deleted=True),
        ),
        groups=1,
        total=21,
    )
    assert gateway.asked == {"offset": 20, "count": 20, "no_content": 1}


def test_account_that_published_nothing_has_an_empty_page(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"total_count": 0, "item_count": 0, "item": []})
    assert publishing.page(strayed) == publishing.Page((), 0, 0)
