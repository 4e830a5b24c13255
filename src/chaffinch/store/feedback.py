"""Queries on the feedback log and the checkpoints made of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from chaffinch.errors import InternalError
from chaffinch.store.schema import checkpoint, feedback, server


def of_comment(connection: Connection, comment_id: str) -> Row[Any] | None:
    """Return the living label of a comment."""
    return connection.execute(select(feedback).where(feedback.c.comment_id == comment_id)).one_or_none()


def append(connection: Connection, values: dict[str, Any]) -> int:
    """Append a label and return its position. Called in the writer thread only: positions follow commits."""
    done = connection.execute(insert(feedback).values(values))
    key = done.inserted_primary_key
    if key is None:
        raise InternalError("the database gave no position for a label")
    return int(key[0])


def end(connection: Connection, positions: list[int]) -> None:
    """End entries: they are deleted, and so is every checkpoint that was made with them."""
    if positions:
        connection.execute(delete(feedback).where(feedback.c.position.in_(positions)))
        connection.execute(delete(checkpoint).where(checkpoint.c.position >= min(positions)))
        connection.execute(update(server).values(log_generation=server.c.log_generation + 1))


def generation(connection: Connection) -> int:
    """Return how often entries have ended: a reader whose number is older folds anew."""
    return int(connection.execute(select(server.c.log_generation)).scalar_one())


def after(connection: Connection, position: int, limit: int) -> list[Row[Any]]:
    """Return living entries after a position, in order."""
    entries = select(feedback).where(feedback.c.position > position).order_by(feedback.c.position).limit(limit)
    return list(connection.execute(entries))


def older_than(connection: Connection, moment: int) -> list[int]:
    """Return the positions of entries written before a moment."""
    return list(connection.execute(select(feedback.c.position).where(feedback.c.created_at < moment)).scalars())


def last_position(connection: Connection) -> int:
    """Return the highest living position, 0 for an empty log."""
    return int(connection.execute(select(func.coalesce(func.max(feedback.c.position), 0))).scalar_one())


def newest_checkpoint(connection: Connection, model: str) -> Row[Any] | None:
    """Return the newest checkpoint on top of a base model."""
    newest = select(checkpoint).where(checkpoint.c.model == model).order_by(checkpoint.c.position.desc()).limit(1)
    return connection.execute(newest).one_or_none()


def put_checkpoint(connection: Connection, values: dict[str, Any], if_generation: int) -> bool:
    """Write a checkpoint and drop all others; refused when an entry has ended since it was made."""
    if generation(connection) != if_generation:
        return False
    connection.execute(delete(checkpoint))
    connection.execute(insert(checkpoint).values(values))
    return True
