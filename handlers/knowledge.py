"""What diplomacy is and how it works: the latest ones, and one to read."""

from handlers import articles
from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition.kinds import Kind

router = Router("knowledge")


@router.on(
    key="knowledge",
    words=("外交知识", "外交小知识", "知识", "外交常识", "diplomatic knowledge", "knowledge", "diplomacy explained"),
)
def latest(_intent: Intent, context: Context) -> Outcome:
    return articles.shown(context, context.all(Kind.KNOWLEDGE), context.phrase("knowledge-head"))


@router.on(prefix="knowledge")
def article(intent: Intent, context: Context) -> Outcome:
    return articles.one(context, context.find(Kind.KNOWLEDGE, intent.argument))
