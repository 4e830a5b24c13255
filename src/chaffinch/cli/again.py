"""The command that makes another sign-in link for a server that was started with these options."""

from __future__ import annotations

import shlex
import shutil
import sys
from typing import Any

from chaffinch.config import PREFIX, Settings

NEEDED = ("host", "port", "public_url", "database", "secret_file")
"""The settings on which a link depends: where it leads, and where it is written down."""


def signin_command(settings: Settings, **options: Any) -> str:
    """Return it as it can be typed in this folder, in another terminal: options and variables of this start again."""
    variables = [
        f"{settings.sources[name]}={shlex.quote(str(settings.values[name]))}"
        for name in NEEDED
        if settings.sources[name].startswith(PREFIX)
    ]
    given = [word for name, value in options.items() if value is not None for word in (f"--{name}", str(value))]
    return " ".join([*variables, _program(), "signin", *map(shlex.quote, given)])


def settings_used(settings: Settings) -> dict[str, dict[str, str]]:
    """Return the settings that a link was made with: value and source of each."""
    place = ("host", "port") if settings.sources["public_url"] == "default" else ("public_url",)
    return {
        name: {"value": str(settings.values[name]), "source": settings.sources[name]} for name in (*place, "database")
    }


def _program() -> str:
    """Return what starts this program again."""
    if sys.argv[0].endswith("__main__.py"):
        return shlex.join([sys.executable, "-m", "chaffinch.cli"])
    return "chaffinch" if shutil.which("chaffinch") else shlex.quote(sys.argv[0])
