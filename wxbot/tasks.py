"""The worker's tasks, one line each: they call services, and the rows in SQL stay the truth.

The ticks come from beat; each expires before the next is due, so that a pause does not end in a burst.
"""

import logging
from collections.abc import Callable
from typing import Any

from celery import Celery

from wxbot.errors import Unavailable
from wxbot.runtime import Runtime
from wxbot.services import (
    census,
    datacube,
    drift,
    figures,
    journal,
    lateness,
    masses,
    media,
    occurrences,
    outbox,
    outcomes,
    publications,
    published,
    pushes,
    reads,
    results,
    retention,
    schedules,
    sharing,
    starting,
    tags,
    telling,
    templates,
    uploading,
)

log = logging.getLogger(__name__)

QUEUE = "wxbot"  # Every task goes through it but those that take long; the Procfile's worker serves it.
PUSHES = "push"  # The Procfile's pusher serves it, so that what is pushed to many holds up no answer to one.


def _publish_due(our: Runtime) -> None:
    if schedules.publish_due(our.database, our.clock.instant()):
        our.announce_edition()


# Each task with the seconds between two of its ticks.
_TICKS: dict[str, tuple[float, Callable[[Runtime], object]]] = {
    "drain_journal": (1.0, lambda our: journal.drain(our.redis, our.database, our.zone)),
    "catch_up": (1.0, lambda our: our.catch_up()),
    "send_outbox": (1.0, lambda our: outbox.send_due(our.database, our.api, our.vault, our.clock.instant())),
    "tell_writers": (2.0, lambda our: telling.tell_due(our.database, our.teller, our.clock.instant())),
    "fetch_submissions": (
        2.0,
        lambda our: sharing.fetch_due(our.database, our.api, our.media_folder, our.clock.instant()),
    ),
    "publish_due": (1.0, _publish_due),
    "send_media": (2.0, lambda our: media.send_due(our.database, our.api, our.media_folder, our.clock.instant())),
    "tag_followers": (2.0, lambda our: tags.tag_followers(our.database, our.api)),
    "drain_reads": (5.0, lambda our: reads.drain(our.redis, our.database)),
    "announce_edition": (5.0, lambda our: our.announce_edition()),
    "publish_menus": (
        10.0,
        lambda our: publications.publish_due(our.database, our.api, our.menu_account, our.clock.instant()),
    ),
    "watch_menus": (180.0, lambda our: drift.watch(our.database, our.api, our.clock.instant())),
    "watch_letters": (60.0, lambda our: lateness.watch(our.database, our.clock.instant(), our.zone)),
    "refresh_token": (60.0, lambda our: our.tokens.refresh_early()),
    "tend_figures": (600.0, lambda our: figures.tend(our.database, our.clock.instant(), our.zone)),
    "sync_templates": (30.0, lambda our: templates.sync(our.database, our.api, our.clock.instant())),
    "sync_tags": (30.0, lambda our: tags.sync(our.database, our.api, our.clock.instant())),
    "sync_followers": (10.0, lambda our: census.sync(our.database, our.api, our.forget, our.clock.instant())),
    "sync_published": (30.0, lambda our: published.sync(our.database, our.api, our.clock.instant())),
    "sync_datacube": (30.0, lambda our: datacube.sync(our.database, our.api, our.clock.instant())),
    "thin_out": (
        600.0,
        lambda our: retention.thin(our.database, our.keep, our.clock.instant(), our.zone),
    ),
    "sweep_media": (600.0, lambda our: sharing.sweep(our.database, our.media_folder, our.clock.instant())),
    "make_occurrences": (
        5.0,
        lambda our: occurrences.make_due(our.database, our.compose, our.zone, our.clock.instant()),
    ),
    "start_broadcasts": (
        1.0,
        lambda our: starting.start_due(
            our.database, our.settings.wechat_account_kind, uploading.current, our.clock.instant()
        ),
    ),
    "send_masses": (1.0, lambda our: masses.send_due(our.sender, our.clock.instant())),
    "ask_outcomes": (20.0, lambda our: outcomes.ask_due(our.database, our.api, our.clock.instant())),
    "apply_results": (1.0, lambda our: results.apply_due(our.database, our.clock.instant(), our.zone)),
    "tend_pushes": (10.0, lambda our: pushes.tend(our.database, our.clock.instant(), our.zone)),
    "freeze_pushes": (1.0, lambda our: pushes.freeze_due(our.database, our.clock.instant)),
    "push_chunks": (1.0, lambda our: pushes.work(our.pusher)),
}
_ROUTES = {name: {"queue": PUSHES} for name in ("freeze_pushes", "push_chunks", "send_masses")}


def register(celery: Celery, runtime: Callable[[], Runtime]) -> None:
    """``runtime`` gives the worker process's own parts, made after the fork."""
    for name, (_, work) in _TICKS.items():
        celery.task(_task(name, work, runtime), name=name, ignore_result=True)


def _task(name: str, work: Callable[[Runtime], object], runtime: Callable[[], Runtime]) -> Callable[[], None]:
    def task() -> None:
        try:
            work(runtime())
        except Unavailable as error:  # The next tick tries again; a traceback each second would hide all else.
            log.warning("%s waits: %s", name, error)

    return task


def configuration(broker_url: str) -> dict[str, Any]:
    """Celery's settings. Nothing here relies on redelivery: a lost tick is made up for by the next one."""
    return {
        "broker_url": broker_url,
        "broker_connection_retry_on_startup": True,
        "task_default_queue": QUEUE,
        "task_queues": {QUEUE: {}, PUSHES: {}},  # What a worker serves that is not told which.
        "task_routes": _ROUTES,
        "task_ignore_result": True,
        "task_acks_late": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "beat_schedule": {
            name: {"task": name, "schedule": seconds, "options": {"expires": seconds * 2}}
            for name, (seconds, _) in _TICKS.items()
        },
    }
