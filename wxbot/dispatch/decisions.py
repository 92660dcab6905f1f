"""Deciding which rule answers, and remembering why: the trace costs nothing, since the decision is a value.

First what the open list means by a number or a tap; then, in this order: an answer that came too late, the open form,
keys, kinds of events, emergencies, auto-replies, exact words, names, attempts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any

from wxbot.dispatch import autoreplies
from wxbot.dispatch.answers import Listing, Outcome, Say, above, below, say, when_told
from wxbot.dispatch.context import Context, Conversation
from wxbot.dispatch.forms import PREFIX, Form
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.masking import mask
from wxbot.dispatch.routers import Router, Rule
from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Autoreply, Kind
from wxbot.edition.matcher import Match
from wxbot.edition.normalise import normalise

_TEXTS = (Say, Listing)
_SAID = (Source.TEXT, Source.VOICE, Source.TAP, Source.NUMBER, Source.MEDIA, Source.LOCATION, Source.LINK)

MORE = frozenset({"更多", "下一页", "more", "next"})
PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Section:
    """A section by its key, its name in decisions, and the words, as they are compared, that mean it."""

    key: str
    name: str
    words: tuple[str, ...]


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
    private: bool = False  # What was said belongs to a form, and is kept nowhere else.

    def explain(self) -> dict[str, Any]:
        intent = self.intent
        # Masked before its signs are dropped: without them an address could not be told from other words.
        words = "" if self.private else normalise(mask(intent.text)).bare
        return {
            "intent": {"source": intent.source, "words": words, "key": mask(intent.key), "page": intent.page},
            "candidates": [{"name": candidate.name, "why": mask(candidate.why)} for candidate in self.candidates],
            "hit": self.hit,
            "why": mask(self.why),
            "language": self.language,
        }


def _same(outcome: Outcome) -> Outcome:
    return outcome


def _with_notice(decision: Decision, context: Context) -> Decision:
    """What is to be said of a form beside an answer that has nothing to do with it: it is over, or still open."""
    form = context.conversation.form
    if form is None or decision.private or decision.intent.source in (Source.NOTE, Source.UNFOLLOW):
        return decision
    if context.conversation.open_form(context.now.timestamp()) is not None:
        return replace(decision, handle=lambda: when_told(decision.handle(), partial(_left_open, context)))
    expired = partial(above, context.phrase("form-expired"))
    return replace(decision, handle=lambda: replace(when_told(decision.handle(), expired), ends_form=True))


def _left_open(context: Context, outcome: Outcome) -> Outcome:
    """Unless the answer opens a form of its own."""
    return outcome if outcome.form is not None else below(context.phrase("form-open"), outcome)


def _words(outcome: Outcome) -> str:
    """What it says before any list."""
    texts = (part.text if isinstance(part, Say) else part.head for part in outcome.answers if isinstance(part, _TEXTS))
    return "\n\n".join(texts)


def _with_welcome(welcome: Outcome, shown: Outcome) -> Outcome:
    """One after the other; where a form opens, the welcome's words alone, so that its list takes no number from it."""
    if shown.form is not None:
        return above(_words(welcome), shown)
    return replace(shown, answers=welcome.answers + shown.answers, key="")


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
        self._alarms = [rule for router in routers for rule in router.alarms]
        self._forms: dict[str, Form] = {}
        for router in reversed(routers):
            self._keys.update(router.keys)
            self._prefixes.update(router.prefixes)
            self._words.update(router.words)
            self._sources.update(router.sources)
            self._forms.update(router.forms)

    def knows(self, key: str) -> bool:
        """Whether a key leads somewhere, so that menus and codes cannot name one that does not."""
        return self._rule_of(key) is not None

    @property
    def words(self) -> Mapping[str, str]:
        """The sections' own words, as they are compared, each with the name of what answers it."""
        return {bare: rule.name for bare, rule in self._words.items()}

    @property
    def sections(self) -> tuple[Section, ...]:
        """Those that have a key of their own, in their order; below prefixes there are many more keys."""
        return tuple(Section(key, rule.name, self._words_of(rule)) for key, rule in self._keys.items())

    def _words_of(self, rule: Rule) -> tuple[str, ...]:
        return tuple(bare for bare, claimed in self._words.items() if claimed is rule)

    def _rule_of(self, key: str) -> Rule | None:
        name = key.partition("@")[0]
        return self._keys.get(name) or (self._prefixes.get(name.partition("/")[0]) if "/" in name else None)

    def decide(self, intent: Intent, context: Context) -> Decision:
        """Always a decision: where nothing answers, one whose outcome is silence."""
        trail = _Trail(choose(intent, context.conversation), context)
        steps = (
            self._parked,
            self._by_form,
            self._by_key,
            self._by_source,
            self._by_alarm,
            self._by_autoreply,
            self._by_words,
            self._by_name,
            self._by_attempt,
        )
        for step in steps:
            if (decision := step(trail)) is not None:
                return _with_notice(decision, context)
        return trail.end("", "nothing answers this", Outcome)

    def alarm(self, intent: Intent, context: Context) -> Decision | None:
        """The emergency that the words tell of, if they do."""
        return self._by_alarm(_Trail(intent, context))

    def _parked(self, trail: _Trail) -> Decision | None:
        context, conversation = trail.context, trail.context.conversation
        parked = conversation.parked if context.now.timestamp() < conversation.parked_until else ""
        if not parked or trail.intent.source in (Source.NOTE, Source.UNFOLLOW):
            return None
        trail.meet(PARKED, "an earlier answer waited to be fetched")
        return trail.end(PARKED, "an earlier answer waited to be fetched", lambda: say(parked))

    def _by_form(self, trail: _Trail) -> Decision | None:
        """What is said while a form is open belongs to it, but for taps that mean something else."""
        intent, context = trail.intent, trail.context
        filled = context.conversation.open_form(context.now.timestamp())
        form = self._forms.get(filled.form) if filled else None
        if filled is None or form is None:
            over = intent.key.startswith(f"{PREFIX}/")
            phrase = "form-closed" if context.alone else "form-over"  # While Redis is down nobody knows of the form.
            return trail.end("form", "no form is open", lambda: say(context.phrase(phrase))) if over else None
        if intent.source not in _SAID or (intent.key and not intent.key.startswith(f"{PREFIX}/")):
            return None
        alarm = self._by_alarm(trail)

        def handle() -> Outcome:
            taken = form.take(intent, filled, context)
            # The emergency's words stand above the next prompt, or above what the form's end leads to.
            return when_told(taken, partial(above, _words(alarm.handle()))) if alarm else taken

        hit = f"form/{form.name}/{filled.step}"
        trail.meet(hit, "a form is open")
        return replace(trail.end(hit, "a form is open", handle), private=True)

    def _by_alarm(self, trail: _Trail) -> Decision | None:
        if not trail.intent.words.bare or trail.intent.source not in (Source.TEXT, Source.VOICE):
            return None
        for rule in self._alarms:
            outcome = rule.handler(trail.intent, trail.context)
            if outcome is not None:
                trail.meet(rule.name, "an emergency")
                return trail.end(outcome.key or rule.name, "an emergency", partial(_same, outcome))
        return None

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
            both = when_told(second, partial(_with_welcome, first))
            return replace(both, effects=second.effects + first.effects)

        return replace(welcome, candidates=welcome.candidates + shown.candidates, handle=handle)

    def _by_autoreply(self, trail: _Trail) -> Decision | None:
        """The follower's own language first; words of the other language are answered in that one."""
        for language in dict.fromkeys((trail.context.language, *LANGUAGES)):
            fitting = self._fitting(trail, language)
            if fitting:
                rule, why = fitting[0].rule, fitting[0].why
                return trail.end(rule.key, why, partial(autoreplies.outcome_of, rule, self._random))
        return None

    def _fitting(self, trail: _Trail, language: str) -> list[Match[Autoreply]]:
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
