"""The parts that live as long as the process, built once and started after the fork.

Making it connects nothing; ``start`` loads the first edition and starts the threads, which a fork would kill.
"""

import datetime as dt
import hmac
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import SystemRandom
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wxbot.client import web
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.clock import Clock
from wxbot.config import Settings
from wxbot.dispatch.courier import Courier
from wxbot.dispatch.decisions import Decider
from wxbot.dispatch.dispatcher import Dispatcher, Ground
from wxbot.dispatch.effects import Keeper
from wxbot.dispatch.rehearsal import Question, Rehearsal, rehearse
from wxbot.dispatch.routers import Router
from wxbot.edition.edition import Edition
from wxbot.errors import StoreUnavailable, Unavailable
from wxbot.hours import Hours
from wxbot.protocol.envelope import Credentials
from wxbot.services import (
    composing,
    compositions,
    editions,
    followers,
    journal,
    preferences,
    privacy,
    prospects,
    watching,
    workdays,
)
from wxbot.services.compositions import Composed
from wxbot.services.effects import Effect, Receipt, Waiting, can_wait
from wxbot.services.findings import Finding
from wxbot.services.items import Draft
from wxbot.services.masses import Sender
from wxbot.services.preferences import Preferences
from wxbot.services.pushes import Means
from wxbot.services.retention import Keep
from wxbot.services.sites import Site
from wxbot.services.sketches import Account
from wxbot.services.telling import Teller
from wxbot.services.turns import Rules
from wxbot.services.watching import Watch
from wxbot.services.workdays import Workdays
from wxbot.state import followers as followers_state
from wxbot.state import waiting
from wxbot.state.connection import QuickRedis, Redis, connect
from wxbot.state.failover import FailoverTurns
from wxbot.state.local import LocalTurns
from wxbot.state.pace import Pace
from wxbot.state.turn import RedisTurns
from wxbot.store.broadcasts import Broadcast, Kind
from wxbot.store.database import Database, Db
from wxbot.store.vault import Vault

log = logging.getLogger(__name__)

WEB_PATIENCE, WORKER_PATIENCE = 2.0, 30.0  # Seconds that a process of each kind waits for SQL.
_CLOCK = 1.0  # Seconds between two looks at a simulator's clock.
_DRAIN_LOCAL = 1.0
_WAITING = 100  # Entries that waited for SQL, carried out at once.


def _no_hint(_name: str) -> None:
    """Nobody listens: the tick finds the work a second later."""


