import pytest

from tests.simulator.webhook import AES_KEY
from wxbot.simulator.wire import WireError, key_bytes, parse, render, seal, signature, unseal

MESSAGE = (
    "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oTEST0000000000000000000001]]>"
    "</FromUserName><CreateTime>1714037059</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]>"
    "</Content><MsgId>23000000000000001</MsgId></xml>"
)
SEALED = (
    "Q3stYC6hdFzMh9T8HCvyDEyyIo7SrfCU7qIY00FhmKzxLhwDU4yRHtC29SoooV3tqzu845Di3fJxjyUD+4kbEMrgphd5dT44Jp2aevb8qvg2j0HM"
    "JqLFFZoTjsqGIgIbsKrGYQOTHNRiBRmCjPjsnMbXp1MM0qOiJ6i0N/oL+A0eHDkQs/1EO19KKU1+3vrhfgu6YHHwjba5kFhS46fEn748thzyXfY3"
    "kcaCKSu703gMgn3A6C0CmjEdAS5qvdtoy5DLN0F5qCbf7UwHNxyLSs6ozrDKt2NwtnWmgjBUI/IZH3gbuM2o7Ac1domy0X6cbFaWWCBfjD8VDq8L"
    "lEew41IO6P2A/RH+VmfeSmuZjprVWoeC7ijigtYx/hrS7EDYWKiGdA6xqBe1GYnqkjugTmj37CEtasOylyBEN5S8hAk="
)


def test_signature_agrees_with_the_published_vector() -> None:
    assert signature("AAAAA", "1714037059", "486452656") == "899cf89e464efb63f54ddac96b0a0a235f53aa78"


def test_sealing_agrees_with_the_vector() -> None:
    assert key_bytes(AES_KEY).hex() == "69b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3d0010831051"
    assert seal(MESSAGE, AES_KEY, "wx0123456789abcdef", b"0123456789abcdef") == SEALED
    assert unseal(SEALED, AES_KEY) == (MESSAGE, "wx0123456789abcdef")


def test_signatures_of_the_sealed_vector_agree() -> None:
    parts = ("TESTTOKEN", "1714037059", "486452656")
    assert signature(*parts) == "51b0c3034965602a2357bd0fd3c3436a244e5b54"
    assert signature(*parts, SEALED) == "cbc2fea6185cf430d504efbf7e87eaa5360dcdd7"


@pytest.mark.parametrize("broken", ["!", "AAAA", SEALED[:-24] + "A" * 22 + "=="])
def test_broken_ciphertext_is_refused(broken: str) -> None:
    with pytest.raises(WireError):
        unseal(broken, AES_KEY)


def test_every_length_of_message_survives_sealing() -> None:
    for length in range(70):
        assert unseal(seal("x" * length, AES_KEY, "wx1"), AES_KEY) == ("x" * length, "wx1")


def test_the_end_of_cdata_inside_a_value_is_split() -> None:
    assert parse(render({"Content": "a]]>b"}).encode()).findtext("Content") == "a]]>b"


def test_repeated_and_nested_nodes_are_rendered() -> None:
    assert render({"List": [{"A": 1}, {"A": 2}]}) == "<xml><List><A>1</A></List><List><A>2</A></List></xml>"


@pytest.mark.parametrize("document", [b'<!DOCTYPE x [<!ENTITY e "v">]><xml>&e;</xml>', b"<xml>", b"", b"words"])
def test_document_types_and_broken_xml_are_refused(document: bytes) -> None:
    with pytest.raises(WireError):
        parse(document)
