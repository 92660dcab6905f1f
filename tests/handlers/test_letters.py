"""Letters: a guided form for each kind, a number by which the writer asks and adds, and nothing for anybody else."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.dispatch.asking import Desk
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.protocol.replies import TextReply
from wxbot.services.effects import AddToLetter, AnswerView, LetterView, OpenLetter, ReadLetters, Receipt
from wxbot.store.letters import EntryKind, Route, State

KINDS = ("advice", "question", "complaint", "brochure", "event")
NUMBER = "20261122-0007"
OPENED = dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)  # Already the 23rd in Shanghai.
VIEW = LetterView(
    NUMBER, "advice", State.ANSWERED, OPENED, OPENED, 2, (AnswerView("谢谢您的建议。"), AnswerView("已经改好了。"))
)
TEXT, MAIL = "希望周六也能办护照", "li.ming@example.com"


def _step(desk: Desk) -> str:
    return desk.conversation.form.step if desk.conversation.form else ""


def _values(desk: Desk) -> dict[str, str]:
    assert desk.conversation.form is not None
    return dict(desk.conversation.form.values)


def _fill(desk: Desk, *words: str) -> str:
    """The reply to the last of these; what begins with a slash is tapped."""
    replies = [desk.tap_line(f"form{each}") if each.startswith("/") else desk.say(each) for each in words]
    return replies[-1]


def _letter(desk: Desk) -> OpenLetter:
    (letter,) = desk.effects
    assert isinstance(letter, OpenLetter)
    return letter


def _addition(desk: Desk) -> AddToLetter:
    (addition,) = desk.effects
    assert isinstance(addition, AddToLetter)
    return addition


def _receive(desk: Desk, *receipts: Receipt) -> None:
    desk.receipts = receipts


def test_overview_offers_every_kind_the_calls_and_ones_own_letters(either: Desk) -> None:
    either.tap("letters")
    assert either.keys == [*(f"letters/{kind}" for kind in KINDS), "calls", "my-letters"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        *(("提建议", "advice"), ("suggestion", "advice"), ("我要咨询", "question"), ("ask a question", "question")),
        *(
            ("投诉", "complaint"),
            ("I want to complain", "complaint"),
            ("索取手册", "brochure"),
            ("brochure", "brochure"),
        ),
        *(("活动咨询", "event"), ("ask about an event", "event")),
    ],
)
def test_kind_is_opened_by_its_words(desk: Desk, words: str, kind: str) -> None:
    desk.say(words)
    assert _values(desk)["kind"] == kind


@pytest.mark.parametrize("kind", KINDS)
def test_letter_of_each_kind_is_handed_in(either: Desk, kind: str) -> None:
    either.tap(f"letters/{kind}")
    if kind == "event":
        _fill(either, "/other")
    _fill(either, TEXT, "/done")
    if kind == "brochure":
        _fill(either, "李明", "北京市朝阳门南大街2号")
    said = _fill(either, MAIL)
    assert TEXT in said
    _receive(either, Receipt(number=NUMBER))
    assert NUMBER in _fill(either, "/submit")
    letter = _letter(either)
    assert (letter.kind, letter.subject, letter.language) == (kind, "", either.language)
    assert (letter.text, letter.contact) == (TEXT, MAIL)
    assert letter.address == ("李明\n北京市朝阳门南大街2号" if kind == "brochure" else "")
    assert letter.later == either.phrase("letter-number")
    assert "{number}" in letter.later
    assert either.conversation.form is None


def test_letter_that_waits_is_confirmed_without_a_number(either: Desk) -> None:
    either.tap("letters/advice")
    _fill(either, TEXT, "/done", "/skip")
    _receive(either, Receipt(waits=True))
    assert _fill(either, "/submit") == either.phrase("letter-waits")


@pytest.mark.parametrize("words", ["提交", "确认", "是", "submit", "Yes", "1"])
def test_letter_is_handed_in_by_words_or_a_number(desk: Desk, words: str) -> None:
    desk.tap("letters/advice")
    _fill(desk, TEXT, "写完了", "跳过", words)
    assert _letter(desk).text == TEXT


def test_letter_is_not_handed_in_by_other_words(desk: Desk) -> None:
    desk.tap("letters/advice")
    said = _fill(desk, TEXT, "/done", "/skip", "再想想")
    assert said.startswith(desk.phrase("form-confirm-wrong"))
    assert (desk.effects, _step(desk)) == ((), "confirm")


def test_text_may_come_in_several_messages(desk: Desk) -> None:
    desk.tap("letters/advice")
    assert "9" in _fill(desk, TEXT)
    _fill(desk, "周日也行", "/done", "/skip", "/submit")
    assert _letter(desk).text == f"{TEXT}\n周日也行"


@pytest.mark.parametrize("words", ["写完了", "好了", "done", "That's all"])
def test_text_is_complete_when_its_writer_says_so(desk: Desk, words: str) -> None:
    desk.tap("letters/advice")
    _fill(desk, TEXT, words)
    assert _step(desk) == "contact"


@pytest.mark.parametrize("words", ["好了吗", "写完了没有？"])
def test_word_for_complete_within_a_sentence_belongs_to_the_text(desk: Desk, words: str) -> None:
    desk.tap("letters/advice")
    _fill(desk, TEXT, words)
    assert _values(desk)["text"] == f"{TEXT}\n{words}"


@pytest.mark.parametrize("first", ["/done", "好", "写完了"])
def test_letter_without_words_is_not_complete(desk: Desk, first: str) -> None:
    desk.tap("letters/advice")
    assert _fill(desk, first).startswith(desk.phrase("form-text-short"))
    assert _step(desk) == "text"


def test_text_that_is_too_long_is_not_taken_and_what_was_written_stays(desk: Desk) -> None:
    desk.tap("letters/advice")
    said = _fill(desk, TEXT, "字" * 600, "字" * 600, "字" * 600)
    assert said.startswith(desk.phrase("form-text-long", most="1500"))
    assert len(_values(desk)["text"]) == len(TEXT) + 1202


def test_text_can_be_written_anew(desk: Desk) -> None:
    desk.tap("letters/advice")
    _fill(desk, "写错了的话", "/rewrite", TEXT, "/done", "/skip", "/submit")
    assert _letter(desk).text == TEXT


def test_picture_is_no_text(desk: Desk) -> None:
    desk.tap("letters/advice")
    assert desk.picture("M").startswith(desk.phrase("form-words"))
    assert _step(desk) == "text"


@pytest.mark.parametrize(
    "contact",
    [
        *("13800138000", "+86 138 0013 8000", "010-65961114", "(010)65961114", "+1 (212) 244-9456", "（010）65961114"),
        *("１３８００１３８０００", "li@example.com", "li.ming+visa@mail.example.com.cn"),
    ],
)
def test_contact_may_be_any_phone_or_e_mail_address(desk: Desk, contact: str) -> None:
    desk.tap("letters/advice")
    _fill(desk, TEXT, "/done", contact)
    assert _step(desk) == "confirm"


@pytest.mark.parametrize("contact", ["李明", "12345", "li@", "@example.com", "我的微信是li", "1" * 40, "li@example"])
def test_contact_that_is_none_is_asked_for_again(desk: Desk, contact: str) -> None:
    desk.tap("letters/advice")
    assert _fill(desk, TEXT, "/done", contact).startswith(desk.phrase("form-contact-wrong"))
    assert _step(desk) == "contact"


@pytest.mark.parametrize(("name", "address"), [("李", "北京市朝阳门南大街2号"), ("李明", "北京"), ("名" * 61, "x" * 9)])
def test_brochure_needs_a_name_and_an_address(desk: Desk, name: str, address: str) -> None:
    desk.tap("letters/brochure")
    _fill(desk, TEXT, "/done", name)
    if _step(desk) == "address":
        assert _fill(desk, address).startswith(desk.phrase("letter-address-wrong"))
    else:
        assert _step(desk) == "name"


def test_other_letters_ask_for_no_address(desk: Desk) -> None:
    desk.tap("letters/advice")
    _fill(desk, TEXT, "/done")
    assert _step(desk) == "contact"


def test_event_is_chosen_from_the_calendar(either: Desk) -> None:
    either.tap("letters/event")
    assert len(either.keys) == 7
    slug = either.keys[0].removeprefix("form/")
    title = either.edition.shelf(Kind.EVENT, either.language).by_slug[slug].title
    said = _fill(either, "1", TEXT, "/done", "/skip")
    assert title in said
    _fill(either, "/submit")
    assert _letter(either).subject == slug


@pytest.mark.parametrize("words", ["哪个都行", "/harbin-ice-snow-1999"])
def test_event_that_is_not_in_the_calendar_is_not_taken(desk: Desk, words: str) -> None:
    desk.tap("letters/event")
    assert _fill(desk, words).startswith(desk.phrase("form-choose"))
    assert _step(desk) == "event"


@pytest.mark.parametrize(("kind", "shelf"), [("event", Kind.EVENT), ("advice", Kind.CALL)])
def test_letter_about_something_names_it_without_asking(desk: Desk, kind: str, shelf: Kind) -> None:
    about = desk.edition.all(shelf, "zh", desk.now)[0]
    desk.tap(f"letters/{kind}/{about.slug}")
    assert _step(desk) == "text"
    assert about.title in _fill(desk, TEXT, "/done", "/skip")
    _fill(desk, "/submit")
    assert (_letter(desk).kind, _letter(desk).subject) == (kind, about.slug)


def test_letter_about_what_is_over_is_not_begun(desk: Desk) -> None:
    about = desk.edition.all(Kind.CALL, "zh", desk.now)[0]
    desk.now = about.body.closes
    reply = desk.tap(f"letters/advice/{about.slug}")
    assert isinstance(reply, TextReply)
    assert reply.text.startswith(desk.phrase("gone"))
    assert desk.conversation.form is None


@pytest.mark.parametrize("key", ["letters/poem", "letters/", "letters/advice-x"])
def test_kind_that_does_not_exist_shows_those_that_do(desk: Desk, key: str) -> None:
    desk.tap(key)
    assert desk.keys[0] == "letters/advice"


def test_ones_own_words_cannot_become_a_link(desk: Desk) -> None:
    desk.tap("letters/brochure")
    links = ('[免费](https://evil.example)<a href="https://evil.example">x</a>', '<a href="https://evil.example">x</a>')
    said = _fill(desk, f"请看{links[0]}", "/done", links[1], f"北京市朝阳门{links[0]}", "/skip")
    assert "免费" in said
    assert '<a href="https' not in said


def test_last_look_at_the_longest_letter_still_shows_the_ways_on(either: Desk) -> None:
    either.tap("letters/brochure")
    _fill(either, "字" * 650, "字" * 650, "/done", "名" * 60, "址" * 200, f"{'a' * 60}@{'b' * 60}.example.com")
    assert either.keys == ["form/submit", "form/back", "form/leave"]
    _fill(either, "/submit")
    assert len(_letter(either).text) == 1301


@pytest.mark.parametrize("words", ["救命，我在巴黎被抢劫了", "I was robbed in Paris"])
def test_emergency_at_any_step_is_answered_and_the_ways_on_stay(either: Desk, words: str) -> None:
    """However long the letter is, and whichever step it is: the hotline first, then how to go on."""
    either.tap("letters/brochure")
    for answer in ("字" * 400, "/done", "名" * 60, "址" * 200, f"{'a' * 60}@example.com"):
        _fill(either, answer)
        form = either.conversation.form
        said = either.say(words)
        assert "+86-10-12308" in said
        assert "form/leave" in said
        either.conversation = replace(either.conversation, form=form)
    assert "form/submit" in said


@pytest.mark.parametrize("kind", KINDS)
def test_letter_is_left_without_a_trace(either: Desk, kind: str) -> None:
    either.tap(f"letters/{kind}")
    _fill(either, TEXT)
    assert _fill(either, "/leave") == either.phrase("form-left")
    assert (either.effects, either.conversation.form) == ((), None)


def _views(count: int) -> Sequence[LetterView]:
    return [replace(VIEW, number=f"20261122-{place:04}") for place in range(count)]


def test_own_letters_are_listed_with_their_state(either: Desk) -> None:
    _receive(either, Receipt(letters=tuple(_views(8))))
    either.tap("my-letters")
    assert either.effects == (ReadLetters(),)
    assert either.keys == [f"letter/20261122-{place:04}" for place in range(8)]
    words, _ = either.conversation.choices[0]
    assert either.phrase("letter-state-answered") in words


def test_one_without_letters_is_shown_how_to_write(either: Desk) -> None:
    either.tap("my-letters")
    assert either.keys == ["letters"]


@pytest.mark.parametrize(
    "words",
    [
        *(NUMBER, f"查询{NUMBER}", f"查询 {NUMBER}", f"编号：{NUMBER}", f"status {NUMBER}", f"case #{NUMBER}"),
        *("２０２６１１２２－０００７", f" {NUMBER} ", "20261122-10000"),
    ],
)
def test_number_asks_for_the_state(desk: Desk, words: str) -> None:
    desk.say(words)
    (effect,) = desk.effects
    assert isinstance(effect, ReadLetters)
    assert effect.number in (NUMBER, "20261122-10000")


@pytest.mark.parametrize("words", ["20261122", "2026-11-22", "20261122-7", "19991122-0007", f"我的护照{NUMBER}丢了吗"])
def test_what_is_no_number_of_a_letter_asks_for_none(desk: Desk, words: str) -> None:
    desk.say(words)
    assert not [effect for effect in desk.effects if isinstance(effect, ReadLetters)]


def test_state_is_told_with_answers_days_and_the_way_to_add(either: Desk) -> None:
    _receive(either, Receipt(letters=(VIEW,)))
    said = either.say(NUMBER)
    assert said.startswith(f"【{NUMBER}】" if either.language == "zh" else f"[{NUMBER}]")
    assert said.count("2026-11-23") == 2  # On the account's own calendar.
    assert said.index("谢谢您的建议。") < said.index("已经改好了。")
    assert either.phrase("letter-additions", count="2") in said
    assert f"letter-add/{NUMBER}" in said


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_name_in_both_languages(either: Desk, state: State) -> None:
    _receive(either, Receipt(letters=(replace(VIEW, state=state),)))
    assert either.phrase(f"letter-state-{state}")
    assert either.phrase(f"letter-state-{state}") in either.say(NUMBER)


@pytest.mark.parametrize("route", [route for route in Route if route != Route.MESSAGE])
def test_one_who_was_answered_otherwise_is_told_how(either: Desk, route: Route) -> None:
    _receive(either, Receipt(letters=(replace(VIEW, answers=(AnswerView("", route=route),)),)))
    told = either.phrase(f"letter-given-{route}")
    assert told
    assert told in either.say(NUMBER)


def test_refusal_is_told_as_one(either: Desk) -> None:
    refusal = AnswerView("这不属于我们的职责。", EntryKind.REFUSAL)
    _receive(either, Receipt(letters=(replace(VIEW, state=State.REFUSED, answers=(refusal,)),)))
    assert either.phrase("letter-refusal", words=refusal.words) in either.say(NUMBER)


def test_only_one_who_asks_for_his_letter_is_shown_its_answers(desk: Desk) -> None:
    """So that what he has not read is still sent to him."""
    shown = []
    for words in (NUMBER, f"补充 {NUMBER}", "我的来信"):
        desk.say(words)
        shown += [effect.shown for effect in desk.effects if isinstance(effect, ReadLetters)]
    assert shown == [True, False, False]


def test_letter_with_long_answers_is_read_on_with_more(desk: Desk) -> None:
    _receive(desk, Receipt(letters=(replace(VIEW, answers=(AnswerView("。".join(["字" * 60] * 40)),)),)))
    pages = [desk.say(NUMBER)]
    while desk.conversation.more:
        pages.append(desk.say("更多"))
    assert "".join(pages).count("字") == 2400
    assert f"letter-add/{NUMBER}" in pages[-1]


@pytest.mark.parametrize("words", [NUMBER, f"补充 {NUMBER}"])
def test_number_of_somebody_elses_letter_is_unknown(either: Desk, words: str) -> None:
    said = either.say(words)
    assert said == either.phrase("letter-unknown", number=NUMBER)
    assert either.conversation.form is None


@pytest.mark.parametrize("words", [f"补充{NUMBER}", f"追加 {NUMBER}", f"add {NUMBER}", f"add to {NUMBER}"])
def test_writer_adds_to_his_letter(desk: Desk, words: str) -> None:
    _receive(desk, Receipt(letters=(VIEW,)))
    desk.say(words)
    assert desk.effects == (ReadLetters(NUMBER),)
    _receive(desk, Receipt(number=NUMBER))
    assert _fill(desk, "还有一点", "/done") == desk.phrase("letter-added", number=NUMBER)
    assert (_addition(desk).number, _addition(desk).text) == (NUMBER, "还有一点")


def test_addition_that_waits_is_confirmed(desk: Desk) -> None:
    _receive(desk, Receipt(letters=(VIEW,)))
    desk.tap_line(f"letter-add/{NUMBER}")
    _receive(desk, Receipt(waits=True))
    assert _fill(desk, "还有一点", "/done") == desk.phrase("letter-added", number=NUMBER)


def test_addition_to_a_letter_that_is_gone_meanwhile_is_told_so(desk: Desk) -> None:
    _receive(desk, Receipt(letters=(VIEW,)))
    desk.tap_line(f"letter-add/{NUMBER}")
    _receive(desk, Receipt(done=False))
    assert _fill(desk, "还有一点", "/done") == desk.phrase("letter-unknown", number=NUMBER)


def test_letter_and_its_additions_are_kept_apart(desk: Desk) -> None:
    """Each is kept once however often it is handed in, so none may be taken for another."""
    origins = set()
    for _ in range(2):
        desk.say("提建议")
        _fill(desk, TEXT, "/done", "/skip", "/submit")
        origins.add(_letter(desk).origin)
        _receive(desk, Receipt(letters=(VIEW,)))
        desk.tap_line(f"letter-add/{NUMBER}")
        _receive(desk)
        _fill(desk, "还有一点", "/done")
        origins.add(_addition(desk).origin)
    assert len(origins) == 4


def test_calls_are_listed_and_told_with_the_day_on_which_they_close(either: Desk) -> None:
    either.tap("calls")
    lives = either.edition.all(Kind.CALL, either.language, either.now)
    assert either.keys == [live.key for live in lives]
    said = either.tap_line(lives[0].key)
    assert lives[0].title in said
    assert lives[0].body.closes.date().isoformat() in said
    assert f"letters/advice/{lives[0].slug}" in said


def test_call_that_is_over_is_neither_listed_nor_told(desk: Desk, delivered: Edition) -> None:
    lives = delivered.all(Kind.CALL, "zh", desk.now)
    desk.now = max(live.body.closes for live in lives)
    desk.tap("calls")
    assert not [key for key in desk.keys if key.startswith("call/")]
    assert desk.tap_line(lives[0].key).startswith(desk.phrase("gone"))
    desk.tap("letters")
    assert "calls" not in desk.keys


def test_no_letter_is_begun_while_redis_is_down(either: Desk) -> None:
    either.alone = True
    reply = either.tap("letters/advice")
    assert reply == TextReply(either.phrase("form-closed"))
