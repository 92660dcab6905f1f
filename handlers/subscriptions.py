"""Subscriptions: a section, for every country or one; what is followed now; the hours without messages."""

import re

from wxbot.dispatch.answers import Choice, Listing, Outcome, answer, say
from wxbot.dispatch.context import Context
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.routers import Router
from wxbot.edition import countries
from wxbot.edition.normalise import normalise
from wxbot.hours import Hours
from wxbot.services.effects import ReadSubscriptions, Receipt, SetQuiet, Subscribe, Unsubscribe

router = Router("subscriptions")

# What can be followed, each with the words that people use for it.
SECTIONS = {
    "notices": (
        "领事提醒",
        "旅行提醒",
        "安全提醒",
        "出行提醒",
        "提醒",
        "领事",
        "travel notices",
        "travel notice",
        "notices",
        "travel advice",
    ),
    "news": ("重要外交活动", "外交活动", "外交新闻", "新闻", "外交动态", "news", "diplomatic activities", "activities"),
    "speeches": ("讲话和文章", "重要讲话", "讲话", "文章", "speeches", "speeches and articles"),
    "embassies": ("使馆动态", "使馆活动", "使领馆动态", "使馆", "embassy reports", "embassies", "reports"),
    "knowledge": ("外交知识", "知识", "knowledge", "diplomatic knowledge"),
    "events": ("活动", "活动预告", "文化活动", "events"),
}
_OFF = "off"

_ASKED = re.compile(
    r"(?P<off>取消订阅|退订|取消关注|unsubscribe(?: from)?\b)|(?P<on>订阅|subscribe(?: to)?\b|(?P<vague>关注|follow\b))"
)
_FILLERS = re.compile(r"\b(?:for|about|in|on|the|from|to)\b|的|关于|有关|[\s,，。.!！:：+/]")
_WISH = re.compile(r"^(?:我想要?|我要|请|帮我|麻烦|please |i(?:'d like| want|'d love)? to )+")
_EVENING = re.compile(r"(?:晚上|夜里|傍晚|下午) ?(\d{1,2})(?=[点:时])")
_QUIET = re.compile(r"(?:免打扰|勿扰|静音|quiet(?: hours)?|do not disturb)\s*[:：]?\s*(?P<hours>.*)")
_QUIET_OFF = ("取消免打扰", "关闭免打扰", "取消勿扰", "no quiet hours", "quiet off", "quiet hours off")


def named(context: Context, section: str, country: str) -> str:
    label = context.phrase(f"label-{section}")
    return f"{label} · {countries.name(country, context.language)}" if country else label


def _parsed(argument: str) -> tuple[str, str] | None:
    section, _, country = argument.partition("/")
    known = section in SECTIONS and (not country or country in countries.CODES)
    return (section, country) if known else None


@router.on(
    key="subscriptions",
    words=(
        "订阅",
        "我的订阅",
        "退订",
        "订阅管理",
        "取消订阅",
        "subscribe",
        "subscriptions",
        "my subscriptions",
        "unsubscribe",
    ),
)
def overview(_intent: Intent, context: Context) -> Outcome:
    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        receipt = receipts[0]
        followed = receipt.subscriptions
        choices = [
            Choice(
                context.phrase("subscription-cancel", name=named(context, section, country)),
                _key("un", section, country),
            )
            for section, country in followed
        ]
        choices += [
            Choice(context.phrase("subscription-add", name=named(context, section, "")), _key("", section, ""))
            for section in SECTIONS
            if (section, "") not in followed
        ]
        quiet = context.phrase("quiet-set", hours=receipt.quiet) if receipt.quiet else context.phrase("quiet-how")
        tail = f"{context.phrase('subscriptions-tail')}\n{quiet}"
        head = context.phrase("subscriptions-head" if followed else "subscriptions-none")
        return Outcome((Listing(head, tuple(choices), tail),), key="subscriptions")

    return Outcome(effects=(ReadSubscriptions(),), told=told)


def _key(prefix: str, section: str, country: str) -> str:
    return f"{prefix}subscribe/{section}" + (f"/{country}" if country else "")


@router.on(prefix="subscribe")
def subscribe(intent: Intent, context: Context) -> Outcome:
    pair = _parsed(intent.argument)
    return _on(context, *pair) if pair else overview(intent, context)


