"""Important diplomatic activities: the latest ones, and one to read."""

from handlers import articles
from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition.kinds import Kind

router = Router("news")


@router.on(
    key="news",
    words=(
        "新闻",
        "外交新闻",
        "最新新闻",
        "外交活动",
        "重要外交活动",
        "动态",
        "今天有什么新闻",
        "有什么新闻",
        "最近有什么新闻",
        "今日新闻",
        "news",
        "today's news",
        "latest news",
        "activities",
    ),
)
def latest(_intent: Intent, context: Context) -> Outcome:
    return articles.shown(context, context.all(Kind.NEWS), context.phrase("news-head"))


@router.on(prefix="news")
def article(intent: Intent, context: Context) -> Outcome:
    return articles.one(context, context.find(Kind.NEWS, intent.argument))
