"""The worker's tasks and queues: whatever a beat puts into a queue is taken out of it by a process of the Procfile."""

import re

import pytest
from celery import Celery

from tests.rig.account import ROOT
from wxbot import tasks

_QUEUES = re.compile(r"celery .*\bworker\b.*--queues (\S+)")


def _used() -> set[str]:
    settings = tasks.configuration("redis://localhost")
    routes = settings["task_routes"]
    ticks = settings["beat_schedule"]
    return {routes.get(name, {}).get("queue", settings["task_default_queue"]) for name in ticks}


@pytest.mark.parametrize("name", ["Procfile", "Procfile.local"])
def test_every_queue_is_served_by_a_process(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    served = {queue for line in lines if (found := _QUEUES.search(line)) for queue in found[1].split(",")}
    assert served == _used()


@pytest.mark.parametrize("name", ["Procfile", "Procfile.local"])
def test_pushes_have_a_process_of_their_own(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    alone = [found[1] for line in lines if (found := _QUEUES.search(line))]
    assert tasks.PUSHES in alone


def test_every_tick_expires_before_a_pause_could_pile_it_up() -> None:
    settings = tasks.configuration("redis://localhost")
    assert all(tick["options"]["expires"] <= 2 * tick["schedule"] for tick in settings["beat_schedule"].values())
    assert settings["task_acks_late"]


def test_a_worker_that_is_not_told_which_queues_serves_them_all() -> None:
    celery = Celery()
    celery.conf.update(tasks.configuration("redis://localhost"))
    assert set(celery.amqp.queues.consume_from) == _used()
