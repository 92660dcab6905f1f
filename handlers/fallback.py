"""The last resort: an honest sentence for what nothing else answered, and the way on."""

from handlers import sections
from wxbot.dispatch.answers import Outcome, above, answer, say
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import UNSUPPORTED, Intent, Source
from wxbot.dispatch.routers import Router

router = Router("fallback")


def _told(context: Context, phrase: str) -> Outcome:
    return answer(sections.listing(context, context.phrase(phrase)))


@router.on(source=Source.LINK)
def link(_intent: Intent, context: Context) -> Outcome:
    return _told(context, "link")


@router.on(words=(UNSUPPORTED,))
def unsupported(_intent: Intent, context: Context) -> Outcome:
    return _told(context, "unsupported")


@router.attempt()
def unheard(intent: Intent, context: Context) -> Outcome | None:
    """A voice message that came without its words, or a text of nothing but signs."""
    return None if intent.words.bare else _told(context, "unheard" if intent.source is Source.VOICE else "fallback")


@router.attempt()
def wrong_number(intent: Intent, context: Context) -> Outcome | None:
    """A number that is not in the open list leaves the list open."""
    number = intent.words.bare.isdecimal() and context.conversation.choices
    return say(context.phrase("wrong-number")) if number else None


@router.attempt()
def unknown(_intent: Intent, context: Context) -> Outcome:
    """While Redis is down nobody knows whether a form is open that this was meant for; so that is said too."""
    told = _told(context, "fallback")
    return above(context.phrase("form-closed"), told) if context.alone else told
