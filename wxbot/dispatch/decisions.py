"""Deciding which rule answers, and remembering why: the trace costs nothing, since the decision is a value.

First what the open list means by a number or a tap; then, in this order: an answer that came too late, keys, kinds of
events, auto-replies, exact words, names, attempts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any

from wxbot.dispatch import autoreplies
from wxbot.dispatch.answers import Outcome, say
from wxbot.dispatch.context import Context, Conversation
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.routers import Router, Rule
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.edition.matcher import Match

MORE = frozenset({"更多", "下一页", "more", "next"})
PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was understood, who could have answered, who did and why. ``handle`` makes the outcome."""

    intent: Intent
    language: str
    candidates: tuple[Candidate, ...]
    hit: str
    why: str
    handle: Callable[[], Outcome]
    slow: bool = False

    def explain(self) -> dict[str, Any]:
        intent = self.intent
        return {
            "intent": {"source": intent.source, "words": intent.words.bare, "key": intent.key, "page": intent.page},
            "candidates": [{"name": candidate.name, "why": candidate.why} for candidate in self.candidates],
            "hit": self.hit,
            "why": self.why,
            "language": self.language,
        }


def _same(outcome: Outcome) -> Outcome:
    return outcome


def choose(intent: Intent, conversation: Conversation) -> Intent:
    """A number, a line's words or “more” become the key that they stand for; anything else stays as it is."""
    words = intent.words.bare
    if intent.key or intent.source not in (Source.TEXT, Source.VOICE, Source.TAP):
        return intent
    if words in MORE and conversation.more:
        return intent.with_key(conversation.more, Source.TAP)
    if words.isdecimal() and len(words) < 4 and 0 < int(words) <= len(conversation.choices):
        return intent.with_key(conversation.choices[int(words) - 1][1], Source.NUMBER)
    for line, key in conversation.choices:
        if intent.text.strip() == line:
            return intent.with_key(key, Source.TAP)
    return intent


@dataclass
class _Trail:
    """The candidates met on the way to a decision."""

    intent: Intent
    context: Context
    candidates: list[Candidate] = field(default_factory=list)

    def meet(self, name: str, why: str) -> None:
        self.candidates.append(Candidate(name, why))

    def end(self, hit: str, why: str, handle: Callable[[], Outcome], slow: bool = False) -> Decision:
        return Decision(self.intent, self.context.language, tuple(self.candidates), hit, why, handle, slow)

    def rule(self, rule: Rule, why: str) -> Decision:
        self.meet(rule.name, why)
        key = rule.key or self.intent.key

        def handle() -> Outcome:
            outcome = rule.handler(self.intent, self.context) or Outcome()
            return outcome if outcome.key else replace(outcome, key=key)

        return self.end(rule.name, why, handle, rule.slow)


