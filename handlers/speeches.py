"""Important speeches and articles of senior diplomats: the latest ones, one speaker's, and one to read."""

from handlers import articles
from wxbot.dispatch.answers import Choice, Listing, Outcome, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition.kinds import Kind
from wxbot.edition.normalise import normalise

router = Router("speeches")


@router.on(key="speeches", words=("讲话", "重要讲话", "演讲", "发言", "speech", "speeches", "latest speeches"))
def latest(_intent: Intent, context: Context) -> Outcome:
    return articles.shown(context, context.all(Kind.SPEECH), context.phrase("speeches-head"))


@router.on(prefix="speech")
def article(intent: Intent, context: Context) -> Outcome:
    return articles.one(context, context.find(Kind.SPEECH, intent.argument))


@router.on(key="speakers", words=("讲话人", "外交官讲话", "speakers"))
def speakers(_intent: Intent, context: Context) -> Outcome:
    names = dict.fromkeys(live.body.speaker for live in context.all(Kind.SPEECH))
    choices = tuple(Choice(name, f"speaker/{name}") for name in names)
    return answer(Listing(context.phrase("speakers-head"), choices))


@router.on(prefix="speaker")
def by_speaker(intent: Intent, context: Context) -> Outcome:
    wanted = normalise(intent.argument).bare
    found = articles.fitting(context, Kind.SPEECH, lambda live: normalise(live.body.speaker).bare == wanted)
    return articles.shown(context, found, context.phrase("speaker-head", speaker=intent.argument))
