"""The door staff use: an application of its own, with one wall before all its page groups.

It is mounted beside the application that WeChat and citizens reach and shares only the process's runtime with it.
"""

from typing import Any

from flask import Flask, Response, g
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_login import AnonymousUserMixin, current_user
from flask_wtf import CSRFProtect
from werkzeug.exceptions import HTTPException

from wxbot.console import navigation, signin
from wxbot.console.account import account, choose_language
from wxbot.console.answering import letters
from wxbot.console.audiences import audiences
from wxbot.console.audit import audit
from wxbot.console.autoreplies import autoreplies
from wxbot.console.broadcasts import broadcasts
from wxbot.console.calendar import calendar
from wxbot.console.canned import canned
from wxbot.console.composer import composer
from wxbot.console.dashboard import dashboard
from wxbot.console.datacube import datacube
from wxbot.console.desk import language
from wxbot.console.drafts import drafts
from wxbot.console.editor import menus
from wxbot.console.followers import followers
from wxbot.console.freezes import freezes
from wxbot.console.icons import icons
from wxbot.console.items import items
from wxbot.console.links import links
from wxbot.console.media import media
from wxbot.console.messages import messages
from wxbot.console.numbers import RowNumber
from wxbot.console.outcomes import broadcast
from wxbot.console.plan import plan
from wxbot.console.preferences import preferences
from wxbot.console.privacy import privacy
from wxbot.console.published import published
from wxbot.console.requests import Request
from wxbot.console.responses import alarm_count, furnish, render, secure, waiting_count
from wxbot.console.revisions import revisions
from wxbot.console.sessions import Sessions
from wxbot.console.sharing import sharing
from wxbot.console.staff import staff
from wxbot.console.taggings import taggings
from wxbot.console.tags import tags
from wxbot.console.wall import Wall
from wxbot.console.wordings import wordings
from wxbot.console.words import Words
from wxbot.errors import Unavailable
from wxbot.runtime import Runtime

PATH = signin.PATH
LARGEST = 32 * 1024 * 1024  # Bytes of a form: a picture for an item among them.
_KEPT = 30 * 86_400  # Seconds; addresses of style sheets and scripts change with their contents.

# One line each, in the order of the navigation.
GROUPS = (
    dashboard,
    datacube,
    # What citizens read.
    items,
    drafts,
    revisions,
    links,
    autoreplies,
    menus,
    media,
    # What goes out to them.
    broadcasts,
    composer,
    broadcast,
    plan,
    audiences,
    freezes,
    published,
    # What citizens write.
    letters,
    canned,
    messages,
    followers,
    taggings,
    privacy,
    tags,
    sharing,
    # The rules of the house.
    wordings,
    calendar,
    preferences,
    staff,
    audit,
    account,
)


def create_console(runtime: Runtime) -> Flask:
    """The application of the console, to be mounted at ``PATH``."""
    app = Flask(__name__)
    app.extensions["wxbot"] = runtime
    app.request_class, app.session_interface = Request, Sessions()
    signin.configure(app, runtime.settings)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST,
        SEND_FILE_MAX_AGE_DEFAULT=_KEPT,
        TEMPLATES_AUTO_RELOAD=False,
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=_locale, timezone_selector=lambda: str(runtime.zone))
    app.extensions["babel"].instance.domain_instance = Words()
    Bootstrap5(app)
    CSRFProtect(app)
    # The wall stands before everything that Flask-Security does with a request.
    Wall(GROUPS).guard(app)
    signin.open_door(app, runtime)
    app.url_map.converters["int"] = RowNumber
    for group in GROUPS:
        app.register_blueprint(group)
    app.add_url_rule("/icons.svg", "icons", icons)
    app.add_url_rule("/language", "account.choose_language", choose_language, methods=["POST"])
    secure(app)
    furnish(app)
    _tell_errors(app)
    app.context_processor(_navigation)
    return app


def _locale() -> str:
    return "zh_Hans_CN" if language() == "zh" else "en"


def _navigation() -> dict[str, Any]:
    signed_in = current_user and current_user.is_authenticated
    entries = navigation.visible(current_user) if signed_in else []
    return {"navigation": entries, "alarm_count": alarm_count, "waiting_count": waiting_count}


def _tell_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Unavailable, _unavailable)


def _refused(error: HTTPException) -> ResponseReturnValue:
    """A page that says what is wrong; redirects and the like stay what they are."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    return render("console/error.html", error.code, code=error.code, reason=str(getattr(error, "reason", "")))


def _unavailable(error: Unavailable) -> Response:
    # The page must not ask once more who it is for: that is what cannot be told now.
    g._login_user = AnonymousUserMixin()
    return render("console/error.html", 503, code=503, reason=str(error))
