"""Where the missions are: by the names that people give to cities and missions, and by distance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wxbot.edition.countries import Finder
from wxbot.edition.kinds import Mission
from wxbot.edition.live import Live
from wxbot.edition.normalise import normalise

_EARTH = 6371.0  # Kilometres, its mean radius.


@dataclass(frozen=True, slots=True)
class Near:
    """A mission by its slug and how far it is, in kilometres as the crow flies."""

    slug: str
    distance: float


class Places:
    """Immutable once built, and safe to use from many threads. Missions are named by slug: each has two languages."""

    def __init__(self, missions: Sequence[Live[Mission]]) -> None:
        self._points: dict[str, tuple[float, float]] = {}
        self._of_country: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}
        for live in missions:
            if live.slug not in self._points:
                self._points[live.slug] = (live.body.latitude, live.body.longitude)
                self._of_country.setdefault(live.body.country, []).append(live.slug)
            for words in (live.title, live.body.city, *live.body.names):
                slugs = self._named.setdefault(normalise(words).bare, [])
                if live.slug not in slugs:
                    slugs.append(live.slug)
        self._finder = Finder(name for name in self._named if name)

    def of_country(self, code: str) -> list[str]:
        """The slugs of the missions in a country, the embassy first."""
        return list(self._of_country.get(code, ()))

    def mentioned(self, words: str) -> list[str]:
        """The missions whose city or name a text holds."""
        found = self._finder.find(normalise(words).bare)
        return list(dict.fromkeys(slug for name in found for slug in self._named[name]))

    def named(self, bare: str) -> list[str]:
        """The missions that go by exactly these normalised words."""
        return list(self._named.get(bare, ()))

    def nearest(self, latitude: float, longitude: float, count: int) -> list[Near]:
        """The nearest first."""
        all_of_them = (Near(slug, _kilometres((latitude, longitude), point)) for slug, point in self._points.items())
        return sorted(all_of_them, key=lambda near: (near.distance, near.slug))[:count]


# Capitals of provinces and regions, from which it is told that somebody is in China rather than near a mission.
_HOME = (
    *((39.90, 116.40), (39.13, 117.20), (38.04, 114.51), (37.87, 112.55), (40.84, 111.75), (41.80, 123.43)),
    *((43.88, 125.32), (45.75, 126.65), (31.23, 121.47), (32.06, 118.80), (30.27, 120.15), (31.82, 117.23)),
    *((26.08, 119.30), (28.68, 115.86), (36.65, 117.12), (34.75, 113.62), (30.59, 114.31), (28.23, 112.94)),
    *((23.13, 113.26), (22.82, 108.32), (20.04, 110.34), (29.56, 106.55), (30.57, 104.07), (26.65, 106.63)),
    *((25.04, 102.71), (29.65, 91.14), (34.34, 108.94), (36.06, 103.83), (36.62, 101.78), (38.49, 106.23)),
    *((43.83, 87.62), (25.04, 121.56), (22.32, 114.17), (22.20, 113.55)),
)


def at_home(place: tuple[float, float], nearest: float) -> bool:
    """Whether a place is nearer to one of China's larger cities than to the nearest mission, ``nearest`` km away."""
    return min(_kilometres(place, city) for city in _HOME) < nearest


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
