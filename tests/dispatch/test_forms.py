"""Guided forms: one question after the other, each answer checked, with a way back and out at every step."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from tests.dispatch.asking import Desk, in_words
from tests.edition.makers import phrase
from tests.rig.wire import event_xml, text_xml
from wxbot.dispatch.answers import Answer, Choice, Filled, Listing, Outcome, Say, answer, say
from wxbot.dispatch.context import Context, Conversation
from wxbot.dispatch.decisions import Decider
from wxbot.dispatch.forms import BACK, KEEP, LEAVE, PREFIX, Form, Step, Taken
from wxbot.dispatch.intents import Intent, Source
from wxbot.dispatch.routers import Router
from wxbot.edition import edition
from wxbot.services.effects import ReadLetters, Subscribe

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
PHRASES = [
    *(phrase("form-left", "You left."), phrase("form-over", "No form."), phrase("form-expired", "It expired.")),
    *(phrase("form-open", "It is open."), phrase("form-closed", "No forms now."), phrase("welcome", "Welcome.")),
]

registration = Router("registration")


def _ask_size(_filled: Filled, _context: Context) -> Answer:
    ways = (Choice("small", f"{PREFIX}/small"), Choice("large", f"{PREFIX}/large"), Choice("leave it", LEAVE))
    return Listing("Size?", ways)


def _take_size(intent: Intent, _filled: Filled, _context: Context) -> Taken:
    if intent.key not in ("small", "large"):
        return Taken(complaint="Small or large.")
    return Taken({"size": intent.key})


def _take_text(intent: Intent, filled: Filled, _context: Context) -> Taken:
    if intent.key == "done":
        return Taken() if filled.values.get("text") else Taken(complaint="Nothing yet.")
    return Taken({"text": f"{filled.values.get('text', '')}{intent.text}"}, stays=True)


def _take_name(intent: Intent, _filled: Filled, _context: Context) -> Taken:
    if intent.key == "skip":
        return Taken({"name": ""})
    return Taken({"name": intent.text}) if intent.text.isalpha() else Taken(complaint="Letters only.")


def _finish(filled: Filled, _context: Context) -> Outcome:
    kept = Subscribe(filled.origin, ",".join(filled.values.values()))
    return Outcome(effects=(kept,), told=lambda receipts: say("kept" if receipts[0].done else "known"))


FORM = registration.form(
    Form(
        "registration",
        (
            Step("size", _ask_size, _take_size),
            Step("text", lambda filled, _: Say(f"Text? {filled.values.get('text', '')}".strip()), _take_text),
            Step("name", lambda *_: Say("Name?"), _take_name, needed=lambda values: values["size"] == "large"),
            Step("sure", lambda *_: Say("Sure?"), lambda intent, *_: Taken() if intent.text else Taken(complaint="?")),
        ),
        _finish,
    )
)


@registration.on(key="register", words=("register",))
def register(_intent: Intent, context: Context) -> Outcome:
    return FORM.open(context)


@registration.on(prefix="register")
def register_size(intent: Intent, context: Context) -> Outcome:
    """With a value that is known before; the form begins at its first step all the same."""
    return FORM.open(context, {"size": intent.argument})


@registration.on(key="hours")
def hours(_intent: Intent, _context: Context) -> Outcome:
    return say("Nine to five.")


@registration.on(key="mine")
def mine(_intent: Intent, _context: Context) -> Outcome:
    return Outcome(effects=(ReadLetters(),), told=lambda _: say("Yours."))


@registration.on(key="start-mine")
def begins_later(_intent: Intent, context: Context) -> Outcome:
    return Outcome(effects=(ReadLetters(),), told=lambda _: FORM.open(context))


@registration.on(words=("hello",))
def hello(_intent: Intent, _context: Context) -> Outcome:
    return say("Hello.")


@registration.alarm()
def alarm(intent: Intent, _context: Context) -> Outcome | None:
    return Outcome((Say("Call 110."),), key="alarm") if "help" in intent.words.bare else None


@pytest.fixture
def asked() -> Desk:
    return Desk(edition.build(1, PHRASES), Decider((registration,), Random(1)), NOW)


def filled(desk: Desk) -> dict[str, str]:
    assert desk.conversation.form is not None
    return dict(desk.conversation.form.values)


def step(desk: Desk) -> str:
    """The name of the open step; empty when no form is open."""
    return desk.conversation.form.step if desk.conversation.form else ""


def fill(desk: Desk, *words: str) -> str:
    """The reply to the last of these."""
    return [desk.say(each) for each in words][-1]


def tap(desk: Desk, key: str) -> str:
    """The reply to a line of ours that was tapped."""
    tapped = f"</MsgId><bizmsgmenuid>{key}</bizmsgmenuid>"
    return in_words(desk.ask(text_xml("a line").replace("</MsgId>", tapped)))


def tap_menu(desk: Desk, key: str) -> str:
    """The reply to a button below the chat."""
    return in_words(desk.tap(key))


def test_form_opens_with_its_first_question(asked: Desk) -> None:
    assert asked.say("register").startswith("Size?")
    assert step(asked) == "size"


def test_form_leads_from_question_to_question_to_its_end(asked: Desk) -> None:
    asked.say("register")
    replies = [asked.say("2"), asked.say("some words"), tap(asked, "form/done"), asked.say("Li"), asked.say("yes")]
    assert replies == ["Text?", "Text? some words", "Name?", "Sure?", "kept"]
    assert asked.conversation.form is None


def test_end_of_a_form_asks_for_what_was_filled_in(asked: Desk) -> None:
    fill(asked, "register", "large", "words")
    tap(asked, "form/done")
    fill(asked, "Li", "yes")
    (effect,) = asked.effects
    assert isinstance(effect, Subscribe)
    assert effect.country == "large,words,Li"


@pytest.mark.parametrize("way", ["1", "１", "small", " small "])
def test_line_is_chosen_by_its_number_or_its_words(asked: Desk, way: str) -> None:
    fill(asked, "register", way)
    assert (step(asked), filled(asked)) == ("text", {"size": "small"})


def test_line_is_chosen_by_a_tap(asked: Desk) -> None:
    asked.say("register")
    tap(asked, "form/small")
    assert (step(asked), filled(asked)) == ("text", {"size": "small"})


def test_wrong_answer_is_complained_of_above_the_same_question(asked: Desk) -> None:
    asked.say("register")
    assert asked.say("medium").startswith("Small or large.\n\nSize?")
    assert (step(asked), filled(asked)) == ("size", {})


def test_wrong_answer_keeps_what_was_filled_in(asked: Desk) -> None:
    fill(asked, "register", "large", "words")
    tap(asked, "form/done")
    assert asked.say("L1") == "Letters only.\n\nName?"
    assert filled(asked) == {"size": "large", "text": "words"}


def test_answer_may_come_in_several_messages(asked: Desk) -> None:
    fill(asked, "register", "1", "one ")
    assert asked.say("two") == "Text? one two"
    assert step(asked) == "text"


@pytest.mark.parametrize("word", ["back", "上一步", "返回", "BACK", "previous"])
def test_way_back_asks_the_question_before_again(asked: Desk, word: str) -> None:
    fill(asked, "register", "2")
    assert asked.say(word).startswith("Size?")
    assert fill(asked, "1") == "Text?"


def test_way_back_can_be_tapped(asked: Desk) -> None:
    fill(asked, "register", "2")
    tap(asked, BACK)
    assert step(asked) == "size"


def test_way_back_keeps_what_was_filled_in(asked: Desk) -> None:
    fill(asked, "register", "1", "words")
    asked.say("back")
    assert fill(asked, "1") == "Text? words"


def test_way_back_from_the_first_question_asks_it_again(asked: Desk) -> None:
    asked.say("register")
    assert asked.say("back").startswith("Size?")
    assert step(asked) == "size"


def test_way_back_passes_over_what_was_not_asked(asked: Desk) -> None:
    fill(asked, "register", "small", "words")
    tap(asked, "form/done")
    assert step(asked) == "sure"
    assert asked.say("back") == "Text? words"


def test_question_that_is_not_needed_is_not_asked(asked: Desk) -> None:
    fill(asked, "register", "small", "words")
    assert tap(asked, "form/done") == "Sure?"


def test_question_that_is_needed_after_all_is_asked(asked: Desk) -> None:
    fill(asked, "register", "small", "words", "back")
    asked.say("large")
    assert tap(asked, "form/done") == "Name?"


@pytest.mark.parametrize("word", ["skip", "跳过", "不填"])
def test_question_can_be_skipped_where_it_may(asked: Desk, word: str) -> None:
    fill(asked, "register", "large", "words")
    tap(asked, "form/done")
    assert asked.say(word) == "Sure?"
    assert filled(asked)["name"] == ""


def test_question_that_must_be_answered_is_not_skipped(asked: Desk) -> None:
    asked.say("register")
    assert asked.say("skip").startswith("Small or large.")


@pytest.mark.parametrize("word", ["quit", "cancel", "退出", "取消", "不写了", "Exit!"])
def test_form_is_left_at_any_question(asked: Desk, word: str) -> None:
    for answers in ([], ["large"], ["large", "words"]):
        fill(asked, "register", *answers)
        assert asked.say(word) == "You left."
        assert asked.conversation.form is None
        assert asked.effects == ()


def test_form_is_left_by_its_own_line(asked: Desk) -> None:
    asked.say("register")
    assert asked.say("3") == "You left."


def test_form_that_was_left_begins_anew(asked: Desk) -> None:
    fill(asked, "register", "large", "words", "quit", "register")
    assert (step(asked), filled(asked)) == ("size", {})


def test_word_of_a_form_means_nothing_without_one(asked: Desk) -> None:
    assert asked.say("back") == ""
    assert tap(asked, "form/done") == "No form."


def test_tap_on_a_form_that_is_over_says_so(asked: Desk) -> None:
    fill(asked, "register", "small", "words")
    tap(asked, "form/done")
    asked.say("yes")
    assert tap(asked, "form/small") == "No form."


def test_form_lasts_for_half_an_hour_after_each_answer(asked: Desk) -> None:
    asked.say("register")
    for _ in range(3):
        asked.now += dt.timedelta(seconds=KEEP - 1)
        asked.say("medium")
    asked.now += dt.timedelta(seconds=KEEP - 1)
    assert asked.say("small") == "Text?"


def test_form_that_expired_is_told_above_the_answer_once(asked: Desk) -> None:
    asked.say("register")
    asked.now += dt.timedelta(seconds=KEEP)
    assert asked.say("hello") == "It expired.\n\nHello."
    assert asked.conversation.form is None
    assert asked.say("hello") == "Hello."


def test_form_that_expired_is_told_above_an_answer_that_waits_for_its_receipts(asked: Desk) -> None:
    asked.say("register")
    asked.now += dt.timedelta(seconds=KEEP)
    assert tap(asked, "mine") == "It expired.\n\nYours."
    assert asked.conversation.form is None


def test_answer_to_a_form_that_expired_is_not_taken(asked: Desk) -> None:
    fill(asked, "register", "small")
    asked.now += dt.timedelta(seconds=KEEP)
    assert tap(asked, "form/done") == "It expired.\n\nNo form."


def test_form_that_expired_can_be_begun_anew(asked: Desk) -> None:
    fill(asked, "register", "small")
    asked.now += dt.timedelta(seconds=KEEP)
    assert asked.say("register").startswith("It expired.\n\nSize?")
    assert step(asked) == "size"


@pytest.mark.parametrize("tapped", [tap, tap_menu])
def test_other_key_is_answered_with_a_reminder_and_the_form_stays(
    asked: Desk, tapped: Callable[[Desk, str], str]
) -> None:
    fill(asked, "register", "small", "words")
    assert tapped(asked, "hours") == "Nine to five.\n\nIt is open."
    assert (step(asked), filled(asked)) == ("text", {"size": "small", "text": "words"})
    assert tap(asked, "form/done") == "Sure?"


def test_reminder_comes_below_an_answer_that_waits_for_its_receipts(asked: Desk) -> None:
    asked.say("register")
    assert tap(asked, "mine") == "Yours.\n\nIt is open."
    assert step(asked) == "size"


@pytest.mark.parametrize("key", ["register", "start-mine"])
def test_another_form_takes_the_open_ones_place_without_a_reminder(asked: Desk, key: str) -> None:
    fill(asked, "register", "small", "words")
    assert "It is open." not in tap(asked, key)
    assert (step(asked), filled(asked)) == ("size", {})


def test_event_that_only_informs_leaves_the_form_alone(asked: Desk) -> None:
    fill(asked, "register", "small")
    before = asked.conversation
    assert asked.ask(event_xml("VIEW", "https://example.org/")) is None
    assert asked.conversation == before


def test_words_of_a_section_belong_to_the_open_form(asked: Desk) -> None:
    fill(asked, "register", "small")
    assert asked.say("hello") == "Text? hello"


def test_emergency_is_answered_above_the_next_question(asked: Desk) -> None:
    fill(asked, "register", "small")
    assert asked.say("help me") == "Call 110.\n\nText? help me"
    assert step(asked) == "text"


def test_emergency_above_a_question_with_lines_keeps_them(asked: Desk) -> None:
    asked.say("register")
    said = asked.say("help me")
    assert said.startswith("Call 110.\n\nSmall or large.\n\nSize?")
    assert fill(asked, "1") == "Text?"


def test_emergency_that_ends_a_form_is_answered_above_the_end(asked: Desk) -> None:
    fill(asked, "register", "small", "words")
    tap(asked, "form/done")
    assert asked.say("help") == "Call 110.\n\nkept"
    assert asked.conversation.form is None


def test_form_is_not_opened_while_nobody_else_could_know_of_it(asked: Desk) -> None:
    asked.alone = True
    assert asked.say("register") == "No forms now."
    assert asked.conversation.form is None


def test_form_that_was_opened_before_goes_on(asked: Desk) -> None:
    asked.say("register")
    asked.alone = True
    assert asked.say("small") == "Text?"


def test_step_that_a_newer_version_does_not_know_begins_at_the_first(asked: Desk) -> None:
    fill(asked, "register", "small", "words")
    assert asked.conversation.form is not None
    asked.conversation = replace(asked.conversation, form=replace(asked.conversation.form, step="gone"))
    assert asked.say("back").startswith("Size?")
    assert tap(asked, "form/large") == "Text? words"


def test_form_that_a_newer_version_does_not_know_is_over(asked: Desk) -> None:
    asked.say("register")
    assert asked.conversation.form is not None
    asked.conversation = replace(asked.conversation, form=replace(asked.conversation.form, form="gone"))
    assert tap(asked, "form/small").startswith("No form.")


def test_form_is_told_apart_from_every_other_and_names_nobody(asked: Desk) -> None:
    origins = []
    for _ in range(2):
        tap(asked, "register")
        assert asked.conversation.form is not None
        origins.append(asked.conversation.form.origin)
    assert origins[0] != origins[1]
    assert all(len(origin) == 64 and "Alice" not in origin for origin in origins)


def test_form_that_is_opened_twice_by_one_message_is_the_same(asked: Desk) -> None:
    """A retry that is handled once more must not lead to a second letter."""
    xml, origins = text_xml("register"), set()
    for _ in range(2):
        asked.ask(xml)
        assert asked.conversation.form is not None
        origins.add(asked.conversation.form.origin)
    assert len(origins) == 1


def test_values_that_are_known_before_are_kept(asked: Desk) -> None:
    tap(asked, "register/large")
    assert filled(asked) == {"size": "large"}


def test_open_form_is_read_as_it_was_written(asked: Desk) -> None:
    fill(asked, "register", "large", "护照 ]]> \n")
    assert Conversation.load(asked.conversation.dump()) == asked.conversation


def test_form_opens_below_the_welcome_of_who_followed_by_its_code(asked: Desk) -> None:
    welcoming = Router("welcome")

    @welcoming.on(source=Source.FOLLOW)
    def followed(_intent: Intent, context: Context) -> Outcome:
        return answer(Listing(context.phrase("welcome"), (Choice("hours", "hours"),)))

    desk = replace(asked, decider=Decider((welcoming, registration), Random(1)))
    said = in_words(desk.ask(event_xml("subscribe", "qrscene_register")))
    assert said.startswith("Welcome.\n\nSize?")
    assert desk.say("1") == "Text?"
