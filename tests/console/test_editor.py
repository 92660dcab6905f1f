"""The menu editor in a real browser: buttons move at a touch, bytes are counted, and the phone shows it at once."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from tests.console.conftest import Office
from tests.rig.chromium import NARROW, WIDE, launched, needs_chromium
from tests.services import drafts
from tests.services.drafts import NOON
from wxbot.edition.kinds import Kind
from wxbot.services import items
from wxbot.services.roles import Role
from wxbot.store import items as rows

pytestmark = needs_chromium

MENU = {"动态": ["要闻", "讲话", "使馆"], "领事": ["护照"], "互动": []}


def _button(name: str) -> dict[str, object]:
    return {"name": name, "type": "click", "key": "news"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def url(office: Office) -> Iterator[str]:
    """Where the console answers; a menu of three columns is live in it."""
    buttons = [
        {"name": name, "buttons": [_button(each) for each in below]} if below else _button(name)
        for name, below in MENU.items()
    ]
    drafts.go_live(office.database, items.draft(Kind.MENU, "default", "zh", "Menu", {"buttons": buttons}, "the test"))
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/console"
    server.shutdown()
    thread.join()
    server.server_close()


def _opened(chromium: Browser, office: Office, url: str, *, scripts: bool = True, wide: bool = True) -> Page:
    """Chen's editor, in the session that she has in the tests' own browser."""
    context = chromium.new_context(viewport=WIDE if wide else NARROW, java_script_enabled=scripts)
    cookies = office.at(Role.EDITOR).client._cookies or {}
    context.add_cookies(
        [{"name": each.key, "value": each.value, "domain": "127.0.0.1", "path": each.path} for each in cookies.values()]
    )
    page = context.new_page()
    page.set_default_timeout(5000)
    page.goto(f"{url}/menus/zh/default/edit")
    return page


@pytest.fixture
def page(chromium: Browser, office: Office, url: str) -> Iterator[Page]:
    """Scripts that fail and whatever the page's policy forbids are complaints."""
    complaints: list[str] = []
    page = _opened(chromium, office, url)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    yield page
    page.context.close()
    assert complaints == []


def _menu(page: Page) -> dict[str, list[str]]:
    """The buttons as the editor has them."""
    columns = page.locator("[data-column]").all()
    return {
        _names(column.locator(":scope > [data-slot]"))[0]: _names(column.locator("[data-row]")) for column in columns
    }


def _names(found: Locator) -> list[str]:
    return [slot.locator(".slot-name").inner_text() for slot in found.all()]


def _slot(page: Page, name: str) -> Locator:
    return page.locator("[data-slot]", has=page.locator(".slot-name", has_text=name)).last


def _open(page: Page, name: str) -> Locator:
    slot = _slot(page, name)
    slot.locator("summary").click()
    return slot


def _press(page: Page, name: str, act: str) -> None:
    slot = _slot(page, name)
    if slot.get_attribute("open") is None:
        slot.locator("summary").click()
    slot.locator(f'[data-act="{act}"]').click()


def _drag(page: Page, name: str, onto: Locator, place: float = 0.9) -> None:
    """By its grip, to this part of the height of what it is dropped on."""
    box = onto.bounding_box()
    assert box is not None
    grip = _slot(page, name).locator(".slot-grip")
    grip.drag_to(onto, target_position={"x": box["width"] / 2, "y": box["height"] * place})


def test_button_is_dragged_within_its_column(page: Page) -> None:
    _drag(page, "要闻", _slot(page, "使馆"))
    assert _menu(page)["动态"] == ["讲话", "使馆", "要闻"]


def test_button_is_dragged_to_another_column(page: Page) -> None:
    _drag(page, "讲话", _slot(page, "护照"), 0.1)
    assert (_menu(page)["动态"], _menu(page)["领事"]) == (["要闻", "使馆"], ["讲话", "护照"])


def test_column_is_dragged_beside_another(page: Page) -> None:
    target = page.locator("[data-column]").nth(2)
    box = target.bounding_box()
    assert box is not None
    grip = _slot(page, "动态").locator(".slot-grip").first
    grip.drag_to(target, target_position={"x": box["width"] * 0.9, "y": 20})
    assert list(_menu(page)) == ["领事", "互动", "动态"]


def test_full_column_takes_no_other_button(page: Page) -> None:
    add = page.locator("[data-column]").first.locator(":scope > [data-act=add]")
    add.click()
    add.click()
    expect(add).to_be_disabled()
    _drag(page, "护照", _slot(page, "要闻"))
    assert _menu(page)["领事"] == ["护照"]


