"""A real server in your own process, for the tests of programs that use Chaffinch.

::

    with serving() as server:
        server.verdict("SPAM", text="cheap lamps")
        assert server.client.check("Buy cheap lamps!").action is Action.SPAM
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaffinch.testing.server import LocalServer, serving

__all__ = ["LocalServer", "serving"]


def __getattr__(name: str) -> object:
    # Loaded when asked for: the pytest plugin stands in this package, and not every run of tests starts a server.
    if name in __all__:
        from chaffinch.testing import server

        return getattr(server, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
