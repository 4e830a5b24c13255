from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.world import call, told

NEWS = "https://news.example"


def test_a_backup_restored_brings_back_what_was() -> None:
    key = told("site", "add", NEWS)["key"]
    assert told("backup", "monday.db")["bytes"] == Path("monday.db").stat().st_size
    call("site", "add", "https://later.example")
    assert told("restore", "monday.db") == {"database": "chaffinch.db", "kept": "chaffinch.db.before-restore-1"}
    assert [(site["url"], site["key"]) for site in told("site", "list")] == [(NEWS, key)]
    assert len(told("site", "list", "--database", "chaffinch.db.before-restore-1")) == 2


def test_the_secret_is_not_in_a_backup_and_the_command_says_so() -> None:
    call("site", "add", NEWS)
    assert "Keep chaffinch.secret too" in call("backup", "monday.db").stdout
    assert bytes.fromhex(Path("chaffinch.secret").read_text()) not in Path("monday.db").read_bytes()


def test_a_backup_overwrites_nothing() -> None:
    call("site", "add", NEWS)
    Path("monday.db").write_text("precious")
    assert "never overwrites" in call("backup", "monday.db", code=2).stderr
    assert Path("monday.db").read_text() == "precious"


def test_a_backup_into_a_folder_that_is_not_there_is_told() -> None:
    call("site", "add", NEWS)
    assert "cannot be copied to nowhere/monday.db" in call("backup", "nowhere/monday.db", code=2).stderr


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(100)])
def test_what_is_no_backup_replaces_nothing(content: bytes) -> None:
    call("site", "add", NEWS)
    before = told("site", "list")
    Path("monday.db").write_bytes(content)
    call("restore", "monday.db", code=2)
    assert told("site", "list") == before


def test_a_backup_made_under_another_secret_replaces_nothing() -> None:
    Path("other.toml").write_text("secret_file = 'other.secret'\n")
    call("site", "add", NEWS, "--database", "other.db", "--config", "other.toml")
    call("backup", "monday.db", "--database", "other.db")
    call("site", "add", NEWS)
    assert call("restore", "monday.db", code=1).stderr.startswith("Error (bad-secret): ")
    assert len(told("site", "list")) == 1


def test_on_a_machine_without_the_secret_a_restore_says_what_is_missing_and_nothing_untrue() -> None:
    call("site", "add", NEWS)
    call("backup", "monday.db")
    for path in (Path("chaffinch.secret"), *Path().glob("chaffinch.db*")):
        path.unlink()
    said = call("restore", "monday.db", code=1).stderr
    assert said.startswith("Error (bad-secret): chaffinch.secret is missing: ")
    assert "exists" not in said
    assert not Path("chaffinch.secret").exists()
