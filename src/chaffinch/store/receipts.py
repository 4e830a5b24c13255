"""Everything that is kept of one comment, out of whatever table names it: a table that is added later is found too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from chaffinch.store.schema import comment, metadata

NAMING = tuple(table for table in metadata.tables.values() if "comment_id" in table.c)
"""The tables whose rows are about a comment."""


def about(connection: Connection, comment_id: str) -> list[tuple[str, Row[Any]]]:
    """Return the rows about a comment, each with the name of its table: the comment itself first, if it is there."""
    own = connection.execute(select(comment).where(comment.c.id == comment_id)).all()
    found: list[tuple[str, Row[Any]]] = [(comment.name, row) for row in own]
    for table in NAMING:
        rows = connection.execute(select(table).where(table.c.comment_id == comment_id).order_by(*table.primary_key))
        found += [(table.name, row) for row in rows]
    return found
