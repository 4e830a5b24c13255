"""Stops a server between any two statements, and inside a commit at any byte, by copying its files at that moment.

What a killed process leaves behind is exactly its files: a copy of database and write-ahead log, opened elsewhere, is
the restart after a kill at that moment. No chance is involved.
"""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from chaffinch.engine.types import Label, Submission
from chaffinch.service.checking import Check
from chaffinch.service.clock import DAY
from chaffinch.store.schema import metadata
from tests.service.world import HAM, PAGE, SPAM, World

CUTS = 12
"""Places inside one commit at which the log is cut off."""


class Copies:
    """Files of a server as they were at some moments."""

    def __init__(self, source: Path, folder: Path) -> None:
        self._source = source
        self._folder = folder
        self.folders: list[Path] = []

    def take(self, cut: int | None = None) -> Path:
        """Copy the files as they are now; `cut`: bytes of the log that reached the disk."""
        folder = self._folder / f"{len(self.folders)}"
        folder.mkdir(parents=True)
        files = [*self._source.glob("chaffinch.db*"), self._source / "secret"]
        # Not in this process: closing a copy of the database here would drop SQLite's own locks on it.
        subprocess.run(["cp", *[str(f) for f in files if not f.name.endswith("-shm")], str(folder)], check=True)
        if cut is not None:
            with (folder / "chaffinch.db-wal").open("r+b") as log:
                log.truncate(cut)
        self.folders.append(folder)
        return folder


def content(folder: Path) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Return every row of a copied database, after SQLite's own recovery."""
    with closing(sqlite3.connect(folder / "chaffinch.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = sorted(metadata.tables)
        return tuple((name, tuple(sorted(connection.execute(f"SELECT * FROM {name}"), key=repr))) for name in names)  # noqa: S608


@contextmanager
def watched(world: World, moment: Callable[[], object]) -> Iterator[None]:
    """Call `moment` before every statement and every commit of the server."""
    engine = world.database._engine

    def statement(*_: object) -> None:
        moment()

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", statement)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "commit", statement)


def steps(world: World) -> Iterator[Callable[[], object]]:
    """Everything a server writes, one after the other; each in one transaction."""
    desk, checks, site = world.desk, world.checks, world.site
    ham, spam = world.post(HAM).comment_id, world.post(SPAM).comment_id
    asked = Check(Submission("Another system asks about this one.", "Bo"), permalink=PAGE)
    told = Check(Submission("Another system tells about that one.", "Cy"), permalink=PAGE)
    yield lambda: world.post("A third voice, about the lanterns.", token="third")
    yield lambda: world.post("A third voice, about the lanterns.", token="third")
    yield lambda: desk.decide(ham, Label.HAM)
    yield world.judge.checkpoint
    yield lambda: desk.decide(spam, Label.HAM)
    yield world.judge.checkpoint
    yield lambda: desk.decide(spam, Label.SPAM)
    yield lambda: desk.decide(spam, Label.SPAM)
    yield lambda: desk.undo(spam)
    yield world.judge.checkpoint
    yield lambda: checks.check(site, asked)
    yield lambda: checks.submit(site, asked, Label.SPAM)
    yield lambda: checks.submit(site, told, Label.SPAM)
    yield lambda: checks.submit(site, told, Label.HAM)
    yield lambda: desk.erase(ham)
    links: list[str] = []
    yield lambda: links.append(world.sign_in.issue_link())
    yield lambda: world.sign_in.redeem(links[0])
    yield lambda: world.sites.rotate_key(site.url)
    world.now += 400 * DAY
    yield world.sweep.run


@pytest.mark.fault
def test_stopped_between_any_two_writes_a_restart_finds_one_of_the_two_legal_states(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    world = World(home)
    known: set[Any] = set()
    moments = cuts = 0
    for number, step in enumerate(steps(world)):
        copies = Copies(home, tmp_path / f"{number}")
        log = home / "chaffinch.db-wal"
        before, log_before = copies.take(), log.read_bytes()
        with watched(world, copies.take):
            step()
        moments += len(copies.folders)
        after, log_after = copies.take(), log.read_bytes()
        if log_after.startswith(log_before) and len(log_after) > len(log_before):
            grown = len(log_after) - len(log_before)
            for part in range(CUTS):
                copies.take(len(log_before) + grown * part // CUTS)
                cuts += 1
        legal = {content(before), content(after)}
        found = [content(folder) for folder in copies.folders]
        assert set(found) <= legal
        for folder, state in zip(copies.folders, found, strict=True):
            if state not in known:
                known.add(state)
                reborn = World(folder)
                assert reborn.judge.digest() == reborn.fold()
                reborn.close()
    world.close()
    assert moments > 50
    assert cuts > 50
