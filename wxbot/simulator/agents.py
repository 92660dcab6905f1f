"""What a human agent does: take a follower, answer him, and hand him back to the account."""

from wxbot.simulator.bubbles import Bubble
from wxbot.simulator.desk import AGENTS
from wxbot.simulator.inbound import event
from wxbot.simulator.post import Letter, Post
from wxbot.simulator.pushes import Push
from wxbot.simulator.world import World


class Agents:
    def __init__(self, world: World, post: Post) -> None:
        self._world = world
        self._post = post

    def receive(self, letter: Letter, agent: str) -> None:
        """A message that the account handed over; an agent takes it at once unless all are away."""
        state, openid = self._world.state, letter.inbound.from_user
        state.desk.wait(openid, agent, self._world.clock.now())
        if letter.bubble:
            state.desk.note(openid, "follower", letter.bubble, self._world.clock.now())
        session = state.desk.get(openid)
        if session and session.waiting and self._world.settings.agents_online:
            self.take(openid, session.agent)

    def take(self, openid: str, agent: str = AGENTS[0], *, wait: bool = True) -> Push:
        self._world.state.desk.take(openid, agent, self._world.clock.now())
        return self._tell(openid, "kf_create_session", agent, wait)

    def answer(self, openid: str, words: str) -> None:
        """Raises ValueError when no agent talks with the follower."""
        state, now, bubble = self._world.state, self._world.clock.now(), Bubble("text", words)
        if not state.desk.talks(openid):
            raise ValueError("no agent talks with this follower")
        state.desk.note(openid, "agent", bubble, now)
        state.chats.add(openid, "account", bubble, now)

    def close(self, openid: str, *, wait: bool = True) -> Push:
        """Raises ValueError when no agent talks with the follower."""
        desk = self._world.state.desk
        session = desk.close(openid) if desk.talks(openid) else None
        if session is None:
            raise ValueError("no agent talks with this follower")
        return self._tell(openid, "kf_close_session", session.agent, wait)

    def _tell(self, openid: str, name: str, agent: str, wait: bool) -> Push:
        return self._post.send(Letter(event(self._world.head(openid), name, {"KfAccount": agent})), wait=wait)
