"""The embassies and consulates abroad, by region and country."""

from typing import Any

from wxbot.pages.listings import Lives
from wxbot.pages.reader import Reader

REGIONS = ("asia", "europe", "africa", "americas", "oceania")


def listed(who: Reader, lives: Lives) -> tuple[str, dict[str, str | int | None], dict[str, Any]]:
    """All of them on one page: there are some hundreds, and one looks for a name."""
    regions = {region: _by_country(who, lives, region) for region in REGIONS}
    return "pages/missions.html", {}, {"regions": {name: group for name, group in regions.items() if group}}


def _by_country(who: Reader, lives: Lives, region: str) -> dict[str, Lives]:
    there = [live for live in lives if live.body.region == region]
    return {
        code: tuple(sorted((live for live in there if live.body.country == code), key=lambda live: live.body.order))
        for code in who.in_order({live.body.country for live in there})
    }
