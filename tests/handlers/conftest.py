"""Followers in each of the two languages."""

import pytest

from tests.dispatch.asking import Desk


@pytest.fixture(params=["zh", "en"])
def either(desk: Desk, request: pytest.FixtureRequest) -> Desk:
    """A follower who has chosen each of the languages."""
    desk.language = request.param
    return desk
