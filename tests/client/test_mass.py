"""Mass sends: what is asked of WeChat, and that every ending tells whether it may have gone out."""

import pytest

from tests.client.gateway import Gateway
from tests.client.refusals import code, failure
from wxbot.client import mass
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, Remedy

ID = "0123456789abcdef0123456789abcdef"
TAKEN = {"errcode": 0, "errmsg": "send job submission success", "msg_id": 34182, "msg_data_id": 206227730}
HELLO = mass.Text("你好")


def test_everyone_is_sent_the_articles_of_a_draft(gateway: Gateway, strayed: Api) -> None:
    gateway.say(TAKEN)
    accepted = mass.send_to_all(strayed, mass.Draft("DRAFT"), ID)
    assert accepted == mass.Accepted("34182", "206227730", duplicate=False)
    assert gateway.paths == ["/cgi-bin/message/mass/sendall"]
    assert gateway.asked == {
        "filter": {"is_to_all": True},
        "msgtype": "mpnews",
        "mpnews": {"media_id": "DRAFT"},
        "send_ignore_reprint": 0,
        "clientmsgid": ID,
    }


def test_carriers_of_a_tag_are_sent_a_text(gateway: Gateway, strayed: Api) -> None:
    gateway.say(TAKEN)
    mass.send_to_tag(strayed, 101, HELLO, ID)
    assert gateway.asked == {
        "filter": {"is_to_all": False, "tag_id": 101},
        "msgtype": "text",
        "text": {"content": "你好"},
        "clientmsgid": ID,
    }


def test_listed_followers_are_sent_pictures(gateway: Gateway, strayed: Api) -> None:
    gateway.say(TAKEN)
    mass.send_to_list(strayed, ["oAlice", "oBob"], mass.Images(("A", "B"), "看"), ID)
    assert gateway.paths == ["/cgi-bin/message/mass/send"]
    assert gateway.asked["touser"] == ["oAlice", "oBob"]
    assert gateway.asked["images"] == {"media_ids": ["A", "B"], "recommend": "看"}


@pytest.mark.parametrize("count", [0, 1, 10_001])
def test_too_few_or_too_many_followers_are_not_even_asked_for(gateway: Gateway, strayed: Api, count: int) -> None:
    with pytest.raises(ValueError, match="2 to 10000"):
        mass.send_to_list(strayed, ["oAlice"] * count, HELLO, ID)
    assert gateway.calls == []


@pytest.mark.parametrize("clientmsgid", ["", "x" * 33])
def test_id_that_wechat_would_not_take_is_not_sent(gateway: Gateway, strayed: Api, clientmsgid: str) -> None:
    with pytest.raises(ValueError, match="32 characters"):
        mass.send_to_all(strayed, HELLO, clientmsgid)
    assert gateway.calls == []


def test_message_that_is_there_already_counts_as_accepted(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(45065, "clientmsgid exist", msg_id=34182))
    assert mass.send_to_all(strayed, HELLO, ID) == mass.Accepted("34182", "", duplicate=True)


def test_same_id_within_a_minute_says_to_look_again_later(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(45066, "same clientmsgid retry too fast"))
    error = failure(lambda: mass.send_to_all(strayed, HELLO, ID))
    assert error.kind is ErrorClass.MINUTE
    assert mass.in_doubt(error)


def test_minute_quota_says_that_nothing_was_taken(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(45011))
    error = failure(lambda: mass.send_to_all(strayed, HELLO, ID))
    assert error.kind is ErrorClass.MINUTE
    assert not mass.in_doubt(error)


@pytest.mark.parametrize("busy", [-1, 9500002])
def test_busy_platform_may_have_taken_it_and_is_not_asked_again(gateway: Gateway, strayed: Api, busy: int) -> None:
    gateway.say(code(busy))
    error = failure(lambda: mass.send_to_all(strayed, HELLO, ID))
    assert mass.in_doubt(error)
    assert len(gateway.calls) == 1


def test_call_that_is_cut_off_is_in_doubt_and_not_made_again(gateway: Gateway, strayed: Api) -> None:
    gateway.say(TAKEN)
    gateway.missing = 10
    error = failure(lambda: mass.send_to_all(strayed, HELLO, ID))
    assert (error.kind, error.code) == (ErrorClass.UNKNOWN, None)
    assert mass.in_doubt(error)
    assert len(gateway.calls) == 1


def test_page_of_a_proxy_is_in_doubt(gateway: Gateway, strayed: Api) -> None:
    assert mass.in_doubt(failure(lambda: mass.send_to_all(strayed, HELLO, ID)))


@pytest.mark.parametrize("asking", [89501, 89502, 89504, 89505])
def test_administrator_who_is_asked_leaves_it_in_doubt(gateway: Gateway, strayed: Api, asking: int) -> None:
    gateway.say(code(asking))
    error = failure(lambda: mass.send_to_all(strayed, HELLO, ID))
    assert (error.kind, error.remedy) == (ErrorClass.PENDING, Remedy.CONFIRM)
    assert mass.in_doubt(error)
    assert error.account_wide


@pytest.mark.parametrize(
    ("number", "kind", "remedy"),
    [
        (45028, ErrorClass.DAY, Remedy.MASS_QUOTA),
        (45009, ErrorClass.DAY, Remedy.DAY_QUOTA),
        (48001, ErrorClass.PERMISSION, Remedy.VERIFICATION),
        (48003, ErrorClass.CONFIGURATION, Remedy.AGREEMENT),
        (50002, ErrorClass.CONFIGURATION, Remedy.FROZEN),
    ],
)
def test_refusal_tells_staff_what_to_do(
    gateway: Gateway, strayed: Api, number: int, kind: ErrorClass, remedy: Remedy
) -> None:
    gateway.say(code(number))
    error = failure(lambda: mass.send_to_all(strayed, HELLO, ID))
    assert (error.kind, error.remedy) == (kind, remedy)
    assert not mass.in_doubt(error)


def test_refused_token_is_replaced_once(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(40001), TAKEN)
    assert mass.send_to_all(strayed, HELLO, ID).msg_id == "34182"
    assert len(gateway.calls) == 2
    assert gateway.calls[0] != gateway.calls[1]


def test_tester_is_shown_the_message(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"errcode": 0, "errmsg": "preview success", "msg_id": 34182})
    mass.preview(strayed, "oAlice", HELLO)
    assert gateway.paths == ["/cgi-bin/message/mass/preview"]
    assert gateway.asked == {"touser": "oAlice", "msgtype": "text", "text": {"content": "你好"}}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("SENDING", mass.Status.SENDING),
        ("SEND_SUCCESS", mass.Status.SENT),
        ("SEND_FAIL", mass.Status.FAILED),
        ("DELETE", mass.Status.DELETED),
        ("something new", mass.Status.SENDING),
    ],
)
def test_state_is_read_from_wechats_word(gateway: Gateway, strayed: Api, said: str, status: mass.Status) -> None:
    gateway.say({"msg_id": 34182, "msg_status": said})
    assert mass.state(strayed, "34182") is status


def test_one_article_is_taken_back(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(0))
    mass.delete(strayed, "34182", 2)
    assert gateway.paths == ["/cgi-bin/message/mass/delete"]
    assert gateway.asked == {"msg_id": 34182, "article_idx": 2}
