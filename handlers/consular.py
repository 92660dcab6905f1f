"""Consular assistance: questions by category, by the words in which people ask them, and one with its answer."""

from dataclasses import replace
from typing import Any

from handlers import articles, sections
from wxbot.dispatch.answers import Choice, Listing, Outcome, Say, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live
from wxbot.edition.normalise import normalise

router = Router("consular")

_ALIKE = 0.74  # How alike a stored question must be to be taken for the one that was asked,
_APART = 0.1  # and by how much more alike than any other.


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
    return f"{notice}{articles.titled(context, live.title)}\n\n{live.body.answer}"


@router.attempt()
def named_category(intent: Intent, context: Context) -> Outcome | None:
    """The name of a category alone is answered with its questions, not with one of them."""
    shelves = [context.edition.shelf(Kind.FAQ, language) for language in (context.language, LANGUAGES[0])]
    for name in dict.fromkeys(category for shelf in shelves for category in shelf.categories):
        # The slug needs no form of its own: comparing drops its hyphens.
        names = (context.phrase(f"category-{name}"), name)
        if intent.words.bare in {normalise(words).bare for words in names} and name in categories(context):
            key = f"consular/{name}"
            return replace(category(intent.with_key(key), context), key=key)
    return None


@router.attempt()
def asked_in_other_words(intent: Intent, context: Context) -> Outcome | None:
    """The stored question that is most like this one, when it is clearly the one that was meant.

    In doubt nothing is answered here: what somebody in need is told must not be a guess.
    """
    index = context.edition.indexes.get(context.language)
    hits = index.find(intent.words.bare) if index and intent.words.bare else ()
    alike = sorted((hit for hit in hits if hit.live.shown(context.now)), key=lambda hit: -hit.likeness)
    if not alike or alike[0].live.kind is not Kind.FAQ or alike[0].likeness < _ALIKE:
        return None
    if len(alike) > 1 and alike[0].likeness - alike[1].likeness < _APART:
        return None
    nearest = alike[0].live
    return Outcome((Say(_text(context, nearest)),), key=nearest.key)
