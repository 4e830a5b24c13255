"""Opening a server's state: that secret and database belong together is proven before anything is read."""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from pathlib import Path

from chaffinch.errors import SecretError
from chaffinch.service.clock import Clock, Entropy
from chaffinch.service.secret import SIZE, ServerSecret
from chaffinch.store import sessions
from chaffinch.store.database import Connection, Database


def load_secret(path: Path, entropy: Entropy, *, is_first_start: bool) -> ServerSecret:
    """Return the server secret in a file; at the first start it is made, readable by its owner alone.

    Raises:
        SecretError: the file is missing though this is not the first start, cannot be read, or is not a secret.

    """
    try:
        if not path.exists():
            if not is_first_start:
                raise SecretError(
                    f"{path} is missing: put the server secret there with which the database or the backup was made; "
                    "without it, keys and sessions cannot be read"
                )
            _write_once(path, entropy(SIZE).hex() + "\n")
        return ServerSecret(bytes.fromhex(path.read_text().strip()), entropy)
    except (OSError, ValueError) as error:
        raise SecretError(f"server secret {path} cannot be read: {error}") from error


def _write_once(path: Path, content: str) -> None:
    """Write a file whole and durably, readable by its owner alone; where another process was faster, leave its file."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)  # of a start that was killed, under the same process id
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name too: a database whose secret was lost in a power cut cannot be opened again
    finally:
        os.close(folder)


def open_server(database: Database, secret: ServerSecret, clock: Clock) -> None:
    """Prove that the secret belongs to the database; at the first start, write the proof.

    Raises:
        SecretError: it belongs to another database.

    """
    with database.read() as connection:
        row = sessions.server_row(connection)
    if row is not None:
        if not hmac.compare_digest(row.secret_check, secret.check()):
            raise SecretError("the server secret belongs to another database: put the right chaffinch.secret in place")
        return

    def write(connection: Connection) -> None:
        if sessions.server_row(connection) is None:
            sessions.insert_server(connection, secret.check(), clock())

    database.write(write)
