"""Embassies and consulates: by country, city or name, by region, and the nearest ones to a place."""

import re

from handlers import articles, sections
from wxbot.dispatch.answers import Choice, Listing, Outcome, Say, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.render import inert, tappable
from wxbot.dispatch.routers import Router
from wxbot.edition import countries
from wxbot.edition.kinds import Kind, Mission
from wxbot.edition.live import Live
from wxbot.edition.places import Near, at_home

router = Router("missions")

REGIONS = ("asia", "europe", "africa", "americas", "oceania")
FAR = 500.0  # Kilometres beyond which the nearest mission is not near.
_NEAREST = 3
# Other countries' missions in China, and what is asked of them.
_FOREIGN = re.compile(
    r"驻华|驻(?:中国|北京|上海|广州|沈阳|成都|重庆|武汉|西安|香港)"
    r"|\bin (?:china|beijing|shanghai|guangzhou|chengdu|wuhan|shenyang)\b"
)
_VISAS = re.compile(r"签证|拒签|\bvisas?\b")
_NOT_PLACES = re.compile(r"订阅|多少|几个|什么|怎么|如何|为什么|\b(?:how|what|why|who|many|subscribe|difference)\b")
_PLACE_MAX = 24  # Characters of what may be a place's name.

_ASKS = re.compile(
    r"大使馆|使馆|总领馆|总领事馆|领事馆|领馆|使领馆|驻外机构|embass(?:y|ies)|consulates?|chinese mission"
)


_REPORTS = re.compile(r"使领?馆(?:动态|活动|新闻)|embassy (?:reports?|news|activities)")  # Of what a mission does.
_FILLERS = re.compile(r"\b(?:in|of|the|at|for|chinese|china's)\b|中国|驻|的|[?？]|在哪里?|哪里有")


@router.on(
    key="missions",
    words=(
        "使领馆",
        "驻外使领馆",
        "大使馆",
        "使馆",
        "领事馆",
        "中国驻外使领馆",
        "使领馆名录",
        "missions",
        "embassy",
        "consulate",
    ),
)
def regions(_intent: Intent, context: Context) -> Outcome:
    return answer(Listing(context.phrase("missions-head"), _regions(context), context.phrase("missions-tail")))


def _regions(context: Context) -> tuple[Choice, ...]:
    choices = [Choice(context.phrase(f"region-{region}"), f"missions/{region}") for region in REGIONS]
    return (*choices, Choice(context.phrase("label-nearest"), "nearest"))


@router.on(prefix="missions")
def region(intent: Intent, context: Context) -> Outcome:
    found = [live for live in context.all(Kind.MISSION) if live.body.region == intent.argument]
    if not found:
        return answer(sections.listing(context, context.phrase("gone")))
    found.sort(key=lambda live: countries.name(live.body.country, context.language))
    head = context.phrase("region-head", region=context.phrase(f"region-{intent.argument}"))
    return answer(Listing(head, tuple(line(context, live) for live in found), context.phrase("list-tail")))


def short(context: Context, live: Live[Mission]) -> str:
    """The name without the state's own, which every mission has."""
    return " ".join(live.title.replace(context.phrase("mission-of-state"), "", 1).split())


def line(context: Context, live: Live[Mission]) -> Choice:
    return Choice(short(context, live), live.key)


@router.on(prefix="mission")
def mission(intent: Intent, context: Context) -> Outcome:
    live = context.find(Kind.MISSION, intent.argument)
    if live is None:
        return answer(sections.listing(context, context.phrase("gone")))
    return answer(Say(told(context, live)))


def told(context: Context, live: Live[Mission]) -> str:
    """A mission with all that is known of it."""
    body = live.body
    rows = (
        ("mission-city", f"{countries.name(body.country, context.language)} · {body.city}"),
        ("mission-address", body.address),
        ("mission-website", str(body.website or "")),
    )
    lines = [context.phrase(slug, words=words) for slug, words in rows if words]
    phone = context.phrase("mission-phone", words=body.phone) if body.phone else context.phrase("mission-hotline")
    parts = (articles.untranslated(context, live), articles.titled(context, live.title), "\n".join((*lines, phone)))
    return "\n\n".join(part for part in parts if part)


@router.on(
    key="nearest",
    words=(
        "最近的使馆",
        "最近的使领馆",
        "附近的使馆",
        "附近使领馆",
        "离我最近的使馆",
        "nearest embassy",
        "nearest consulate",
        "nearest embassy to me",
        "nearest consulate to me",
    ),
)
def ask_for_place(_intent: Intent, context: Context) -> Outcome:
    if context.conversation.place is not None:
        return _near(context, context.conversation.place)
    return answer(Say(context.phrase("nearest-ask")))


