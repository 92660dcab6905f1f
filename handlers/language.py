"""Chinese and English: the follower chooses, and every answer from then on is in that language."""

from dataclasses import replace

from handlers import sections
from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.services.effects import SetLanguage

router = Router("language")


def _switched(context: Context, language: str) -> Outcome:
    there = replace(context, language=language)
    return Outcome((sections.listing(there, there.phrase("language-set")),), (SetLanguage(language),))


@router.on(
    key="language/en",
    words=(
        "english",
        "英文",
        "英语",
        "in english",
        "speak english",
        "switch to english",
        "english please",
        "i don't speak chinese",
        "切换到英文",
        "切换英文",
        "说英语",
        "用英语",
        "language",
    ),
)
def english(_intent: Intent, context: Context) -> Outcome:
    return _switched(context, "en")


@router.on(
    key="language/zh", words=("中文", "汉语", "chinese", "简体中文", "切换到中文", "切换中文", "switch to chinese")
)
def chinese(_intent: Intent, context: Context) -> Outcome:
    return _switched(context, "zh")
