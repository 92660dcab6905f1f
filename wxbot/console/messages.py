"""Messages: what followers wrote, what answered and why, and the questions that nothing answered."""

import datetime as dt
import re
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from wxbot.console import labels, numbers, reasons
from wxbot.console.desk import Desk, desk
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE, Page, asked_key
from wxbot.console.periods import asked_days
from wxbot.console.responses import render
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.edition.normalise import language_of
from wxbot.services import figures
from wxbot.services.roles import Permission
from wxbot.store import followers, journal
from wxbot.store.journal import Entry, Place, Wanted

messages = Group("messages")

DAYS = (7, 30, 90, 365)
_QUESTIONS = 100
_TITLE_MAX = 100
_WORDS_MAX = 60  # Characters of a search.
_PLACE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TICK = dt.timedelta(microseconds=1)


@messages.page("/messages", Permission.MESSAGES_READ)
def show() -> ResponseReturnValue:
    our = desk()
    days = asked_days(DAYS)
    with our.database.read() as db:
        wanted = _wanted(our, our.now - dt.timedelta(days=days))
        found = journal.find(db, wanted, SIZE, _asked_place())
        who = _rows_of(our, found.entries)
    return render(
        "console/messages/show.html",
        our=our,
        page=Page(found.entries, _key(found.rest), not asked_key()),
        looked_to=None if found.full else found.rest,
        who=who,
        days=days,
        choices=DAYS,
        labels=labels,
        section=figures.section,
        said=labels.said(our.runtime.edition),
    )


def _wanted(our: Desk, since: dt.datetime) -> Wanted:
    """What the address asks for."""
    asked = request.args
    source = asked.get("source", "")
    return Wanted(
        since=since,
        words=asked.get("words", "").strip()[:_WORDS_MAX],
        hit=asked.get("hit", "").strip()[:120],
        sources=(source,) if source in labels.SOURCES else (),
        unanswered="unanswered" in asked,
        openid=_one_follower(our),
    )


def _one_follower(our: Desk) -> str:
    """Whose messages are asked for; only who may see followers may ask."""
    asked = request.args.get("follower", "")
    if not asked:
        return ""
    if not our.may(Permission.FOLLOWERS_READ):
        abort(403)
    number = numbers.one(asked)
    with our.database.read() as db:
        row = followers.with_id(db, number) if number is not None else None
    if row is None:
        abort(404)
    return row.openid


def _asked_place() -> Place | None:
    key = _PLACE.fullmatch(asked_key())
    if key is None:
        return None
    try:
        return Place(_EPOCH + int(key[1]) * _TICK, int(key[2]))
    except OverflowError:
        return None


def _key(place: Place | None) -> str:
    return f"{(place.at - _EPOCH) // _TICK}-{place.id}" if place else ""


def _rows_of(our: Desk, entries: Sequence[Entry]) -> dict[str, int]:
    """The followers' numbers, for who may see them."""
    if not our.may(Permission.FOLLOWERS_READ):
        return {}
    with our.database.read() as db:
        return followers.ids_of(db, {entry.openid for entry in entries if entry.openid})


@messages.page("/messages/<int:number>", Permission.MESSAGES_READ)
def one(number: int) -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        entry = journal.with_id(db, number)
    if entry is None:
        abort(404)
    who = _rows_of(our, [entry]).get(entry.openid)
    return render(
        "console/messages/one.html",
        our=our,
        entry=entry,
        who=who,
        labels=labels,
        section=figures.section,
        said=labels.said(our.runtime.edition),
        faq=_faq,
        told=reasons.told,
    )


def _faq(entry: Entry) -> str:
    """Where an answer to this question is begun."""
    asked = {"kind": Kind.FAQ.value, "language": language_of(entry.asked) or LANGUAGES[0]}
    return f"{url_for('dashboard.show')}items/new?{urlencode({**asked, 'title': entry.asked[:_TITLE_MAX]})}"


@messages.page("/messages/questions", Permission.MESSAGES_READ)
def questions() -> ResponseReturnValue:
    our = desk()
    days = asked_days(DAYS)
    with our.database.read() as db:
        found = journal.questions(db, our.now - dt.timedelta(days=days), _QUESTIONS)
    return render("console/messages/questions.html", our=our, found=found, days=days, choices=DAYS, faq=_faq)
