"""docs/compatibility.md is written by the tests that it lists, and lists all of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "compatibility.md"
SUITE = """
import json, os, pytest

def test_knocks(compatibility):
    compatibility("zinnia", "2.0", "a knock")

@pytest.mark.parametrize("way", ["front", "back"])
def test_enters(compatibility, way):
    compatibility("aster", "1.0-3", f"in by the {way} door")
    assert way == os.environ.get("DOOR", way), "shut"

def test_speaks_the_long_way(record_property):
    record_property("compatibility", json.dumps({"client": "aster", "version": "1.0-3", "what": "a word"}))
    pytest.skip("lost its voice")

def test_says_nothing():
    assert True
"""


def run(*words: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run pytest as its own process, with nothing of this one's options."""
    called = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    path = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(called, cwd=folder, env=os.environ | path | environ, capture_output=True, text=True)


def rows(page: Path) -> list[list[str]]:
    """Return the cells of each row."""
    lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_ran_is_written_in_order_on_one_process_or_several(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_visits.py").write_text(SUITE)
    options = ("-p", "tests.compatibility", "-n", workers, "--write-compatibility", "page.md")
    done = run(*options, folder=tmp_path, DOOR="front")
    assert rows(tmp_path / "page.md") == [
        ["aster", "1.0-3", "a word", "skipped", "`test_visits.py::test_speaks_the_long_way`"],
        ["aster", "1.0-3", "in by the back door", "failed", "`test_visits.py::test_enters[back]`"],
        ["aster", "1.0-3", "in by the front door", "passed", "`test_visits.py::test_enters[front]`"],
        ["zinnia", "2.0", "a knock", "passed", "`test_visits.py::test_knocks`"],
    ]
    assert done.returncode == 1, "a page that tells of a failure is no success"


def test_without_the_option_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "test_visits.py").write_text(SUITE)
    assert run("-p", "tests.compatibility", "-n", "0", folder=tmp_path).returncode == 0
    assert not list(tmp_path.glob("*.md"))


def test_the_page_lists_every_outside_test_and_no_other() -> None:
    told = run("--collect-only", "-o", "addopts=", "-n", "0", "-m", "outside", "tests/contract", folder=ROOT).stdout
    collected = {line.removeprefix("tests/") for line in told.splitlines() if "::" in line}
    listed = {row[-1].strip("`") for row in rows(PAGE)}
    assert collected, told
    assert listed == collected, "run make test-contract and commit docs/compatibility.md"


def test_everything_on_the_page_passed() -> None:
    assert [row for row in rows(PAGE) if row[3] != "passed"] == []


def test_the_page_names_versions() -> None:
    assert all(re.search(r"\d", row[1]) for row in rows(PAGE))
