"""What the account does, one file a section. The sections are tried in this order, and the first reply wins.

A new section is a file beside these, its line in ``ROUTERS``, and its test.
"""

from handlers import (
    consular,
    countries,
    embassies,
    emergencies,
    events,
    fallback,
    guide,
    knowledge,
    language,
    letters,
    missions,
    news,
    notices,
    person,
    search,
    sharing,
    speeches,
    subscriptions,
    topics,
    welcome,
)

ROUTERS = tuple(
    section.router
    for section in (
        *(emergencies, welcome, language, guide, person, letters, subscriptions, sharing),
        *(news, speeches, embassies, knowledge, notices, events, topics),
        *(missions, consular, countries, search, fallback),
    )
)
