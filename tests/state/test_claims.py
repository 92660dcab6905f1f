"""Who may answer a delivery, over Redis and within one process alike."""

import pytest

from tests.state.trips import begin, closing, finish, renew
from wxbot.state.turn import KEEP, LEASE, Claim, Turns


def test_first_delivery_is_claimed_as_new(turns: Turns) -> None:
    opening = begin(turns)
    assert (opening.claim, opening.attempt, opening.reply) == (Claim.NEW, 1, b"")


def test_delivery_that_is_being_answered_is_held(turns: Turns) -> None:
    begin(turns, "first")
    assert begin(turns, "second", after=1).claim is Claim.HELD


def test_owner_himself_finds_his_delivery_held(turns: Turns) -> None:
    begin(turns, "first")
    assert begin(turns, "first", after=1).claim is Claim.HELD


@pytest.mark.parametrize(
    ("after", "claim"), [(LEASE - 0.01, Claim.HELD), (LEASE, Claim.TAKEN_OVER), (LEASE + 60, Claim.TAKEN_OVER)]
)
def test_lease_lapses_after_its_seconds(turns: Turns, after: float, claim: Claim) -> None:
    begin(turns, "first")
    assert begin(turns, "second", after=after).claim is claim


def test_delivery_that_was_taken_over_is_held_for_a_lease_of_its_own(turns: Turns) -> None:
    begin(turns, "first")
    begin(turns, "second", after=LEASE + 1)
    assert begin(turns, "third", after=2 * LEASE).claim is Claim.HELD
    assert begin(turns, "third", after=2 * LEASE + 1).claim is Claim.TAKEN_OVER


def test_answered_delivery_is_done(turns: Turns) -> None:
    begin(turns)
    finish(turns, closing(b"answer"))
    opening = begin(turns, "second", after=5)
    assert (opening.claim, opening.reply) == (Claim.DONE, b"answer")


def test_answer_stands_though_the_lease_lapsed(turns: Turns) -> None:
    begin(turns)
    finish(turns, closing(b"answer"))
    assert begin(turns, "second", after=KEEP - 1).reply == b"answer"


def test_attempts_are_counted(turns: Turns) -> None:
    assert [begin(turns, after=5.5 * number).attempt for number in range(3)] == [1, 2, 3]


def test_looking_again_is_not_counted_as_an_attempt(turns: Turns) -> None:
    begin(turns, "first")
    begin(turns, "second", after=1)
    looks = [begin(turns, "second", after=1 + number / 20, again=True).attempt for number in range(5)]
    assert looks == [2] * 5


def test_looking_again_takes_over_a_lapsed_lease(turns: Turns) -> None:
    begin(turns, "first")
    assert begin(turns, "second", after=LEASE + 0.1, again=True).claim is Claim.TAKEN_OVER


def test_deliveries_do_not_hold_each_other(turns: Turns) -> None:
    begin(turns, delivery="one")
    assert begin(turns, delivery="other").claim is Claim.NEW


def test_owner_can_renew_his_lease(turns: Turns) -> None:
    begin(turns, "first")
    renew(turns, "first", 4)
    assert begin(turns, "second", after=4 + LEASE - 0.01).claim is Claim.HELD
    assert begin(turns, "second", after=4 + LEASE).claim is Claim.TAKEN_OVER


def test_one_who_lost_his_lease_cannot_renew_it(turns: Turns) -> None:
    begin(turns, "first")
    begin(turns, "second", after=LEASE)
    renew(turns, "first", LEASE + 4)
    assert begin(turns, "third", after=2 * LEASE).claim is Claim.TAKEN_OVER


def test_renewing_an_unknown_delivery_claims_nothing(turns: Turns) -> None:
    renew(turns, "first", 0)
    assert begin(turns, "second", after=1).claim is Claim.NEW
