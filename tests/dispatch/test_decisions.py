"""Which rule answers: the order, the reasons, and that every way of asking for one thing gets one answer."""

import datetime as dt
from random import Random
from typing import Any

import pytest

from tests.dispatch.asking import Desk
from tests.rig.wire import event_xml, text_xml
from wxbot.dispatch.answers import Choice, Listing, Outcome, Say, answer, say
from wxbot.dispatch.context import Context, Conversation
from wxbot.dispatch.decisions import Decider, Section
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.routers import Router
from wxbot.edition import edition
from wxbot.edition.kinds import Kind, parse_body
from wxbot.edition.live import Live
from wxbot.protocol.replies import NewsReply, TextReply

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)

first, second = Router("first"), Router("second")


@first.on(key="list", words=("列表", "list"))
def listed(_intent: Intent, _context: Context) -> Outcome:
    return answer(Listing("head", tuple(Choice(f"line {n}", f"item/{n}") for n in range(1, 21))))


@first.on(prefix="item")
def item(intent: Intent, _context: Context) -> Outcome:
    return say(f"item {intent.argument}")


@first.on(source=Source.FOLLOW)
def hello(_intent: Intent, _context: Context) -> Outcome:
    return say("hello")


@second.on(words=("列表", "only second"))
def shadowed(_intent: Intent, _context: Context) -> Outcome:
    return say("second")


@second.attempt()
def passes(intent: Intent, _context: Context) -> Outcome | None:
    return say("tried") if "try" in intent.words.bare else None


def rule(number: int, words: str, priority: int = 0, choose: str = "first", **more: Any) -> Live[Any]:
    answers = more.pop("answers", [{"type": "text", "text": f"rule {number}"}])
    fields = {"conditions": [{"match": "contains", "words": [words]}], "answers": answers, "priority": priority}
    body = parse_body(Kind.AUTOREPLY, {**fields, "choose": choose, **more}, "test")
    return Live(number, Kind.AUTOREPLY, f"rule-{number}", "zh", f"rule {number}", body)


def desk(*rules: Live[Any], seed: int = 1) -> Desk:
    return Desk(edition.build(1, rules), Decider((first, second), Random(seed)), NOW)


def test_exact_words_reach_their_section() -> None:
    assert desk().say("only second") == "second"


def test_the_earlier_section_wins_the_same_words() -> None:
    asked = desk()
    asked.say("列表")
    assert asked.hit == "first.listed"


@pytest.mark.parametrize("spelling", ["List", "ｌｉｓｔ", " list! ", "LIST。"])
def test_spelling_makes_no_difference(spelling: str) -> None:
    asked = desk()
    asked.say(spelling)
    assert asked.hit == "first.listed"


def test_a_number_a_tap_the_words_and_the_menu_are_one_intent() -> None:
    ways = []
    for xml in (
        text_xml("3"),
        text_xml("３"),
        text_xml("line 3"),
        text_xml("line 3").replace("</MsgId>", "</MsgId><bizmsgmenuid>item/3</bizmsgmenuid>"),
        event_xml("CLICK", "item/3"),
        event_xml("SCAN", "item/3"),
    ):
        asked = desk()
        asked.say("list")
        ways.append(asked.ask(xml))
    assert ways == [TextReply("item 3")] * 6


def test_a_voice_message_asks_like_its_words() -> None:
    voice = text_xml("x").replace("<![CDATA[text]]>", "<![CDATA[voice]]>").replace("Content", "Recognition")
    assert desk().ask(voice.replace("[x]", "[only second]")) == TextReply("second")


def test_a_number_that_is_not_in_the_list_is_only_words() -> None:
    asked = desk()
    asked.say("list")
    assert asked.say("99") == ""


def test_a_number_without_a_list_is_only_words() -> None:
    assert desk().say("3") == ""


def test_more_leads_through_all_pages_and_each_number_means_its_line() -> None:
    asked = desk()
    seen = [asked.say("list"), asked.say("更多"), asked.say("more")]
    lines = [words for page in seen for words in page.split("<a ") if "item/" in words]
    assert [f"line {n}<" in line for n, line in enumerate(lines, 1)] == [True] * 20
    assert asked.say("1") == "item 17"


def test_more_after_the_last_page_is_only_words() -> None:
    asked = desk()
    for words in ("list", "more", "more"):
        asked.say(words)
    assert asked.say("more") == ""


def test_an_auto_reply_comes_before_the_sections() -> None:
    assert desk(rule(1, "second")).say("only second") == "rule 1"


def test_the_higher_priority_comes_first_and_the_other_is_a_candidate() -> None:
    asked = desk(rule(1, "护照"), rule(2, "护照", priority=5))
    assert asked.say("我的护照") == "rule 2"
    assert asked.decision is not None
    assert [candidate.name for candidate in asked.decision.candidates] == ["autoreply/rule-2", "autoreply/rule-1"]


@pytest.mark.parametrize(
    ("field", "instant", "answered"),
    [
        ("valid_from", NOW, True),
        ("valid_from", NOW + dt.timedelta(seconds=1), False),
        ("valid_to", NOW + dt.timedelta(seconds=1), True),
        ("valid_to", NOW, False),
    ],
)
def test_a_rule_answers_only_while_it_is_valid(field: str, instant: dt.datetime, answered: bool) -> None:
    assert bool(desk(rule(1, "护照", 0, "first", **{field: instant})).say("护照")) is answered


