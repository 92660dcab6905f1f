"""The simulator as a server, and all that it knows as attributes for tests."""

import threading
from dataclasses import replace
from types import TracebackType

from wxbot.simulator import crowds
from wxbot.simulator.actions import Actions
from wxbot.simulator.arrivals import Arrivals
from wxbot.simulator.articles import Drafts, Published
from wxbot.simulator.chats import Message
from wxbot.simulator.clock import Clock
from wxbot.simulator.desk import Desk
from wxbot.simulator.faults import Faults
from wxbot.simulator.followers import Followers
from wxbot.simulator.ledger import Ledger
from wxbot.simulator.masses import Masses
from wxbot.simulator.media import MediaStore
from wxbot.simulator.menus import Menu
from wxbot.simulator.message_templates import Templates
from wxbot.simulator.notices import Notices
from wxbot.simulator.pushes import Push
from wxbot.simulator.qrcodes import QrCodes
from wxbot.simulator.quotas import Quotas
from wxbot.simulator.settings import Settings
from wxbot.simulator.subscriptions import Subscriptions
from wxbot.simulator.tags import Tags
from wxbot.simulator.tokens import Tokens
from wxbot.simulator.transport import Server
from wxbot.simulator.web import create_app
from wxbot.simulator.windows import Windows
from wxbot.simulator.world import World


class Simulator(Actions):
    """Serves in a thread while the ``with`` block lasts; the actions of a follower are its methods."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.world = World(settings or Settings(port=0))
        super().__init__(self.world)
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "Simulator":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._server = Server(self.world.settings.port, create_app(self.world, self))
        self.world.url = f"http://127.0.0.1:{self._server.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="simulator")
        self._thread.start()

    def stop(self) -> None:
        super().stop()
        if self._server and self._thread:
            self._server.stop()
            self._thread.join()
            self._server = self._thread = None

    @property
    def url(self) -> str:
        return self.world.url

    @property
    def settings(self) -> Settings:
        return self.world.settings

    def change(self, **changes: object) -> None:
        """Other settings from now on. Raises ValueError."""
        self.world.settings = self.world.settings.changed(changes)

    def rotate_key(self, aes_key: str = "") -> str:
        """Another AES key, a random one when none is given; pushes with ``old_key`` still use the one before."""
        self.world.settings = self.world.settings.with_key(aes_key)
        return self.settings.aes_key

    @property
    def webhook_url(self) -> str:
        return self.world.settings.webhook_url

    @webhook_url.setter
    def webhook_url(self, url: str) -> None:
        self.change(webhook_url=url)

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def ledger(self) -> Ledger:
        return self.world.state.ledger

    @property
    def followers(self) -> Followers:
        return self.world.state.followers

    @property
    def windows(self) -> Windows:
        return self.world.state.windows

    @property
    def tokens(self) -> Tokens:
        return self.world.state.tokens

    @property
    def quotas(self) -> Quotas:
        return self.world.state.quotas

    @property
    def media(self) -> MediaStore:
        return self.world.state.media

    @property
    def menu(self) -> Menu:
        return self.world.state.menu

    @property
    def tags(self) -> Tags:
        return self.world.state.tags

    @property
    def qrcodes(self) -> QrCodes:
        return self.world.state.qrcodes

    @property
    def subscriptions(self) -> Subscriptions:
        return self.world.state.subscriptions

    @property
    def desk(self) -> Desk:
        return self.world.state.desk

    def crowd(self, count: int, tag: int = 0) -> tuple[str, ...]:
        """So many followers at once, with the openids that ``crowds.openid_of`` tells; nobody hears of it."""
        return crowds.gather(self.world.state.followers, count, self.clock.now(), tag)

    @property
    def arrivals(self) -> Arrivals:
        return self.world.state.arrivals

    @property
    def drafts(self) -> Drafts:
        return self.world.state.drafts

    @property
    def published(self) -> Published:
        return self.world.state.published

    @property
    def masses(self) -> Masses:
        return self.world.state.masses

    @property
    def notices(self) -> Notices:
        return self.world.state.notices

    @property
    def templates(self) -> Templates:
        return self.world.state.templates

    def chat(self, openid: str) -> tuple[Message, ...]:
        return self.world.state.chats.of(openid)

    def push_of(self, push_id: int, timeout: float = 20) -> Push:
        """Waits until the push is settled."""
        return self.world.state.pushes.wait(push_id, timeout)

    def settle(self, timeout: float = 10) -> None:
        """Waits until everything that is due has been done, and every push about it is settled."""
        self.world.jobs.idle(timeout)
        for push in self.ledger.pushes:
            self.push_of(push.id, timeout)

    def mute(self, openid: str, on: bool = True) -> None:
        """The follower takes no messages from the account any more, or takes them again."""
        self.followers.change(openid, lambda one: replace(one, muted=on))

    def reset(self) -> None:
        self.world.reset()
