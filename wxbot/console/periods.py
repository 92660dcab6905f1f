"""For how many days back a page looks; staff choose among a few numbers."""

from collections.abc import Sequence

from flask import request


def asked_days(choices: Sequence[int]) -> int:
    """What the address asks for, if it is one of the choices; else the first of them."""
    given = request.args.get("days", "")
    return int(given) if given in map(str, choices) else choices[0]
