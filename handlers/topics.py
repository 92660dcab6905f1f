"""Subjects that articles share: all that is about one of them, the newest first."""

from handlers import articles
from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition.edition import ARTICLES

router = Router("topics")


@router.on(prefix="topic")
def on_topic(intent: Intent, context: Context) -> Outcome:
    topic = intent.argument
    lives = [
        live for kind in ARTICLES for live in articles.fitting(context, kind, lambda live: topic in live.body.topics)
    ]
    lives.sort(key=lambda live: live.body.date, reverse=True)
    return articles.shown(context, lives, context.phrase("topic-head", topic=topic))
