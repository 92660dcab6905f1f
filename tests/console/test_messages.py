"""Staff read what followers wrote, find out why an answer was given, and see what nobody answered."""

import datetime as dt
import re

import pytest

from tests.console.conftest import Browser, Office
from tests.console.diary import follower, say
from tests.services.drafts import go_live
from tests.services.lines import ALICE
from wxbot.console.paging import SIZE
from wxbot.edition.kinds import Kind
from wxbot.services import items, privacy
from wxbot.services.roles import Role

DAY = dt.timedelta(days=1)
HOSTILE = "<script>alert(1)</script>\u202e{{7*7}}"
WHY = {"why": "exact words <b>", "language": "zh", "candidates": [{"name": "news.named", "why": "passes it on"}]}


def test_newest_message_stands_first(office: Office, editor: Browser) -> None:
    say(office, "护照", "签证")
    page = editor.get("/messages").text
    assert page.index("签证") < page.index("护照")


def test_citizens_text_is_shown_and_does_nothing(office: Office, editor: Browser) -> None:
    (number,) = say(office, HOSTILE, hit="fallback.unknown")
    for path in ("/messages", f"/messages/{number}", "/messages/questions"):
        page = editor.get(path).text
        assert "<script>alert" not in page
        assert "{{7*7}}" in page


def test_older_messages_are_shown_when_somebody_asks_for_them(office: Office, editor: Browser) -> None:
    say(office, "an old question", ago=20 * DAY)
    assert "an old question" not in editor.get("/messages").text
    assert "an old question" in editor.get("/messages?days=30").text


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("words=visa", {"a visa"}),
        ("words=VISA", {"a visa"}),
        ("words=%25", set()),
        ("hit=consular", {"a visa"}),
        ("source=voice", {"spoken"}),
        ("unanswered=1", {"lost"}),
        ("hit=consular&source=voice", set()),
        ("days=never&source=nothing", {"a visa", "spoken", "lost"}),
    ],
)
def test_messages_are_found(office: Office, editor: Browser, filters: str, found: set[str]) -> None:
    say(office, "a visa", hit="consular.by_key")
    say(office, "spoken", source="voice", hit="news.latest")
    say(office, "lost", hit="fallback.unknown")
    page = editor.get(f"/messages?{filters}").text
    assert {words for words in ("a visa", "spoken", "lost") if f">{words}<" in page} == found


def test_last_page_is_reached_by_the_pager(office: Office, editor: Browser) -> None:
    say(office, *[f"message {number}." for number in range(2 * SIZE + 1)])
    path, seen = "/messages", []
    while path:
        page = editor.get(path).text
        seen += re.findall(r"message (\d+)\.", page)
        following = re.search(r'rel="next" href="/console([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert seen == [str(number) for number in reversed(range(2 * SIZE + 1))]


@pytest.mark.parametrize("key", ["-1", "abc", "99999999999999999999-1", "1-1-1", "999999999999999999-1", "'"])
def test_key_that_nobody_gave_is_no_error(office: Office, editor: Browser, key: str) -> None:
    assert editor.get("/messages", query_string={"after": key}).status_code == 200


def test_message_tells_why_it_was_answered_so(office: Office, editor: Browser) -> None:
    (number,) = say(office, "护照", decision=WHY, hit="news.named")
    page = editor.get(f"/messages/{number}").text
    assert "news.named" in page
    assert "exact words &lt;b&gt;" in page
    assert "passes it on" in page


def test_reasons_are_told_in_the_readers_words(office: Office, editor: Browser) -> None:
    why = {"why": "name “护照丢了”", "candidates": [{"name": "news.named", "why": "passes it on"}]}
    (number,) = say(office, "护照丢了", decision=why)
    page = editor.get(f"/messages/{number}").text
    assert "the very words of a title or a question: “护照丢了”" in page
    assert "has no answer and passes it on" in page


def test_message_of_one_who_left_says_nothing_of_him(office: Office, editor: Browser) -> None:
    (number,) = say(office, "护照", decision=WHY)
    with office.database.write() as db:
        privacy.forget(db, ALICE)
    page = editor.get(f"/messages/{number}").text
    assert "护照" not in page
    assert "kept no more" in page


def test_message_that_does_not_exist_is_not_found(office: Office, editor: Browser) -> None:
    assert [editor.get(f"/messages/{number}").status_code for number in (7, 10**20)] == [404, 404]


def test_tapped_button_is_shown_by_what_stands_on_it(office: Office, editor: Browser) -> None:
    button = {"name": "外交动态", "type": "click", "key": "news"}
    go_live(office.database, items.draft(Kind.MENU, "default", "zh", "菜单", {"buttons": [button]}, "the test"))
    office.runtime.refresh_edition()
    say(office, "news", source="menu", hit="news.latest")
    say(office, "news", hit="news.latest")
    page = editor.get("/messages").text
    assert (page.count(">外交动态<"), page.count(">news<")) == (1, 1)


def test_follower_is_named_to_those_only_who_may_see_followers(office: Office, editor: Browser, agent: Browser) -> None:
    (number,) = say(office, "护照")
    row = follower(office)
    for path in ("/messages", f"/messages/{number}"):
        assert f"/followers/{row}" in agent.get(path).text
        assert "/followers/" not in editor.get(path).text
        assert ALICE not in agent.get(path).text + editor.get(path).text


def test_messages_of_one_follower_are_listed_for_who_may_see_him(
    office: Office, editor: Browser, agent: Browser
) -> None:
    say(office, "hers")
    say(office, "his", openid="oBob")
    page = agent.get(f"/messages?follower={follower(office)}").text
    assert ">hers<" in page
    assert ">his<" not in page
    assert editor.get(f"/messages?follower={follower(office)}").status_code == 403


@pytest.mark.parametrize("number", ["7777", "-1", "x", str(10**30)])
def test_messages_of_nobody_are_not_found(agent: Browser, number: str) -> None:
    assert agent.get(f"/messages?follower={number}").status_code == 404


def test_questions_that_nothing_answered_are_counted_together(office: Office, editor: Browser) -> None:
    say(office, "How much?", "how  MUCH", "why", hit="fallback.unknown")
    page = editor.get("/messages/questions").text
    rows = re.findall(r'class="words">([^<]+)</a></td>\s*<td class="text-end">(\d+)', page)
    assert rows == [("how  MUCH", "2"), ("why", "1")]


def test_answer_to_a_question_is_begun_with_one_click(office: Office, editor: Browser) -> None:
    say(office, "护照&x=1", hit="fallback.unknown")
    page = editor.get("/messages/questions").text
    address = re.search(r'href="(/console/items/new[^"]+)"', page)
    assert address is not None
    assert address[1].replace("&amp;", "&").endswith("kind=faq&language=zh&title=%E6%8A%A4%E7%85%A7%26x%3D1")


def test_who_does_not_write_is_offered_no_answer_to_write(office: Office, auditor: Browser) -> None:
    say(office, "护照", hit="fallback.unknown")
    assert "items/new" not in auditor.get("/messages/questions").text


@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_works_here_may_read_messages(office: Office, role: Role) -> None:
    assert office.at(role).get("/messages").status_code == 200
