"""Carrying out what an outcome promises: one writing transaction for all its effects, before the follower is told."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wxbot.services import Db, Vault, followers, letters, sharing, subscriptions
from wxbot.services.effects import (
    AddToLetter,
    Effect,
    OpenLetter,
    ReadLetters,
    ReadSubscriptions,
    Receipt,
    SetLanguage,
    SetQuiet,
    Share,
    Subscribe,
    Unsubscribe,
    Waiting,
    WithdrawShares,
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps effects for one account: what must be sealed with its vault, what is dated by its own calendar."""

    vault: Vault
    zone: ZoneInfo

    def carry_out(self, db: Db, waiting: Waiting) -> list[Receipt]:
        """A receipt for each effect. Carried out once more for the same delivery, nothing changes."""
        return [self._one(db, effect, waiting.openid, waiting.at) for effect in waiting.effects]

    def _one(self, db: Db, effect: Effect, openid: str, now: dt.datetime) -> Receipt:
        match effect:
            case OpenLetter():
                return letters.open_letter(db, self.vault, effect, openid, now, self.zone)
            case AddToLetter():
                return letters.add(db, self.vault, effect, openid, now)
            case ReadLetters(number=number, shown=shown):
                return letters.read(db, self.vault, openid, number, now if shown else None)
            case Share():
                return sharing.give(db, self.vault, effect, openid, now)
            case WithdrawShares():
                return sharing.withdraw(db, openid)
        return _about_follower(db, effect, openid, now)

    def catch_up(self, db: Db, waiting: Waiting) -> None:
        """Carries out what had to wait, and leaves the messages that tell of it for sending."""
        receipts = self.carry_out(db, waiting)
        for place, (effect, receipt) in enumerate(zip(waiting.effects, receipts, strict=True)):
            if isinstance(effect, OpenLetter) and effect.later:
                letters.tell_number(db, effect, receipt.number, waiting, place)


def _about_follower(db: Db, effect: Effect, openid: str, now: dt.datetime) -> Receipt:
    match effect:
        case SetLanguage(language=language):
            followers.set_language(db, openid, language)
        case Subscribe(section=section, country=country):
            return subscriptions.add(db, openid, section, country, now)
        case Unsubscribe(section=section, country=country):
            return subscriptions.remove(db, openid, section, country)
        case SetQuiet(hours=hours):
            return subscriptions.set_quiet(db, openid, hours)
        case ReadSubscriptions():
            return subscriptions.read(db, openid)
    return Receipt()
