from typing import Any

import pytest

from tests.simulator.account import Account
from tests.simulator.sending import TITLE, article, draft, results, texts
from wxbot.simulator.samples import MP4, photo
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import KINDS

DAY = 86400


def words(content: str = "您好", **more: Any) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": content}, **more}


def to_all(account: Account, **body: Any) -> Any:
    return account.call("message/mass/sendall", {"filter": {"is_to_all": True}, **(body or words())})


def to_tag(account: Account, tag: int, **body: Any) -> Any:
    return account.call("message/mass/sendall", {"filter": {"is_to_all": False, "tag_id": tag}, **body})


def to_list(account: Account, *openids: str, **body: Any) -> Any:
    return account.call("message/mass/send", {"touser": list(openids), **(body or words())})


@pytest.fixture(autouse=True)
def _people(wechat: Simulator) -> None:
    for openid in ("oAlice", "oBob", "oCarl"):
        wechat.follow(openid)


def reached(wechat: Simulator) -> list[str]:
    wechat.settle()
    return [one.openid for one in wechat.arrivals.all("mass")]


def test_articles_reach_everyone_and_the_account_hears_of_it(wechat: Simulator, account: Account) -> None:
    media_id = draft(account, article(account), article(account, title="b"))
    answer = to_all(account, msgtype="mpnews", mpnews={"media_id": media_id})
    assert (answer["errcode"], answer["errmsg"]) == (0, "send job submission success")
    assert answer["msg_data_id"]
    told = results(wechat, "MASSSENDJOBFINISH")[0]
    assert texts(told) | {"CreateTime": "", "FromUserName": ""} == {
        "ToUserName": wechat.settings.gh_id,
        "FromUserName": "",
        "CreateTime": "",
        "MsgType": "event",
        "Event": "MASSSENDJOBFINISH",
        "MsgID": str(answer["msg_id"]),
        "Status": "send success",
        "TotalCount": "3",
        "FilterCount": "3",
        "SentCount": "3",
        "ErrorCount": "0",
    }
    urls = [node.text or "" for node in told.iter("ArticleUrl")]
    assert told.findtext("ArticleUrlResult/Count") == "2"
    assert TITLE in account.session.get(urls[0]).text
    bubble = wechat.chat("oAlice")[-1].bubble
    assert [(one.title, one.url) for one in bubble.articles] == [(TITLE, urls[0]), ("b", urls[1])]
    assert told.findtext("FromUserName") not in {"oAlice", "oBob", "oCarl"}
    assert account.call("message/mass/get", {"msg_id": answer["msg_id"]})["msg_status"] == "SEND_SUCCESS"


def test_draft_is_used_up_once_it_was_sent(wechat: Simulator, account: Account) -> None:
    media_id = draft(account)
    to_all(account, msgtype="mpnews", mpnews={"media_id": media_id})
    wechat.settle()
    assert account.call("draft/get", {"media_id": media_id})["errcode"] == 40007
    again = to_list(account, "oAlice", "oBob", msgtype="mpnews", mpnews={"media_id": media_id})
    assert again["errcode"] == 40007


def test_sending_takes_its_time(wechat: Simulator, account: Account) -> None:
    wechat.change(job_delay=60.0)
    msg_id = to_all(account)["msg_id"]
    assert account.call("message/mass/get", {"msg_id": msg_id})["msg_status"] == "SENDING"
    wechat.clock.advance(61)
    assert reached(wechat) == ["oAlice", "oBob", "oCarl"]


def test_tag_and_list_reach_their_own(wechat: Simulator, account: Account) -> None:
    tag = account.call("tags/create", {"tag": {"name": "t"}})["tag"]["id"]
    account.call("tags/members/batchtagging", {"openid_list": ["oBob"], "tagid": tag})
    assert to_tag(account, tag, **words("a"))["errcode"] == 0
    assert to_list(account, "oAlice", "oCarl", **words("b"))["errcode"] == 0
    assert sorted(reached(wechat)) == ["oAlice", "oBob", "oCarl"]
    assert to_tag(account, 999, **words("c"))["errcode"] == 45159


