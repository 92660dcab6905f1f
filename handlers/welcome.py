"""Who follows, comes back or scans a code is told what there is; who leaves is let go in silence."""

from handlers import sections
from wxbot.dispatch.answers import Outcome, answer
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.routers import Router

router = Router("welcome")


@router.on(source=Source.FOLLOW)
def followed(_intent: Intent, context: Context) -> Outcome:
    return answer(sections.listing(context, context.phrase("welcome")))


@router.on(source=Source.SCAN)
def scanned(_intent: Intent, context: Context) -> Outcome:
    return answer(sections.listing(context, context.phrase("scanned")))


@router.on(source=Source.UNFOLLOW)
def left(_intent: Intent, _context: Context) -> Outcome:
    return Outcome()
