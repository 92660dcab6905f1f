"""The door citizens' browsers use: articles, lists, missions, a gallery, feeds, covers. No cookies, no scripts."""

from flask import Blueprint

from wxbot.pages import articles, covers, feeds, gallery, sections, sitemap
from wxbot.pages.reader import Room

_STYLE_KEPT = 30 * 86_400  # Seconds; their addresses change with their contents.


class _Pages(Blueprint):
    def get_send_file_max_age(self, filename: str | None) -> int | None:
        return _STYLE_KEPT


pages = _Pages("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static/pages")
pages.record(lambda setup: Room.furnish(setup.app.extensions))
for noun in (articles, sections, gallery, feeds, sitemap, covers):
    noun.register(pages)