def _on(context: Context, section: str, country: str) -> Outcome:
    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        new = receipts[0].waits or receipts[0].done
        head = context.phrase("subscribed" if new else "subscribed-before", name=named(context, section, country))
        return answer(Listing(head, _ways(context, "un", section, country)))

    return Outcome(effects=(Subscribe(section, country),), told=told)


def _ways(context: Context, prefix: str, section: str, country: str) -> tuple[Choice, ...]:
    """Back again, and to all of them."""
    slug = "subscription-cancel" if prefix else "subscription-add"
    name = context.phrase(slug, name=named(context, section, country))
    return (
        Choice(name, _key(prefix, section, country)),
        Choice(context.phrase("label-subscriptions"), "subscriptions"),
    )


@router.on(prefix="unsubscribe")
def unsubscribe(intent: Intent, context: Context) -> Outcome:
    if intent.argument == "all":
        return Outcome(effects=(Unsubscribe("", ""),), told=lambda _: say(context.phrase("unsubscribed-all")))
    pair = _parsed(intent.argument)
    return _off(context, *pair) if pair else overview(intent, context)


def _off(context: Context, section: str, country: str) -> Outcome:
    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        gone = receipts[0].waits or receipts[0].done
        head = context.phrase("unsubscribed" if gone else "unsubscribed-before", name=named(context, section, country))
        return answer(Listing(head, _ways(context, "", section, country)))

    return Outcome(effects=(Unsubscribe(section, country),), told=told)


@router.on(
    words=(
        "全部退订",
        "退订所有",
        "取消所有订阅",
        "取消全部订阅",
        "退订全部",
        "unsubscribe from everything",
        "unsubscribe all",
        "unsubscribe from all",
    )
)
def unsubscribe_all(intent: Intent, context: Context) -> Outcome:
    return unsubscribe(intent.with_key("unsubscribe/all"), context)


@router.attempt()
def asked_for(intent: Intent, context: Context) -> Outcome | None:
    """“订阅 领事提醒 日本”, “unsubscribe news”: a section, a country, or both, in either order."""
    plain = intent.words.plain
    asked = _ASKED.match(_WISH.sub("", plain))
    if not asked:
        return None
    rest = normalise(plain[asked.end() :]).bare
    codes = countries.mentioned(rest)
    bare = _FILLERS.sub("", countries.without(rest))
    sections = [section for section, words in SECTIONS.items() if bare in {_FILLERS.sub("", word) for word in words}]
    if len(codes) > 1 or (bare and not sections) or not (bare or codes):
        if asked["vague"]:
            return None  # Whoever follows something with interest may mean much else.
        return answer(
            Listing(context.phrase("subscribe-how"), (Choice(context.phrase("label-subscriptions"), "subscriptions"),))
        )
    section, country = (sections or ["notices"])[0], (codes or [""])[0]
    return (_off if asked["off"] else _on)(context, section, country)


@router.on(words=_QUIET_OFF)
def no_quiet(_intent: Intent, context: Context) -> Outcome:
    return Outcome(effects=(SetQuiet(""),), told=lambda _: say(context.phrase("quiet-off")))


@router.on(prefix="quiet")
def quiet_by_key(intent: Intent, context: Context) -> Outcome:
    return no_quiet(intent, context) if intent.argument == _OFF else _quiet(context, intent.argument)


@router.attempt()
def quiet(intent: Intent, context: Context) -> Outcome | None:
    asked = _QUIET.fullmatch(intent.words.plain)
    return _quiet(context, asked["hours"]) if asked else None


def _quiet(context: Context, words: str) -> Outcome:
    try:
        hours = str(Hours.parse(_as_hours(words)))
    except ValueError:
        return say(context.phrase("quiet-how"))
    return Outcome(effects=(SetQuiet(hours),), told=lambda _: say(context.phrase("quiet-set", hours=hours)))


def _as_hours(words: str) -> str:
    """“晚上10点到早上7点” as 22到7."""
    plain = _EVENING.sub(lambda hour: str(int(hour[1]) % 12 + 12), normalise(words).plain)
    return re.sub(r"早上|上午|凌晨|清晨|早晨|点钟?|时", "", plain)
