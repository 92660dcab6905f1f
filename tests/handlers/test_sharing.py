"""Sharing pictures and videos: with consent and a line about them, several at once, and withdrawn at any time."""

import pytest

from tests.dispatch.asking import Desk
from tests.rig.wire import event_xml
from wxbot.protocol.replies import TextReply
from wxbot.services.effects import Receipt, Share, WithdrawShares

MOST = 9
CAPTION = "国庆节的埃菲尔铁塔"


def _share(desk: Desk) -> Share:
    (share,) = desk.effects
    assert isinstance(share, Share)
    return share


def _step(desk: Desk) -> str:
    return desk.conversation.form.step if desk.conversation.form else ""


def test_picture_is_asked_consent_for_before_anything_is_kept(either: Desk) -> None:
    said = either.picture("M1")
    assert said.startswith(either.phrase("share-consent", count="1"))
    assert either.keys == ["form/agree", "form/leave"]
    assert either.effects == ()


def test_picture_is_shared_with_its_caption(either: Desk) -> None:
    either.picture("M1")
    either.tap_line("form/agree")
    said = either.say(CAPTION)
    assert said.startswith(either.phrase("share-received", count="1", page="x").partition("[")[0])
    assert f"/gallery?lang={either.language}" in said
    assert (_share(either).media, _share(either).caption) == ((("image", "M1"),), CAPTION)
    assert either.conversation.form is None


def test_video_is_shared_too(desk: Desk) -> None:
    desk.send("video", "<MediaId>V1</MediaId><ThumbMediaId>T</ThumbMediaId>")
    desk.say("同意")
    desk.tap_line("form/skip")
    assert (_share(desk).media, _share(desk).caption) == ((("video", "V1"),), "")


@pytest.mark.parametrize("words", ["1", "同意", "好", "I agree", "OK", "yes"])
def test_consent_is_given_by_a_number_or_in_words(desk: Desk, words: str) -> None:
    desk.picture("M1")
    desk.say(words)
    assert _step(desk) == "caption"


@pytest.mark.parametrize("words", ["不同意", "2", "不", "no", "这是我拍的", "不同意放上去"])
def test_other_words_are_no_consent(desk: Desk, words: str) -> None:
    desk.picture("M1")
    desk.say(words)
    assert _step(desk) != "caption"
    assert desk.effects == ()


def test_one_who_refuses_shares_nothing(either: Desk) -> None:
    either.picture("M1")
    assert either.tap_line("form/leave") == either.phrase("form-left")
    assert (either.effects, either.conversation.form) == ((), None)


def test_pictures_that_follow_belong_to_the_first(desk: Desk) -> None:
    for number in range(3):
        said = desk.picture(f"M{number}")
    assert said.startswith(desk.phrase("share-consent", count="3"))
    desk.tap_line("form/agree")
    desk.picture("M3")
    assert _step(desk) == "caption"
    desk.say(CAPTION)
    assert [media_id for _, media_id in _share(desk).media] == ["M0", "M1", "M2", "M3"]


def test_picture_that_comes_twice_is_shared_once(desk: Desk) -> None:
    for _ in range(3):
        desk.picture("M1")
    desk.tap_line("form/agree")
    desk.say(CAPTION)
    assert _share(desk).media == (("image", "M1"),)


def test_more_than_a_phone_sends_at_once_are_not_taken(desk: Desk) -> None:
    for number in range(MOST):
        desk.picture(f"M{number}")
    assert desk.picture("one more").startswith(desk.phrase("share-most", most=f"{MOST}"))
    desk.tap_line("form/agree")
    desk.say(CAPTION)
    assert len(_share(desk).media) == MOST


@pytest.mark.parametrize("caption", ["字" * 140, "一", "a  b\nc"])
def test_caption_is_one_line_of_up_to_its_length(desk: Desk, caption: str) -> None:
    desk.picture("M1")
    desk.tap_line("form/agree")
    desk.say(caption)
    assert _share(desk).caption == " ".join(caption.split())


def test_caption_that_is_too_long_is_asked_for_again(desk: Desk) -> None:
    desk.picture("M1")
    desk.tap_line("form/agree")
    assert desk.say("字" * 141).startswith(desk.phrase("share-caption-wrong", most="140"))
    assert (_step(desk), desk.effects) == ("caption", ())


def test_share_that_waits_is_confirmed(desk: Desk) -> None:
    desk.picture("M1")
    desk.tap_line("form/agree")
    desk.receipts = [Receipt(waits=True)]
    assert "/gallery" in desk.say(CAPTION)


def test_picture_within_a_letter_begins_no_share(desk: Desk) -> None:
    desk.say("提建议")
    desk.picture("M1")
    assert desk.conversation.form is not None
    assert desk.conversation.form.form == "letter"


def test_emergency_as_a_caption_is_answered(desk: Desk) -> None:
    desk.picture("M1")
    desk.tap_line("form/agree")
    assert "+86-10-12308" in desk.say("救命，我在巴黎被抢劫了")


def test_message_of_a_kind_that_nobody_knows_opens_no_form(either: Desk) -> None:
    assert either.send("hologram", "<Depth>3</Depth>").startswith(either.phrase("media"))
    assert either.conversation.form is None


def test_picture_is_not_taken_while_redis_is_down(either: Desk) -> None:
    either.alone = True
    assert either.picture("M1") == either.phrase("form-closed")
    assert either.conversation.form is None


@pytest.mark.parametrize("ask", ["share", "gallery"])
def test_section_says_how_and_leads_to_the_gallery(either: Desk, ask: str) -> None:
    reply = either.tap(ask)
    assert isinstance(reply, TextReply)
    assert f'<a href="https://account.example/gallery?lang={either.language}">' in reply.text


@pytest.mark.parametrize("words", ["分享照片", "投稿", "share a photo"])
def test_sharing_is_asked_about_in_words(desk: Desk, words: str) -> None:
    desk.say(words)
    assert desk.hit == "sharing.how"


def test_event_of_the_albums_button_leaves_the_picture_to_its_message(desk: Desk) -> None:
    """WeChat sends both, and the event shows no reply."""
    pictures = "<SendPicsInfo><Count>1</Count><PicList></PicList></SendPicsInfo>"
    assert desk.ask(event_xml("pic_photo_or_album", "share", more=pictures)) is None
    desk.picture("M1")
    assert _step(desk) == "consent"


@pytest.mark.parametrize("words", ["撤回分享", "删除我的照片", "withdraw my photos"])
def test_everything_shared_is_withdrawn(desk: Desk, words: str) -> None:
    assert desk.say(words) == desk.phrase("share-withdrawn")
    assert desk.effects == (WithdrawShares(),)


def test_one_who_shared_nothing_is_told_so(either: Desk) -> None:
    either.receipts = [Receipt(done=False)]
    reply = either.tap("share-withdraw")
    assert reply == TextReply(either.phrase("share-nothing"))


def test_withdrawal_that_waits_is_confirmed(desk: Desk) -> None:
    desk.receipts = [Receipt(waits=True, done=False)]
    assert desk.say("撤回分享") == desk.phrase("share-withdrawn")
