"""Carries a push to the webhook: with a deadline, again when it failed, and judges the answer."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from urllib.parse import urlencode, urlsplit

from wxbot.simulator.bubbles import FAILURE, HANDED_OVER, Bubble
from wxbot.simulator.inbound import Inbound, with_unknown_nodes
from wxbot.simulator.pushes import Delivery, Push
from wxbot.simulator.replies import Question, Verdict, judge
from wxbot.simulator.settings import Settings
from wxbot.simulator.world import State, World
from wxbot.simulator.wrapping import PushOptions, new_nonce, settings_for, wrapped

_SHOWS_NOTHING = {"unsubscribe", "view", "view_miniprogram"}
_NOBODY_READS = {"unsubscribe"}
_HEADERS = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0", "Connection": "close"}
_ANSWER_LIMIT = 1 << 20
_HELD = 1.0  # Seconds that a push waits to be overtaken.


@dataclass(frozen=True)
class Parcel:
    """One push on its way: what it says, how it is wrapped, and the state that it belongs to."""

    push: Push
    inbound: Inbound
    settings: Settings
    options: PushOptions
    state: State
    nonce: str


class Courier:
    def __init__(self, world: World) -> None:
        self._world = world

    def carry(self, push: Push, inbound: Inbound, options: PushOptions) -> str | None:
        """Blocks until the push is settled. The human agent that the message is handed to, if it is."""
        world = self._world
        settings = settings_for(world.settings, options)
        parcel = Parcel(push, inbound, settings, options, world.state, new_nonce())
        if world.faults.plan.lost or (inbound.is_job and world.faults.plan.jobs_lost):
            parcel.state.pushes.settle(push.id, "lost")
            return None
        if world.faults.plan.out_of_order and push.id % 2:
            parcel.state.pushes.overtaken(push.id, _HELD)
        for number, verdict in self._attempts(parcel):
            if verdict.body_class != "invalid":
                self._deliver(parcel, verdict)
                self._repeat(parcel, number)
                return verdict.agent
            if verdict.silent:
                parcel.state.pushes.settle(push.id, "dropped")
                return None
        self._fail(parcel)
        return None

    def _attempts(self, parcel: Parcel) -> Iterator[tuple[int, Verdict]]:
        total = parcel.options.deliveries or parcel.settings.deliveries
        for number in range(1, total + 1):
            began = time.monotonic()
            yield number, self._post(parcel, number)
            if number < total and self._world.closing.wait(parcel.settings.interval - (time.monotonic() - began)):
                return

    def _deliver(self, parcel: Parcel, verdict: Verdict) -> None:
        unread = parcel.inbound.event.lower() in _SHOWS_NOTHING or parcel.inbound.is_job
        shown = () if unread else verdict.bubbles
        self._show(parcel, "account", shown)
        if verdict.agent is not None:
            self._show(parcel, "system", (HANDED_OVER,))
        parcel.state.pushes.settle(parcel.push.id, "delivered", shown)

    def _fail(self, parcel: Parcel) -> None:
        if parcel.inbound.is_job:
            parcel.state.ledger.alarm(self._world.clock.now())
        unread = parcel.inbound.is_job or parcel.options.forged or parcel.inbound.event.lower() in _NOBODY_READS
        shown = () if unread or not parcel.inbound.from_user else (FAILURE,)
        self._show(parcel, "system", shown)
        parcel.state.pushes.settle(parcel.push.id, "failed", shown)

    def _show(self, parcel: Parcel, side: str, bubbles: tuple[Bubble, ...]) -> None:
        for bubble in bubbles:
            parcel.state.chats.add(parcel.inbound.from_user, side, bubble, self._world.clock.now(), parcel.push.id)

    def _repeat(self, parcel: Parcel, number: int) -> None:
        """The platform sometimes delivers again what was answered; it ignores these answers."""
        plan = self._world.faults.plan
        duplicates = plan.duplicates + (plan.job_duplicates if parcel.inbound.is_job else 0)
        for extra in range(duplicates):
            if self._world.closing.wait(plan.duplicates_after):
                return
            self._post(parcel, number + 1 + extra)

    def _post(self, parcel: Parcel, number: int) -> Verdict:
        """Sends once and notes how it went; everything but a good answer comes back as invalid."""
        now, began = self._world.clock.now(), time.perf_counter()
        verdict, status, size = Verdict("invalid", ""), 0, 0
        try:
            status, body = _send(parcel, now, self._world.faults.plan.unknown_nodes)
            size = len(body)
            verdict = judge(body, self._question(parcel)) if status == 200 else _refused(status, body)
            kind, fault = verdict.body_class, verdict.fault
        except (HTTPException, OSError, ValueError) as error:
            kind, fault = "none", _cause(error)
        latency = round((time.perf_counter() - began) * 1000, 1)
        delivery = Delivery(number, latency, status, kind, verdict.xml, size, verdict.sealed, fault, now)
        parcel.state.pushes.note(parcel.push.id, delivery)
        return verdict

    def _question(self, parcel: Parcel) -> Question:
        def has_media(media_id: str, kind: str) -> bool:
            medium = parcel.state.media.get(media_id, self._world.clock.now())
            return medium is not None and medium.kind in _FITTING.get(kind, (kind,))

        inbound = parcel.inbound
        return Question(inbound.from_user, bool(inbound.event), parcel.push.mode, parcel.settings, has_media)


# A cover may be uploaded as a thumb or as a picture.
_FITTING = {"thumb": ("thumb", "image")}


def _send(parcel: Parcel, now: float, unknown_nodes: bool) -> tuple[int, bytes]:
    settings, inbound = parcel.settings, parcel.inbound
    xml = with_unknown_nodes(inbound.xml) if unknown_nodes else inbound.xml
    nonce = parcel.nonce if settings.same_nonce else new_nonce()
    body, query = wrapped(xml, inbound.from_user, parcel.push.mode, settings, parcel.options, now, nonce)
    return _exchange(f"{settings.webhook_url}?{urlencode(query)}", body.encode(errors="replace"), settings.deadline)


def _exchange(url: str, body: bytes, deadline: float) -> tuple[int, bytes]:
    """A connection for each delivery, as cheap as it can be: results come by the ten thousand."""
    until, parts = time.monotonic() + deadline, urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=deadline)
    try:
        connection.request("POST", f"{parts.path or '/'}?{parts.query}", body, _HEADERS)
        response = connection.getresponse()
        return response.status, _read(response, until)
    finally:
        connection.close()


def _read(response: HTTPResponse, until: float) -> bytes:
    """A body that trickles must not stretch the deadline, so the time is looked at after every piece."""
    body = b""
    while piece := response.read1(1 << 14):
        body += piece
        if time.monotonic() > until:
            raise TimeoutError("the answer took too long")
        if len(body) > _ANSWER_LIMIT:
            raise HTTPException("the answer is too large")
    if response.length:
        raise IncompleteRead(body, response.length)
    return body


def _refused(status: int, body: bytes) -> Verdict:
    return Verdict("invalid", body.decode("utf-8", "replace")[:2000], fault=f"HTTP status {status}")


def _cause(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    return "refused" if isinstance(error, OSError) else type(error).__name__
