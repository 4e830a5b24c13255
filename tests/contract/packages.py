"""Versions of other people's programs, read from what is installed. `make test-contract` installs them."""

from __future__ import annotations

import json
import subprocess
from importlib import metadata
from pathlib import Path

NPM = Path(__file__).parents[2] / ".outside" / "node_modules"
"""Where `make test-contract` puts npm packages."""


def pypi(name: str) -> str:
    """Return the version of a Python package."""
    return metadata.version(name)


def npm(name: str) -> str:
    """Return the version of an npm package."""
    described = NPM / name / "package.json"
    assert described.is_file(), f"the npm package {name} is missing; make test-contract installs it"
    return str(json.loads(described.read_text("utf-8"))["version"])


def debian(name: str) -> str:
    """Return the version of a Debian package."""
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", name]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
    assert told[:1] == ["installed"], f"Debian's package {name} is missing; make test-contract installs it"
    return told[1]
