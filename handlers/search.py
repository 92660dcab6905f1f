"""Search over news, speeches and questions, asked for by name or tried for words that nothing else answered."""

import re

from wxbot.dispatch.answers import Choice, Listing, Outcome, say
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.masking import mask
from wxbot.dispatch.render import inert
from wxbot.dispatch.routers import Router
from wxbot.edition.normalise import language_of, normalise
from wxbot.edition.search import Hit

router = Router("search")

_WORDS_MAX = 40  # Characters of a question that are repeated and kept in a key.
_RELATED = 0.5  # Share of the words that the best hit must hold when nobody asked for a search.
_COVERED = 0.75  # Share of one of its names that a long question must hold.
_FEW = 6  # Hits shown for a long question.
_ASKED = re.compile(
    r"^(?:search(?: for)?|find|搜索|搜一下|搜|查询|查找|查一下|检索)\s*[:：]?\s*(?P<words>.+)$",
    re.IGNORECASE | re.DOTALL,
)


def find(context: Context, words: str) -> list[Hit]:
    """In the language of the words first, then in the follower's."""
    for language in dict.fromkeys((language_of(words) or context.language, context.language)):
        index = context.edition.indexes.get(language)
        hits = [hit for hit in index.find(normalise(words).bare) if hit.live.shown(context.now)] if index else []
        if hits:
            return hits
    return []


def _found(context: Context, words: str, hits: list[Hit], tail: str = "list-tail") -> Outcome:
    head = context.phrase("search-head", words=inert(words))
    choices = tuple(Choice(hit.live.title, hit.live.key) for hit in hits)
    return Outcome(
        (Listing(head, choices, context.phrase(tail)),), key=f"search/{mask(words)}"
    )  # Kept for its next page.


@router.on(key="search", words=("搜索", "查询", "检索", "search"))
def prompt(_intent: Intent, context: Context) -> Outcome:
    return say(context.phrase("search-prompt"))


@router.on(prefix="search")
def by_key(intent: Intent, context: Context) -> Outcome:
    return _searched(context, intent.argument)


@router.attempt()
def asked_for(intent: Intent, context: Context) -> Outcome | None:
    asked = _ASKED.match(intent.text.strip())
    return _searched(context, asked["words"].strip()) if asked else None


def _searched(context: Context, words: str) -> Outcome:
    words = words[:_WORDS_MAX]
    hits = find(context, words)
    if not hits:
        return say(context.phrase("search-nothing", words=inert(words)))
    return _found(context, words, hits)


@router.attempt()
def related(intent: Intent, context: Context) -> Outcome | None:
    """What the account has on the subject, when the best hit is about it and not only mentions a word of it."""
    words = intent.text.strip()
    hits = find(context, words) if words else []
    near = sorted((hit for hit in hits if hit.share >= _RELATED), key=lambda hit: (-hit.share, -hit.likeness))
    if near and len(words) <= _WORDS_MAX:
        return _found(context, words, near, "related-tail")
    return _in_long(context, words, hits)


def _in_long(context: Context, words: str, hits: list[Hit]) -> Outcome | None:
    """Who explains at length says many words that name nothing; what he names in full is what he asks about."""
    near = sorted((hit for hit in hits if hit.cover >= _COVERED), key=lambda hit: (-hit.cover, -hit.score))
    if not near:
        return None
    told = _found(context, f"{words[:_WORDS_MAX]}……" if len(words) > _WORDS_MAX else words, near[:_FEW], "related-tail")
    return Outcome(told.answers)
