"""Carrying out what an outcome promises: one writing transaction for all its effects, before the follower is told."""

from collections.abc import Sequence

from wxbot.dispatch.answers import Effect, SetLanguage
from wxbot.services import Db, followers


def carry_out(db: Db, effects: Sequence[Effect], openid: str) -> None:
    for effect in effects:
        match effect:
            case SetLanguage(language=language):
                followers.set_language(db, openid, language)
