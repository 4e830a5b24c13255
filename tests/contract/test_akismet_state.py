"""A database that breaks while the server runs: no verdict is given, and none is lost when it is whole again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.world import BLOG, HAM, KEY, World

pytestmark = pytest.mark.contract
ABOUT = {"api_key": KEY, "blog": BLOG, "user_ip": "192.0.2.1", "comment_content": HAM, "comment_author": "Una"}
CALLS = ["verify-key", "comment-check", "submit-spam", "submit-ham", "get-subscription"]


def test_a_broken_file_is_told_as_an_error_by_every_call_and_healed_by_the_file(world: World, tmp_path: Path) -> None:
    file = tmp_path / "chaffinch.db"
    assert world.call("submit-ham", ABOUT).body.startswith(b"Thanks")
    whole = file.read_bytes()
    file.write_bytes(b"\0" * len(whole))
    for endpoint in CALLS:
        got = world.call(endpoint, ABOUT)
        assert got.body not in (b"true", b"false", b"valid", b"invalid", b"")
        assert not got.body.startswith(b"Thanks")
        assert got.header("x-akismet-error") == "state-unreadable"
        assert got.header("x-akismet-debug-help")
        assert got.header("x-akismet-guid") is None
    file.write_bytes(whole)
    assert world.call("verify-key", ABOUT).body == b"valid"
