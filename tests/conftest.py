"""What every test shares: property tests that run the same way each time, and the running system."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.running import FrontDesk

# Loaded machines are slow, and a failure has to come back on the next run.
settings.register_profile("frontdesk", deadline=None, derandomize=True)
settings.load_profile("frontdesk")


@pytest.fixture(scope="session")
def front_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """The three real programs, started once for all tests that do not kill any of them for good.

    All tests come from one address and would meet its limits, which have tests of their own.
    """
    with FrontDesk(tmp_path_factory.mktemp("front_desk"), {"DESK_RATE_LIMITS": "off"}) as running:
        yield running
