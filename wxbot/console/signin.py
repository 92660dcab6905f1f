"""Signing in, by Flask-Security: e-mail and password, a second factor with recovery codes, throttled attempts."""

import hashlib
import hmac
import time
from datetime import timedelta
from typing import Any

from flask import Flask, request, session
from flask_babel import lazy_gettext
from flask_limiter import Limiter
from flask_security import Security, password_changed, tf_profile_changed, uia_email_mapper, user_authenticated

from wxbot.config import Settings
from wxbot.console.totp import OnceOnly
from wxbot.console.users import StaffStore, User
from wxbot.console.wall import SINCE
from wxbot.runtime import Runtime
from wxbot.services import staff

PATH = "/console"
IDLE = timedelta(hours=1)  # Without a request for this long one signs in again.
_FRESH = timedelta(minutes=15)  # So long after signing in one may change the second factor without being asked again.

# Attempts for one account, and from one address, which a whole office may share.
_PER_ACCOUNT, _PER_ADDRESS = "5 per minute; 20 per hour", "60 per minute"


def configure(app: Flask, settings: Settings) -> None:
    keys = [key.strip() for key in settings.fernet_keys.get_secret_value().split(",")]
    secure = settings.public_url.startswith("https:")
    app.config.update(
        SECRET_KEY=_derived(settings, "console"),
        SESSION_COOKIE_NAME="wxbot_staff",
        SESSION_COOKIE_PATH=PATH,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        PERMANENT_SESSION_LIFETIME=IDLE,
        WTF_CSRF_TIME_LIMIT=None,  # As long as the session lives: a letter may take longer than an hour to answer.
        WTF_CSRF_SSL_STRICT=False,  # The proxy before us speaks TLS, and we do not know under which name.
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the algorithm
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_REQUIRED=settings.staff_second_factor == "required",
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_POST_SETUP_VIEW="account.show",
        SECURITY_MSG_TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL=(lazy_gettext("The second factor is on."), "success"),
        SECURITY_MSG_TWO_FACTOR_DISABLED=(lazy_gettext("The second factor is off."), "success"),
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_N=8,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=keys,
        SECURITY_TOTP_SECRETS={str(len(keys) - place): key for place, key in enumerate(keys)},  # The highest seals.
        SECURITY_TOTP_ISSUER="wxbot",
        SECURITY_FRESHNESS=_FRESH,
        SECURITY_POST_LOGIN_VIEW="dashboard.show",
        SECURITY_POST_LOGOUT_VIEW="security.login",
        SECURITY_POST_CHANGE_VIEW="account.show",
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_STATIC_FOLDER=None,
    )


def _derived(settings: Settings, purpose: str) -> str:
    """A key of its own for every purpose, from the one that is set."""
    key = settings.secret_key.get_secret_value().encode()
    return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()


def open_door(app: Flask, runtime: Runtime) -> None:
    """Registers the pages of signing in, and throttles them."""
    security = Security(app, StaffStore(runtime), totp_cls=OnceOnly)
    # Only sessions: no token opens the console.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    user_authenticated.connect(_note_sign_in, app)
    password_changed.connect(_note_password, app)
    tf_profile_changed.connect(_note_second_factor, app)
    _throttle(app, runtime.settings)
    app.extensions["wxbot_security"] = security


def _note_sign_in(app: Flask, user: User, **_: Any) -> None:
    session.permanent = True
    session[SINCE] = time.time()
    runtime: Runtime = app.extensions["wxbot"]
    with runtime.database.write() as db:
        staff.note_sign_in(db, user.id, runtime.clock.instant())


def _note_password(app: Flask, user: User, **_: Any) -> None:
    """It is his own from now on; Flask-Security keeps the rest of what it changed in the same way."""
    user.provisional = False
    _note(app, user, "staff.password-changed")


def _note_second_factor(app: Flask, user: User, **_: Any) -> None:
    _note(app, user, "staff.second-factor-changed")


def _note(app: Flask, user: User, action: str) -> None:
    runtime: Runtime = app.extensions["wxbot"]
    with runtime.database.write() as db:
        staff.note(db, user.id, user.email, action, runtime.clock.instant())


def _throttle(app: Flask, settings: Settings) -> None:
    limiter = Limiter(
        _address,
        app=app,
        storage_uri=settings.limiter_url,
        in_memory_fallback_enabled=True,  # Without Redis every process counts for itself.
        key_prefix="wxbot:console",
        headers_enabled=False,
    )
    for endpoint, per_account in (
        ("security.login", _account),
        ("security.two_factor_token_validation", _pending),
        ("security.mf_recovery", _pending),
        ("security.verify", _pending),
        ("security.change_password", _pending),
    ):
        view: Any = limiter.limit(_PER_ADDRESS, methods=["POST"])(app.view_functions[endpoint])
        app.view_functions[endpoint] = limiter.limit(_PER_ACCOUNT, key_func=per_account, methods=["POST"])(view)


def _address() -> str:
    return request.remote_addr or "nobody"


def _account() -> str:
    """The address as it is looked up: one person's can be written in many ways, and all of them count together."""
    given = request.form.get("email", "").strip()
    return f"account:{(uia_email_mapper(given) or given).casefold()[:120]}"


def _pending() -> str:
    """Who has given the password and is asked for the second factor, or is signed in already."""
    return f"pending:{session.get('tf_user_id') or session.get('_user_id') or _address()}"
