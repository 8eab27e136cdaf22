"""A desk, a client's chat at it, and Julie signed in to its console."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk_kit import Chat, TestDesk, build, opened
from tests.integration.console.julie import Console


@pytest.fixture
def desk(tmp_path: Path) -> TestDesk:
    return build(tmp_path)


@pytest.fixture
def chat(desk: TestDesk) -> Iterator[Chat]:
    with opened(desk) as chat:
        yield chat


@pytest.fixture
def console(desk: TestDesk, chat: Chat) -> Console:
    return Console(desk, chat.http)
