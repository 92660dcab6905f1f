"""What followers send is read whole, whatever the platform adds to it or leaves out."""

import pytest

from tests.protocol.message_samples import MESSAGES
from tests.protocol.samples import push, read, said
from wxbot.errors import MalformedError
from wxbot.protocol.messages import Image, Location, Message, Text, Voice


@pytest.mark.parametrize(("body", "expected"), MESSAGES.values(), ids=MESSAGES.keys())
def test_message_is_read_with_all_its_fields(body: bytes, expected: Message) -> None:
    assert said(body) == expected


@pytest.mark.parametrize("kind", ["TEXT", "Text", " text "])
def test_kind_is_known_whatever_its_case(kind: str) -> None:
    assert isinstance(read(push(kind, "<Content>hello</Content>")), Text)


def test_line_breaks_of_a_text_are_kept() -> None:
    message = read(push("text", "<Content><![CDATA[first\nsecond]]></Content>"))
    assert isinstance(message, Text)
    assert message.content == "first\nsecond"


def test_markup_in_a_text_is_only_text() -> None:
    message = read(push("text", "<Content><![CDATA[<Content>&amp;</Content>]]></Content>"))
    assert isinstance(message, Text)
    assert message.content == "<Content>&amp;</Content>"


def test_text_without_content_is_an_empty_text() -> None:
    message = read(push("text", "<MsgId>1</MsgId>"))
    assert isinstance(message, Text)
    assert message.content == ""


def test_empty_recognition_leaves_the_voice_itself() -> None:
    message = read(push("voice", "<MediaId>M</MediaId><Recognition><![CDATA[]]></Recognition>"))
    assert isinstance(message, Voice)
    assert (message.media_id, message.recognition) == ("M", "")


def test_first_of_a_repeated_field_counts() -> None:
    message = read(push("image", "<MediaId>one</MediaId><MediaId>two</MediaId>"))
    assert isinstance(message, Image)
    assert message.media_id == "one"


def test_field_with_nodes_inside_reads_as_empty() -> None:
    message = read(push("text", "<Content><b>bold</b></Content>"))
    assert isinstance(message, Text)
    assert message.content == ""


@pytest.mark.parametrize("scale", ["", "many", "--5", "²", "9" * 30, "1.5"])
def test_scale_that_is_no_number_does_not_cost_the_location(scale: str) -> None:
    message = read(push("location", f"<Location_X>31.2</Location_X><Scale>{scale}</Scale>"))
    assert isinstance(message, Location)
    assert (message.latitude, message.scale) == (31.2, 0)


@pytest.mark.parametrize("degrees", ["", "north", "nan", "inf", "-Infinity", "1e999"])
def test_coordinate_that_is_no_number_reads_as_zero(degrees: str) -> None:
    message = read(push("location", f"<Location_X>{degrees}</Location_X><Location_Y>-121.4</Location_Y>"))
    assert isinstance(message, Location)
    assert (message.latitude, message.longitude) == (0.0, -121.4)


@pytest.mark.parametrize("missing", ["ToUserName", "FromUserName", "CreateTime"])
def test_message_without_a_common_field_is_malformed(missing: str) -> None:
    body = push("text", "<Content>hello</Content>").replace(missing.encode(), b"Other")
    with pytest.raises(MalformedError):
        read(body)


@pytest.mark.parametrize("created", ["", "soon", "-1", "1.5", "１７６", "²", "1760000000000"])
def test_time_that_is_no_number_of_seconds_is_malformed(created: str) -> None:
    body = push("text").replace(b"1760000000", created.encode())
    with pytest.raises(MalformedError, match="CreateTime"):
        read(body)
