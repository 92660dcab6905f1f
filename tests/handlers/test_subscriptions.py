"""Subscriptions by words, by taps and by numbers: a section, a country or both; and the hours without messages."""

import pytest

from tests.dispatch.asking import Desk
from wxbot.edition import countries
from wxbot.edition.edition import LANGUAGES
from wxbot.services.effects import ReadSubscriptions, Receipt, SetQuiet, Subscribe, Unsubscribe

SECTIONS = ("notices", "news", "speeches", "embassies", "knowledge", "events")


def _asked(desk: Desk, words: str) -> object:
    """The one effect that the words ask for; None when there is none."""
    desk.say(words)
    return desk.effects[0] if desk.effects else None


def test_every_section_can_be_followed_from_the_overview(either: Desk) -> None:
    either.tap("subscriptions")
    assert either.effects == (ReadSubscriptions(),)
    assert either.keys == [f"subscribe/{section}" for section in SECTIONS]


def test_overview_shows_what_is_followed_first(either: Desk) -> None:
    either.receipts = [Receipt(subscriptions=(("notices", "JP"), ("news", "")), quiet="22:00-08:00")]
    either.tap("subscriptions")
    assert either.keys[:3] == ["unsubscribe/notices/JP", "unsubscribe/news", "subscribe/notices"]
    assert "subscribe/news" not in either.keys
    words, _ = either.conversation.choices[0]
    assert countries.name("JP", either.language) in words


def test_overview_says_how_the_hours_stand(either: Desk) -> None:
    overview = either.say("订阅" if either.language == "zh" else "subscribe")
    assert either.phrase("quiet-how") in overview
    either.receipts = [Receipt(quiet="22:00-08:00")]
    assert either.phrase("quiet-set", hours="22:00-08:00") in either.say("我的订阅")


def test_one_who_follows_everything_reads_on_with_more(desk: Desk) -> None:
    desk.receipts = [Receipt(subscriptions=tuple(("notices", code) for code in countries.CODES[:20]))]
    seen = [desk.say("我的订阅")]
    while desk.conversation.more:
        seen.append(desk.say("更多"))
    assert "".join(seen).count("unsubscribe/notices/") == 20


@pytest.mark.parametrize("section", SECTIONS)
def test_section_is_followed_and_left_by_taps(either: Desk, section: str) -> None:
    said = either.tap_line(f"subscribe/{section}")
    assert either.phrase("subscribed", name=either.phrase(f"label-{section}")) in said
    assert either.keys == [f"unsubscribe/{section}", "subscriptions"]
    effects = list(either.effects)
    either.say("1")
    assert [*effects, *either.effects] == [Subscribe(section, ""), Unsubscribe(section, "")]
    assert either.keys == [f"subscribe/{section}", "subscriptions"]


@pytest.mark.parametrize(
    ("words", "effect"),
    [
        *(
            ("订阅 领事提醒", Subscribe("notices", "")),
            ("订阅新闻", Subscribe("news", "")),
            ("关注讲话", Subscribe("speeches", "")),
        ),
        *(("subscribe news", Subscribe("news", "")), ("Subscribe to travel notices", Subscribe("notices", ""))),
        *(("follow events", Subscribe("events", "")), ("subscribe to the embassy reports", Subscribe("embassies", ""))),
        *(("退订新闻", Unsubscribe("news", "")), ("取消订阅 外交知识", Unsubscribe("knowledge", ""))),
        *(("unsubscribe from news", Unsubscribe("news", "")), ("unsubscribe speeches", Unsubscribe("speeches", ""))),
    ],
)
def test_section_is_followed_and_left_in_words(desk: Desk, words: str, effect: object) -> None:
    assert _asked(desk, words) == effect


@pytest.mark.parametrize(
    ("words", "effect"),
    [
        *(("订阅 旅行提醒 日本", Subscribe("notices", "JP")), ("订阅日本的旅行提醒", Subscribe("notices", "JP"))),
        *(("订阅日本", Subscribe("notices", "JP")), ("訂閱 日本", Subscribe("notices", "JP"))),
        *(("subscribe Japan", Subscribe("notices", "JP")), ("subscribe news about Japan", Subscribe("news", "JP"))),
        *(("subscribe notices for Japan", Subscribe("notices", "JP")), ("follow France", Subscribe("notices", "FR"))),
        *(("订阅 使馆动态 法国", Subscribe("embassies", "FR")), ("退订 日本", Unsubscribe("notices", "JP"))),
        *(("退订 法国 新闻", Unsubscribe("news", "FR")), ("unsubscribe Japan", Unsubscribe("notices", "JP"))),
        *(("订阅 刚果（金）", Subscribe("notices", "CD")), ("subscribe notices U.S.", Subscribe("notices", "US"))),
    ],
)
def test_country_alone_means_its_travel_notices_and_beside_a_section_that(
    desk: Desk, words: str, effect: object
) -> None:
    assert _asked(desk, words) == effect


