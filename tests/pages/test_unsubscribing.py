"""A page that a push led to tells how to be spared the next one; the others do not."""

import pytest

from tests.pages.conftest import Site
from tests.services.drafts import news, phrase


@pytest.mark.parametrize(("language", "way"), [("zh", "回复“退订”"), ("en", "reply “unsubscribe”")])
@pytest.mark.parametrize("path", ["/news/visit", "/"])
def test_page_that_was_pushed_tells_how_to_unsubscribe(site: Site, path: str, language: str, way: str) -> None:
    words = {"zh": "请在公众号回复“退订”。", "en": "To stop them, reply “unsubscribe”."}
    site.publish(news(), *(phrase("page-unsubscribe", text, spoken) for spoken, text in words.items()))
    assert way in site.get(f"{path}?lang={language}&from=push").text
    assert way not in site.get(f"{path}?lang={language}").text
