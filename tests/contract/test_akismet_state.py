"""A database that breaks while the server runs: no verdict is given, and all is well again once it is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from chaffinch.wire.akismet_table import TABLE
from tests.contract.world import BLOG, HAM, KEY, World

pytestmark = pytest.mark.contract
ABOUT = {"api_key": KEY, "blog": BLOG, "user_ip": "192.0.2.1", "comment_content": HAM, "comment_author": "Una"}
CALLS = [endpoint.value for endpoint, rule in TABLE.items() if rule.subject is not None]
NUMBERS = ["get-stats", "get-key-stats", "usage-limit", "key-sites"]


@contextmanager
def without(table: str, folder: Path) -> Iterator[None]:
    """Take a table out of the database for a while."""
    with closing(sqlite3.connect(folder / "chaffinch.db")) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO lost")
        database.commit()
        yield
        database.execute(f"ALTER TABLE lost RENAME TO {table}")
        database.commit()


@pytest.mark.parametrize("endpoint", CALLS)
def test_without_keys_no_call_has_an_answer(world: World, tmp_path: Path, endpoint: str) -> None:
    with without("site_key", tmp_path):
        assert_no_answer(world, endpoint)
    assert world.call("verify-key", ABOUT).body == b"valid"


@pytest.mark.parametrize("endpoint", NUMBERS)
def test_numbers_that_cannot_be_read_are_not_told(world: World, tmp_path: Path, endpoint: str) -> None:
    with without("usage", tmp_path):
        assert_no_answer(world, endpoint)
    assert world.call(endpoint, ABOUT).status == 200


@pytest.mark.parametrize("table", ["comment", "decision", "thread", "usage"])
def test_a_check_that_cannot_be_kept_has_no_verdict(world: World, tmp_path: Path, table: str) -> None:
    with without(table, tmp_path):
        assert_no_answer(world, "comment-check")
    assert world.call("comment-check", ABOUT).body == b"false"


@pytest.mark.parametrize("endpoint", ["submit-spam", "submit-ham"])
@pytest.mark.parametrize("table", ["comment", "decision", "feedback"])
def test_a_label_that_cannot_be_kept_is_not_thanked_for(
    world: World, tmp_path: Path, table: str, endpoint: str
) -> None:
    digest = world.server.judge.digest()
    with without(table, tmp_path):
        assert_no_answer(world, endpoint)
    assert world.server.judge.digest() == digest
    assert world.call(endpoint, ABOUT).body.startswith(b"Thanks")


def assert_no_answer(world: World, endpoint: str) -> None:
    got = world.call(endpoint, ABOUT)
    assert got.status == 503
    assert got.body not in (b"true", b"false", b"valid", b"invalid", b"")
    assert not got.body.startswith(b"Thanks")
    assert got.header("x-akismet-error") == "state-unreadable"
    assert got.header("x-akismet-debug-help")
    assert (got.header("x-akismet-guid") is not None) is (endpoint == "comment-check")
