"""What a measured table is of: the commit of this program, and how to go on where it was stopped."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def commit_of_program() -> str:
    """Return the commit that this program is of, marked where its files are not those of the commit."""
    here = Path(__file__).parents[1]
    if shutil.which("git") is None:
        return "unknown"

    def git(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", *words], cwd=here, capture_output=True, text=True, check=False)  # noqa: S603, S607

    commit = git("rev-parse", "--short", "HEAD").stdout.strip()
    if not commit:
        return "unknown"
    return commit + ("-changed" if git("status", "--porcelain", "--", ".").stdout else "")


def how_to_go_on(state: Path | None) -> str:
    """Return what to say when a run was stopped that keeps finished parts in a file, or has none."""
    if state:
        return f"stopped, no document written; finished parts are in {state}: the same command goes on from there"
    return "stopped, no document written; with --state FILE, finished parts would have been kept"
