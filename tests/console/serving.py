"""The whole web application on a port of its own, and somebody at a real browser who works with it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, ViewportSize
from werkzeug.serving import make_server

from tests.console.conftest import Office
from tests.console.people import PASSWORD
from tests.rig.chromium import WIDE, launched


@contextmanager
def served(office: Office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/console"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def at_browser(office: Office, email: str, path: str, size: ViewportSize = WIDE) -> Iterator[Page]:
    """Signed in, at the page; timers go only as the test says. Scripts that fail and foreign addresses are refused."""
    complaints: list[str] = []
    with served(office) as url, launched() as chromium:
        page = chromium.new_page(viewport=size)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if "//127.0.0.1:" not in asked.url else None)
        page.goto(f"{url}/login")
        page.locator("[name=email]").fill(email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form .btn-primary").click()
        page.clock.install()
        page.goto(url + path)
        yield page
    assert complaints == []
