"""The account's human agents: which followers wait for one, and who talks with whom."""

import threading
from dataclasses import dataclass, replace

from wxbot.simulator.bubbles import Bubble

AGENTS = ("desk1@simulator", "desk2@simulator")


@dataclass(frozen=True)
class Line:
    """``side`` is follower or agent."""

    side: str
    bubble: Bubble
    at: float


@dataclass(frozen=True)
class Session:
    """While ``waiting`` no agent has taken it, and the webhook still gets what the follower writes."""

    openid: str
    agent: str
    since: float
    waiting: bool = True
    lines: tuple[Line, ...] = ()


class Desk:
    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def wait(self, openid: str, agent: str, now: float) -> None:
        """Queues a follower for an agent; one whom nobody knows is replaced by the first."""
        wanted = agent if agent in AGENTS else AGENTS[0]
        with self._lock:
            self._sessions.setdefault(openid, Session(openid, wanted, now))

    def take(self, openid: str, agent: str, now: float) -> None:
        """The agent's session begins; whoever waited is waited for no longer."""
        with self._lock:
            session = self._sessions.get(openid) or Session(openid, agent, now)
            self._sessions[openid] = replace(session, agent=agent, since=now, waiting=False)

    def note(self, openid: str, side: str, bubble: Bubble, now: float) -> None:
        with self._lock:
            if openid in self._sessions:
                session = self._sessions[openid]
                self._sessions[openid] = replace(session, lines=(*session.lines, Line(side, bubble, now)))

    def close(self, openid: str) -> Session | None:
        with self._lock:
            return self._sessions.pop(openid, None)

    def get(self, openid: str) -> Session | None:
        return self._sessions.get(openid)

    def talks(self, openid: str) -> bool:
        """Whether an agent has the follower, so that the webhook gets none of his messages."""
        session = self._sessions.get(openid)
        return session is not None and not session.waiting

    def all(self) -> tuple[Session, ...]:
        with self._lock:
            return tuple(self._sessions.values())
