"""What the platform tells is read whole, however it mixes case, shape and nesting."""

import pytest

from tests.protocol.event_samples import ACTIONS, key
from tests.protocol.job_samples import CHANGE, NO, POPUP, RESULTS, TWO_LINES, popup
from tests.protocol.samples import event, read, said
from wxbot.protocol.events import (
    Click,
    Consents,
    Event,
    MassFinished,
    Pictures,
    PublishFinished,
    Subscribe,
    TemplateFinished,
    UnknownEvent,
)

EVENTS = ACTIONS | RESULTS


@pytest.mark.parametrize(("body", "expected"), EVENTS.values(), ids=EVENTS.keys())
def test_event_is_read_with_all_its_fields(body: bytes, expected: Event) -> None:
    assert said(body) == expected


@pytest.mark.parametrize(("body", "expected"), EVENTS.values(), ids=EVENTS.keys())
def test_case_of_an_event_does_not_matter(body: bytes, expected: Event) -> None:
    start = body.index(b"<Event><![CDATA[") + len(b"<Event><![CDATA[")
    end = body.index(b"]]>", start)
    assert said(body[:start] + body[start:end].swapcase() + body[end:]) == expected


def test_event_without_a_name_is_unknown() -> None:
    assert isinstance(read(event("")), UnknownEvent)


def test_only_the_prefix_of_a_scene_is_taken_off() -> None:
    found = read(event("subscribe", key("qrscene_qrscene_1")))
    assert isinstance(found, Subscribe)
    assert found.scene == "qrscene_1"


def test_single_list_is_one_entry() -> None:
    found = read(event("subscribe_msg_popup_event", POPUP.format(popup("TPL_A", "reject"))))
    assert isinstance(found, Consents)
    assert found.entries == (NO,)


def test_repeated_list_keeps_its_order() -> None:
    found = read(event("subscribe_msg_popup_event", POPUP.format(TWO_LINES)))
    assert isinstance(found, Consents)
    assert [entry.template_id for entry in found.entries] == ["TPL_A", "TPL_B"]


def test_change_nested_under_the_popups_name_is_read() -> None:
    nested = said(event("subscribe_msg_change_event", POPUP.format(popup("TPL_A", "reject"))))
    assert nested == said(event("subscribe_msg_change_event", CHANGE.format(popup("TPL_A", "reject"))))


@pytest.mark.parametrize("status", ["reject", "ban", "filter", ""])
def test_only_accept_is_an_agreement(status: str) -> None:
    found = read(event("subscribe_msg_popup_event", POPUP.format(popup("TPL_A", status))))
    assert isinstance(found, Consents)
    assert not found.entries[0].accepted


@pytest.mark.parametrize("inside", ["", " ", "\n\t  \n"])
def test_list_of_blanks_has_no_articles(inside: str) -> None:
    articles = f"<ArticleUrlResult><Count>0</Count><ResultList>{inside}</ResultList></ArticleUrlResult>"
    found = read(event("MASSSENDJOBFINISH", f"<MsgID>1</MsgID>{articles}"))
    assert isinstance(found, MassFinished)
    assert found.urls == ()


def test_every_article_of_a_mass_message_is_named() -> None:
    items = "".join(f"<item><ArticleUrl>http://a/{number}</ArticleUrl></item>" for number in range(3))
    found = read(event("MASSSENDJOBFINISH", f"<ArticleUrlResult><ResultList>{items}</ResultList></ArticleUrlResult>"))
    assert isinstance(found, MassFinished)
    assert found.urls == ("http://a/0", "http://a/1", "http://a/2")


@pytest.mark.parametrize("number", ["9223372036854775807", "18446744073709551615", "1000000000000000001"])
def test_long_id_keeps_every_digit(number: str) -> None:
    found = read(event("TEMPLATESENDJOBFINISH", f"<MsgID>{number}</MsgID>"))
    assert isinstance(found, TemplateFinished)
    assert found.message_id == number


def test_single_failed_article_is_a_list_of_one() -> None:
    found = read(event("PUBLISHJOBFINISH", "<PublishEventInfo><fail_idx>3</fail_idx></PublishEventInfo>"))
    assert isinstance(found, PublishFinished)
    assert found.failed == (3,)


@pytest.mark.parametrize("wrong", ["²", "", "x", "-1", "9" * 5000, "<deep>1</deep>"])
def test_failed_article_that_is_no_number_is_left_out(wrong: str) -> None:
    numbers = f"<fail_idx>1</fail_idx><fail_idx>{wrong}</fail_idx>"
    found = read(event("PUBLISHJOBFINISH", f"<PublishEventInfo>{numbers}</PublishEventInfo>"))
    assert isinstance(found, PublishFinished)
    assert found.failed == (1,)


@pytest.mark.parametrize("count", ["--5", "²", "many", "9" * 5000])
def test_count_that_is_no_number_reads_as_zero(count: str) -> None:
    found = read(event("MASSSENDJOBFINISH", f"<MsgID>1</MsgID><SentCount>{count}</SentCount>"))
    assert isinstance(found, MassFinished)
    assert found.sent == 0


def test_picture_event_without_pictures_has_none() -> None:
    found = read(event("pic_weixin", "<SendPicsInfo><Count>0</Count><PicList></PicList></SendPicsInfo>"))
    assert isinstance(found, Pictures)
    assert found.checksums == ()


def test_leaf_in_place_of_a_branch_is_survived() -> None:
    found = read(event("PUBLISHJOBFINISH", "<PublishEventInfo>nothing</PublishEventInfo>"))
    assert isinstance(found, PublishFinished)
    assert found.publish_id == ""


def test_key_of_a_click_is_kept_as_it_is() -> None:
    found = read(event("CLICK", key(" News/1?x=<&> ")))
    assert isinstance(found, Click)
    assert found.key == " News/1?x=<&> "