def test_list_needs_two_people_and_ten_thousand_at_most(account: Account) -> None:
    assert to_list(account, "oAlice")["errcode"] == 40130
    assert to_list(account, "oAlice", "oAlice")["errcode"] == 40130
    assert to_list(account, *(f"o{number}" for number in range(10_001)))["errcode"] == 40032
    assert account.call("message/mass/send", {"touser": "oAlice", **words()})["errcode"] == 40031


def test_who_left_or_takes_no_messages_is_filtered_out(wechat: Simulator, account: Account) -> None:
    wechat.unfollow("oBob")
    wechat.mute("oCarl")
    to_list(account, "oAlice", "oBob", "oCarl", "oStranger")
    told = results(wechat, "MASSSENDJOBFINISH")[0]
    assert [told.findtext(name) for name in ("TotalCount", "FilterCount", "SentCount")] == ["4", "1", "1"]
    assert reached(wechat) == ["oAlice"]


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (words(""), 44004),
        (words("长" * 683), 45002),
        ({"msgtype": "mpnews", "mpnews": {"media_id": "unknown"}}, 40007),
        ({"msgtype": "image", "images": {"media_ids": []}}, 40007),
        ({"msgtype": "image", "images": {"media_ids": ["unknown"]}}, 40007),
        ({"msgtype": "poem"}, 40008),
        (words(clientmsgid="c" * 33), 45067),
    ],
)
def test_content_is_checked(body: dict[str, Any], errcode: int, account: Account) -> None:
    assert to_all(account, **body)["errcode"] == errcode


def test_picture_can_be_sent(wechat: Simulator, account: Account) -> None:
    media_id = account.upload("image", photo())["media_id"]
    assert to_all(account, msgtype="image", images={"media_ids": [media_id]})["errcode"] == 0
    wechat.settle()
    assert wechat.chat("oBob")[-1].bubble.media_id == media_id


def test_film_is_sent_with_its_words(wechat: Simulator, account: Account) -> None:
    film = {"media_id": account.upload("video", MP4)["media_id"], "title": "开放日", "description": "花园"}
    media_id = account.call("media/uploadvideo", film)["media_id"]
    assert to_all(account, msgtype="mpvideo", mpvideo={"media_id": media_id})["errcode"] == 0
    wechat.settle()
    bubble = wechat.chat("oBob")[-1].bubble
    assert (bubble.type, bubble.title, bubble.description) == ("video", "开放日", "花园")
    assert account.call("media/uploadvideo", {"media_id": "unknown"})["errcode"] == 40007


def test_same_id_is_accepted_once_within_a_day(wechat: Simulator, account: Account) -> None:
    tag = account.call("tags/create", {"tag": {"name": "t"}})["tag"]["id"]
    first = to_tag(account, tag, **words(clientmsgid="one"))
    assert to_tag(account, tag, **words("other", clientmsgid="one"))["errcode"] == 45066
    wechat.clock.advance(61)
    again = to_tag(account, tag, **words(clientmsgid="one"))
    assert (again["errcode"], again["msg_id"], "msg_data_id" in again) == (45065, first["msg_id"], False)
    account.wait(DAY)
    assert to_tag(account, tag, **words(clientmsgid="one"))["msg_id"] != first["msg_id"]


def test_repeat_is_told_even_when_the_draft_is_gone(wechat: Simulator, account: Account) -> None:
    body = {"msgtype": "mpnews", "mpnews": {"media_id": draft(account)}, "clientmsgid": "one"}
    first = to_all(account, **body)
    wechat.settle()
    wechat.clock.advance(61)
    again = to_all(account, **body)
    assert (again["errcode"], again["msg_id"]) == (45065, first["msg_id"])


def test_without_an_id_the_same_content_to_the_same_people_is_a_repeat(wechat: Simulator, account: Account) -> None:
    first = to_list(account, "oAlice", "oBob")
    wechat.clock.advance(61)
    assert to_list(account, "oAlice", "oBob")["errcode"] == 45065
    assert to_list(account, "oAlice", "oCarl")["errcode"] == 0
    assert first["errcode"] == 0


