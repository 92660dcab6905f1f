"""What a draft will look like: the answer on a phone, and the page that the answer leads to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from wxbot.console import keys, sketches
from wxbot.console.desk import Desk
from wxbot.dispatch.bubbles import Bubble, pieces
from wxbot.edition import chat, markdown, shadows
from wxbot.edition.kinds import Article, Autoreply, Button, Condition, Emergency, Faq, Kind, Menu, Phrase
from wxbot.edition.shadows import Shadow
from wxbot.services import editions
from wxbot.services.items import Draft


@dataclass(frozen=True, slots=True)
class Preview:
    """``asked`` is what a follower writes to get it, empty where he taps. ``instead`` names who would answer in its
    place, ``shadows`` the words of a rule that never fire. ``page`` is HTML that the Markdown's renderer made safe,
    empty where there is no page; ``buttons`` are a menu's."""

    asked: str
    bubbles: tuple[Bubble, ...]
    instead: str
    page: Markup
    shown: bool  # Whether citizens see it at present, once it is live.
    buttons: tuple[Button, ...] = ()
    does: tuple["Does", ...] = ()  # The same one below the other.
    shadows: tuple[Shadow, ...] = ()


@dataclass(frozen=True, slots=True)
class Does:
    """What one button of a menu does, and what its key or its address leads to."""

    level: int
    name: str
    what: str
    target: str
    called: str


def preview(our: Desk, draft: Draft) -> Preview:
    asked = _asked(draft)
    bubbles, hit = _answer(our, draft, asked)
    key = f"{draft.kind}/{draft.slug}"
    instead = hit if draft.kind is Kind.AUTOREPLY and asked and hit != key else ""
    seen = Preview(asked, bubbles, instead, _page(draft), draft.body.shown(our.now), shadows=_shadows(our, draft))
    if not isinstance(draft.body, Menu):
        return seen
    return replace(seen, buttons=draft.body.buttons, does=tuple(_does(our, draft.body.buttons)))


def _does(our: Desk, buttons: Sequence[Button], level: int = 0) -> Iterator[Does]:
    for button in buttons:
        what = str(sketches.TYPES.get(button.type or "", ""))
        called = keys.label(our, button.key) if button.key else ""
        yield Does(level, button.name, what, button.key or button.url, called)
        yield from _does(our, button.buttons, level + 1)


def _shadows(our: Desk, draft: Draft) -> tuple[Shadow, ...]:
    """What never fires of a rule, as if it were live."""
    if draft.kind is not Kind.AUTOREPLY:
        return ()
    at = max(our.now, draft.body.valid_from or our.now)
    found = shadows.of_rule(editions.laid_over(our.runtime.edition, [draft]), draft.language, draft.slug, at)
    return found.shadows if found is not None else ()


def _asked(draft: Draft) -> str:
    """Words that a rule is meant for; none where it has only patterns."""
    if not isinstance(draft.body, Autoreply | Emergency):
        return ""
    conditions: tuple[Condition, ...] = draft.body.conditions
    return next((each.words[0] for each in conditions if each.match != "regex"), "")


def _answer(our: Desk, draft: Draft, asked: str) -> tuple[tuple[Bubble, ...], str]:
    if isinstance(draft.body, Menu):  # It is no answer.
        return (), ""
    if isinstance(draft.body, Phrase):  # Nobody asks for it: it stands within answers.
        return (Bubble("text", pieces(chat.linked(draft.body.text))),), ""
    key = "" if asked else f"{draft.kind}/{draft.slug}"
    at = max(our.now, draft.body.valid_from or our.now)
    told = our.runtime.rehearse(asked, key, draft.language, [draft], at)
    first = (told.reply,) if told.reply is not None else ()
    return (*first, *told.follows), told.decision.hit


def _page(draft: Draft) -> Markup:
    match draft.body:
        case Article(text=text) | Faq(answer=text):
            return Markup(markdown.render(text))  # noqa: S704 - the renderer lets no markup of the author's pass
    return Markup("")
