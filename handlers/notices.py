"""Travel notices: all of them, one country's, and one told in full."""

from typing import Any

from handlers import articles, sections
from wxbot.dispatch.answers import Choice, Listing, Outcome, Say, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition.chat import plain
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live

router = Router("notices")


def line(context: Context, live: Live[Any]) -> Choice:
    """Its title behind the level, which is what matters most."""
    return Choice(f"[{context.phrase(f'level-{live.body.level}')}] {live.title}", live.key)


@router.on(
    key="notices",
    words=(
        "旅行提醒",
        "领事提醒",
        "安全提醒",
        "出国提醒",
        "出行提醒",
        "travel notices",
        "travel advice",
        "travel alerts",
    ),
)
def latest(_intent: Intent, context: Context) -> Outcome:
    return listed(context, context.all(Kind.NOTICE), context.phrase("notices-head"))


def listed(context: Context, lives: list[Live[Any]], head: str) -> Outcome:
    if not lives:
        return answer(sections.listing(context, context.phrase("nothing-here")))
    choices = tuple(line(context, live) for live in lives)
    return answer(Listing(head, choices, context.phrase("list-tail")))


@router.on(prefix="notice")
def notice(intent: Intent, context: Context) -> Outcome:
    live = context.find(Kind.NOTICE, intent.argument)
    if live is None:
        return answer(sections.listing(context, context.phrase("gone")))
    level = context.phrase("notice-level", level=context.phrase(f"level-{live.body.level}"))
    parts = (
        articles.untranslated(context, live),
        f"{articles.titled(context, live.title)}\n{level}",
        plain(live.body.text),
        context.phrase("notice-tail", date=live.body.date.isoformat(), page=context.page_url(live)),
    )
    return answer(Say("\n\n".join(part for part in parts if part)))
