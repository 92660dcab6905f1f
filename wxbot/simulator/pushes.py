"""Every push and how each of its deliveries went."""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.inbound import Inbound

# Nobody looks at his phone for what comes of these.
_UNAWAITED = {"location", "kf_create_session", "kf_close_session", "user_authorization_revoke"}


@dataclass(frozen=True)
class Delivery:
    """One POST. ``body_class`` is empty, success, reply, invalid, or none when no answer came; ``status`` is 0 then.

    ``body`` is the answer as XML, decrypted if it was sealed; ``size`` counts the bytes on the wire.
    """

    number: int
    latency_ms: float
    status: int
    body_class: str
    body: str
    size: int = 0
    sealed: bool = False
    fault: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class Push:
    """``outcome`` is pending, delivered, failed, dropped (refused without a word), lost, or agent.

    What an agent gets while he talks with the follower is never delivered to the webhook.
    """

    id: int
    from_user: str
    create_time: int
    msg_id: str
    event: str
    key: str
    delivery_key: str
    type: str
    mode: str
    xml: str
    deliveries: tuple[Delivery, ...] = ()
    shown: tuple[Bubble, ...] = ()
    outcome: str = "pending"

    @property
    def settled(self) -> bool:
        return self.outcome != "pending"

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"settled": self.settled}


class Pushes:
    def __init__(self) -> None:
        self._pushes: dict[int, Push] = {}
        self._changed = threading.Condition()

    def open(self, inbound: Inbound, mode: str) -> Push:
        names = ("from_user", "create_time", "msg_id", "event", "key", "delivery_key", "type", "xml")
        with self._changed:
            push = Push(len(self._pushes) + 1, mode=mode, **{name: getattr(inbound, name) for name in names})
            self._pushes[push.id] = push
            return push

    def note(self, push_id: int, delivery: Delivery) -> None:
        self._change(push_id, lambda push: replace(push, deliveries=(*push.deliveries, delivery)))

    def settle(self, push_id: int, outcome: str, shown: tuple[Bubble, ...] = ()) -> None:
        self._change(push_id, lambda push: replace(push, outcome=outcome, shown=shown))

    def _change(self, push_id: int, change: Callable[[Push], Push]) -> None:
        with self._changed:
            if push_id in self._pushes:
                self._pushes[push_id] = change(self._pushes[push_id])
                self._changed.notify_all()

    def get(self, push_id: int) -> Push | None:
        return self._pushes.get(push_id)

    def wait(self, push_id: int, timeout: float) -> Push:
        """The push as soon as it is settled, or as it stands at the timeout. Raises KeyError."""
        with self._changed:
            self._changed.wait_for(lambda: self._pushes[push_id].settled, timeout)
            return self._pushes[push_id]

    def overtaken(self, push_id: int, timeout: float) -> None:
        """Waits until the push after this one has been delivered once, if there is one."""

        def passed() -> bool:
            later = self._pushes.get(push_id + 1)
            return later is not None and bool(later.deliveries)

        with self._changed:
            self._changed.wait_for(passed, timeout)

    def all(self) -> tuple[Push, ...]:
        with self._changed:
            return tuple(self._pushes.values())

    def pending(self, openid: str) -> bool:
        """Whether the follower waits for an answer to a message or a tap."""
        mine = (push for push in self.all()[-50:] if push.from_user == openid and not push.settled)
        return any(push.event.lower() not in _UNAWAITED for push in mine)
