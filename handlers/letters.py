"""Letters to the ministry: handed in by a guided form, with a number by which their writer can ask and add to them."""

import re
from dataclasses import replace

from handlers import articles, events, forms, sections
from wxbot.dispatch.answers import Answer, Choice, Filled, Listing, Outcome, Say, above, answer, say
from wxbot.dispatch.context import Context
from wxbot.dispatch.forms import LEAVE, PREFIX, Form, Step, Taken, Values
from wxbot.dispatch.intents import Intent
from wxbot.dispatch.render import inert, tappable
from wxbot.dispatch.routers import Router
from wxbot.edition.kinds import Kind
from wxbot.services.effects import AddToLetter, AnswerView, LetterView, OpenLetter, ReadLetters, Receipt

router = Router("letters")

KINDS = ("advice", "question", "complaint", "brochure", "event")
_TEXT_LEAST, _TEXT_MOST = 5, 1500  # Characters of a letter.
_OTHER = "other"  # An event that is not in the calendar.

_NUMBER = re.compile(
    r"(?:(?P<add>补充|追加|add to|add)|查询|查|进度|编号|来信|status|case|letter)?\s*[:：#]?\s*"
    r"(?P<number>20\d{6}-\d{4,6})"
)


def _is_mailed(values: Values) -> bool:
    return values["kind"] == "brochure"


def _which_event(values: Values) -> bool:
    return values["kind"] == "event" and not values.get("given")


def _ask_event(_filled: Filled, context: Context) -> Answer:
    lives = context.all(Kind.EVENT)[:5]
    choices = [Choice(events.line(context, live).words, f"{PREFIX}/{live.slug}") for live in lives]
    ways = ((f"{PREFIX}/{_OTHER}", "letter-event-other"), (LEAVE, "form-leave"))
    choices += [Choice(context.phrase(slug), key) for key, slug in ways]
    return Listing(context.phrase("letter-event"), tuple(choices))


def _take_event(intent: Intent, _filled: Filled, context: Context) -> Taken:
    if intent.key == _OTHER:
        return Taken({"subject": ""})
    if intent.key and context.find(Kind.EVENT, intent.key) is not None:
        return Taken({"subject": intent.key})
    return Taken(complaint=context.phrase("form-choose"))


def _address(values: Values) -> str:
    """Where a brochure goes to, the name of who receives it first."""
    return f"{values['name']}\n{values['address']}" if "address" in values else ""


def _summary(filled: Filled, context: Context) -> str:
    values = filled.values
    rows = [
        ("letter-row-kind", context.phrase(f"letter-kind-{values['kind']}")),
        ("letter-row-about", _subject(values, context)),
        ("letter-row-text", forms.shortened(values["text"])),
        ("letter-row-address", inert(_address(values).replace("\n", " "))),
        ("letter-row-contact", inert(values.get("contact", ""))),
    ]
    lines = "\n".join(context.phrase(slug, words=words) for slug, words in rows if words)
    return f"{context.phrase('letter-confirm')}\n\n{lines}"


def _subject(values: Values, context: Context) -> str:
    slug = values.get("subject", "")
    live = context.find(Kind.EVENT if values["kind"] == "event" else Kind.CALL, slug) if slug else None
    return live.title if live else ""


def _finish(filled: Filled, context: Context) -> Outcome:
    values = filled.values
    closed = bool(values.get("subject")) and not _subject(values, context)
    letter = OpenLetter(
        origin=filled.origin,
        kind=values["kind"],
        subject="" if closed else values.get("subject", ""),
        language=context.language,
        text=values["text"],
        contact=values.get("contact", ""),
        address=_address(values),
        later=context.phrase("letter-number"),
    )

    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        receipt = receipts[0]
        number = tappable(Choice(receipt.number, f"letter/{receipt.number}"))
        received = context.phrase("letter-waits") if receipt.waits else context.phrase("letter-received", number=number)
        # What was asked for is over by now; what was written is not lost for that.
        return above(context.phrase("letter-too-late") if closed else "", say(received))

    return Outcome(effects=(letter,), told=told)


FORM = router.form(
    Form(
        "letter",
        (
            Step("event", _ask_event, _take_event, _which_event),
            forms.text_step("letter-text", _TEXT_LEAST, _TEXT_MOST),
            forms.line_step("name", "letter-name", 2, 60, _is_mailed, "letter-name-wrong"),
            forms.line_step("address", "letter-address", 8, 200, _is_mailed, "letter-address-wrong"),
            forms.contact_step(),
            forms.confirm_step(_summary),
        ),
        _finish,
    )
)


def _finish_addition(filled: Filled, context: Context) -> Outcome:
    number = filled.values["number"]

    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        slug = "letter-added" if receipts[0].waits or receipts[0].done else "letter-unknown"
        return say(context.phrase(slug, number=number))

    return Outcome(effects=(AddToLetter(filled.origin, number, filled.values["text"]),), told=told)


ADDITION = router.form(Form("addition", (forms.text_step("letter-add", 1, _TEXT_MOST),), _finish_addition))


@router.on(
    key="letters",
    words=(
        "写信",
        "来信",
        "留言",
        "给外交部写信",
        "意见",
        "反馈",
        "互动",
        "letter",
        "letters",
        "write a letter",
        "feedback",
    ),
)
def overview(_intent: Intent, context: Context) -> Outcome:
    choices = [Choice(context.phrase(f"letter-kind-{kind}"), f"letters/{kind}") for kind in KINDS]
    if context.all(Kind.CALL):
        choices.append(Choice(context.phrase("label-calls"), "calls"))
    choices.append(Choice(context.phrase("label-my-letters"), "my-letters"))
    return answer(Listing(context.phrase("letters-head"), tuple(choices), context.phrase("letters-tail")))


