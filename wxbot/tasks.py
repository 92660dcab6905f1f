"""The worker's tasks, a few lines each: they call services, and the rows in SQL stay the truth.

The ticks come from beat; each expires before the next is due, so that a pause does not end in a burst.
"""

from collections.abc import Callable
from typing import Any

from celery import Celery

from wxbot.runtime import Runtime
from wxbot.services import journal, outbox

QUEUE = "wxbot"  # Every task goes through it, and the Procfile's worker serves it.

# Seconds between two ticks of each task.
_TICKS = {"drain_journal": 1.0, "send_outbox": 1.0, "refresh_token": 60.0, "announce_edition": 5.0}


def register(celery: Celery, runtime: Callable[[], Runtime]) -> None:
    """``runtime`` gives the worker process's own parts, made after the fork."""

    @celery.task(name="drain_journal", ignore_result=True)  # type: ignore[untyped-decorator]
    def drain_journal() -> None:
        journal.drain(runtime().redis, runtime().database)

    @celery.task(name="send_outbox", ignore_result=True)  # type: ignore[untyped-decorator]
    def send_outbox() -> None:
        outbox.send_due(runtime().database, runtime().api, runtime().clock.instant())

    @celery.task(name="refresh_token", ignore_result=True)  # type: ignore[untyped-decorator]
    def refresh_token() -> None:
        runtime().tokens.refresh_early()

    @celery.task(name="announce_edition", ignore_result=True)  # type: ignore[untyped-decorator]
    def announce_edition() -> None:
        runtime().announce_edition()


def configuration(broker_url: str) -> dict[str, Any]:
    """Celery's settings. Nothing here relies on redelivery: a lost tick is made up for by the next one."""
    return {
        "broker_url": broker_url,
        "broker_connection_retry_on_startup": True,
        "task_default_queue": QUEUE,
        "task_ignore_result": True,
        "task_acks_late": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "beat_schedule": {
            name: {"task": name, "schedule": seconds, "options": {"expires": seconds * 2}}
            for name, seconds in _TICKS.items()
        },
    }
