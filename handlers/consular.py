"""Consular assistance: questions by category, by the words in which people ask them, and one with its answer."""

from typing import Any

from handlers import sections
from wxbot.dispatch.answers import Choice, Listing, Outcome, Say, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live

router = Router("consular")

_SURE = 0.6  # Share of the question's words that a stored question must hold to be taken for the same one.


def categories(context: Context) -> list[str]:
    """Those that have a question now, in the order of their first one."""
    return list(dict.fromkeys(live.body.category for live in context.all(Kind.FAQ)))


@router.on(key="consular", words=("领事", "领事服务", "领事保护与服务", "办证", "consular", "consular services", "faq"))
def overview(_intent: Intent, context: Context) -> Outcome:
    choices = tuple(
        Choice(context.phrase(f"category-{name}") or name, f"consular/{name}") for name in categories(context)
    )
    return answer(Listing(context.phrase("consular-head"), choices, context.phrase("consular-tail")))


@router.on(prefix="consular")
def category(intent: Intent, context: Context) -> Outcome:
    name = intent.argument
    found = [live for live in context.all(Kind.FAQ) if live.body.category == name]
    if not found:
        return answer(sections.listing(context, context.phrase("gone")))
    head = context.phrase("category-head", category=context.phrase(f"category-{name}") or name)
    return answer(Listing(head, tuple(Choice(live.title, live.key) for live in found), context.phrase("list-tail")))


@router.on(prefix="faq")
def question(intent: Intent, context: Context) -> Outcome:
    live = context.find(Kind.FAQ, intent.argument)
    if live is None:
        return answer(sections.listing(context, context.phrase("gone")))
    return answer(Say(_text(context, live)))


def _text(context: Context, live: Live[Any]) -> str:
    notice = f"{context.phrase('untranslated')}\n\n" if live.language != context.language else ""
    return f"{notice}【{live.title}】\n\n{live.body.answer}"


@router.attempt()
def asked_in_other_words(intent: Intent, context: Context) -> Outcome | None:
    """The stored question that holds most of the words, when it is clearly the one that was meant."""
    index = context.edition.indexes.get(context.language)
    hits = index.find(intent.words.bare) if index and intent.words.bare else ()
    shown = [hit for hit in hits if hit.live.shown(context.now)]
    sure = [hit for hit in shown if hit.live.kind is Kind.FAQ and hit.share >= _SURE]
    if not sure or shown[0].live.kind is not Kind.FAQ:
        return None
    nearest = max(sure, key=lambda hit: hit.likeness).live
    return Outcome((Say(_text(context, nearest)),), key=nearest.key)
