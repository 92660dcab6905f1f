"""Somebody in danger or in need abroad: three steps, the hotline and the nearest mission, before anything else."""

from handlers import articles, missions
from wxbot.dispatch.answers import Choice, Outcome, Say
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.render import tappable
from wxbot.dispatch.routers import Router
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Emergency, Kind
from wxbot.edition.live import Live

router = Router("emergencies")


@router.alarm()
def recognised(intent: Intent, context: Context) -> Outcome | None:
    """In whatever language it is said; the answer is in the follower's own."""
    for language in dict.fromkeys((context.language, *LANGUAGES)):
        matcher = context.edition.emergencies.get(language)
        for match in matcher.find(intent.words) if matcher else ():
            live = context.find(Kind.EMERGENCY, match.rule.slug)
            if live is not None:
                return Outcome((Say(_told(context, live, intent.words.plain)),), key=live.key)
    return None


@router.on(prefix="emergency")
def emergency(intent: Intent, context: Context) -> Outcome:
    live = context.find(Kind.EMERGENCY, intent.argument)
    if live is None:
        return Outcome((Say(context.phrase("hotline")),))
    return Outcome((Say(_told(context, live, "")),))


def _told(context: Context, live: Live[Emergency], words: str) -> str:
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(live.body.steps, 1))
    parts = (
        articles.titled(context, live.title),
        context.phrase("emergency-hotline"),
        steps,
        _mission(context, words),
        _more(context, live),
    )
    return "\n\n".join(part for part in parts if part)


def _mission(context: Context, words: str) -> str:
    """The mission in the place that was named, else the one nearest to where the follower said he is."""
    if there := missions.mentioned(context, words):
        return context.phrase("emergency-mission", mission=missions.contact(context, there[0]))
    if none := missions.none_there(context, words):
        return none
    if context.conversation.place is None:
        return context.phrase("emergency-place")
    return "\n".join(
        context.phrase(
            "emergency-mission", mission=f"{missions.contact(context, live)} ({missions.distance(context, near)})"
        )
        for live, near in missions.nearest(context, context.conversation.place, 1)
    )


def _more(context: Context, live: Live[Emergency]) -> str:
    question = context.find(Kind.FAQ, live.body.faq) if live.body.faq else None
    return tappable(Choice(question.title, question.key)) if question else ""
