"""What a request to the console knows: who asks, in which language, when, and the parts of the process."""

import datetime as dt
from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app, session
from flask_login import current_user

from wxbot.console.users import User
from wxbot.runtime import Runtime
from wxbot.services.roles import Permission
from wxbot.store.database import Database

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Desk:
    """The instant stays the same while one request is answered."""

    runtime: Runtime
    user: User
    language: str
    now: dt.datetime

    @property
    def database(self) -> Database:
        return self.runtime.database

    @property
    def actor(self) -> str:
        """By which name the audit and signatures know who does this."""
        return self.user.email

    @property
    def zone(self) -> ZoneInfo:
        return self.runtime.zone

    def may(self, permission: Permission) -> bool:
        return permission in self.user.permissions


def runtime() -> Runtime:
    return cast("Runtime", current_app.extensions["wxbot"])


def language() -> str:
    """The one that was chosen in this browser, else the person's own, else Chinese."""
    own = current_user.language if current_user and current_user.is_authenticated else LANGUAGES[0]
    chosen = session.get("language", own)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def desk() -> Desk:
    """Only behind the wall, where somebody is signed in."""
    our = runtime()
    return Desk(our, cast("User", current_user._get_current_object()), language(), our.clock.instant())