@pytest.mark.parametrize(
    ("name", "act", "becomes"),
    [
        ("讲话", "up", {"动态": ["讲话", "要闻", "使馆"]}),
        ("讲话", "down", {"动态": ["要闻", "使馆", "讲话"]}),
        ("讲话", "right", {"动态": ["要闻", "使馆"], "领事": ["护照", "讲话"]}),
        ("护照", "left", {"动态": ["要闻", "讲话", "使馆", "护照"], "领事": []}),
        ("讲话", "remove", {"动态": ["要闻", "使馆"]}),
    ],
)
def test_button_is_moved_by_its_own_buttons(page: Page, name: str, act: str, becomes: dict[str, list[str]]) -> None:
    _press(page, name, act)
    assert _menu(page) == {**MENU, **becomes}


def test_bytes_are_counted_while_one_types(page: Page) -> None:
    slot = _open(page, "护照")
    slot.locator("[data-field=name]").fill("护照a")
    expect(slot.locator("[data-bytes]")).to_have_text("7/60")
    top = _slot(page, "互动")
    top.locator("summary").click()
    top.locator("[data-field=name]").fill("六个汉字太长")
    expect(_slot(page, "六个汉字太长").locator("[data-bytes]")).to_have_class("bytes over")


def test_phone_shows_what_was_changed(page: Page) -> None:
    slot = _open(page, "护照")
    slot.locator("[data-field=name]").fill("旅行证")
    bar = page.locator(".phone-menu")
    bar.locator("summary", has_text="领事").click()
    expect(bar.locator("details[open] li")).to_have_text(["旅行证"])


def test_address_is_asked_for_where_a_page_is_opened(page: Page) -> None:
    slot = _open(page, "护照")
    expect(slot.locator("[data-field=url]")).to_be_hidden()
    slot.locator("[data-field=type]").select_option("view")
    expect(slot.locator("[data-field=url]")).to_be_visible()
    expect(slot.locator("[data-field=key]")).to_be_hidden()


def test_what_was_moved_is_saved(page: Page, office: Office) -> None:
    _drag(page, "要闻", _slot(page, "使馆"))
    page.get_by_label("Title").fill("New title")
    page.locator("button.btn-primary[value=save]").click()
    page.wait_for_url("**/items/menu/**")
    with office.database.read() as db:
        item = rows.find(db, Kind.MENU, "default", "zh")
        assert item is not None
        newest = rows.newest(db, item)
    assert newest is not None
    assert (newest.number, newest.title) == (2, "New title")
    assert [button["name"] for button in newest.body["buttons"][0]["buttons"]] == ["讲话", "使馆", "要闻"]


def test_what_was_moved_comes_back_after_the_page_was_left(page: Page) -> None:
    _press(page, "讲话", "right")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert _menu(page) == MENU
    page.locator(".kept button").first.click()
    assert (_menu(page)["动态"], _menu(page)["领事"]) == (["要闻", "使馆"], ["护照", "讲话"])


def test_keys_are_suggested_by_what_they_are_called(page: Page, office: Office) -> None:
    news = {"date": "2026-11-20", "summary": "A summary.", "text": "A text."}
    drafts.go_live(office.database, items.draft(Kind.NEWS, "visit", "zh", "会见法国总统", news, "the test"), now=NOON)
    office.runtime.refresh_edition()
    slot = _open(page, "护照")
    slot.locator("[data-field=key]").fill("法国")
    expect(page.locator("#keys option")).to_have_text(["会见法国总统"])
    slot.locator("[data-field=key]").fill("news/visit")
    expect(slot.locator(".slot-target")).to_have_text("会见法国总统")


def test_editor_works_on_a_narrow_screen(chromium: Browser, office: Office, url: str) -> None:
    page = _opened(chromium, office, url, wide=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    _press(page, "讲话", "up")
    assert _menu(page)["动态"] == ["讲话", "要闻", "使馆"]
    page.context.close()


def test_editor_works_without_its_script(chromium: Browser, office: Office, url: str) -> None:
    page = _opened(chromium, office, url, scripts=False)
    _press(page, "讲话", "up")
    assert _menu(page)["动态"] == ["讲话", "要闻", "使馆"]
    page.locator("button.btn-primary[value=save]").click()
    page.wait_for_url("**/items/menu/**")
    page.context.close()
