"""One's own account: name and roles, language, password, second factor, and signing out everywhere."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security.utils import logout_user

from wxbot.console.desk import LANGUAGES, desk
from wxbot.console.groups import Group
from wxbot.console.responses import render
from wxbot.console.wall import came_from
from wxbot.services import staff
from wxbot.services.roles import Permission

account = Group("account")


@account.page("/account", Permission.SIGNED_IN)
def show() -> ResponseReturnValue:
    return render("console/account.html", our=desk())


@account.action("/account/sign-out-everywhere", Permission.SIGNED_IN)
def sign_out_everywhere() -> ResponseReturnValue:
    our = desk()
    with our.database.write() as db:
        staff.end_sessions(db, our.user.id, our.actor, our.now)
    logout_user()
    flash(_("You are signed out on every device."), "success")
    return redirect(url_for("security.login"))


def choose_language() -> ResponseReturnValue:
    """Open to everybody: the page of signing in has two languages as well."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
    return redirect(came_from() or url_for("dashboard.show"))
