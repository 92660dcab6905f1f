"""Followers: who they are as far as the account knows, and what staff may do about one.

Addresses name rows, never openids: those would stand in histories and logs.
"""

import datetime as dt
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from wxbot.console import labels, numbers, wechat
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, complain
from wxbot.console.groups import Group
from wxbot.console.paging import SIZE, asked_number, page
from wxbot.console.responses import render
from wxbot.console.taggings import given
from wxbot.edition.edition import LANGUAGES
from wxbot.errors import ContentError, StateUnavailable, WechatError
from wxbot.services import figures
from wxbot.services import followers as rules
from wxbot.services.roles import Permission
from wxbot.store import followers as rows
from wxbot.store import journal, letters, subscriptions
from wxbot.store import tags as tag_rows
from wxbot.store.followers import Follower, Wanted
from wxbot.store.tags import Tag

followers = Group("followers")

SEEN = (1, 7, 30, 90)  # Days.
_MESSAGES, _LETTERS = 20, 20  # The newest that one follower's page shows.


@followers.page("/followers", Permission.FOLLOWERS_READ)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        found = rows.find_all(db, _wanted(our.now), SIZE + 1, asked_number())
        carried = tag_rows.of_followers(db, [row.id for row in found])
        known = tag_rows.all_tags(db)
    return render(
        "console/followers/show.html",
        our=our,
        page=page(found, lambda row: row.id),
        carried=carried,
        names={tag.id: tag.name for tag in known},
        given=given(our, known),
        seen=SEEN,
        languages=LANGUAGES,
        labels=labels,
    )


def _wanted(now: dt.datetime) -> Wanted:
    """What the address asks for."""
    asked = request.args
    seen = asked.get("seen", "")
    return Wanted(
        language=asked.get("language", "")[:8],
        tag=numbers.one(asked.get("tag", "")) or 0,
        blocked="blocked" in asked,
        seen_since=now - dt.timedelta(days=int(seen)) if seen in map(str, SEEN) else None,
        words=asked.get("words", "").strip()[:64],
    )


class RemarkForm(Form):
    remark = StringField(lazy_gettext("Remark"))


@dataclass(frozen=True, slots=True)
class _Known:
    """All that one follower's page shows."""

    row: Follower
    tags: list[int]
    letters: list[letters.Letter]
    subscriptions: list[subscriptions.Subscription]
    messages: list[journal.Entry]
    names: dict[int, str]
    given: list[Tag]


def _known(our: Desk, number: int) -> _Known:
    """Tells who is asked for that he is not there."""
    with our.database.read() as db:
        row = rows.with_id(db, number)
        if row is None:
            abort(404)
        known = tag_rows.all_tags(db)
        return _Known(
            row=row,
            tags=tag_rows.of_followers(db, [number]).get(number, []),
            letters=list(letters.of_writer(db, row.openid, _LETTERS)),
            subscriptions=list(subscriptions.of_follower(db, row.openid)),
            messages=list(journal.newest_of(db, row.openid, _MESSAGES)),
            names={tag.id: tag.name for tag in known},
            given=given(our, known),
        )


@followers.page("/followers/<int:number>", Permission.FOLLOWERS_READ)
def one(number: int) -> ResponseReturnValue:
    return _page(number)


def _page(number: int, form: RemarkForm | None = None, status: int = 200) -> ResponseReturnValue:
    our = desk()
    known = _known(our, number)
    form = form or RemarkForm(remark=known.row.remark)
    return render(
        "console/followers/one.html",
        status,
        our=our,
        known=known,
        form=form,
        labels=labels,
        section=figures.section,
        said=labels.said(our.runtime.edition),
    )


@followers.action("/followers/<int:number>/block", Permission.FOLLOWERS_WRITE)
def block(number: int) -> ResponseReturnValue:
    return _blocked(number, True)


@followers.action("/followers/<int:number>/unblock", Permission.FOLLOWERS_WRITE)
def unblock(number: int) -> ResponseReturnValue:
    return _blocked(number, False)


def _blocked(number: int, blocked: bool) -> ResponseReturnValue:
    our = desk()
    with our.database.write() as db:
        openid = rules.block(db, number, blocked, our.runtime.alias, our.actor, our.now)
    if not openid:
        return _gone()
    try:
        our.runtime.forget(openid)
    except StateUnavailable:
        flash(_("This is kept, but Redis does not answer. Press once more when it does."), "warning")
        return _back(number)
    flash(_("Messages of this follower get no answer any more.") if blocked else _("The block is lifted."), "success")
    return _back(number)


@followers.action("/followers/<int:number>/remark", Permission.FOLLOWERS_WRITE)
def remark(number: int) -> ResponseReturnValue:
    our, form = desk(), RemarkForm()
    if not form.validate():
        return _page(number, form, 422)
    words = form.remark.data or ""
    try:
        kept = rules.set_remark(our.database, our.runtime.api, number, words, our.runtime.alias, our.actor, our.now)
    except ContentError:
        complain(form.remark, _("At most %(most)d characters.", most=rules.REMARK_MAX))
        return _page(number, form, 422)
    except (WechatError, StateUnavailable) as error:
        complain(form.remark, wechat.sentence(error))
        return _page(number, form, 422)
    if not kept:
        return _gone()
    flash(_("The remark is kept."), "success")
    return _back(number)


def _gone() -> ResponseReturnValue:
    flash(_("This follower has left, and nothing is kept any more."), "warning")
    return redirect(url_for("followers.show"))


def _back(number: int) -> ResponseReturnValue:
    return redirect(url_for("followers.one", number=number))
