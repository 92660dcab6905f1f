"""A router is one section's table: which keys and which words its functions answer, and what they try besides."""

from collections.abc import Callable
from dataclasses import dataclass, field

from wxbot.dispatch.answers import Outcome
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent, Source
from wxbot.edition.normalise import normalise

Handler = Callable[[Intent, Context], Outcome | None]


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

    def on(
        self,
        *,
        key: str = "",
        prefix: str = "",
        words: tuple[str, ...] = (),
        source: Source | None = None,
        slow: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Answers a key, every key below ``prefix/``, messages that are exactly these words, or a kind of event."""

        def add(handler: Handler) -> Handler:
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

    def attempt(self, *, slow: bool = False) -> Callable[[Handler], Handler]:
        """Is asked about words that nobody claimed; returns None to pass them on."""

        def add(handler: Handler) -> Handler:
            self.tries.append(self._rule(handler, slow))
            return handler

        return add

    def _rule(self, handler: Handler, slow: bool, key: str = "") -> Rule:
        return Rule(f"{self.name}.{handler.__name__}", handler, slow, key)
