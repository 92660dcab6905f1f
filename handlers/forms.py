"""What the account's forms share: steps that take words, a way back and out below each prompt, a last look."""

import re
import unicodedata
from collections.abc import Callable

from wxbot.dispatch.answers import Answer, Choice, Filled, Listing, Say
from wxbot.dispatch.context import Context
from wxbot.dispatch.forms import BACK, LEAVE, PREFIX, SKIP, Step, Taken, Values
from wxbot.dispatch.intents import UNSUPPORTED, Intent, Source
from wxbot.dispatch.render import inert, tappable

DONE, SUBMIT, _REWRITE = "done", "submit", "rewrite"  # As keys of an open form.

_DONE_WORDS = (
    "完",
    "写完了",
    "写好了",
    "完成",
    "好了",
    "没有了",
    "就这些",
    "done",
    "finished",
    "that s all",  # Without its apostrophe, as words are compared.
    "thats all",
)
_REWRITE_WORDS = ("重写", "重新写", "rewrite", "start over")
_SUBMIT_WORDS = ("提交", "确认", "确认提交", "是", "好", "对", "submit", "confirm", "send", "yes", "ok")
_SHOWN = 300  # Characters of a text that are repeated before it is handed in.

_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
_PHONE = re.compile(r"\+?\(?\+?[0-9][0-9 ()\-]{5,20}[0-9]")


def prompt(context: Context, slug: str, *more: str, **places: str) -> Say:
    """The phrase, with the ways on below it: each a word to tap or to type."""
    keys = {
        "form-done": f"{PREFIX}/{DONE}",
        "form-rewrite": f"{PREFIX}/{_REWRITE}",
        "form-skip": SKIP,
        "form-back": BACK,
        "form-leave": LEAVE,
    }
    ways = [tappable(Choice(context.phrase(way), keys[way])) for way in (*more, "form-leave")]
    return Say(f"{context.phrase(slug, **places)}\n\n{'  '.join(ways)}")


def words_of(intent: Intent) -> str:
    """What was said, when it was said in words; taps and pictures say nothing."""
    if intent.text.strip() == UNSUPPORTED:
        return ""
    said = intent.source in (Source.TEXT, Source.VOICE, Source.NUMBER) and not intent.key
    return intent.text.strip() if said or intent.source is Source.NUMBER else ""


def text_step(slug: str, least: int, most: int) -> Step:
    """A text in as many messages as it takes, until the follower says that it is complete. Lengths in characters."""

    def ask(filled: Filled, context: Context) -> Answer:
        written = filled.values.get("text", "")
        if written:
            return prompt(context, "form-text-more", "form-done", "form-rewrite", count=str(len(written)))
        special = f"{slug}-{filled.values.get('kind', '')}"
        return prompt(context, special if context.phrase(special) else slug)

    def take(intent: Intent, filled: Filled, context: Context) -> Taken:
        written = filled.values.get("text", "")
        if intent.key == DONE or (written and intent.words.bare in _DONE_WORDS):
            return Taken() if len(written) >= least else Taken(complaint=context.phrase("form-text-short"))
        if intent.key == _REWRITE or intent.words.bare in _REWRITE_WORDS:
            return Taken({"text": ""}, stays=True)
        return _longer(written, words_of(intent), context, least, most)

    return Step("text", ask, take)


def _longer(written: str, said: str, context: Context, least: int, most: int) -> Taken:
    """The text with one more message, or what is wrong with that."""
    if not said:
        return Taken(complaint=context.phrase("form-words"))
    whole = f"{written}\n{said}".strip()
    if len(whole) > most:
        return Taken(complaint=context.phrase("form-text-long", most=str(most)))
    if len(whole) < least:
        return Taken(complaint=context.phrase("form-text-short"))
    return Taken({"text": whole}, stays=True)


def line_step(name: str, slug: str, least: int, most: int, needed: Callable[[Values], bool], complaint: str) -> Step:
    """One line that must be given."""

    def ask(_filled: Filled, context: Context) -> Answer:
        return prompt(context, slug, "form-back")

    def take(intent: Intent, _filled: Filled, context: Context) -> Taken:
        said = " ".join(words_of(intent).split())
        if not least <= len(said) <= most:
            return Taken(complaint=context.phrase(complaint))
        return Taken({name: said})

    return Step(name, ask, take, needed)


def contact_step() -> Step:
    """A phone or an e-mail address, or none."""

    def ask(_filled: Filled, context: Context) -> Answer:
        return prompt(context, "form-contact", "form-skip", "form-back")

    def take(intent: Intent, _filled: Filled, context: Context) -> Taken:
        if intent.key == "skip":
            return Taken({"contact": ""})
        said = unicodedata.normalize("NFKC", words_of(intent))  # Chinese keyboards write wide digits and brackets.
        if not (_MAIL.fullmatch(said) or _PHONE.fullmatch(said)):
            return Taken(complaint=context.phrase("form-contact-wrong"))
        return Taken({"contact": said})

    return Step("contact", ask, take)


def confirm_step(summary: Callable[[Filled, Context], str]) -> Step:
    """A last look at everything before it is handed in."""

    def ask(filled: Filled, context: Context) -> Answer:
        ways = (("form-submit", f"{PREFIX}/{SUBMIT}"), ("form-back", BACK), ("form-leave", LEAVE))
        return Listing(summary(filled, context), tuple(Choice(context.phrase(slug), key) for slug, key in ways))

    def take(intent: Intent, _filled: Filled, context: Context) -> Taken:
        sure = intent.key == SUBMIT or intent.words.bare in _SUBMIT_WORDS
        return Taken() if sure else Taken(complaint=context.phrase("form-confirm-wrong"))

    return Step("confirm", ask, take)


def shortened(words: str) -> str:
    """A follower's own words as they are shown to him before he hands them in."""
    plain = inert(words)
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "……"
