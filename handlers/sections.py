"""The sections as choices, for whoever must be shown what there is: after following, in the guide, when lost."""

from wxbot.dispatch.answers import Choice, Listing
from wxbot.dispatch.context import Context

MAIN = ("news", "speeches", "embassies", "consular", "knowledge", "events", "letters")
OTHERS = ("notices", "missions", "nearest", "calls", "share", "subscriptions", "search", "person", "about")


def labelled(context: Context, keys: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(context.phrase(f"label-{key}"), key) for key in keys)


def choices(context: Context) -> tuple[Choice, ...]:
    """Each with its label in the follower's language, and the way to the other language last."""
    other = "zh" if context.language == "en" else "en"
    return (*labelled(context, MAIN), Choice(context.phrase("label-other-language"), f"language/{other}"))


def listing(context: Context, head: str) -> Listing:
    return Listing(head, choices(context))
