"""Brings one answer to a push that WeChat delivers up to three times, five seconds each.

Whoever claims the delivery answers it; whoever comes while it is held waits for the same bytes, or takes over from
one who went silent. Slow work goes on in the background over all three deliveries; the last one decides before its
deadline whether the answer will follow as a customer-service message or be fetched by the follower.
"""

import itertools
import logging
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait

from wxbot.clock import Clock
from wxbot.dispatch.dispatcher import Asked, Dispatcher, Seal
from wxbot.dispatch.intents import WINDOWS, Intent, Source, intent_of
from wxbot.protocol.events import Event
from wxbot.protocol.messages import Message
from wxbot.protocol.replies import SUCCESS, TextReply
from wxbot.protocol.replies import render as write
from wxbot.state.failover import FailoverTurns
from wxbot.state.turn import FETCH, LEASE, SEND, TURN, Claim, Opening, Turn

log = logging.getLogger(__name__)

DEADLINE = 4.5  # Seconds after a delivery came in by which it is answered.
HANG_UP = 5.5  # Seconds after which WeChat has dropped the connection for certain, so that no answer can reach it.
LAST_ATTEMPT = 3
OVERDUE = 17.0  # Seconds after the first delivery by which the last one is over for certain.
_LOOK_AGAIN = 0.05  # Seconds between two looks at a delivery that another thread or process is answering.
_LONGEST_WORK = 60.0  # Seconds for which slow work may keep its lease.


