"""WeChat's own figures of each day, which count what happens outside the chat too; and what was read most."""

import datetime as dt
from collections.abc import Iterator, Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console.desk import desk
from wxbot.console.groups import Group
from wxbot.console.paging import asked_key, page
from wxbot.console.responses import render
from wxbot.console.sheets import sheet
from wxbot.services import datacube as figures
from wxbot.services import syncs
from wxbot.services.datacube import Day
from wxbot.services.roles import Permission

datacube = Group("datacube")

_DAYS = 31
_ARTICLES = 20


@datacube.page("/datacube", Permission.SIGNED_IN)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        listed = page(figures.page(db, _asked(), _DAYS + 1), lambda day: day.day.isoformat(), _DAYS)
        days = listed.rows
        articles = figures.articles(db, days[-1].day, days[0].day, _ARTICLES) if days else ()
        fetched = syncs.find(db, figures.NAME)
    return render("console/datacube/show.html", our=our, page=listed, articles=articles, fetched=fetched)


def _asked() -> dt.date:
    """Days before this one are shown; all of them where the address names none."""
    try:
        return dt.date.fromisoformat(asked_key())
    except ValueError:
        return dt.date.max


@datacube.page("/datacube.csv", Permission.SIGNED_IN)
def export() -> ResponseReturnValue:
    header = (_("Day"), _("New followers"), _("Unfollowed"), _("Followers"), _("Messages"), _("Reads"), _("Shares"))
    return sheet("wechat-figures", header, _lines())


def _lines() -> Iterator[Sequence[object]]:
    our = desk()
    with our.database.read() as db:
        found = figures.days(db, dt.date.min, dt.date.max)
    yield from (_line(day) for day in found)


def _line(day: Day) -> Sequence[object]:
    followers = "" if day.followers is None else day.followers
    return day.day, day.gained, day.lost, followers, day.messages, day.reads, day.shares
