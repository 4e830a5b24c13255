from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chaffinch import config
from chaffinch.cli.main import main
from chaffinch.config import SETTINGS, load, masked
from chaffinch.errors import SettingError
from chaffinch.service.retention import Retention

DOCUMENT = Path(__file__).parent.parent / "docs" / "configuration.md"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(environ: Mapping[str, str], toml: str = "", options: Mapping[str, Any] | None = None) -> list[str]:
    Path("chaffinch.toml").write_text(toml, "utf-8")
    with pytest.raises(SettingError) as caught:
        load(environ, None, options)
    return str(caught.value).splitlines()


def test_without_any_settings_there_are_defaults() -> None:
    settings = load({})
    assert (settings.host, settings.port, settings.database) == ("127.0.0.1", 8080, "sqlite:///chaffinch.db")
    assert settings.secret_file == Path("chaffinch.secret")
    assert settings.public_url == "http://127.0.0.1:8080"
    assert settings.retention == Retention()
    assert set(settings.sources.values()) == {"default"}


def test_file_then_variable_then_option_wins_and_each_value_knows_its_source() -> None:
    Path("chaffinch.toml").write_text('host = "::1"\nport = 1\n[retention]\nrefused_days = 7\n')
    settings = load({"CHAFFINCH_PORT": "2", "CHAFFINCH_RETENTION__REFUSED_DAYS": "8"}, None, {"port": "3"})
    assert (settings.host, settings.port, settings.retention.refused_days) == ("::1", 3, 8)
    assert settings.sources["host"] == "chaffinch.toml"
    assert settings.sources["retention.refused_days"] == "CHAFFINCH_RETENTION__REFUSED_DAYS"
    assert settings.sources["port"] == "--port"


def test_a_named_file_is_read_in_place_of_the_one_here() -> None:
    Path("chaffinch.toml").write_text("port = 1\n")
    Path("other.toml").write_text("host = 'localhost'\n")
    settings = load({}, Path("other.toml"))
    assert (settings.host, settings.port) == ("localhost", 8080)


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        load({}).port = 1  # type: ignore[misc]


def test_everything_wrong_is_told_at_once() -> None:
    lines = refused({"CHAFFINCH_HOST": "a b"}, 'prot = 1\n[controller]\nnam = "x"\n[retention]\nrefused_days = 0\n')
    assert len(lines) == 4
    assert "unknown setting 'prot' in chaffinch.toml; did you mean 'port'?" in lines
    assert "unknown setting 'controller.nam' in chaffinch.toml; did you mean 'controller.name'?" in lines
    told = "retention.refused_days: found 0 in chaffinch.toml; accepted: a whole number of days from 1 to 3650"
    assert told in lines
    assert any(line.startswith("host: found 'a b' in CHAFFINCH_HOST; accepted: ") for line in lines)


def test_an_unknown_variable_is_told_by_its_name() -> None:
    assert refused({"CHAFFINCH_PUBLIC_URI": "x"}) == [
        "unknown setting 'public_uri' in CHAFFINCH_PUBLIC_URI; did you mean 'public_url'?"
    ]


@pytest.mark.parametrize("toml", ["[contoller]\n", "[retention.days]\n", "[controller]\n[controller.nam]\n"])
def test_an_unknown_table_is_told_though_nothing_stands_in_it(toml: str) -> None:
    (line,) = refused({}, toml)
    assert line.startswith("unknown setting ")


@pytest.mark.parametrize("name", ["controller.name", "controller.contact"])
@pytest.mark.parametrize("value", ["Ada\\nLtd", "Ada\\u0000Ltd", "Ada\\u2028Ltd", "Ada\\u0085Ltd"])
def test_a_line_of_text_is_one_line(name: str, value: str) -> None:
    table, _, key = name.partition(".")
    (line,) = refused({}, f'[{table}]\n{key} = "{value}"\n')
    assert line.endswith("accepted: a line of text")


@pytest.mark.parametrize("name", ["\u0645\u06cc\u200c\u0646", "Dr.\u00a0Ada", "\U0001f426 Ltd"])
def test_names_of_all_scripts_are_lines_of_text(name: str) -> None:
    assert load({"CHAFFINCH_CONTROLLER__NAME": name}).controller.name == name


def test_a_known_table_may_stand_empty() -> None:
    Path("chaffinch.toml").write_text("[controller]\n[retention]\n")
    assert load({}).retention == Retention()


