"""Important speeches and articles of senior diplomats: by speaker, office, year, occasion, country and subject."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from handlers import articles, search, sections
from wxbot.dispatch.answers import Choice, Listing, Outcome, Say, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.render import inert
from wxbot.dispatch.routers import Router
from wxbot.edition import countries
from wxbot.edition.kinds import Kind
from wxbot.edition.live import Live
from wxbot.edition.normalise import normalise

router = Router("speeches")

_ABOUT_MAX = 40  # Characters of a subject.
_SPEECH = r"讲话和文章|讲话|演讲|发言|文章|speeches and articles|speeches|speech|articles"
_YEAR = re.compile(rf"(?P<year>(?:19|20)\d\d) ?年?的?(?:{_SPEECH})|(?:{_SPEECH}) (?:in|of|from) (?P<en>(?:19|20)\d\d)")
_LATEST = re.compile(
    r"(?:关于|对|就)?(?P<zh>.{1,40}?)(?:问题)?的?最新(?:表态|讲话|表述|立场|发言|声明)"
    r"|最新(?:表态|讲话|立场)[ :：]*(?P<also>.{1,40})"
    r"|(?:the )?latest (?:statements?|speech(?:es)?|remarks|position|words) (?:on|about|concerning) (?P<en>.{1,60})"
)


@router.on(
    key="speeches",
    words=("讲话", "重要讲话", "重要讲话和文章", "讲话和文章", "演讲", "发言", "speech", "speeches", "latest speeches"),
)
def latest(_intent: Intent, context: Context) -> Outcome:
    return articles.shown(context, context.all(Kind.SPEECH), context.phrase("speeches-head"))


@router.on(prefix="speech")
def article(intent: Intent, context: Context) -> Outcome:
    return articles.one(context, context.find(Kind.SPEECH, intent.argument))


@router.on(key="speakers", words=("讲话人", "按讲话人看", "外交官讲话", "speakers"))
def speakers(_intent: Intent, context: Context) -> Outcome:
    names = dict.fromkeys(live.body.speaker for live in context.all(Kind.SPEECH))
    choices = tuple(Choice(name, f"speaker/{name}") for name in names)
    return answer(Listing(context.phrase("speakers-head"), choices))


@router.on(prefix="speaker")
def by_speaker(intent: Intent, context: Context) -> Outcome:
    return _shown(context, intent.argument, _same("speaker", intent.argument))


def _same(field: str, wanted: str) -> Callable[[Live[Any]], bool]:
    bare = normalise(wanted).bare
    return lambda live: normalise(getattr(live.body, field)).bare == bare


def _shown(context: Context, name: str, fits: Callable[[Live[Any]], bool]) -> Outcome:
    return articles.shown(
        context, articles.fitting(context, Kind.SPEECH, fits), context.phrase("speaker-head", speaker=name)
    )


@router.on(prefix="speeches")
def by(intent: Intent, context: Context) -> Outcome:
    """``speeches/year/2024``, and so on with office, occasion, country, and about for a subject."""
    by_what, _, wanted = intent.argument.partition("/")
    match by_what:
        case "year":
            return _shown(context, wanted, lambda live: str(live.body.date.year) == wanted)
        case "office" | "occasion":
            return _shown(context, wanted, _same(by_what, wanted))
        case "country":
            found = articles.of_country(context, Kind.SPEECH, wanted)
            return articles.shown(
                context, found, context.phrase("speaker-head", speaker=countries.name(wanted, context.language))
            )
        case "about":
            return _about(context, wanted)
    return answer(sections.listing(context, context.phrase("gone")))


@router.attempt()
def of_year(intent: Intent, context: Context) -> Outcome | None:
    found = _YEAR.fullmatch(intent.words.plain)
    return _by_words(intent, context, f"speeches/year/{found['year'] or found['en']}") if found else None


@router.attempt()
def latest_on(intent: Intent, context: Context) -> Outcome | None:
    """“关于巴勒斯坦的最新表态”, “latest statement on Palestine”."""
    found = _LATEST.fullmatch(intent.words.plain)
    if not found:
        return None
    subject = (found["zh"] or found["also"] or found["en"]).strip(" ?？。.!！")[:_ABOUT_MAX]
    return _by_words(intent, context, f"speeches/about/{subject}") if subject else None


def _by_words(intent: Intent, context: Context, key: str) -> Outcome:
    """What the key is answered with; it names the answer, so that “more” goes on in it."""
    return replace(by(intent.with_key(key), context), key=key)


def _about(context: Context, subject: str) -> Outcome:
    """The newest speech on the subject, told with its date and the official page; then the others."""
    found = [hit.live for hit in search.find(context, subject) if hit.live.kind is Kind.SPEECH]
    speeches: list[Live[Any]] = [live for live in found if live.shown(context.now)]
    lives = sorted(speeches, key=lambda live: live.body.date, reverse=True)
    if not lives:
        none = context.phrase("speeches-nothing", words=inert(subject))
        return answer(
            Listing(
                none,
                (
                    Choice(context.phrase("label-speeches"), "speeches"),
                    Choice(context.phrase("label-search"), f"search/{subject}"),
                ),
            )
        )
    told = Say(told_in_full(context, lives[0]))
    if len(lives) == 1:
        return answer(told)
    return answer(articles.listing(context, told.text, lives[1:5]))


def told_in_full(context: Context, live: Live[Any]) -> str:
    """Title, date, who and where, the gist, and where the official text stands."""
    body = live.body
    source = str(body.source_url or "")
    parts = (
        articles.untranslated(context, live),
        articles.titled(context, live.title),
        context.phrase(
            "speech-row", date=body.date.isoformat(), speaker=body.speaker, office=body.office, occasion=body.occasion
        ),
        body.summary,
        context.phrase("speech-page", page=context.page_url(live)),
        context.phrase("speech-source", page=source) if source else "",
    )
    return "\n\n".join(part for part in parts if part)