class Courier:
    """``threads`` is how many the web process has: at most half of them may be held, whatever they wait for."""

    def __init__(
        self, turns: FailoverTurns, dispatcher: Dispatcher, clock: Clock, threads: int, may_send: bool
    ) -> None:
        half = max(1, threads // 2)
        self._turns = turns
        self._dispatcher = dispatcher
        self._clock = clock
        self._may_send = may_send
        self._name = secrets.token_hex(8)  # Made after the fork, so that no two processes share it.
        self._numbers = itertools.count()
        self._holds = threading.BoundedSemaphore(half)
        self._jobs = threading.BoundedSemaphore(half)
        self._pool = ThreadPoolExecutor(half, thread_name_prefix="slow")

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def deliver(self, message: Message | Event, seal: Seal) -> bytes | None:
        """The bytes that answer the delivery; None when it must stay unanswered, so that WeChat delivers again."""
        owner = f"{self._name}:{next(self._numbers)}"
        return self._handle(_Handling(message, intent_of(message), seal, owner))

    def _handle(self, handling: "_Handling") -> bytes | None:
        opening = self._begin(handling)
        if opening.claim is Claim.HELD:
            if not self._holds.acquire(blocking=False):
                return self._without_hold(handling, self._ask(handling, opening))
            try:
                opening = self._wait(handling)
                if opening.claim is Claim.HELD:
                    return self._at_deadline(handling, self._ask(handling, opening))
            finally:
                self._holds.release()
        if opening.claim is Claim.WAITS:
            opening = self._wait_turn(handling, opening)
        if opening.claim is Claim.DONE:
            return self._dispatcher.opened(opening.reply)
        return self._answer(handling, opening)

    def _wait_turn(self, handling: "_Handling", opening: Opening) -> Opening:
        """Until the follower's message before this one is answered, or its turn is over; then with what it left."""
        ends = time.monotonic() + TURN
        while opening.claim is Claim.WAITS and time.monotonic() < ends:
            time.sleep(_LOOK_AGAIN)
            opening = self._begin(handling, again=True)
        return opening

    def _begin(self, handling: "_Handling", again: bool = False) -> Opening:
        return self._turns.begin(handling.turn, self._clock.now(), again)

    def _ask(self, handling: "_Handling", opening: Opening) -> Asked:
        return self._dispatcher.ask(handling.message, handling.intent, opening)

    def _wait(self, handling: "_Handling") -> Opening:
        """Until the one who holds the delivery has answered, or went silent, or the deadline is there."""
        while True:
            time.sleep(_LOOK_AGAIN)
            opening = self._begin(handling, again=True)
            if opening.claim is not Claim.HELD or not handling.left:
                return opening

    def _answer(self, handling: "_Handling", opening: Opening) -> bytes | None:
        asked = self._ask(handling, opening)
        if not asked.decision.slow:
            return self._finish(handling, asked)
        if not self._jobs.acquire(blocking=False):
            return self._say(handling, asked, "busy")
        work = self._pool.submit(self._work, handling, asked)
        if not self._holds.acquire(blocking=False):
            return self._without_hold(handling, asked)
        try:
            wait([work], timeout=handling.left)
            return work.result() if work.done() else self._at_deadline(handling, asked)
        finally:
            self._holds.release()

    def _finish(self, handling: "_Handling", asked: Asked) -> bytes:
        closing = self._dispatcher.complete(asked, handling.seal, handling.overdue)
        return self._dispatcher.opened(self._turns.finish(handling.turn, closing, self._clock.now()).reply)

    def _work(self, handling: "_Handling", asked: Asked) -> bytes:
        """Runs in the pool; the lease is renewed for as long as it takes."""
        done = threading.Event()
        threading.Thread(target=self._renew, args=(handling.turn, done), daemon=True).start()
        try:
            return self._finish(handling, asked)
        except Exception:
            log.exception("Slow work failed", extra={"hit": asked.decision.hit})
            return SUCCESS
        finally:
            done.set()
            self._jobs.release()

    def _renew(self, turn: Turn, done: threading.Event) -> None:
        ends = time.monotonic() + _LONGEST_WORK
        while not done.wait(LEASE / 2.5) and time.monotonic() < ends:
            self._turns.renew(turn, self._clock.now())

    def _say(self, handling: "_Handling", asked: Asked, phrase: str) -> bytes:
        """A standing phrase as the answer; "success" where nobody wrote it."""
        text = asked.context.phrase(phrase)
        return handling.seal(write(TextReply(text), asked.message, self._clock.now())) if text else SUCCESS

    def _without_hold(self, handling: "_Handling", asked: Asked) -> bytes | None:
        """Too many are held already: an error at once, which WeChat takes for a failed delivery, or the promise."""
        return None if asked.opening.attempt < LAST_ATTEMPT else self._at_deadline(handling, asked)

    def _at_deadline(self, handling: "_Handling", asked: Asked) -> bytes | None:
        """The first two deliveries stay unanswered; the last one is told how the answer will come."""
        if asked.opening.attempt < LAST_ATTEMPT:
            # An empty answer before WeChat has dropped the connection would count as one.
            time.sleep(max(0.0, handling.arrived + HANG_UP - time.monotonic()))
            return None
        if self._may_send and asked.decision.intent.source in WINDOWS:
            return self._dispatcher.opened(self._turns.promise(handling.turn.delivery, SUCCESS, SEND))
        promise = self._turns.promise(handling.turn.delivery, self._say(handling, asked, "fetch"), FETCH)
        return self._dispatcher.opened(promise)


class _Handling:
    """One delivery while it is handled: what came, who handles it, and how much time is left."""

    def __init__(self, message: Message | Event, intent: Intent, seal: Seal, owner: str) -> None:
        self.message = message
        self.intent = intent
        self.seal = seal
        self.arrived = time.monotonic()
        counted = intent.source in WINDOWS
        # Pictures come several at once, and the first one opens the form that the others belong to.
        self.turn = Turn(message.delivery, message.follower, owner, counted, ordered=intent.source is Source.MEDIA)

    def overdue(self) -> bool:
        """Whether even the last delivery, made ten seconds after the first, has ended without this answer."""
        return time.monotonic() - self.arrived > OVERDUE

    @property
    def left(self) -> float:
        """Seconds until the deadline; 0 when it is over."""
        return max(0.0, self.arrived + DEADLINE - time.monotonic())
