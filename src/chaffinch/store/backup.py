"""Copies of an SQLite database: taken while it is written to, checked before they replace anything."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from chaffinch.errors import InputError, SchemaError
from chaffinch.store.migrating import KNOWN


def copy(source: Path, target: Path) -> int:
    """Copy a database with SQLite's online backup into `target` (whole or not at all) and return its size in bytes.

    Raises:
        InputError: there is no database, the target exists, or one of them cannot be read or written.

    """
    if not source.exists():
        raise InputError(f"there is no database at {source}: start the server once, or name it with --database")
    if target.exists():
        raise InputError(f"{target} exists: name a new file, a backup never overwrites one")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(part)) as other:
            one.backup(other)
            other.execute("PRAGMA journal_mode=DELETE")
        _make_durable(part)
        part.replace(target)
        _make_durable(target.parent)
    except (sqlite3.DatabaseError, OSError) as error:
        part.unlink(missing_ok=True)
        raise InputError(f"{source} cannot be copied to {target}: {error}; check both paths") from error
    return target.stat().st_size


def _make_durable(path: Path) -> None:
    """Wait until a file, or the names in a folder, have reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def secret_check(backup: Path) -> str:
    """Return the proof of the secret a backup was made with, after checking that the backup is whole and known.

    Raises:
        InputError: not a database, damaged, or not Chaffinch's.
        SchemaError: made by a newer program.

    """
    if not backup.exists():
        raise InputError(f"there is no backup at {backup}")
    try:
        with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            (state,) = connection.execute("PRAGMA integrity_check").fetchone()
            if state != "ok":
                raise InputError(f"{backup} is damaged: {state}; take another backup")
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if revision not in KNOWN:
                raise SchemaError(
                    f"{backup} has schema {revision!r}, which this program does not know: update Chaffinch"
                )
            (check,) = connection.execute("SELECT secret_check FROM server").fetchone()
            return str(check)
    except (sqlite3.DatabaseError, TypeError) as error:
        raise InputError(f"{backup} is not a backup of Chaffinch: {error}") from error


def replace(backup: Path, target: Path) -> Path | None:
    """Put a copy of `backup` in the place of `target`; the replaced file is kept and its new path returned.

    At every moment there is a whole database at `target`: the old one gets a second name, then the new one takes
    its place in one step.

    Raises:
        InputError: a server still has the database open.

    """
    part = target.with_name(target.name + ".restoring")
    part.unlink(missing_ok=True)
    copy(backup, part)
    aside, is_there = _unused(target), target.exists()
    if is_there:
        try:
            _quiesce(target)
        except InputError:
            part.unlink()
            raise
        os.link(target, aside)
    for suffix in ("-wal", "-shm"):  # of a file too damaged to be opened, or lost: it would be replayed over the backup
        beside = target.with_name(target.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    part.replace(target)
    _make_durable(target.parent)
    return aside if is_there else None


def _unused(target: Path) -> Path:
    number = 1
    while (name := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    return name


def _quiesce(target: Path) -> None:
    """Fold the write-ahead log into the file, which only works when nobody else has it open."""
    try:
        with closing(sqlite3.connect(target, timeout=1)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise InputError(f"{target} is in use ({error}): stop the server, then restore") from error
    except sqlite3.DatabaseError:
        return  # damaged beyond opening: nobody serves from it, and it is what the backup is here for
