"""One country: the missions there, its travel notices, and what news, speeches and reports say of it."""

import re

from handlers import articles, missions, notices
from wxbot.dispatch.answers import Choice, Listing, Outcome, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition import countries
from wxbot.edition.kinds import Kind

router = Router("countries")

# Each section that can be asked about one country, with the words for it.
_SECTIONS: dict[str, tuple[Kind, str]] = {
    "notices": (
        Kind.NOTICE,
        "旅行提醒|领事提醒|安全提醒|提醒|安全吗|安全|travel notices?|travel advice|notices?|safety|safe",
    ),
    "news": (Kind.NEWS, "重要外交活动|外交活动|外交新闻|新闻|动态|news|activities"),
    "speeches": (Kind.SPEECH, "讲话和文章|讲话|文章|speeches|speech|articles"),
    "embassies": (Kind.REPORT, "使馆动态|使馆活动|embassy reports?|reports?"),
}
_FILLERS = re.compile(
    r"的|关于|有关|最新|最近|\bthe\b|\bfor\b|\bin\b|\babout\b|\bon\b|\blatest\b|\bto\b|\bis\b|\bit\b|\bfrom\b|[\s?？!！.,，。]"
)


# Whether one may go there, asked in so many words.
_GOING = re.compile(
    r"能去吗|可以去吗|能不能去|可不可以去|安全不|安不安全|安全吗"
    r"|\b(?:can|should|may|could) (?:i|we) (?:still )?(?:travel|go|fly|visit)|\b(?:is it )?safe to\b|\bis \w+ safe\b"
)


@router.on(prefix="country")
def country(intent: Intent, context: Context) -> Outcome:
    code, _, section = intent.argument.partition("/")
    if code not in countries.CODES or (section and section not in _SECTIONS):
        return missions.regions(intent, context)
    return _section(context, code, section) if section else _overview(context, code)


def _overview(context: Context, code: str) -> Outcome:
    """The embassy, each section that has something, a way to hear of what is new, then the consulates."""
    there = missions.lives(context, context.edition.places.of_country(code))
    choices = [missions.line(context, live) for live in there[:1]]
    for section, (kind, _) in _SECTIONS.items():
        if articles.of_country(context, kind, code):
            choices.append(Choice(context.phrase(f"label-{section}"), f"country/{code}/{section}"))
    name = countries.name(code, context.language)
    choices.append(Choice(context.phrase("country-subscribe", country=name), f"subscribe/notices/{code}"))
    choices += [missions.line(context, live) for live in there[1:]]
    head = context.phrase("country-head" if there else "country-head-none", country=name)
    return Outcome((Listing(head, tuple(choices), context.phrase("list-tail")),), key=f"country/{code}")


def _section(context: Context, code: str, section: str) -> Outcome:
    lives = articles.of_country(context, _SECTIONS[section][0], code)
    places = {"country": countries.name(code, context.language), "section": context.phrase(f"label-{section}")}
    if not lives:
        choices = (Choice(places["country"], f"country/{code}"), Choice(places["section"], section))
        return answer(Listing(context.phrase("country-nothing", **places), choices))
    head = context.phrase("country-section-head", **places)
    told = notices.listed(context, lives, head) if section == "notices" else articles.shown(context, lives, head)
    return Outcome(told.answers, key=f"country/{code}/{section}")


@router.attempt()
def asked_for(intent: Intent, context: Context) -> Outcome | None:
    """A country's name alone, or beside the word for one section and nothing else."""
    codes = countries.mentioned(intent.words.plain)
    if len(codes) != 1:
        return None
    if countries.code_of(intent.words.bare):
        return _overview(context, codes[0])
    rest = _FILLERS.sub("", countries.without(intent.words.bare))
    if _GOING.search(intent.words.plain) and articles.of_country(context, Kind.NOTICE, codes[0]):
        return _section(context, codes[0], "notices")
    for section, (_, words) in _SECTIONS.items():
        if re.fullmatch(words.replace(" ", ""), rest):
            return _section(context, codes[0], section)
    return None


@router.attempt()
def nowhere(intent: Intent, context: Context) -> Outcome | None:
    return missions.nowhere(intent, context)
