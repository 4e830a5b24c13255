"""Backups: taken while serving, checked against the secret before they replace anything."""

from __future__ import annotations

from pathlib import Path

from chaffinch.errors import SecretError
from chaffinch.service.secret import ServerSecret
from chaffinch.store import backup as store


def backup(database: Path, target: Path) -> int:
    """Copy a database that may be in use into a new file; return the size in bytes. The secret is not in it.

    Raises:
        InputError: no database, or the target exists.

    """
    return store.copy(database, target)


def restore(source: Path, database: Path, secret: ServerSecret) -> Path | None:
    """Put a backup in the place of a database; the replaced one is kept beside it and its path returned.

    Raises:
        InputError: damaged, not a backup, or the database is in use.
        SecretError: the backup belongs to another secret: its keys could never be read.

    """
    if store.secret_check(source) != secret.check():
        raise SecretError(f"{source} was made with another server secret: put its chaffinch.secret in place first")
    return store.replace(source, database)
