"""Numbers of rows as addresses and forms give them."""

from collections.abc import Iterable

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # What an id can be in SQL; a larger number is nobody's.


class RowNumber(IntegerConverter):
    """In an address; one that no row can have leads nowhere."""

    def __init__(self, known: Map, *args: object, **options: object) -> None:
        super().__init__(known, max=LARGEST)


def one(given: str) -> int | None:
    """None for what is no row's number."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 11 and int(given) <= LARGEST else None


def several(given: Iterable[str], most: int) -> list[int]:
    """Those that are numbers of rows, each once, and no more than ``most``."""
    found = (one(each) for each in given)
    return list(dict.fromkeys(each for each in found if each is not None))[:most]
