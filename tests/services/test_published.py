"""The articles that the account has at WeChat: taken over page by page, and gone when WeChat has them no more."""

import datetime as dt

import pytest

from tests.client.gateway import Gateway
from tests.services.composed import broadcast
from tests.services.drafts import NOON
from wxbot.client import drafts, material, publishing
from wxbot.client.api import Api
from wxbot.errors import RuleError
from wxbot.services import published
from wxbot.services.syncs import END
from wxbot.simulator.samples import photo
from wxbot.simulator.server import Simulator
from wxbot.store import audit, calls
from wxbot.store.database import Database

LATER = NOON + dt.timedelta(days=1)


def _publish(api: Api, wechat: Simulator, *titles: str) -> str:
    wechat.faults.set(jobs_lost=True)  # Nobody listens for events here.
    cover = material.add(api, "image", "a.jpg", photo(), "")
    media_id = drafts.add(api, [drafts.Article(title, "<p>正文</p>", cover) for title in titles])
    publish_id = publishing.submit(api, media_id).publish_id
    wechat.settle()
    return publishing.state(api, publish_id).article_id


def _run(database: Database, api: Api, now: dt.datetime = NOON) -> int:
    """Returns how many steps it took."""
    cursor, steps = published.step(database, api, "", now), 1
    while cursor != END:
        cursor, steps = published.step(database, api, cursor, now), steps + 1
    return steps


def _titles(database: Database) -> list[str]:
    with database.read() as db:
        return [row.title for row in published.page(db, 100)]


def _delete(database: Database, api: Api, article_id: str, position: int) -> None:
    published.delete(database, api, article_id, position, "li", LATER)


def test_what_somebody_deletes_is_gone_at_wechat_and_here(database: Database, api: Api, wechat: Simulator) -> None:
    article_id = _publish(api, wechat, "甲", "乙")
    _run(database, api)
    _delete(database, api, article_id, 1)
    assert _titles(database) == ["乙"]
    assert [each.deleted for each in publishing.page(api).articles] == [True, False]
    with pytest.raises(RuleError, match=published.GONE):
        _delete(database, api, article_id, 1)
    with database.read() as db:
        (line,) = audit.newest(db, 5)
    assert (line.action, line.subject, line.details) == ("published.deleted", f"published/{article_id}", {"place": 1})


def test_broadcast_whose_articles_were_all_deleted_is_recalled(database: Database, api: Api, wechat: Simulator) -> None:
    article_id = _publish(api, wechat, "甲", "乙")
    _run(database, api)
    number = broadcast(database)
    with database.write() as db:
        calls.write(db, number, 0, calls.Way.PUBLISH, NOON)
        db.flush()
        (call,) = calls.of_broadcast(db, number)
        call.state, call.article_id = calls.State.FINISHED, article_id
    found = []
    for position in (1, 2):
        _delete(database, api, article_id, position)
        with database.read() as db:
            found.append(calls.of_broadcast(db, number)[0].state)
    assert found == [calls.State.FINISHED, calls.State.RECALLED]


def _group(number: int, deleted: bool = False) -> dict[str, object]:
    news = [{"title": f"标题 {number}", "digest": "", "url": "http://a", "is_deleted": deleted}]
    return {"article_id": f"ART{number}", "update_time": 1_790_000_000 - number, "content": {"news_item": news}}


def _page(total: int, *groups: dict[str, object]) -> dict[str, object]:
    return {"total_count": total, "item_count": len(groups), "item": list(groups)}


def test_published_articles_are_known_with_their_addresses(database: Database, api: Api, wechat: Simulator) -> None:
    article_id = _publish(api, wechat, "甲", "乙")
    assert _run(database, api) == 1
    with database.read() as db:
        rows = published.page(db, 10)
    assert [(row.article_id, row.position, row.title) for row in rows] == [(article_id, 1, "甲"), (article_id, 2, "乙")]
    assert all(row.url.startswith("http") for row in rows)


def test_article_that_was_deleted_at_wechat_is_gone(database: Database, api: Api, wechat: Simulator) -> None:
    gone = _publish(api, wechat, "甲")
    _publish(api, wechat, "乙")
    _run(database, api)
    publishing.delete(api, gone)
    _run(database, api, LATER)
    assert _titles(database) == ["乙"]


def test_many_articles_come_page_by_page(database: Database, strayed: Api, gateway: Gateway) -> None:
    first, second = [_group(number) for number in range(20)], [_group(number) for number in range(20, 25)]
    gateway.say(_page(25, *first), _page(25, *second))
    assert _run(database, strayed) == 2
    assert _titles(database) == [f"标题 {number}" for number in range(25)]


def test_run_that_stopped_midway_takes_nothing_away(database: Database, strayed: Api, gateway: Gateway) -> None:
    gateway.say(_page(2, _group(1), _group(2)))
    _run(database, strayed)
    gateway.say(_page(25, *[_group(number) for number in range(3, 23)]))
    published.step(database, strayed, "", LATER)
    assert len(_titles(database)) == 22


def test_article_that_wechat_calls_deleted_is_not_shown(database: Database, strayed: Api, gateway: Gateway) -> None:
    gateway.say(_page(2, _group(1), _group(2, deleted=True)))
    _run(database, strayed)
    assert _titles(database) == ["标题 1"]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_list_goes_on_where_the_page_ended(database: Database, strayed: Api, gateway: Gateway, limit: int) -> None:
    gateway.say(_page(5, *[_group(number) for number in range(5)]))
    _run(database, strayed)
    found, last = [], None
    with database.read() as db:
        while rows := published.page(db, limit, last):
            found += [row.title for row in rows]
            last = rows[-1]
    assert found == [f"标题 {number}" for number in range(5)]
