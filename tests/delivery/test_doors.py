"""Nothing but `delivery` opens a connection to somewhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import chaffinch

SOURCE = Path(chaffinch.__file__).parent
OUTGOING = (
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "httpx",
    "smtplib",
    "ftplib",
    "xmlrpc",
    "requests",
)
ALLOWED = {
    "cli/serve.py": {"socket"},  # it listens
    "cli/starting.py": {"socket", "http.client"},  # it asks its own server, on loopback
    "client/transport.py": {"http.client", "ssl"},  # it runs in other people's programs
    "testing/server.py": {"socket"},  # it listens, in other people's tests
}


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute) and node.attr in ("open_connection", "create_connection", "getaddrinfo"):
            found.add("socket")
    return {door for door in OUTGOING if any(name == door or name.startswith(f"{door}.") for name in found)}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_only_delivery_has_a_door_outwards(path: Path) -> None:
    name = path.relative_to(SOURCE).as_posix()
    if not name.startswith("delivery/"):
        assert imported(path) == ALLOWED.get(name, set())
