"""Tags: the names by which staff group followers, as WeChat has them."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from wxbot.console import labels, wechat
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, complain, required
from wxbot.console.groups import Group
from wxbot.console.responses import render
from wxbot.errors import ContentError, StateUnavailable, WechatError
from wxbot.services import tags as rules
from wxbot.services.roles import Permission
from wxbot.store import tags as rows

tags = Group("tags")


class NameForm(Form):
    name = StringField(lazy_gettext("Tag name"), [required()])


@tags.page("/tags", Permission.FOLLOWERS_READ)
def show() -> ResponseReturnValue:
    return _page(NameForm(formdata=None), 200)


def _page(form: NameForm, status: int) -> ResponseReturnValue:
    our = desk()
    with our.database.read() as db:
        known = rows.all_tags(db)
    used = labels.menu_tags(our.runtime.edition)
    fixed = {tag.id for tag in known if rules.is_fixed(tag.name, used)}
    return render("console/tags/show.html", status, our=our, known=known, fixed=fixed, form=form)


@tags.action("/tags", Permission.FOLLOWERS_WRITE)
def create() -> ResponseReturnValue:
    our, form = desk(), NameForm()
    if not form.validate():
        return _page(form, 422)
    try:
        rules.create(our.database, our.runtime.api, form.name.data or "", our.actor, our.now)
    except (ContentError, WechatError, StateUnavailable) as error:
        complain(form.name, _sentence(error))
        return _page(form, 422)
    flash(_("The tag is made."), "success")
    return redirect(url_for("tags.show"))


@tags.action("/tags/<int:number>/rename", Permission.FOLLOWERS_WRITE)
def rename(number: int) -> ResponseReturnValue:
    name = request.form.get("name", "")
    return _tried(
        lambda our: rules.rename(our.database, our.runtime.api, number, name, _used(our), our.actor, our.now),
        _("The tag has its new name."),
    )


@tags.action("/tags/<int:number>/delete", Permission.FOLLOWERS_WRITE)
def delete(number: int) -> ResponseReturnValue:
    return _tried(
        lambda our: rules.delete(our.database, our.runtime.api, number, _used(our), our.actor, our.now),
        _("The tag is gone, and nobody carries it any more."),
    )


@tags.action("/tags/fetch", Permission.FOLLOWERS_WRITE)
def fetch() -> ResponseReturnValue:
    """Takes over WeChat's list, for what was changed elsewhere or broke off midway."""
    return _tried(lambda our: rules.fetch(our.database, our.runtime.api), _("This is the list as WeChat has it."))


def _used(our: Desk) -> set[str]:
    return labels.menu_tags(our.runtime.edition)


def _tried(change: Callable[[Desk], object], done: str) -> ResponseReturnValue:
    try:
        change(desk())
    except (ContentError, WechatError, StateUnavailable) as error:
        flash(_sentence(error), "error")
    else:
        flash(done, "success")
    return redirect(url_for("tags.show"))


def _sentence(error: ContentError | WechatError | StateUnavailable) -> str:
    if not isinstance(error, ContentError):
        return wechat.sentence(error)
    if "bytes" in str(error):
        return str(_("A name has at most %(most)d bytes; a Chinese character has three.", most=rules.NAME_BYTES))
    if "menu" in str(error):
        return str(_("A menu finds its readers by this tag, so it stays as it is."))
    return str(_("There is no such tag any more."))
