"""One person's data: handed out as a file, or erased for good."""

import json

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from wxbot.console import wechat
from wxbot.console.desk import Desk, desk
from wxbot.console.forms import Form, complain, required
from wxbot.console.groups import Group
from wxbot.console.responses import render
from wxbot.errors import StateUnavailable, WechatError
from wxbot.services import followers as rules
from wxbot.services.roles import Permission
from wxbot.store import followers
from wxbot.store.followers import Follower

privacy = Group("privacy")

TYPED = "ERASE"


class EraseForm(Form):
    typed = StringField(lazy_gettext("Type ERASE to confirm"), [required()])


def _follower(our: Desk, number: int) -> Follower:
    with our.database.read() as db:
        row = followers.with_id(db, number)
    if row is None:
        abort(404)
    return row


@privacy.action("/followers/<int:number>/export", Permission.FOLLOWERS_ERASE)
def export(number: int) -> ResponseReturnValue:
    our = desk()
    openid = _follower(our, number).openid
    found = our.runtime.export(openid, our.actor)
    response = Response(json.dumps(found, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="follower-{our.runtime.alias(openid)}.json"'
    return response


@privacy.page("/followers/<int:number>/erase", Permission.FOLLOWERS_ERASE)
def ask_to_erase(number: int) -> ResponseReturnValue:
    return _asked(_follower(desk(), number), EraseForm(), 200)


@privacy.action("/followers/<int:number>/erase", Permission.FOLLOWERS_ERASE)
def erase(number: int) -> ResponseReturnValue:
    our, form = desk(), EraseForm()
    row = _follower(our, number)
    if not form.validate():
        return _asked(row, form, 422)
    if (form.typed.data or "").strip() != TYPED:
        complain(form.typed, _("This is not the word."))
        return _asked(row, form, 422)
    _take_back_remark(our, row)
    our.runtime.erase(row.openid, our.actor)
    flash(_("Everything that was kept of this follower is erased."), "success")
    return redirect(url_for("followers.show"))


def _take_back_remark(our: Desk, row: Follower) -> None:
    """What staff noted of him lies at WeChat too; that it cannot be taken back there now must not keep it here."""
    if not row.remark:
        return
    try:
        rules.set_remark(our.database, our.runtime.api, row.id, "", our.runtime.alias, our.actor, our.now)
    except (WechatError, StateUnavailable) as error:
        told = _("The remark is still at WeChat, where it can be taken away by hand.")
        flash(f"{wechat.sentence(error)} {told}", "warning")


def _asked(row: Follower, form: EraseForm, status: int) -> ResponseReturnValue:
    return render("console/followers/erase.html", status, our=desk(), row=row, form=form)
