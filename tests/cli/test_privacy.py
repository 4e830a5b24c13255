from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.world import call, told

NEWS = "https://news.example"
SETTINGS = """
[controller]
name = "Courier Press"
contact = "mail@courier.example"
officer = "none"
authority = "The Commissioner"
recipients = ["Host GmbH, Germany: keeps the server"]
backup_days = 30
"""
PAPERS = (("record",), ("policy", NEWS), ("agreement", NEWS))


@pytest.mark.parametrize("words", PAPERS, ids=[words[0] for words in PAPERS])
def test_a_paper_tells_the_settings_and_complains_of_nothing(words: tuple[str, ...]) -> None:
    Path("chaffinch.toml").write_text(SETTINGS)
    call("site", "add", NEWS)
    done = call("privacy", *words)
    for value in ("Courier Press", "Host GmbH (Germany)", "news.example"):
        assert value in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("words", PAPERS, ids=[words[0] for words in PAPERS])
def test_what_is_missing_is_named_beside_the_paper(words: tuple[str, ...]) -> None:
    call("site", "add", NEWS)
    done = call("privacy", *words)
    assert "**Missing**: set `controller.name`" in done.stdout
    assert "controller.backup_days" in done.stderr


def test_a_paper_of_no_such_site_is_refused() -> None:
    call("site", "add", NEWS)
    assert "no site" in call("privacy", "policy", "https://other.example", code=2).stderr


def test_where_no_server_is_nothing_is_made(tmp_path: Path) -> None:
    call("privacy", "record", code=2)
    call("sweep", code=2)
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_tells_how_many_of_each_it_deleted() -> None:
    call("site", "add", NEWS)
    assert told("sweep")["comments"] == 0
    assert "0  labels, which were unlearned" in call("sweep").stdout


@pytest.mark.parametrize("value", ["", "Host", "none; Host, Germany: keeps", "Host, Germany"])
def test_recipients_that_say_half_are_refused(value: str) -> None:
    done = call("config", "show", CHAFFINCH_CONTROLLER__RECIPIENTS=value, code=2)
    assert "controller.recipients: found" in done.stderr


def test_recipients_of_a_variable_stand_between_semicolons() -> None:
    lines = "Host, Germany: keeps; Mail AS, Norway: sends"
    shown = told("config", "show", CHAFFINCH_CONTROLLER__RECIPIENTS=lines)
    assert shown["controller.recipients"]["value"] == lines.split("; ")
