"""The articles that are published at WeChat, by whatever way they came there; who signs may delete them for good."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wxbot.console import wechat
from wxbot.console.broadcasts import people, stopped
from wxbot.console.desk import desk
from wxbot.console.groups import Group
from wxbot.console.numbers import one as row_number
from wxbot.console.paging import SIZE, asked_key, page
from wxbot.console.responses import render
from wxbot.errors import RuleError, StateUnavailable, WechatError
from wxbot.services import Db, syncs
from wxbot.services import published as articles
from wxbot.services.roles import Permission
from wxbot.store import calls
from wxbot.store import published as rows
from wxbot.store.published import Published

published = Group("published")


@published.page("/broadcasts/published", Permission.BROADCASTS_READ)
def show() -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        found = articles.page(db, SIZE + 1, _asked(db), gone=True)
        sent = calls.broadcasts_of(db, {each.article_id for each in found})
        fetched, stop, who = syncs.find(db, articles.NAME), stopped(db), people(db)
    listed = page(found, lambda each: f"{each.position}-{each.article_id}")
    return render(
        "console/published/show.html", our=our, page=listed, sent=sent, fetched=fetched, stop=stop, people=who
    )


def _asked(db: Db) -> Published | None:
    """The article after which the page begins."""
    position, _dash, article_id = asked_key().partition("-")
    number = row_number(position)
    return rows.find(db, article_id, number) if number is not None else None


@published.action("/broadcasts/published/delete", Permission.BROADCASTS_SIGN)
def delete() -> ResponseReturnValue:
    our = desk()
    article, position = request.form.get("article", "")[:128], row_number(request.form.get("position", "")) or 0
    try:
        articles.delete(our.database, our.runtime.api, article, position, our.actor, our.now)
    except RuleError as error:
        flash(_(error.why), "error")
    except (WechatError, StateUnavailable) as error:
        flash(wechat.sentence(error), "error")
    else:
        flash(_("Deleted: the article's page opens no more."), "success")
    return redirect(url_for("published.show"))


@published.action("/broadcasts/published/fetch", Permission.BROADCASTS_WRITE)
def fetch() -> ResponseReturnValue:
    our = desk()
    with our.database.write() as db:
        syncs.hurry(db, articles.NAME, our.now)
    flash(_("WeChat is asked within a minute."), "success")
    return redirect(url_for("published.show"))
