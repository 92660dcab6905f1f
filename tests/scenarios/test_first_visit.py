"""A follower's first visit, from following to reading, over the real protocol."""

import requests
from sqlalchemy import select

from tests.scenarios.conftest import Stack
from tests.scenarios.waiting import until
from wxbot.simulator.pushes import Push
from wxbot.store.followers import Follower, find
from wxbot.store.journal import Entry


def shown(push: Push) -> str:
    """What the follower saw of one reply; a failure line or an invalid body fails the story."""
    assert push.outcome == "delivered", push
    assert [delivery.body_class for delivery in push.deliveries] == ["reply"]
    bubble = push.shown[0]
    return bubble.text or "\n".join(f"{article.title} {article.url}" for article in bubble.articles)


def test_alice_follows_asks_reads_and_searches(account: Stack, alice: str) -> None:
    wechat = account.wechat
    assert "欢迎关注" in shown(wechat.follow(alice))
    assert "1." in shown(wechat.tap(alice, "consular/passport"))
    assert "报警" in shown(wechat.text(alice, "护照丢了"))
    assert "上海合作组织天津峰会" in shown(wechat.text(alice, "新闻"))
    assert "/news/focac-beijing-2024" in shown(wechat.text(alice, "2"))
    assert "Munich Security Conference" in shown(wechat.text(alice, "search Munich"))
    assert "/speech/wang-yi-munich" in shown(wechat.text(alice, "1"))


def test_a_tap_on_a_line_opens_it(account: Stack, alice: str) -> None:
    account.wechat.text(alice, "新闻")
    push = account.wechat.text(alice, "2024年中非合作论坛峰会在北京举行", bizmsgmenuid="news/focac-beijing-2024")
    assert "/news/focac-beijing-2024" in shown(push)


def test_an_article_card_links_to_a_page_that_can_be_read(account: Stack, alice: str) -> None:
    push = account.wechat.tap(alice, "news/focac-beijing-2024")
    path = push.shown[0].articles[0].url.removeprefix("https://account.example")
    page = requests.get(account.web.url + path, timeout=5)
    assert page.status_code == 200
    assert "中非合作论坛" in page.text
    assert requests.get(f"{account.web.url}/covers/news/focac-beijing-2024.png", timeout=5).content[:4] == b"\x89PNG"


def test_the_journal_and_the_follower_are_in_sql_within_seconds(account: Stack, alice: str) -> None:
    account.wechat.follow(alice, "poster")
    account.wechat.text(alice, "护照丢了")

    def entries() -> list[Entry]:
        with account.store() as database, database.read() as db:
            found = list(db.scalars(select(Entry).where(Entry.openid == alice).order_by(Entry.id)))
        return found if len(found) == 2 else []

    first, second = until(entries)
    assert (first.source, second.source, second.asked) == ("follow", "text", "护照丢了")
    assert second.decision["hit"] == "emergency/passport-lost"
    with account.store() as database, database.read() as db:
        follower = find(db, alice)
    assert isinstance(follower, Follower)
    assert (follower.subscribed, follower.scene) == (True, "poster")
    assert follower.last_message_at is not None


def test_a_chosen_language_is_kept_by_every_process_and_by_sql(account: Stack, alice: str) -> None:
    account.wechat.text(alice, "English")
    assert {"[Diplomatic activities]" in shown(account.wechat.text(alice, "新闻")) for _ in range(8)} == {True}
    with account.store() as database, database.read() as db:
        follower = find(db, alice)
    assert follower is not None
    assert follower.language == "en"


def test_the_trace_explains_the_reply(account: Stack, alice: str) -> None:
    push = account.wechat.text(alice, "护照丢了")
    trace = requests.get(f"{account.web.url}/trace", params={"delivery": push.delivery_key}, timeout=5).json()
    assert trace["hit"] == "emergency/passport-lost"
    assert trace["candidates"][0]["name"] == "emergencies.recognised"


def test_too_many_messages_are_answered_once_and_then_with_silence(account: Stack, alice: str) -> None:
    classes = [account.wechat.text(alice, "你好").deliveries[0].body_class for _ in range(33)]
    assert classes[:30] == ["reply"] * 30
    assert classes[-1] == "success"
    assert classes.count("reply") in (30, 31)  # The minute may have turned meanwhile.