def test_refused_call_leaves_its_id_free(account: Account) -> None:
    assert to_all(account, **words("", clientmsgid="one"))["errcode"] == 44004
    assert to_all(account, **words(clientmsgid="one"))["errcode"] == 0


def test_everyone_is_reached_by_one_message_a_day(wechat: Simulator, account: Account) -> None:
    assert to_all(account, **words("a"))["errcode"] == 0
    assert to_all(account, **words("b"))["errcode"] == 45028
    assert to_list(account, "oAlice", "oBob", **words("c"))["errcode"] == 0
    account.wait(DAY)
    assert to_all(account, **words("b"))["errcode"] == 0


def test_fifth_message_of_a_month_is_dropped_silently(wechat: Simulator, account: Account) -> None:
    account.wait(1_793_500_000 - wechat.clock.now())  # The first of a month.
    for number in range(4):
        assert to_list(account, "oAlice", "oBob", **words(str(number)))["errcode"] == 0
        wechat.settle()
    assert to_list(account, "oAlice", "oCarl", **words("fifth"))["errcode"] == 0
    assert results(wechat, "MASSSENDJOBFINISH", 5)[-1].findtext("FilterCount") == "1"
    assert [one.openid for one in wechat.arrivals.all("mass")[-1:]] == ["oCarl"]
    account.wait(31 * DAY)
    to_list(account, "oAlice", "oBob", **words("sixth"))
    wechat.settle()
    assert len(wechat.arrivals.of("oAlice")) == 5


def test_everyone_is_reached_four_times_a_month(wechat: Simulator, account: Account) -> None:
    account.wait(1_793_500_000 - wechat.clock.now())  # The first of a month.
    codes = []
    for number in range(5):
        codes.append(to_all(account, **words(str(number)))["errcode"])
        account.wait(DAY)
    assert codes == [0, 0, 0, 0, 45028]


def test_subscription_account_has_one_successful_call_a_day(wechat: Simulator, account: Account) -> None:
    wechat.change(kind="subscription-verified")
    tag = account.call("tags/create", {"tag": {"name": "t"}})["tag"]["id"]
    wechat.faults.set(mass_outcome="send fail")
    assert to_tag(account, tag, **words("a"))["errcode"] == 0
    wechat.settle()
    wechat.faults.clear()
    assert to_tag(account, tag, **words("b"))["errcode"] == 0
    assert to_tag(account, tag, **words("c"))["errcode"] == 45028
    account.wait(DAY)
    assert to_all(account, **words("d"))["errcode"] == 0


def test_hundred_calls_a_day_and_sixty_a_minute(wechat: Simulator, account: Account) -> None:
    codes = [to_list(account, "oAlice", **words(str(number)))["errcode"] for number in range(61)]
    assert codes == [40130] * 60 + [45011]
    wechat.clock.advance(60)
    codes = [to_all(account, **words(""))["errcode"] for _ in range(41)]
    assert codes == [44004] * 40 + [45009]


def test_failed_message_tells_why_and_reaches_nobody(wechat: Simulator, account: Account) -> None:
    wechat.faults.set(mass_outcome="err(20001)")
    media_id = draft(account)
    msg_id = to_all(account, msgtype="mpnews", mpnews={"media_id": media_id})["msg_id"]
    assert results(wechat, "MASSSENDJOBFINISH")[0].findtext("Status") == "err(20001)"
    assert account.call("message/mass/get", {"msg_id": msg_id})["msg_status"] == "SEND_FAIL"
    assert reached(wechat) == []
    assert "news_item" in account.call("draft/get", {"media_id": media_id})


