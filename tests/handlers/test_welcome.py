"""Who follows, scans or leaves."""

from tests.dispatch.asking import Desk
from tests.rig.wire import event_xml
from wxbot.dispatch.answers import Listing
from wxbot.protocol.replies import TextReply
from wxbot.services.effects import ReadSubscriptions


def test_a_new_follower_is_welcomed_and_shown_the_sections(desk: Desk) -> None:
    reply = desk.ask(event_xml("subscribe"))
    assert isinstance(reply, TextReply)
    assert "欢迎关注" in reply.text
    assert [key for _, key in desk.conversation.choices] == [
        *("news", "speeches", "embassies", "consular", "knowledge", "events", "letters", "language/en"),
    ]


def test_an_english_follower_is_welcomed_in_english(desk: Desk) -> None:
    desk.language = "en"
    reply = desk.ask(event_xml("subscribe"))
    assert isinstance(reply, TextReply)
    assert "welcome" in reply.text


def test_following_by_a_sections_code_shows_the_section_too(desk: Desk) -> None:
    desk.ask(event_xml("subscribe", "qrscene_consular/passport"))
    assert [type(answer) for answer in desk.outcome.answers] == [Listing, Listing]


def test_following_by_a_forms_code_opens_the_form_below_the_welcome(desk: Desk) -> None:
    reply = desk.ask(event_xml("subscribe", "qrscene_letters/advice"))
    assert isinstance(reply, TextReply)
    assert reply.text.startswith(desk.phrase("welcome")[:10])
    assert desk.phrase("letter-text-advice") in reply.text
    assert desk.conversation.form is not None
    assert desk.say("希望周六也能办护照").startswith(desk.phrase("form-text-more", count="9"))


def test_following_by_a_code_that_asks_for_ones_own_shows_it_too(desk: Desk) -> None:
    desk.ask(event_xml("subscribe", "qrscene_subscriptions"))
    assert desk.effects == (ReadSubscriptions(),)
    welcome, subscriptions = desk.outcome.answers
    assert isinstance(welcome, Listing)
    assert isinstance(subscriptions, Listing)
    assert subscriptions.head == desk.phrase("subscriptions-none")


def test_scanning_a_sections_code_opens_the_section(desk: Desk) -> None:
    desk.ask(event_xml("SCAN", "consular/passport"))
    assert desk.hit == "consular.category"


def test_scanning_an_unknown_code_still_helps(desk: Desk) -> None:
    reply = desk.ask(event_xml("SCAN", "desk-12"))
    assert isinstance(reply, TextReply)
    assert desk.hit == "welcome.scanned"


def test_one_who_leaves_is_let_go_in_silence(desk: Desk) -> None:
    assert desk.ask(event_xml("unsubscribe")) is None