@router.on(source=Source.LOCATION)
def located(intent: Intent, context: Context) -> Outcome:
    place = intent.place or (0.0, 0.0)
    if not (abs(place[0]) <= 90 and abs(place[1]) <= 180):
        return answer(Say(context.phrase("nearest-ask")))
    return _near(context, place)


def nearest(context: Context, place: tuple[float, float], count: int = _NEAREST) -> list[tuple[Live[Mission], Near]]:
    """The nearest missions that are shown now."""
    found = ((context.find(Kind.MISSION, near.slug), near) for near in context.edition.places.nearest(*place, count))
    return [(live, near) for live, near in found if live is not None]


def _near(context: Context, place: tuple[float, float]) -> Outcome:
    found = nearest(context, place)
    if not found:
        return answer(Say(context.phrase("nearest-none")))
    if at_home(place, found[0][1].distance):
        return answer(Say(context.phrase("nearest-home")))
    lines = [Choice(f"{short(context, live)} ({distance(context, near)})", live.key) for live, near in found]
    far = context.phrase("nearest-far") if found[0][1].distance > FAR else ""
    spots = context.phrase("nearest-city") if any(live.body.spot == "city" for live, _ in found) else ""
    tail = "\n\n".join(part for part in (far, context.phrase("nearest-tail"), spots) if part)
    return answer(Listing(context.phrase("nearest-head"), tuple(lines), tail))


def distance(context: Context, near: Near) -> str:
    """A city's centre is meant, so that more digits would only pretend."""
    kilometres = round(near.distance) if near.distance < 100 else round(near.distance, -1)
    return context.phrase("distance", kilometres=f"{int(kilometres):,}")


@router.attempt()
def named(intent: Intent, context: Context) -> Outcome | None:
    """A mission or its city by its very name; a country alone is more than its embassy, and answered elsewhere."""
    bare = intent.words.bare
    slugs = context.edition.places.named(bare) if bare and not countries.code_of(bare) else []
    return _found(context, lives(context, slugs)) if slugs else None


@router.attempt()
def asked_for(intent: Intent, context: Context) -> Outcome | None:
    """A city or a country beside a word for a mission; an honest word where there is none."""
    words = intent.words.plain
    if not _ASKS.search(words) or _REPORTS.search(words):
        return None
    if _FOREIGN.search(words):
        return answer(Say(context.phrase("mission-foreign")))
    if _VISAS.search(words):
        return None  # Those are given by the other country's missions, of which there are none here.
    if there := mentioned(context, words):
        return _found(context, there)
    return answer(Say(none)) if (none := none_there(context, words)) else None


def mentioned(context: Context, words: str) -> list[Live[Mission]]:
    """The missions in the cities that a text names, else those in its countries, the embassy first."""
    places = context.edition.places
    codes = countries.mentioned(words)
    return lives(context, places.mentioned(words) or [slug for code in codes for slug in places.of_country(code)])


def none_there(context: Context, words: str) -> str:
    """What is said of the countries that a text names and that have no mission; empty where it names none."""
    names = "、".join(countries.name(code, context.language) for code in countries.mentioned(words))
    return context.phrase("mission-none", country=names) if names else ""


def lives(context: Context, slugs: list[str]) -> list[Live[Mission]]:
    """Those that are shown now, in the follower's language where they have it."""
    return [live for slug in slugs if (live := context.find(Kind.MISSION, slug)) is not None]


def nowhere(intent: Intent, context: Context) -> Outcome | None:
    """A word for a mission beside what may be a place, but none that is known; other sections are asked before."""
    words = intent.words.plain
    subject = _FILLERS.sub(" ", _ASKS.sub(" ", words)).strip()
    if not _ASKS.search(words) or _NOT_PLACES.search(words) or not 1 < len(subject) <= _PLACE_MAX:
        return None
    return answer(Listing(context.phrase("mission-which", words=inert(subject)), _regions(context)))


def _found(context: Context, found: list[Live[Mission]]) -> Outcome:
    if len(found) == 1:
        return Outcome((Say(told(context, found[0])),), key=found[0].key)
    head = context.phrase("missions-found")
    return answer(Listing(head, tuple(line(context, live) for live in found), context.phrase("list-tail")))


def contact(context: Context, live: Live[Mission]) -> str:
    """The mission's name as a line to tap, and its phone where one is public."""
    name = tappable(line(context, live))
    return f"{name} {live.body.phone}".strip()
