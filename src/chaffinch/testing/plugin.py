"""A pytest fixture; ask for it with `pytest_plugins = ["chaffinch.testing.plugin"]` in a `conftest.py`.

Not registered by an entry point: a project that only has Chaffinch installed should not load it at every run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from chaffinch.testing.server import LocalServer


@pytest.fixture
def chaffinch_server() -> Iterator[LocalServer]:
    """A server of its own for one test: empty, with one site and its key."""
    from chaffinch.testing.server import serving

    with serving() as server:
        yield server
