"""Queries on what readers liked and reported: a count on the comment, and for a while who was counted already."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, update
from sqlalchemy.dialects.sqlite import insert as upsert

from chaffinch.store.schema import comment, reaction

COUNTS = {"LIKE": comment.c.likes, "REPORT": comment.c.reports}


def add(connection: Connection, values: dict[str, Any]) -> bool:
    """Count a reaction, and return whether it was: False where its source was counted at this comment before."""
    made = connection.execute(upsert(reaction).values(values).on_conflict_do_nothing())
    if not made.rowcount:
        return False
    count = COUNTS[values["kind"]]
    connection.execute(update(comment).where(comment.c.id == values["comment_id"]).values({count: count + 1}))
    return True


def settle_reports(connection: Connection, comment_id: str) -> None:
    """Begin to count reports anew: a person has looked. Who reported before is not counted again."""
    connection.execute(update(comment).where(comment.c.id == comment_id).values(reports=0))


def delete_ended(connection: Connection, before: int) -> int:
    """Forget who was counted before a moment; the counts stay."""
    return connection.execute(delete(reaction).where(reaction.c.created_at < before)).rowcount