@router.on(prefix="letters")
def begin(intent: Intent, context: Context) -> Outcome:
    kind, _, subject = intent.argument.partition("/")
    if kind not in KINDS:
        return overview(intent, context)
    about = context.find(Kind.EVENT if kind == "event" else Kind.CALL, subject) if subject else None
    if subject and about is None:
        return answer(sections.listing(context, context.phrase("gone")))
    return FORM.open(context, {"kind": kind, "subject": subject, "given": "yes" if about else ""})


for _kind, _words in {
    "advice": (
        "提建议",
        "我要提建议",
        "提意见",
        "建议",
        "我有一个建议",
        "建言献策",
        "give advice",
        "suggestion",
        "suggestions",
    ),
    "question": ("咨询", "提问", "我要咨询", "留言咨询", "ask a question", "question", "enquiry"),
    "complaint": ("投诉", "我要投诉", "举报", "complaint", "complain", "i want to complain", "make a complaint"),
    "brochure": (
        "手册",
        "宣传册",
        "索取手册",
        "领取手册",
        "寄手册",
        "邮寄手册",
        "brochure",
        "request a brochure",
        "send me a brochure",
    ),
    "event": ("活动咨询", "咨询活动", "event enquiry", "ask about an event"),
}.items():

    def _opens(_intent: Intent, context: Context, kind: str = _kind) -> Outcome:
        return FORM.open(context, {"kind": kind, "subject": "", "given": ""})

    router.on(words=_words)(_opens)


@router.on(
    key="calls",
    words=("征求意见", "意见征集", "建言", "calls", "calls for advice", "consultations", "public consultations"),
)
def calls(_intent: Intent, context: Context) -> Outcome:
    lives = context.all(Kind.CALL)
    if not lives:
        return answer(sections.listing(context, context.phrase("nothing-here")))
    return answer(articles.listing(context, context.phrase("calls-head"), lives))


@router.on(prefix="call")
def call(intent: Intent, context: Context) -> Outcome:
    live = context.find(Kind.CALL, intent.argument)
    if live is None:
        return answer(sections.listing(context, context.phrase("gone")))
    closes = live.body.closes.date().isoformat()
    parts = (
        articles.untranslated(context, live),
        f"{articles.titled(context, live.title)}\n{live.body.summary}",
        context.phrase("call-tail", date=closes, page=context.page_url(live)),
        tappable(Choice(context.phrase("call-answer"), f"letters/advice/{live.slug}")),
    )
    return answer(Say("\n\n".join(part for part in parts if part)))


@router.on(key="my-letters", words=("我的来信", "我的信", "来信进度", "查询来信", "my letters", "my letter"))
def mine(_intent: Intent, context: Context) -> Outcome:
    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        letters = receipts[0].letters
        if not letters:
            return answer(Listing(context.phrase("letters-none"), sections.labelled(context, ("letters",))))
        choices = tuple(Choice(_line(context, letter), f"letter/{letter.number}") for letter in letters)
        return answer(Listing(context.phrase("letters-mine"), choices, context.phrase("list-tail")))

    return Outcome(effects=(ReadLetters(),), told=told)


def _line(context: Context, letter: LetterView) -> str:
    kind = context.phrase(f"letter-kind-{letter.kind}")
    return f"{letter.number} {kind} · {context.phrase(f'letter-state-{letter.state}')}"


@router.on(prefix="letter")
def state(intent: Intent, context: Context) -> Outcome:
    number = intent.argument

    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        letters = receipts[0].letters
        return _state(context, letters[0]) if letters else say(context.phrase("letter-unknown", number=inert(number)))

    return Outcome(effects=(ReadLetters(number, shown=True),), told=told)


def _answer(context: Context, given: AnswerView) -> str:
    if given.route:
        return context.phrase(f"letter-given-{given.route}")
    return context.phrase("letter-refusal" if given.kind == "refusal" else "letter-answer", words=given.words)


def _state(context: Context, letter: LetterView) -> Outcome:
    opened, changed = (at.astimezone(context.zone).strftime("%Y-%m-%d") for at in (letter.opened_at, letter.changed_at))
    told = context.phrase(
        "letter-state",
        number=letter.number,
        kind=context.phrase(f"letter-kind-{letter.kind}"),
        opened=opened,
        changed=changed,
        state=context.phrase(f"letter-state-{letter.state}"),
    )
    answers = [_answer(context, given) for given in letter.answers]
    added = context.phrase("letter-additions", count=str(letter.additions)) if letter.additions else ""
    add = tappable(Choice(context.phrase("letter-add-label"), f"letter-add/{letter.number}"))
    return say("\n\n".join(part for part in (told, added, *answers, add) if part))


@router.on(prefix="letter-add")
def add(intent: Intent, context: Context) -> Outcome:
    """Asked for after a look whether the letter is his: who guesses numbers gets no form."""
    number = intent.argument

    def told(receipts: tuple[Receipt, ...]) -> Outcome:
        if not receipts[0].letters:
            return say(context.phrase("letter-unknown", number=inert(number)))
        return ADDITION.open(context, {"number": number})

    return Outcome(effects=(ReadLetters(number),), told=told)


@router.attempt()
def by_number(intent: Intent, context: Context) -> Outcome | None:
    found = _NUMBER.fullmatch(intent.words.plain)
    if not found:
        return None
    key = f"{'letter-add' if found['add'] else 'letter'}/{found['number']}"
    return replace((add if found["add"] else state)(intent.with_key(key), context), key=key)
