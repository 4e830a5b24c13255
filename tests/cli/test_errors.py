from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from chaffinch.cli import main as module
from chaffinch.cli.main import COMMANDS, main
from chaffinch.errors import InputError, StateError
from tests.cli.world import call


def failing(error: Exception) -> click.Command:
    def run() -> None:
        raise error

    return click.Command("site", callback=run)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (InputError("this is odd"), 2, "Error (bad-input): this is odd\n"),
        (StateError("that is torn"), 1, "Error (state-unreadable): that is torn\n"),
        (FileNotFoundError(2, "No such file", "x.db"), 1, "Error (file): x.db: No such file\n"),
        (EOFError("end of stream"), 1, "Error (file): what was read ends too early: end of stream\n"),
        (OSError("not a gzipped file"), 1, "Error (file): input: not a gzipped file\n"),
    ],
)
def test_an_error_is_one_message_with_its_code(
    error: Exception, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.Commands, "get_command", lambda *_: failing(error))
    done = call("site", code=code)
    assert (done.stdout, done.stderr) == ("", said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nope"], "No such option '--nope'."),
        (["nope"], "No such command 'nope'."),
        (["site"], ""),
        (["site", "add"], "Missing argument 'URL'."),
        (["check", "nowhere.jsonl"], "Invalid value for '[FILE]': File 'nowhere.jsonl' does not exist."),
        (["evaluate", "--protocol", "guess", "x"], "Invalid value for '--protocol': 'guess' is not one of"),
    ],
)
def test_a_command_line_that_is_not_understood_is_told_with_code_and_usage(words: list[str], said: str) -> None:
    done = call(*words, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith("Usage: ")
    assert f"Error (bad-usage): {said}" in done.stderr if said else "Commands:" in done.stderr


def test_ctrl_c_is_one_message_with_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def run() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module.Commands, "get_command", lambda *_: click.Command("site", callback=run))
    done = call("site", code=130)
    assert (done.stdout, done.stderr) == ("", "Error (interrupted): stopped by Ctrl+C\n")


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.Commands, "get_command", lambda *_: failing(ZeroDivisionError()))
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        call("site")


def test_all_odd_settings_are_told_at_once() -> None:
    Path("chaffinch.toml").write_text("prot = 1\nhost = 1\n")
    done = call("config", "show", code=2)
    assert done.stdout == ""
    assert done.stderr.startswith("Error (bad-setting): ")
    assert "did you mean 'port'?" in done.stderr
    assert "host: found 1 in chaffinch.toml; accepted: " in done.stderr


def test_help_names_every_command_and_imports_none() -> None:
    program = "import sys; from chaffinch.cli.main import main; main(['--help'], standalone_mode=False); "
    program += "print([name for name in sys.modules if name.startswith(('numpy', 'sqlalchemy', 'starlette'))])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_what_its_options_are(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help
    for one in command.commands.values() if isinstance(command, click.Group) else [command]:
        assert one.help
        options = [option for option in one.params if isinstance(option, click.Option)]
        assert [o.name for o in options if not o.help and not isinstance(o.type, click.Choice)] == []
