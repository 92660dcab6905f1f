"""What the platform remembers from one run to the next: a file, written when it ends and read when it begins.

Its settings come from the environment each time, and faults are over with the run. Events that were about to be told
are lost, as WeChat's may be; what an account was still waiting for is done after the next start.
"""

import copyreg
import hashlib
import io
import os
import pickle
import sys
import threading
from functools import cache
from pathlib import Path

from wxbot.simulator import massdelivery
from wxbot.simulator.api import publishing
from wxbot.simulator.publishes import RUNNING
from wxbot.simulator.world import State, World

_LOST = "lost"  # The outcome of a push that nobody delivers any more.


class _Pickler(pickle.Pickler):
    """Locks are made anew: nobody holds one when the platform has ended."""

    dispatch_table = copyreg.dispatch_table | {
        type(threading.Lock()): lambda _lock: (threading.Lock, ()),
        threading.Condition: lambda _changed: (threading.Condition, ()),
    }


@cache
def _program() -> str:
    """What wrote it: another program's state has another shape."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def save(path: Path, world: World) -> None:
    """Once the platform has ended; the file is whole at every moment."""
    content = io.BytesIO()
    _Pickler(content).dump((world.clock.offset, world.state))
    head = f"{_program()} {hashlib.sha256(content.getvalue()).hexdigest()}\n"
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(head.encode() + content.getvalue())
        os.fsync(file.fileno())
    new.replace(path)


def load(path: Path, world: World) -> None:
    """Before the platform begins. Raises ValueError with one sentence for a file that is damaged."""
    if not path.exists():
        return
    head, _line, content = path.read_bytes().partition(b"\n")
    program, _space, digest = head.decode("ascii", "replace").partition(" ")
    if digest != hashlib.sha256(content).hexdigest():
        raise ValueError(f"what it remembers in {path} is damaged; remove that file to begin anew")
    if program != _program():
        sys.stderr.write(f"The simulator is another one than that which wrote {path}: it begins anew.\n")
        return
    kept: tuple[float, State] = pickle.loads(content)  # noqa: S301 - our own file, and what its digest is of
    offset, world.state = kept
    world.clock.shift(offset)
    _go_on(world)


def _go_on(world: World) -> None:
    state = world.state
    for push in state.pushes.all():
        if not push.settled:
            state.pushes.settle(push.id, _LOST)
    for mass in state.masses.all():
        if not mass.outcome:
            massdelivery.start(world, state, mass)
    for publish in state.publishes.all():
        if publish.status == RUNNING:
            publishing.start(world, state, publish)
