"""A page of the console as a response: its policy, its language, what every page shows around its content."""

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, make_response, render_template, request, url_for
from flask_login import current_user

from wxbot.console.desk import language, runtime
from wxbot.console.findings import sentence
from wxbot.errors import Unavailable
from wxbot.services import alarms
from wxbot.services.roles import Permission
from wxbot.store import broadcasts

_STATIC = Path(__file__).parent / "static"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@cache
def version() -> str:
    """Changes with the style sheets and scripts, so that a browser may keep them for long."""
    files = sorted(path for path in _STATIC.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def render(template: str, status: int = 200, **places: Any) -> Response:
    return make_response(render_template(template, **places), status)


def secure(app: Flask) -> None:
    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _POLICY)
        headers.setdefault("Cache-Control", "no-store")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Robots-Tag"] = "noindex"
        return response


def furnish(app: Flask) -> None:
    """What every template may use: the language, addresses with other arguments, instants on the account's clock."""

    @app.context_processor
    def _around() -> dict[str, Any]:
        return {"language": language(), "version": version(), "here": _here, "filters": _filters}

    app.add_template_filter(_local, "local")
    app.add_template_filter(sentence, "sentence")


def _here(**changes: str | int | None) -> str:
    """The address of this page with other arguments; None takes one away."""
    kept = {**_filters(), **(request.view_args or {}), **changes}
    return url_for(
        request.endpoint or "dashboard.show", **{name: value for name, value in kept.items() if value is not None}
    )


def _filters() -> dict[str, list[str]]:
    """The arguments of this page, to be handed on; not those that Flask would obey when it makes an address."""
    return {name: values for name, values in request.args.lists() if name != "endpoint" and not name.startswith("_")}


def _local(at: dt.datetime, form: str = "%Y-%m-%d %H:%M") -> str:
    return at.astimezone(runtime().zone).strftime(form)


def waiting_count() -> int:
    """How many broadcasts wait for somebody, for the navigation; told as alarms are."""
    if not current_user.is_authenticated or Permission.BROADCASTS_READ not in current_user.permissions:
        return 0
    try:
        with runtime().database.read() as db:
            return broadcasts.count_waiting(db)
    except Unavailable:
        return 0


def alarm_count() -> int:
    """How many alarms ring, for the navigation; none while the database does not answer, since a page says that."""
    if not current_user.is_authenticated:
        return 0
    try:
        with runtime().database.read() as db:
            return len(alarms.ringing(db))
    except Unavailable:
        return 0
