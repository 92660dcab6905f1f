"""A router is one section's table: which keys and which words its functions answer, and what they try besides."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.context import Context
from wxbot.dispatch.forms import Form
from wxbot.dispatch.intents import Intent, Source
from wxbot.edition.normalise import normalise

Handler = Callable[[Intent, Context], Outcome | None]
H = TypeVar("H", bound=Handler)  # A section's function stays what it is, for those that call it themselves.


@dataclass(frozen=True, slots=True)
class Rule:
    """A function of a section. A slow one is worked on in the background while WeChat's deliveries are held."""

    name: str
    handler: Handler
    slow: bool = False
    key: str = ""  # The key that asks for the same thing.


@dataclass
class Router:
    """Filled by its section's module while that is imported, and only read from then on."""

    name: str
    keys: dict[str, Rule] = field(default_factory=dict)
    prefixes: dict[str, Rule] = field(default_factory=dict)
    words: dict[str, Rule] = field(default_factory=dict)
    sources: dict[Source, Rule] = field(default_factory=dict)
    tries: list[Rule] = field(default_factory=list)
    alarms: list[Rule] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)

    def on(
        self,
        *,
        key: str = "",
        prefix: str = "",
        words: tuple[str, ...] = (),
        source: Source | None = None,
        slow: bool = False,
    ) -> Callable[[H], H]:
        """Answers a key, every key below ``prefix/``, messages that are exactly these words, or a kind of event."""

        def add(handler: H) -> H:
            rule = self._rule(handler, slow, key)
            if key:
                self.keys[key] = rule
            if prefix:
                self.prefixes[prefix] = rule
            if source is not None:
                self.sources[source] = rule
            self.words.update({normalise(word).bare: rule for word in words})
            return handler

        return add

    def attempt(self, *, slow: bool = False) -> Callable[[H], H]:
        """Is asked about words that nobody claimed; returns None to pass them on."""

        def add(handler: H) -> H:
            self.tries.append(self._rule(handler, slow))
            return handler

        return add

    def alarm(self) -> Callable[[H], H]:
        """Is asked about every message in words before anything else, and inside forms above the next prompt."""

        def add(handler: H) -> H:
            self.alarms.append(self._rule(handler, False))
            return handler

        return add

    def form(self, form: Form) -> Form:
        """A form of the section's, so that answers to its prompts find it."""
        self.forms[form.name] = form
        return form

    def _rule(self, handler: Handler, slow: bool, key: str = "") -> Rule:
        return Rule(f"{self.name}.{handler.__name__}", handler, slow, key)
