"""The web application for tests that ask it in their own process."""

from flask import Flask

from app import create_app
from handlers import ROUTERS
from wxbot.config import Settings
from wxbot.pages.reader import Room
from wxbot.runtime import WEB_PATIENCE, Runtime

_houses: dict[tuple[str, ...], Flask] = {}


def house(settings: Settings) -> Flask:
    """The application, made once for all settings that it reads while it is made: routes and templates are slow to
    make and always the same. Its runtime is new for every test."""
    read = (settings.public_url, settings.staff_second_factor, settings.redis_url)
    if read not in _houses:
        _houses[read] = create_app(settings)
    app = _houses[read]
    runtime: Runtime = app.extensions["wxbot"]
    vars(runtime).clear()
    runtime.__init__(settings, ROUTERS, WEB_PATIENCE)  # type: ignore[misc]
    Room.furnish(app.extensions)
    return app
