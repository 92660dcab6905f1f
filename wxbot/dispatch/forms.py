"""Guided forms: questions one by one, each answer checked, with a way back and a way out at every step.

A form is a value too. What a follower has filled in travels with his conversation, sealed, and ends after half an hour.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from wxbot.dispatch.answers import Answer, Filled, Outcome, above, answer, say
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent

KEEP = 1800.0  # Seconds after the last answer for which a form stays open.
PREFIX = "form"  # Of the keys that mean something to the open form only.

BACK, LEAVE, SKIP = f"{PREFIX}/back", f"{PREFIX}/leave", f"{PREFIX}/skip"

_WORDS = {
    **dict.fromkeys(("退出", "取消", "不写了", "算了", "quit", "exit", "cancel", "leave", "stop"), LEAVE),
    **dict.fromkeys(("上一步", "返回", "后退", "back", "go back", "previous"), BACK),
    **dict.fromkeys(("跳过", "不填", "略过", "skip"), SKIP),
}

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step made of an answer: values to keep, or a complaint, which asks the same once more.

    ``stays`` keeps the values and asks the same once more, for answers that come in several messages.
    """

    values: Values = field(default_factory=dict)
    complaint: str = ""
    stays: bool = False


def _always(_values: Values) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """``ask`` makes the prompt, ``take`` reads the answer. ``needed`` tells from earlier values whether it is asked.

    ``key`` of the intent that ``take`` is given is what follows ``form/`` in a tapped line's key.
    """

    name: str
    ask: Callable[[Filled, Context], Answer]
    take: Callable[[Intent, Filled, Context], Taken]
    needed: Callable[[Values], bool] = _always


@dataclass(frozen=True, slots=True)
class Form:
    """``finish`` is asked for the outcome once the last step is taken; it may be asked again with the same values."""

    name: str
    steps: tuple[Step, ...]
    finish: Callable[[Filled, Context], Outcome]

    def open(self, context: Context, values: Values | None = None) -> Outcome:
        """The first prompt; nothing is opened while Redis is down, since the next answer could not be understood."""
        if context.alone:
            return say(context.phrase("form-closed"))
        origin = hashlib.sha256(context.delivery.encode(errors="ignore")).hexdigest()  # Without the follower's name.
        filled = Filled(self.name, origin, "", dict(values or {}), _until(context))
        return self._ask(self._following(filled, -1), context)

    def take(self, intent: Intent, filled: Filled, context: Context) -> Outcome:
        """What comes of the follower's answer to the step that is open."""
        key = _WORDS.get(intent.words.bare, "") if not intent.key else intent.key
        if key == LEAVE:
            return Outcome(say(context.phrase("form-left")).answers, ends_form=True)
        place = self._place(filled)
        if key == BACK:
            return self._ask(self._preceding(filled, place), context)
        step = self.steps[place]
        taken = step.take(replace(intent, key=key.removeprefix(f"{PREFIX}/")), filled, context)
        kept = replace(filled, values={**filled.values, **taken.values}, until=_until(context))
        if taken.complaint or taken.stays:
            return above(taken.complaint, self._ask(kept, context))
        following = self._following(kept, place)
        return self._ask(following, context) if following.step else self._finished(kept, context)

    def _finished(self, filled: Filled, context: Context) -> Outcome:
        outcome = self.finish(filled, context)
        return outcome if outcome.form is not None else replace(outcome, ends_form=True)

    def _ask(self, filled: Filled, context: Context) -> Outcome:
        prompt = self.steps[self._place(filled)].ask(filled, context)
        return replace(answer(prompt), form=replace(filled, until=_until(context)))

    def _place(self, filled: Filled) -> int:
        """Of the open step; the first one where a newer version of the account knows that step no more."""
        names = [step.name for step in self.steps]
        return names.index(filled.step) if filled.step in names else 0

    def _following(self, filled: Filled, place: int) -> Filled:
        later = (step.name for step in self.steps[place + 1 :] if step.needed(filled.values))
        return replace(filled, step=next(later, ""))

    def _preceding(self, filled: Filled, place: int) -> Filled:
        earlier = [step.name for step in self.steps[:place] if step.needed(filled.values)]
        return replace(filled, step=earlier[-1] if earlier else filled.step)


def _until(context: Context) -> float:
    return context.now.timestamp() + KEEP