@dataclass
class Runtime:
    """All that outlives a request. Its parts are made when they are first used, so a command opens only its own."""

    settings: Settings
    routers: Sequence[Router]
    patience: float = WEB_PATIENCE
    hint: Callable[[str], None] = _no_hint  # Wakes a worker early; bound by the application.
    clock: Clock = field(default_factory=Clock)
    edition: Edition = field(default_factory=Edition)
    preferences: Preferences = field(default_factory=Preferences)  # As new as the edition.
    workdays: Workdays = field(default_factory=Workdays)  # So are these.
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _building: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url, self.patience)

    @cached_property
    def redis(self) -> Redis:
        return connect(self.settings.redis_url)

    @cached_property
    def watch(self) -> Watch:
        return Watch(self.redis, self.database)

    @cached_property
    def quick(self) -> QuickRedis:
        return QuickRedis(self.settings.redis_url)

    @cached_property
    def vault(self) -> Vault:
        settings = self.settings
        return Vault(settings.fernet_keys.get_secret_value(), settings.openid_hash_key.get_secret_value())

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.account_time_zone)

    @cached_property
    def keeper(self) -> Keeper:
        return Keeper(self.vault, self.zone)

    @cached_property
    def teller(self) -> Teller:
        return Teller(self.vault, self.settings.wechat_account_kind.may_send)

    @property
    def office_hours(self) -> Hours:
        return Hours.parse(self.preferences.office_hours or self.settings.office_hours)

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """Hosts that items may link to: our own, and those that staff trust."""
        return (urlsplit(self.settings.public_url).hostname or "", *self.preferences.trusted_hosts)

    @cached_property
    def media_folder(self) -> Path:
        return Path(self.settings.media_dir)

    @property
    def site(self) -> Site:
        settings = self.settings
        return Site(settings.public_url, self.zone, self.media_folder, self.trusted_hosts)

    def compose(self, db: Db, kind: Kind, content: Mapping[str, Any]) -> Composed:
        """What would go out of that content now. Raises ContentError."""
        return composing.compose(db, kind, content, self.site, self.clock.instant())

    def foresee(self, db: Db, row: Broadcast) -> tuple[Finding, ...]:
        """What stands against a broadcast besides its words. Raises ContentError."""
        return prospects.foresee(
            db, compositions.of(row), self.settings.wechat_account_kind, self.zone, self.clock.instant(), row.id
        )

    @cached_property
    def keep(self) -> Keep:
        settings = self.settings
        kept = (settings.journal_keep_days, settings.figures_keep_days)
        return Keep(*kept, settings.outbox_keep_days, settings.sends_keep_days)

    @cached_property
    def local(self) -> LocalTurns:
        return LocalTurns()

    @cached_property
    def credentials(self) -> Credentials:
        settings = self.settings
        token = settings.wechat_token.get_secret_value()
        return Credentials(token, settings.wechat_app_id, settings.aes_keys, settings.wechat_freshness)

    @cached_property
    def tokens(self) -> Tokens:
        settings = self.settings
        secret = settings.wechat_app_secret.get_secret_value()
        return Tokens(self.redis, settings.wechat_api_base_url, settings.wechat_app_id, secret, self.clock.now)

    @cached_property
    def api(self) -> Api:
        return Api(self.settings.wechat_api_base_url, self.settings.wechat_app_id, self.tokens)

    @cached_property
    def pusher(self) -> Means:
        """What pushes take. Its threads keep their connections to WeChat from one tick to the next."""
        size = self.settings.push_concurrency
        callers = ThreadPoolExecutor(size, thread_name_prefix="push")
        rules, pace = Rules(self.zone, SystemRandom().random), Pace(self.redis, self.settings.push_rate)
        return Means(self.database, self.api, pace, callers, rules, self.clock.instant, size)

    @cached_property
    def sender(self) -> Sender:
        """What mass sends take."""
        return Sender(self.database, self.api, self.media_folder, self.settings.wechat_account_kind)

    @cached_property
    def decider(self) -> Decider:
        return Decider(self.routers)

    @cached_property
    def menu_account(self) -> Account:
        return Account(self.settings.public_url, self.decider.knows)

    @cached_property
    def courier(self) -> Courier:
        settings = self.settings
        ground = Ground(
            clock=self.clock,
            edition=lambda: self.edition,
            lookup=self._lookup,
            carry_out=self._carry_out,
            seal=self.vault.seal,
            unseal=self.vault.open,
            hands_over=self._hands_over,
            public_url=settings.public_url,
            zone=self.zone,
            flood_limit=settings.flood_limit,
            alias=self.alias,
        )
        turns = FailoverTurns(RedisTurns(self.quick), self.local)
        dispatcher = Dispatcher(ground, self.decider)
        may_send = settings.wechat_account_kind.may_send
        return Courier(turns, dispatcher, self.clock, settings.web_threads, may_send)

    def alias(self, openid: str) -> str:
        """A follower's name where his own must not stand: always the same."""
        key = self.settings.openid_hash_key.get_secret_value().encode()
        return hmac.new(key, openid.encode(), "sha256").hexdigest()[:12]

    def _lookup(self, openid: str) -> Mapping[str, str]:
        with self.database.read() as db:
            return followers.known(db, openid)

    def _hands_over(self, local: dt.datetime) -> bool:
        return self.settings.person_handover and self.office_hours.hold(local, self.workdays.days)

    def rehearse(
        self,
        words: str = "",
        key: str = "",
        language: str = "",
        drafts: Sequence[Draft] = (),
        at: dt.datetime | None = None,
    ) -> Rehearsal:
        """What the account would answer now, or at an instant, if the drafts were live. Nothing is kept."""
        now = at or self.clock.instant()
        hands_over = self._hands_over(now.astimezone(self.zone))
        question = Question(now, self.settings.public_url, self.zone, words, key, language, hands_over)
        return rehearse(self.decider, editions.laid_over(self.edition, drafts), question)

    def _carry_out(self, effects: Sequence[Effect], openid: str, delivery: str, now: dt.datetime) -> Sequence[Receipt]:
        """Into SQL; where that does not answer, sealed into Redis, from where the worker carries it on."""
        asked = Waiting(delivery, openid, now, tuple(effects))
        try:
            with self.database.write() as db:
                return self.keeper.carry_out(db, asked)
        except StoreUnavailable:
            if not can_wait(effects):
                raise
        waiting.append(self.quick, self.vault.seal(asked.dump()))
        return [Receipt(waits=True) for _ in effects]

    def catch_up(self) -> int:
        """Carries out what waited for SQL, in order, each once; returns how much it was. Raises Unavailable."""
        rows = waiting.read(self.redis, _WAITING)
        for entry_id, sealed in rows:
            try:
                asked = Waiting.load(self.vault.open(sealed))
                with self.database.write() as db:
                    self.keeper.catch_up(db, asked)
            except Unavailable:
                raise
            except Exception:  # It is left for a person, and must not hold up those behind it.
                log.exception("What waits cannot be carried out")
                continue
            waiting.remove(self.redis, entry_id)
        return len(rows)

    def forget(self, openid: str) -> None:
        """Drops what Redis knows of a follower. Raises StateUnavailable."""
        followers_state.forget(self.redis, openid)

    def export(self, openid: str, actor: str) -> dict[str, Any]:
        """Everything that is kept of a follower, with a line in the audit that says who asked. Raises Unavailable."""
        self._bring_in()
        with self.database.write() as db:
            return privacy.hand_out(db, self.vault, openid, self.alias(openid), actor, self.clock.instant())

    def erase(self, openid: str, actor: str) -> bool:
        """Everything that is kept of a follower goes; False when that was nothing. Raises Unavailable."""
        self._bring_in()
        with self.database.write() as db:
            known = privacy.erase(db, openid, self.alias(openid), actor, self.clock.instant())
        self.forget(openid)
        return known

    def _bring_in(self) -> None:
        """Into SQL with what still waits: it would be missed now and come back a second later."""
        self.catch_up()
        journal.drain(self.redis, self.database, self.zone)

    def start(self) -> None:
        """Loads the first edition and starts the threads. Without a database it serves as soon as there is one."""
        self.follow_clock()
        self.refresh_edition()
        for work, pause in ((self._watch, watching.EVERY), (self._drain_local, _DRAIN_LOCAL)):
            self._run(work, pause)

    def follow_clock(self) -> None:
        """Takes over a simulator's clock now and every second from now on, if there is one."""
        if self.settings.clock_url:
            self._set_clock()
            self._run(self._set_clock, _CLOCK)

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=2.0)
        if "courier" in self.__dict__:
            self.courier.close()
        if "pusher" in self.__dict__:
            self.pusher.callers.shutdown()
        if "local" in self.__dict__:
            self._drain_local()
        if "database" in self.__dict__:
            self.database.close()
        if "redis" in self.__dict__:
            self.redis.close()

    def _run(self, work: Callable[[], None], pause: float) -> None:
        def loop() -> None:
            while not self._stopping.wait(pause):
                try:
                    work()
                except Exception:
                    log.exception("Work in the background failed; it goes on")

        thread = threading.Thread(target=loop, name=work.__name__, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _set_clock(self) -> None:
        offset = web.clock_offset(self.settings.clock_url)
        if offset is not None:
            self.clock.offset = offset

    def _watch(self) -> None:
        self.watch.look(lambda: self.edition.version, self.refresh_edition)

    def refresh_edition(self) -> None:
        """Builds the newest edition and swaps it in. Whatever fails leaves the present one serving and is logged."""
        try:
            with self._building, watching.one_at_a_time(), self.database.read() as db:
                kept, days = preferences.load(db), workdays.load(db)
                self.edition, self.preferences, self.workdays = editions.build(db, self.edition), kept, days
        except Unavailable as error:
            log.warning("No new edition: %s", error)
        except Exception:
            log.exception("Building the edition failed; the present one goes on")

    def announce_edition(self) -> None:
        """Tells every process that there is a newer edition."""
        self.watch.announce()

    def _drain_local(self) -> None:
        entries = self.local.take_entries()
        if not entries:
            return
        try:
            with self.database.write() as db:
                journal.keep(db, journal.parse(entries), self.zone)
        except Unavailable:
            self.local.put_back(entries)
