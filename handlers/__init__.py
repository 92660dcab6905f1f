"""What the account does, one file a section. The sections are tried in this order, and the first reply wins.

A new section is a file beside these, its line in ``ROUTERS``, and its test.
"""

from handlers.consular import router as consular
from handlers.fallback import router as fallback
from handlers.guide import router as guide
from handlers.language import router as language
from handlers.news import router as news
from handlers.search import router as search
from handlers.speeches import router as speeches
from handlers.topics import router as topics
from handlers.welcome import router as welcome

ROUTERS = (welcome, language, guide, news, speeches, topics, consular, search, fallback)
