"""Events: what is on, where and when, and how to get there."""

import datetime as dt
from typing import Any

from handlers import articles, sections
from wxbot.dispatch.answers import Choice, Listing, Outcome, Say, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.render import tappable
from wxbot.dispatch.routers import Router
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live

router = Router("events")


def days(context: Context, live: Live[Any]) -> str:
    """From when to when, on the place's own calendar."""
    first, last = live.body.opens.date(), (live.body.closes - dt.timedelta(seconds=1)).date()
    words = _day(context, first)
    return words if first == last else f"{words} – {_day(context, last)}"


def _day(context: Context, day: dt.date) -> str:
    if context.language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"


def line(context: Context, live: Live[Any]) -> Choice:
    day = live.body.opens
    when = f"{day.month}月{day.day}日" if context.language == "zh" else f"{day.day} {day:%b}"
    return Choice(f"{when} {live.title}", live.key)


@router.on(
    key="events",
    words=(
        "活动",
        "活动日历",
        "近期活动",
        "最近有什么活动",
        "有什么活动",
        "文化活动",
        "events",
        "what's on",
        "event calendar",
    ),
)
def upcoming(_intent: Intent, context: Context) -> Outcome:
    lives = context.all(Kind.EVENT)
    if not lives:
        return answer(sections.listing(context, context.phrase("nothing-here")))
    choices = tuple(line(context, live) for live in lives)
    return answer(Listing(context.phrase("events-head"), choices, context.phrase("list-tail")))


@router.on(prefix="event")
def event(intent: Intent, context: Context) -> Outcome:
    live = context.find(Kind.EVENT, intent.argument)
    if live is None:
        return answer(sections.listing(context, context.phrase("gone")))
    body = live.body
    rows = [
        ("event-when", _when(context, live)),
        ("event-where", body.place),
        ("event-way", body.getting_there),
        ("event-admission", body.admission),
    ]
    told = "\n".join(context.phrase(slug, words=words) for slug, words in rows if words)
    ask = tappable(Choice(context.phrase("event-ask"), f"letters/event/{live.slug}"))
    page = context.phrase("event-page", page=context.page_url(live))
    parts = (
        articles.untranslated(context, live),
        f"{articles.titled(context, live.title)}\n{body.summary}",
        told,
        page,
        ask,
    )
    return answer(Say("\n\n".join(part for part in parts if part)))


def _when(context: Context, live: Live[Any]) -> str:
    """Days, and the hours where it is over on the day on which it begins."""
    opens, closes = live.body.opens, live.body.closes
    if opens.date() == closes.date() and opens.time() != dt.time():
        return f"{_day(context, opens.date())} {opens:%H:%M}–{closes:%H:%M}"
    return days(context, live)