def test_a_table_in_the_place_of_a_value_is_told() -> None:
    assert len(refused({}, "[port]\nnumber = 1\n")) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "0"), ("port", "65536"), ("port", "-1"), ("port", "8 0"), ("port", ""), ("port", "1e3"), ("port", "٣"),
        ("host", ""), ("host", "http://x"), ("database", ""), ("database", "postgresql://u:p@h/d"),
        ("database", "sqlite:///:memory:"), ("articles", "nowhere"), ("secret_file", ""),
        ("model", "nowhere"), ("model", "."),
        ("public_url", "news.example"), ("public_url", "https://news.example/path"), ("public_url", "ftp://x"),
        ("public_url", "https://user:word@news.example"), ("public_url", "https://x:99999"), ("public_url", "http://["),
        ("public_url", "http://news;example"), ("public_url", "https://news.example/?a"),
        ("trusted_proxies", "10.0.0.0/33"), ("trusted_proxies", "proxy.example"), ("retention.feedback_days", "1.5"),
        ("retention.feedback_days", "forever"), ("retention.feedback_days", "3651"),
    ],
)  # fmt: skip
def test_an_odd_value_is_refused_with_what_would_be_accepted(name: str, value: str) -> None:
    variable = "CHAFFINCH_" + name.upper().replace(".", "__")
    (line,) = refused({variable: value})
    assert line.startswith(f"{name}: found ")
    assert f"in {variable}; accepted: " in line


@pytest.mark.parametrize("toml", ["port = true", "port = 1.0", "host = 1", "trusted_proxies = 1", "articles = [1]"])
def test_a_value_of_another_type_is_refused(toml: str) -> None:
    (line,) = refused({}, toml)
    assert "in chaffinch.toml; accepted: " in line


def test_a_file_that_is_not_toml_is_told_with_the_place() -> None:
    (line,) = refused({}, "host = '::1'\nport = = 1\n")
    assert line.startswith("chaffinch.toml is not TOML: ")
    assert "line 2" in line


def test_a_named_file_that_is_missing_is_told() -> None:
    with pytest.raises(SettingError, match=r"none\.toml cannot be read"):
        load({}, Path("none.toml"))


def test_trusted_proxies_are_networks_from_a_list_or_between_commas() -> None:
    Path("chaffinch.toml").write_text('trusted_proxies = ["10.1.2.3/8", "::1"]\n')
    assert load({}).trusted_proxies == ("10.0.0.0/8", "::1/128")
    assert load({"CHAFFINCH_TRUSTED_PROXIES": "192.0.2.1, 10.0.0.0/8,"}).trusted_proxies == (
        "192.0.2.1/32",
        "10.0.0.0/8",
    )


def test_the_secret_stands_beside_the_database() -> None:
    assert load({"CHAFFINCH_DATABASE": "state/news.db"}).secret_file == Path("state/chaffinch.secret")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8080"),  # noqa: S104 - nothing listens here
        ("::", "http://[::1]:8080"),
        ("here", "http://here:8080"),
    ],
)
def test_the_public_url_is_one_a_browser_can_open(host: str, url: str) -> None:
    assert load({"CHAFFINCH_HOST": host}).public_url == url


@given(st.text(st.characters(exclude_characters="/"), min_size=1))
@example("two\nlines")
@example("p@ss:word")
def test_a_password_in_an_address_is_never_shown(password: str) -> None:
    assert masked(f"postgresql://chaffinch:{password}@host/name") == "postgresql://chaffinch:***@host/name"


def test_a_refused_database_does_not_tell_its_password() -> None:
    (line,) = refused({"CHAFFINCH_DATABASE": "postgresql://chaffinch:hunter2@host/name"})
    assert "hunter2" not in line


def test_every_setting_is_documented_with_its_default() -> None:
    document = DOCUMENT.read_text("utf-8")
    for setting in SETTINGS:
        row = next(line for line in document.splitlines() if line.startswith(f"| `{setting.name}` |"))
        if isinstance(setting.default, str | int) and setting.default:
            told = "true" if setting.default is True else setting.default
            assert f"`{told}`" in row


def test_no_setting_is_documented_that_does_not_exist() -> None:
    table = DOCUMENT.read_text("utf-8").partition("## Settings")[2].partition("```")[0]
    told = {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")}
    assert told == {setting.name for setting in SETTINGS}


def test_every_command_is_documented() -> None:
    document = DOCUMENT.read_text("utf-8")
    told = {line.split("`")[1] for line in document.splitlines() if line.startswith("| `chaffinch ")}
    assert told == {f"chaffinch {name}" for name in commands()}


def commands() -> list[str]:
    import click

    context = click.Context(main)
    names = []
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        names += [f"{name} {sub}" for sub in command.commands] if isinstance(command, click.Group) else [name]
    return names


def test_the_example_in_the_documentation_is_accepted() -> None:
    document = DOCUMENT.read_text("utf-8")
    Path(config.FILE).write_text(document.partition("```toml\n")[2].partition("```")[0])
    assert load({}).controller.name == "The News of Example Ltd"