@pytest.mark.parametrize("words", ["订阅 日本 韩国", "订阅 天气", "subscribe the weather", "退订 天气"])
def test_what_cannot_be_followed_is_shown_how(desk: Desk, words: str) -> None:
    assert desk.say(words).startswith(desk.phrase("subscribe-how"))
    assert desk.effects == ()


@pytest.mark.parametrize(
    "words",
    [
        *(
            "following my divorce, is my visa still valid",
            "followers of Confucius",
            "subscribers",
            "unsubscribed by mistake",
        ),
        *("关注度是什么意思", "关注的问题有哪些"),
    ],
)
def test_word_that_only_begins_alike_asks_for_no_subscription(desk: Desk, words: str) -> None:
    assert not desk.say(words).startswith(desk.phrase("subscribe-how"))


def test_what_was_followed_before_is_told_so(either: Desk) -> None:
    either.receipts = [Receipt(done=False)]
    name = either.phrase("label-news")
    assert either.phrase("subscribed-before", name=name) in either.tap_line("subscribe/news")
    assert either.phrase("unsubscribed-before", name=name) in either.tap_line("unsubscribe/news")


def test_what_waits_is_confirmed(either: Desk) -> None:
    either.receipts = [Receipt(waits=True)]
    assert either.phrase("subscribed", name=either.phrase("label-news")) in either.tap_line("subscribe/news")


@pytest.mark.parametrize("words", ["全部退订", "取消全部订阅", "unsubscribe all", "Unsubscribe from everything"])
def test_everything_is_left_at_once(desk: Desk, words: str) -> None:
    assert desk.say(words) == desk.phrase("unsubscribed-all")
    assert desk.effects == (Unsubscribe("", ""),)


@pytest.mark.parametrize("key", ["subscribe/weather", "subscribe/news/XX", "unsubscribe/weather", "subscribe/news/jp"])
def test_key_that_names_nothing_shows_the_overview(desk: Desk, key: str) -> None:
    desk.tap(key)
    assert desk.effects == (ReadSubscriptions(),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_can_be_followed_by_its_name(desk: Desk, language: str) -> None:
    asks = {"zh": "订阅{}", "en": "subscribe {}"}
    missed = [
        code
        for code in countries.CODES
        if _asked(desk, asks[language].format(countries.name(code, language))) != Subscribe("notices", code)
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        *(("免打扰 22:00-8:00", "22:00-08:00"), ("免打扰22点到8点", "22:00-08:00"), ("勿扰：22-8", "22:00-08:00")),
        *(("免打扰 ２２：００－８：００", "22:00-08:00"), ("quiet hours 22:00-7:30", "22:00-07:30")),
        *(("Do not disturb 13-14", "13:00-14:00"), ("quiet 0-24:00", ""), ("免打扰 9-24", "09:00-00:00")),
    ],
)
def test_quiet_hours_are_set_as_people_write_them(desk: Desk, words: str, hours: str) -> None:
    said = desk.say(words)
    assert desk.effects == ((SetQuiet(hours),) if hours else ())
    assert said == (desk.phrase("quiet-set", hours=hours) if hours else desk.phrase("quiet-how"))


@pytest.mark.parametrize("words", ["免打扰", "免打扰 晚上", "quiet hours", "quiet hours 25-8", "免打扰 8-8"])
def test_hours_that_are_none_are_shown_how(desk: Desk, words: str) -> None:
    assert desk.say(words) == desk.phrase("quiet-how")
    assert desk.effects == ()


@pytest.mark.parametrize("words", ["取消免打扰", "关闭免打扰", "no quiet hours", "Quiet hours off"])
def test_quiet_hours_are_ended(desk: Desk, words: str) -> None:
    assert desk.say(words) == desk.phrase("quiet-off")
    assert desk.effects == (SetQuiet(""),)


def test_quiet_hours_by_a_key(desk: Desk) -> None:
    desk.tap_line("quiet/22:00-08:00")
    assert desk.effects == (SetQuiet("22:00-08:00"),)
    desk.tap_line("quiet/off")
    assert desk.effects == (SetQuiet(""),)