@pytest.mark.parametrize(("agreed", "status"), [(True, "send success"), (False, "err(40001)")])
def test_administrator_agrees_or_refuses(agreed: bool, status: str, wechat: Simulator, account: Account) -> None:
    wechat.change(mass_confirmation=True, job_delay=0.0)
    msg_id = to_all(account)["msg_id"]
    assert reached(wechat) == []
    url = f"{wechat.url}/control/masses/confirm"
    assert account.session.post(url, json={"msg_id": msg_id, "agreed": agreed}).json()["waited"] is True
    assert results(wechat, "MASSSENDJOBFINISH")[0].findtext("Status") == status
    assert len(reached(wechat)) == (3 if agreed else 0)
    assert account.session.post(url, json={"msg_id": msg_id, "agreed": agreed}).json()["waited"] is False


def test_administrator_who_says_nothing_for_half_an_hour_has_refused(wechat: Simulator, account: Account) -> None:
    wechat.change(mass_confirmation=True)
    to_all(account)
    wechat.clock.advance(1801)
    assert results(wechat, "MASSSENDJOBFINISH")[0].findtext("Status") == "err(40002)"


def test_only_messages_to_everyone_wait_for_an_administrator(wechat: Simulator, account: Account) -> None:
    wechat.change(mass_confirmation=True)
    to_list(account, "oAlice", "oBob")
    assert reached(wechat) == ["oAlice", "oBob"]


def test_preview_reaches_one_and_uses_nothing_up(wechat: Simulator, account: Account) -> None:
    media_id = draft(account)
    body = {"touser": "oBob", "msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    answer = account.call("message/mass/preview", body)
    assert (answer["errmsg"], answer["msg_id"] > 0) == ("preview success", True)
    assert [one.openid for one in wechat.arrivals.all("preview")] == ["oBob"]
    assert TITLE in account.session.get(wechat.chat("oBob")[-1].bubble.articles[0].url).text
    assert "news_item" in account.call("draft/get", {"media_id": media_id})
    assert account.call("message/mass/preview", {**body, "touser": "oStranger"})["errcode"] == 43004


def test_deleted_article_is_gone_for_those_who_open_it(wechat: Simulator, account: Account) -> None:
    media_id = draft(account, article(account), article(account, title="b"))
    msg_id = to_all(account, msgtype="mpnews", mpnews={"media_id": media_id})["msg_id"]
    assert account.call("message/mass/delete", {"msg_id": msg_id})["errcode"] == 40059
    wechat.settle()
    first, second = wechat.chat("oBob")[-1].bubble.articles
    assert account.call("message/mass/delete", {"msg_id": msg_id, "article_idx": 3})["errcode"] == 40060
    assert account.call("message/mass/delete", {"url": first.url, "article_idx": 1})["errcode"] == 0
    assert "已被发布者删除" in account.session.get(first.url).text
    assert "<h1>b</h1>" in account.session.get(second.url).text
    assert account.call("message/mass/delete", {"msg_id": msg_id})["errcode"] == 0
    assert "已被发布者删除" in account.session.get(second.url).text
    assert account.call("message/mass/delete", {"msg_id": msg_id})["errcode"] == 0
    assert account.call("message/mass/get", {"msg_id": msg_id})["msg_status"] == "DELETE"


def test_speed_is_read_and_set(account: Account) -> None:
    assert account.call("message/mass/speed/get", {}) == {"speed": 0, "realspeed": 80}
    assert account.call("message/mass/speed/set", {"speed": 4})["errcode"] == 0
    assert account.call("message/mass/speed/get", {})["realspeed"] == 10
    assert account.call("message/mass/speed/set", {"speed": 5})["errcode"] == 45083
    assert account.call("message/mass/speed/set", {})["errcode"] == 45084


def test_each_kind_of_account_may_send_what_it_may(wechat: Simulator, account: Account) -> None:
    found = {}
    for kind in KINDS:
        wechat.change(kind=kind)
        everyone, some = to_all(account, **words(""))["errcode"], to_list(account, "oAlice", **words())["errcode"]
        found[kind] = (everyone != 48001, some != 48001)
    assert found == {
        "subscription": (False, False),
        "subscription-verified": (True, False),
        "service": (False, False),
        "service-verified": (True, True),
        "sandbox": (True, True),
    }
