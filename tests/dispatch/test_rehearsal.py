"""Staff see what the account would answer, as the phone shows it, and why; nothing is carried out."""

import datetime as dt
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers import ROUTERS
from tests.edition.makers import NOW, condition, emergency, news, phrase, rule
from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.bubbles import Bubble, Piece, pieces
from wxbot.dispatch.context import Context
from wxbot.dispatch.decisions import Decider
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.rehearsal import Question, Rehearsal, rehearse
from wxbot.dispatch.routers import Router
from wxbot.edition.edition import Edition, build
from wxbot.edition.live import Live

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _ask(edition: Edition, words: str = "", key: str = "", language: str = "", now: dt.datetime = NOW) -> Rehearsal:
    question = Question(now, "https://account.example", SHANGHAI, words, key, language)
    return rehearse(Decider(ROUTERS, Random(7)), edition, question)


def _says(*lives: Live[Any]) -> Edition:
    return build(1, lives)


def _text(bubble: Bubble | None) -> str:
    assert bubble is not None
    return "".join(piece.words for piece in bubble.pieces)


def test_words_are_answered_by_the_rule_that_fits_and_every_other_one_is_told() -> None:
    edition = _says(
        rule("visa", condition("contains", "签证"), priority=5, answers=[{"type": "text", "text": "Visa."}]),
        rule("visas", condition("contains", "签证")),
    )
    found = _ask(edition, "怎么办签证？")
    assert _text(found.reply) == "Visa."
    assert (found.decision.hit, found.decision.why) == ("autoreply/visa", "contains “签证”")
    assert [candidate.name for candidate in found.decision.candidates] == ["autoreply/visa", "autoreply/visas"]


def test_emergency_is_told_before_any_rule() -> None:
    edition = _says(
        emergency("lost", condition("contains", "护照丢了")), rule("passport", condition("contains", "护照"))
    )
    assert _ask(edition, "我的护照丢了").decision.why == "an emergency"


def test_key_of_a_button_is_answered(delivered: Edition) -> None:
    found = _ask(delivered, key="news")
    assert found.decision.hit.startswith("news")
    assert found.reply is not None
    assert (found.reply.kind, len(found.reply.cards) > 1) == ("news", True)


def test_line_that_is_tapped_is_answered_as_a_message(delivered: Edition) -> None:
    found = _ask(delivered, "重要外交活动", "news")
    assert found.decision.hit.startswith("news")
    assert found.reply is not None
    assert found.reply.kind == "text"  # A message gets no list of cards.


def test_lines_of_a_list_carry_their_keys(delivered: Edition) -> None:
    reply = _ask(delivered, "重要外交活动", "news").reply
    assert reply is not None
    keys = [piece.key for piece in reply.pieces if piece.key]
    assert keys
    assert all(_ask(delivered, "x", key).decision.hit for key in keys)


def test_words_in_english_are_answered_in_english(delivered: Edition) -> None:
    assert _ask(delivered, "news").decision.language == "en"


def test_language_that_was_chosen_is_kept(delivered: Edition) -> None:
    assert _ask(delivered, "news", language="zh").decision.language == "zh"


def test_instant_decides_what_is_shown() -> None:
    later = NOW + dt.timedelta(days=1)
    edition = _says(rule("soon", condition("exact", "票"), valid_from=later.isoformat()))
    assert _ask(edition, "票").decision.hit != "autoreply/soon"
    assert _ask(edition, "票", now=later).decision.hit == "autoreply/soon"


def test_what_follows_the_reply_is_told_too() -> None:
    answers = [{"type": "text", "text": "One."}, {"type": "image", "media_id": "m1"}, {"type": "transfer"}]
    edition = _says(rule("all", condition("exact", "票"), choose="all", answers=answers))
    found = _ask(edition, "票")
    assert _text(found.reply) == "One."
    assert [(bubble.kind, bubble.media_id) for bubble in found.follows] == [("image", "m1")]  # No message hands over.


def test_effects_are_named(delivered: Edition) -> None:
    assert _ask(delivered, key="language/en").effects == ("SetLanguage",)


def test_form_that_would_open_is_named(delivered: Edition) -> None:
    found = _ask(delivered, "提建议")
    assert found.form == "letter"
    assert found.reply is not None


def test_section_that_breaks_down_is_told() -> None:
    router = Router("broken")

    @router.on(words=("票",))
    def broken(intent: Intent, context: Context) -> Outcome:
        raise ValueError("broken")

    question = Question(NOW, "https://account.example", SHANGHAI, "票")
    found = rehearse(Decider([router]), _says(phrase("error", "Sorry.")), question)
    assert found.failed
    assert _text(found.reply) == "Sorry."


def test_answer_that_wechat_would_refuse_says_why() -> None:
    invisible = [{"type": "text", "text": "\x01"}]
    reply = _ask(_says(rule("empty", condition("exact", "票"), answers=invisible)), "票").reply
    assert reply is not None
    assert reply.trouble == "the text is empty"


def test_nobody_answers_in_an_empty_account() -> None:
    found = rehearse(Decider([]), Edition(), Question(NOW, "", SHANGHAI, "票"))
    assert (found.reply, found.decision.hit) == (None, "")


def test_article_that_is_asked_for_by_its_title_is_shown() -> None:
    edition = _says(news("visit", "会见法国总统"))
    found = _ask(edition, "会见法国总统")
    assert "name" in found.decision.why


def test_text_is_told_apart_from_its_links() -> None:
    page = '<a href="https://example.org/?a=1&amp;b=2">here</a>'
    line = '<a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=faq/visa">ask</a>'
    text = f"See {page} or {line} <b>"
    assert pieces(text) == (
        Piece("See "),
        Piece("here", url="https://example.org/?a=1&b=2"),
        Piece(" or "),
        Piece("ask", key="faq/visa"),
        Piece(" <b>"),
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org"])
def test_link_that_leads_to_no_page_stays_words(address: str) -> None:
    (piece,) = pieces(f'<a href="{address}">here</a>')
    assert piece == Piece("here")
