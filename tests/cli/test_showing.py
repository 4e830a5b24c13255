from __future__ import annotations

from pathlib import Path

from tests.cli.world import call, told


def test_every_value_is_shown_with_its_source() -> None:
    Path("chaffinch.toml").write_text("[retention]\nrefused_days = 3\n")
    shown = told("config", "show", CHAFFINCH_CONTROLLER__NAME="Ada")
    assert shown["retention.refused_days"] == {"value": 3, "source": "chaffinch.toml"}
    assert shown["controller.name"] == {"value": "Ada", "source": "CHAFFINCH_CONTROLLER__NAME"}
    assert shown["host"] == {"value": "127.0.0.1", "source": "default"}


def test_an_option_is_named_as_a_source() -> None:
    assert told("config", "show", "--database", "a.db")["database"]["source"] == "--database"


def test_for_people_it_is_a_table() -> None:
    table = call("config", "show", CHAFFINCH_TRUSTED_PROXIES="10.0.0.0/8").stdout.splitlines()
    assert "trusted_proxies          10.0.0.0/8  [CHAFFINCH_TRUSTED_PROXIES]" in table
    assert "controller.name          (none)  [default]" in table


def test_looking_makes_no_files(tmp_path: Path) -> None:
    call("config", "show")
    assert list(tmp_path.iterdir()) == []
