"""Many simulated clients at one desk, a few at a time."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from tests.conversations.simulated.conversing import Outcome, converse
from tests.conversations.simulated.plan import plan
from tests.support.running import FrontDesk


def hold(desk: FrontDesk, seeds: Iterable[int], threads: int) -> list[Outcome]:
    """The conversations of these seeds, in their order; what breaks one is one of its problems."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda seed: _held(desk, seed), seeds))


def _held(desk: FrontDesk, seed: int) -> Outcome:
    try:
        return converse(desk, seed)
    except Exception as error:  # noqa: BLE001 - one broken conversation must not hide the others
        return Outcome(plan(seed), problems=[f"{type(error).__name__}: {error}"])
