"""All state of one simulated platform, in memory; everything else works on it."""

import itertools
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from wxbot.simulator.arrivals import Arrivals
from wxbot.simulator.articles import Drafts, Published
from wxbot.simulator.chats import Chats
from wxbot.simulator.clock import Clock
from wxbot.simulator.desk import Desk
from wxbot.simulator.faults import Faults
from wxbot.simulator.figures import Figures
from wxbot.simulator.followers import Followers
from wxbot.simulator.inbound import event
from wxbot.simulator.jobs import Jobs
from wxbot.simulator.ledger import Ledger
from wxbot.simulator.masses import Masses
from wxbot.simulator.media import MediaStore
from wxbot.simulator.menus import Menu
from wxbot.simulator.message_templates import Templates
from wxbot.simulator.notices import Notices
from wxbot.simulator.publishes import Publishes
from wxbot.simulator.pushes import Pushes
from wxbot.simulator.qrcodes import QrCodes
from wxbot.simulator.quotas import Quotas
from wxbot.simulator.rids import Rids
from wxbot.simulator.settings import Settings
from wxbot.simulator.subscriptions import Subscriptions
from wxbot.simulator.tags import Tags
from wxbot.simulator.tokens import Tokens
from wxbot.simulator.windows import Windows
from wxbot.simulator.wire import Fields

HELPER = "oMphelper0000000000000000000"  # In whose name the platform tells of mass messages and publications.
_APART = 1_000_000_000  # Ids that are shared never meet those that are not.


@dataclass
class State:
    """What a reset forgets."""

    followers: Followers = field(default_factory=Followers)
    chats: Chats = field(default_factory=Chats)
    windows: Windows = field(default_factory=Windows)
    tokens: Tokens = field(default_factory=Tokens)
    menu: Menu = field(default_factory=Menu)
    media: MediaStore = field(default_factory=MediaStore)
    tags: Tags = field(default_factory=Tags)
    qrcodes: QrCodes = field(default_factory=QrCodes)
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    desk: Desk = field(default_factory=Desk)
    quotas: Quotas = field(default_factory=Quotas)
    rids: Rids = field(default_factory=Rids)
    pushes: Pushes = field(default_factory=Pushes)
    drafts: Drafts = field(default_factory=Drafts)
    published: Published = field(default_factory=Published)
    masses: Masses = field(default_factory=Masses)
    templates: Templates = field(default_factory=Templates)
    arrivals: Arrivals = field(default_factory=Arrivals)
    notices: Notices = field(default_factory=Notices)
    publishes: Publishes = field(default_factory=Publishes)
    figures: Figures = field(default_factory=Figures)
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.pushes)


class World:
    def __init__(self, settings: Settings) -> None:
        self._first = settings
        self.settings = settings
        self.url = ""  # Known as soon as the server is bound.
        self.clock = Clock()
        self.faults = Faults()
        self.state = State()
        self.jobs = Jobs(self.clock)
        self.faults.watch(lambda plan: self.jobs.hold(plan.jobs_held))
        self.closing = threading.Event()
        self._first_id = 24_000_000_000_000_000 + time.time_ns() // 1_000_000
        self._ids = itertools.count(self._first_id)
        self._job_ids = itertools.count(time.time_ns() // 1_000_000)
        self._written: Counter[str] = Counter()
        self._frozen_second = 0

    def reset(self) -> None:
        """Back to the beginning, the settings included; only the webhook stays where it is."""
        self.jobs.clear()
        self.state = State()
        self.settings = replace(self._first, webhook_url=self.settings.webhook_url)
        self.faults.clear()
        self.clock.shift(0)

    def head(self, openid: str) -> dict[str, Any]:
        """The nodes with which every push begins."""
        return {"ToUserName": self.settings.gh_id, "FromUserName": openid, "CreateTime": self.create_time()}

    def next_msg_id(self, openid: str) -> int:
        """New for each follower; while that fault is set, the same for the nth message of any follower."""
        if not self.faults.plan.equal_msg_id:
            return next(self._ids)
        self._written[openid] += 1
        return self._first_id - _APART + self._written[openid]

    def next_job_id(self) -> int:
        """Of mass messages, templates and publications; small enough for a browser."""
        return next(self._job_ids)

    def tell(self, openid: str, name: str, fields: Fields) -> None:
        """An event about what became of something."""
        self.jobs.tell(event(self.head(openid), name, fields))

    def create_time(self) -> int:
        """The second of a push; always the same one while that fault is set."""
        if not self.faults.plan.equal_create_time:
            self._frozen_second = 0
            return int(self.clock.now())
        self._frozen_second = self._frozen_second or int(self.clock.now())
        return self._frozen_second
