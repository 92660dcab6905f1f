"""Joins the account's handlers to the machine: ``app`` for gunicorn and flask, ``celery`` for the worker and beat.

Both are made when they are first asked for, so that importing this file does nothing.
"""

from collections.abc import Sequence
from functools import cache

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from handlers import ROUTERS
from wxbot import commands, config, logs, tasks
from wxbot.config import Settings
from wxbot.console import PATH, create_console
from wxbot.console import commands as console_commands
from wxbot.dispatch.routers import Router
from wxbot.errors import SettingsError
from wxbot.health import health
from wxbot.pages import pages
from wxbot.runtime import WEB_PATIENCE, WORKER_PATIENCE, Runtime
from wxbot.webhook import webhook


def create_app(settings: Settings, routers: Sequence[Router] = ROUTERS) -> Flask:
    """The web application. Its runtime waits in ``extensions["wxbot"]`` to be started after the fork."""
    app = Flask(__name__, static_folder=None)
    app.extensions["wxbot"] = Runtime(settings, routers, WEB_PATIENCE)
    for blueprint in (webhook, health, pages):
        app.register_blueprint(blueprint)
    commands.register(app)
    console = create_console(app.extensions["wxbot"])
    console_commands.register(app, console)
    # Two applications by trust: what staff's sessions and forms need must not touch the webhook.
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {PATH: console})  # type: ignore[method-assign]
    app.extensions["wxbot.console"] = console
    return app


def create_celery(settings: Settings) -> Celery:
    """The worker's application. Each worker process makes a runtime of its own when it starts."""
    celery = Celery("wxbot")
    celery.conf.update(tasks.configuration(settings.celery_url))

    @cache
    def runtime() -> Runtime:
        made = Runtime(settings, ROUTERS, WORKER_PATIENCE)
        made.follow_clock()
        return made

    worker_process_init.connect(lambda **_: runtime(), weak=False)
    worker_process_shutdown.connect(lambda **_: runtime().stop(), weak=False)
    tasks.register(celery, runtime)
    return celery


@cache
def _settings() -> Settings:
    try:
        settings = config.load()
    except SettingsError as error:
        raise SystemExit(f"wxbot cannot start: {error}") from None
    logs.configure()
    return settings


@cache
def _made(name: str) -> object:
    return create_app(_settings()) if name == "app" else create_celery(_settings())


def __getattr__(name: str) -> object:
    if name in ("app", "celery"):
        return _made(name)
    raise AttributeError(name)
