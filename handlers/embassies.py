"""An embassy's and consulate's reports of what they do: the latest ones, and one to read."""

from handlers import articles
from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition.kinds import Kind

router = Router("embassies")


@router.on(
    key="embassies",
    words=(
        "使馆动态",
        "使馆活动",
        "使领馆动态",
        "使馆活动报道",
        "驻外使馆动态",
        "使馆新闻",
        "embassy reports",
        "embassy news",
        "embassy activities",
        "embassies",
    ),
)
def latest(_intent: Intent, context: Context) -> Outcome:
    return articles.shown(context, context.all(Kind.REPORT), context.phrase("embassies-head"))


@router.on(prefix="report")
def article(intent: Intent, context: Context) -> Outcome:
    return articles.one(context, context.find(Kind.REPORT, intent.argument))
