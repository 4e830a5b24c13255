"""Bring a database to the newest schema. Forward only; an empty database gets it whole and at once.

Alembic takes a third of a second to import, so it is imported only when there is something to migrate. That both
ways give the same schema is tested.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from chaffinch.errors import SchemaError
from chaffinch.store.schema import metadata

HEAD = "0013"
"""The newest revision in `migrations/versions`."""
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0007", "0008", "0009", "0010", "0011", "0013")


def bring_to_head(connection: Connection) -> None:
    """Create or migrate the schema, in the transaction of a connection that holds the write lock.

    Raises:
        SchemaError: the database has a revision this program does not know, or tables without one.

    """
    found = revision(connection)
    if found == HEAD:  # another process was faster
        return
    if found is None:
        if inspect(connection).get_table_names():
            raise SchemaError("the database holds tables that are not Chaffinch's: give `database` a file of its own")
        _create(connection)
    elif found in KNOWN:
        migrate(connection)
    else:
        raise SchemaError(f"the database has schema {found!r}, this program knows up to {HEAD!r}: update Chaffinch")


def revision(connection: Connection) -> str | None:
    """Return the schema revision of a database, None where there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def migrate(connection: Connection, to: str = "head") -> None:
    """Run the migrations from whatever revision the database has up to one, in the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
