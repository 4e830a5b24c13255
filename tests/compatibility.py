"""`--write-compatibility PAGE`: what other people's programs did against this server, written as a page.

A test says which program it ran by the fixture `compatibility`, or by the property of that name that the fixture
records. Properties travel with reports, so this works on several processes. The page holds no date and no duration:
the same programs with the same results give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

Record = Callable[[str, str, str], None]
"""Takes client, version and what is about to run."""

PROPERTY = "compatibility"
HEAD = """# Compatibility

Programs of other people, each from its unmodified package, that were run against this server: which version, what it
was made to do, and whether everything came out as it should. `make test-contract` runs them and writes this page. How
each is pointed here: [clients](clients.md).

| client | version | what ran | result | test |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One line of the page."""

    client: str
    version: str
    what: str
    result: str
    test: str

    def __str__(self) -> str:
        test = f"`{self.test}`"
        return "| " + " | ".join((self.client, self.version, self.what, self.result, test)) + " |\n"


class Page:
    """Collects reports as they come in, from this process or from workers, and writes the page at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._broken: dict[str, str] = {}
        self._rows: list[Row] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember how a test went; its last phase carries everything it recorded."""
        if not report.passed:
            self._broken.setdefault(report.nodeid, report.outcome)
        if report.when == "teardown":
            result = self._broken.get(report.nodeid, "passed")
            told = [json.loads(str(value)) for name, value in report.user_properties if name == PROPERTY]
            self._rows += [
                Row(one["client"], one["version"], one["what"], result, _short(report.nodeid)) for one in told
            ]

    def pytest_sessionfinish(self) -> None:
        """Write the page."""
        self._path.write_text(HEAD + "".join(map(str, sorted(set(self._rows)))), "utf-8")


def _short(nodeid: str) -> str:
    return nodeid.removeprefix("tests/")


@pytest.fixture
def compatibility(record_property: Callable[[str, object], None]) -> Record:
    """Return what a test calls first, to say what it runs."""

    def record(client: str, version: str, what: str) -> None:
        told = {"client": client, "version": version, "what": what}
        assert not [text for text in told.values() if not text or "|" in text or "\n" in text], told
        record_property(PROPERTY, json.dumps(told))

    return record


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption(
        "--write-compatibility", metavar="PAGE", type=Path, help="write what outside programs did into this page"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect reports where they all arrive: not in a worker."""
    path = config.getoption("--write-compatibility")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Page(path))