def texts(count: int) -> list[dict[str, str]]:
    return [{"type": "text", "text": f"answer {n}"} for n in range(count)]


def test_all_answers_are_given_in_order() -> None:
    asked = desk(rule(1, "护照", choose="all", answers=texts(3)))
    asked.say("护照")
    assert asked.outcome.answers == (Say("answer 0"), Say("answer 1"), Say("answer 2"))


def test_random_gives_each_answer_at_some_time() -> None:
    given = {desk(rule(1, "护照", choose="random", answers=texts(3)), seed=seed).say("护照") for seed in range(40)}
    assert given == {"answer 0", "answer 1", "answer 2"}


def test_first_always_gives_the_first() -> None:
    asked = desk(rule(1, "护照", answers=texts(3)))
    assert {asked.say("护照") for _ in range(5)} == {"answer 0"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"type": "image", "media_id": "M"}, "ImageReply"),
        ({"type": "voice", "media_id": "M"}, "VoiceReply"),
        ({"type": "video", "media_id": "M"}, "VideoReply"),
        ({"type": "music", "thumb_media_id": "M"}, "MusicReply"),
        ({"type": "news", "title": "t", "url": "https://www.mfa.gov.cn/"}, "NewsReply"),
        ({"type": "transfer"}, "TransferReply"),
    ],
)
def test_an_auto_reply_can_be_of_every_kind(written: dict[str, str], kind: str) -> None:
    reply = desk(rule(1, "护照", answers=[written])).ask(text_xml("护照"))
    assert type(reply).__name__ == kind


def test_a_long_auto_reply_is_read_on_with_more() -> None:
    long = "\n".join(f"第{n}段：" + "字" * 60 for n in range(30))
    asked = desk(rule(1, "护照", answers=[{"type": "text", "text": long}]))
    pages = [asked.say("护照"), asked.say("更多"), asked.say("更多"), asked.say("更多")]
    read = "".join(pages)
    assert [f"第{n}段：" in read for n in range(30)] == [True] * 30


def test_an_attempt_that_passes_lets_the_next_one_try() -> None:
    assert desk().say("please try") == "tried"
    assert desk().say("nothing") == ""


def test_an_event_reaches_the_section_that_waits_for_it() -> None:
    assert desk().ask(event_xml("subscribe")) == TextReply("hello")


def test_a_follow_by_a_code_gets_the_welcome_and_then_what_the_code_names() -> None:
    asked = desk()
    asked.ask(event_xml("subscribe", "qrscene_item/7"))
    assert asked.outcome.answers == (Say("hello"), Say("item 7"))


def test_an_event_that_only_informs_is_answered_with_silence() -> None:
    assert desk().ask(event_xml("VIEW", "https://example.org/")) is None


def test_a_parked_answer_is_fetched_by_any_words() -> None:
    asked = desk()
    asked.conversation = Conversation(parked="the late answer", parked_until=NOW.timestamp() + 1)
    assert asked.say("anything") == "the late answer"


def test_a_parked_answer_that_nobody_fetched_in_time_is_forgotten() -> None:
    asked = desk()
    asked.conversation = Conversation(parked="the late answer", parked_until=NOW.timestamp())
    assert asked.say("only second") == "second"


def test_a_conversation_that_cannot_be_read_is_forgotten() -> None:
    assert [Conversation.load(stored) for stored in (b"", b"{", b"[1]", b'{"choices": [1]}')] == [Conversation()] * 4


def test_a_conversation_is_read_as_it_was_written() -> None:
    conversation = Conversation((("words", "key"),), "news@2", "en", "late", 5.5)
    assert Conversation.load(conversation.dump()) == conversation


def test_a_key_that_nobody_knows_is_refused_for_menus() -> None:
    decider = Decider((first, second))
    assert decider.knows("list")
    assert decider.knows("item/4@2")
    assert not decider.knows("lists")
    assert not decider.knows("item")


def test_the_trace_says_who_answered_and_why() -> None:
    asked = desk(rule(1, "护照"))
    asked.say("我的护照")
    assert asked.decision is not None
    assert asked.decision.explain() == {
        "intent": {"source": "text", "words": "我的护照", "key": "", "page": 1},
        "candidates": [{"name": "autoreply/rule-1", "why": "contains “护照”"}],
        "hit": "autoreply/rule-1",
        "why": "contains “护照”",
        "language": "zh",
    }


def test_several_cards_answer_a_tap_and_a_list_answers_words(desk: Desk) -> None:
    tapped, said = desk.tap("news"), desk.ask(text_xml("新闻"))
    assert isinstance(tapped, NewsReply)
    assert len(tapped.cards) == 8
    assert isinstance(said, TextReply)


def test_sections_are_told_with_the_words_that_mean_them() -> None:
    assert Decider((first, second)).sections == (Section("list", "first.listed", ("列表", "list")),)


def test_words_are_told_with_the_section_that_has_them() -> None:
    words = Decider((first, second)).words
    assert (words["列表"], words["only second"]) == ("first.listed", "second.shadowed")
