"""One's own account: name and roles, language, password, second factor, and signing out everywhere."""

from urllib.parse import urlsplit

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security.utils import logout_user

from wxbot.console.desk import LANGUAGES, desk
from wxbot.console.groups import Group
from wxbot.console.responses import render
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
    return redirect(_back())


def _back() -> str:
    """The page that was left, if it is one of ours."""
    came_from = urlsplit(request.referrer or "")
    ours = came_from.netloc == request.host and came_from.path.startswith(request.script_root + "/")
    return f"{came_from.path}?{came_from.query}" if ours else url_for("dashboard.show")
