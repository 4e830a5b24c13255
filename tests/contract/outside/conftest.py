from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.outside.house import House, opened


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server behind nginx, the same for all tests of a module."""
    with opened(tmp_path_factory.mktemp("house")) as house:
        yield house
