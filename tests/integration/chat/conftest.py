"""A running desk with one open conversation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk_kit import Chat, TestDesk, build, opened


@pytest.fixture
def desk(tmp_path: Path) -> TestDesk:
    return build(tmp_path)


@pytest.fixture
def chat(desk: TestDesk) -> Iterator[Chat]:
    with opened(desk) as chat:
        yield chat
