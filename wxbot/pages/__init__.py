"""The door citizens' browsers use: one article, one section's list, the covers of cards. No cookies, no scripts."""

from flask import Blueprint

from wxbot.pages import articles, covers

pages = Blueprint(
    "pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static/pages"
)
articles.register(pages)
covers.register(pages)