class Decider:
    """The sections' tables joined into one; where two claim the same key or words, the earlier section wins."""

    def __init__(self, routers: Sequence[Router], random: Random | None = None) -> None:
        self._random = random or Random()  # noqa: S311 - it picks among staff's answers, nothing secret.
        self._keys: dict[str, Rule] = {}
        self._prefixes: dict[str, Rule] = {}
        self._words: dict[str, Rule] = {}
        self._sources: dict[Source, Rule] = {}
        self._attempts = [rule for router in routers for rule in router.tries]
        for router in reversed(routers):
            self._keys.update(router.keys)
            self._prefixes.update(router.prefixes)
            self._words.update(router.words)
            self._sources.update(router.sources)

    def knows(self, key: str) -> bool:
        """Whether a key leads somewhere, so that menus and codes cannot name one that does not."""
        return self._rule_of(key) is not None

    def _rule_of(self, key: str) -> Rule | None:
        name = key.partition("@")[0]
        return self._keys.get(name) or (self._prefixes.get(name.partition("/")[0]) if "/" in name else None)

    def decide(self, intent: Intent, context: Context) -> Decision:
        """Always a decision: where nothing answers, one whose outcome is silence."""
        trail = _Trail(choose(intent, context.conversation), context)
        steps = (
            self._parked,
            self._by_key,
            self._by_source,
            self._by_autoreply,
            self._by_words,
            self._by_name,
            self._by_attempt,
        )
        for step in steps:
            if (decision := step(trail)) is not None:
                return decision
        return trail.end("", "nothing answers this", Outcome)

    def _parked(self, trail: _Trail) -> Decision | None:
        context, conversation = trail.context, trail.context.conversation
        parked = conversation.parked if context.now.timestamp() < conversation.parked_until else ""
        if not parked or trail.intent.source in (Source.NOTE, Source.UNFOLLOW):
            return None
        trail.meet(PARKED, "an earlier answer waited to be fetched")
        return trail.end(PARKED, "an earlier answer waited to be fetched", lambda: say(parked))

    def _by_key(self, trail: _Trail) -> Decision | None:
        intent = trail.intent
        if intent.source is Source.SCAN and self.knows(intent.text):
            trail.intent = intent = intent.with_key(intent.text)
        if intent.key.startswith(autoreplies.KEY + "/"):
            return self._by_autoreply_key(trail)
        rule = self._rule_of(intent.key)
        return trail.rule(rule, f"key “{intent.key}”") if rule else None

    def _by_autoreply_key(self, trail: _Trail) -> Decision | None:
        slug, _, index = trail.intent.argument.partition("/")
        live = trail.context.find(Kind.AUTOREPLY, slug)
        if live is None:
            return None
        why = f"key “{trail.intent.key}”"
        trail.meet(live.key, why)
        if not (index.isdecimal() and len(index) < 3):
            return trail.end(live.key, why, partial(autoreplies.outcome_of, live, self._random))
        return trail.end(live.key, why, partial(autoreplies.nth_outcome, live, int(index)))

    def _by_source(self, trail: _Trail) -> Decision | None:
        rule = self._sources.get(trail.intent.source)
        if rule is None:
            return None
        decision = trail.rule(rule, f"event “{trail.intent.source}”")
        scene = trail.intent.text
        if trail.intent.source is not Source.FOLLOW or not self.knows(scene):
            return decision
        return self._with_scene(trail, decision, scene)

    def _with_scene(self, trail: _Trail, welcome: Decision, scene: str) -> Decision:
        """Who followed by a code that names a section gets the welcome, and then the section."""
        shown = self.decide(trail.intent.with_key(scene, Source.SCAN), trail.context)

        def handle() -> Outcome:
            first, second = welcome.handle(), shown.handle()
            return Outcome(first.answers + second.answers, first.effects + second.effects)

        return replace(welcome, candidates=welcome.candidates + shown.candidates, handle=handle)

    def _by_autoreply(self, trail: _Trail) -> Decision | None:
        """The follower's own language first; words of the other language are answered in that one."""
        for language in dict.fromkeys((trail.context.language, *LANGUAGES)):
            fitting = self._fitting(trail, language)
            if fitting:
                rule, why = fitting[0].rule, fitting[0].why
                return trail.end(rule.key, why, partial(autoreplies.outcome_of, rule, self._random))
        return None

    def _fitting(self, trail: _Trail, language: str) -> list[Match]:
        matcher = trail.context.edition.matchers.get(language)
        found = matcher.find(trail.intent.words) if matcher and trail.intent.words.bare else []
        fitting = [match for match in found if match.rule.shown(trail.context.now)]
        for match in fitting:
            trail.meet(match.rule.key, match.why)
        return fitting

    def _by_words(self, trail: _Trail) -> Decision | None:
        rule = self._words.get(trail.intent.words.bare) if trail.intent.words.bare else None
        return trail.rule(rule, f"words “{trail.intent.words.bare}”") if rule else None

    def _by_name(self, trail: _Trail) -> Decision | None:
        """The very words of a question, a title, a topic or a speaker's name, in either language."""
        words, edition = trail.intent.words.bare, trail.context.edition
        for language in dict.fromkeys((trail.context.language, *LANGUAGES)) if words else ():
            key = edition.names.get(language, {}).get(words, "")
            rule = self._rule_of(key)
            if rule is not None:
                trail.intent = trail.intent.with_key(key)
                return trail.rule(rule, f"name “{words}”")
        return None

    def _by_attempt(self, trail: _Trail) -> Decision | None:
        if trail.intent.source is Source.NOTE:
            return None
        for rule in self._attempts:
            if rule.slow:
                return trail.rule(rule, "it is worked on in the background")
            outcome = rule.handler(trail.intent, trail.context)
            trail.meet(rule.name, "answers" if outcome else "passes it on")
            if outcome is not None:
                return trail.end(rule.name, "the first section that could answer", partial(_same, outcome))
        return None
