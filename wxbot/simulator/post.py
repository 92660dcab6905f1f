"""Sends pushes: in the caller's thread, or in one of a pool when nobody waits."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.courier import Courier
from wxbot.simulator.inbound import Inbound
from wxbot.simulator.pushes import Push
from wxbot.simulator.windows import action_of
from wxbot.simulator.world import World
from wxbot.simulator.wrapping import PushOptions, settings_for

_WORKERS = 64


@dataclass(frozen=True)
class Letter:
    """One push to be. ``bubble`` is what the follower sees of his own doing in the chat."""

    inbound: Inbound
    bubble: Bubble | None = None
    options: PushOptions = field(default_factory=PushOptions)


class Post:
    """``handed_over`` is told of each letter that the webhook handed to a human agent, and to which one."""

    def __init__(self, world: World, handed_over: Callable[[Letter, str], None]) -> None:
        self._world = world
        self._courier = Courier(world)
        self._handed_over = handed_over
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="push")

    def stop(self) -> None:
        """Gives up what still waits for its next delivery."""
        self._world.closing.set()
        self._pool.shutdown(cancel_futures=True)

    def send(self, *letters: Letter, wait: bool = True) -> Push:
        """All at once into the chat, then one after the other to the webhook. The first push comes back.

        Raises ValueError for options that cannot be met.
        """
        for letter in letters:
            settings_for(self._world.settings, letter.options)
        opened = [(self._open(letter), letter) for letter in letters]
        first = opened[0][0]
        if not wait:
            self._pool.submit(self._carry, opened)
            return first
        state = self._world.state
        self._carry(opened)
        return state.pushes.get(first.id) or first

    def _open(self, letter: Letter) -> Push:
        """Opens the window that the action opens. What is for a human agent goes no further."""
        state, inbound, now = self._world.state, letter.inbound, self._world.clock.now()
        push = state.pushes.open(inbound, letter.options.mode or self._world.settings.mode)
        if inbound.from_user and not inbound.is_job and not letter.options.forged:
            state.windows.open(inbound.from_user, action_of(inbound.event), now)
            state.figures.note(inbound, now)
        if letter.bubble:
            side = "system" if letter.bubble.type == "system" else "me"
            state.chats.add(inbound.from_user, side, letter.bubble, now, push.id)
            if not inbound.event and state.desk.talks(inbound.from_user):
                state.desk.note(inbound.from_user, "follower", letter.bubble, now)
                state.pushes.settle(push.id, "agent")
        return state.pushes.get(push.id) or push

    def _carry(self, opened: Sequence[tuple[Push, Letter]]) -> None:
        for push, letter in opened:
            if push.settled:
                continue
            agent = self._courier.carry(push, letter.inbound, letter.options)
            if agent is not None:
                self._handed_over(letter, agent)
