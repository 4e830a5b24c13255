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


def told_of_address(settings: Settings, *, takes_port: bool = False) -> str:
    """Return what to say where the server's address is a guess; empty where `public_url` was set.

    The server itself may run with another `--port`: nothing that it leaves in the folder tells. `takes_port`: this
    command has the options --host and --port, as the server has.
    """
    if settings.sources["public_url"] != "default":
        return ""
    told = ", ".join(f"{name} {settings.values[name]} ({settings.sources[name]})" for name in ("host", "port"))
    mend = "set public_url, or give --host and --port here too" if takes_port else "set public_url"
    return f"{settings.public_url} stands for {told}. If the server is started otherwise, {mend}."


def _program() -> str:
    """Return what starts this program again."""
    if sys.argv[0].endswith("__main__.py"):
        return shlex.join([sys.executable, "-m", "chaffinch.cli"])
    return "chaffinch" if shutil.which("chaffinch") else shlex.quote(sys.argv[0])
