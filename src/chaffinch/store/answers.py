"""Queries on the answers that are kept for calls that are sent again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from chaffinch.store.schema import answer, answer_comment


def living(connection: Connection, lookup: str, since: int) -> Row[Any] | None:
    """Return an answer that was given at `since` or later."""
    found = select(answer).where((answer.c.lookup == lookup) & (answer.c.created_at >= since))
    return connection.execute(found).one_or_none()


def put(connection: Connection, values: dict[str, Any], comment_ids: Sequence[str]) -> None:
    """Write an answer, in the place of one that has ended, and which comments it speaks of."""
    connection.execute(delete(answer).where(answer.c.lookup == values["lookup"]))
    connection.execute(insert(answer).values(values))
    named = [{"lookup": values["lookup"], "comment_id": one} for one in dict.fromkeys(comment_ids)]
    if named:
        connection.execute(insert(answer_comment), named)


def empty_those_about(connection: Connection, comment_id: str) -> None:
    """Keep nothing of what was answered about a comment, but that it was."""
    about = select(answer_comment.c.lookup).where(answer_comment.c.comment_id == comment_id)
    connection.execute(update(answer).where(answer.c.lookup.in_(about)).values(answer=b""))
    connection.execute(delete(answer_comment).where(answer_comment.c.comment_id == comment_id))


def delete_ended(connection: Connection, before: int) -> int:
    """Delete what was answered before a moment."""
    return connection.execute(delete(answer).where(answer.c.created_at < before)).rowcount
