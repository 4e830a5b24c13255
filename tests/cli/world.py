"""The command line called in this process, in an empty folder."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from chaffinch.cli.main import main


def call(*words: str, given: str | bytes | None = None, code: int = 0, **environ: str) -> Result:
    """Run a command and return what came out; its exit code must be `code`, and nothing may have crashed."""
    done = CliRunner().invoke(main, words, input=given, env=environ)
    crash = done.exception if not isinstance(done.exception, SystemExit) else None
    assert crash is None, repr(crash)
    assert done.exit_code == code, done.output
    return done


def told(*words: str, **environ: str) -> Any:
    """Run a command with `--json` and return what it printed."""
    return json.loads(call(*words, "--json", code=0, given=None, **environ).stdout)


def lines(text: str) -> list[Any]:
    """Return JSON Lines as values."""
    return [json.loads(line) for line in text.splitlines()]
