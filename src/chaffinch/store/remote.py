"""Queries on comments that other systems asked about: what they were answered, and which may be judged again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from chaffinch.store.schema import comment, decision, remote_check, site, thread

_place = tuple_(remote_check.c.asked_at, remote_check.c.comment_id)


def put(connection: Connection, values: dict[str, Any]) -> None:
    """Write what another system was answered about a comment, in place of what it was answered before."""
    made = upsert(remote_check).values(values)
    kept = {name: made.excluded[name] for name in ("callback", "answer", "asked_at")}
    connection.execute(made.on_conflict_do_update(index_elements=["comment_id"], set_=kept))


def by_comment(connection: Connection, comment_id: str) -> Row[Any] | None:
    """Return what another system was answered about a comment, None where none asked or that has had its time."""
    return connection.execute(select(remote_check).where(remote_check.c.comment_id == comment_id)).one_or_none()


def by_comments(connection: Connection, comment_ids: list[str]) -> list[Row[Any]]:
    """Return what other systems were answered about some comments."""
    return list(connection.execute(select(remote_check).where(remote_check.c.comment_id.in_(comment_ids))))


def set_answer(connection: Connection, comment_id: str, answer: str) -> None:
    """Write that another system knows another answer now."""
    connection.execute(update(remote_check).where(remote_check.c.comment_id == comment_id).values(answer=answer))


def undecided(
    connection: Connection, model: str, since: int, most: int, after: tuple[int, str] | None, limit: int
) -> list[Row[Any]]:
    """Return comments that may be judged again, in the order of the keyset (asked_at, id).

    Those that can be told of, asked about since a moment, kept with their text, never decided by a person, last judged
    with this base model, and decided by the machine at most `most` times. With each come article, parent's text, the
    site's word on doubt, and the last evidence.
    """
    mine = decision.c.comment_id == comment.c.id
    last = select(func.max(decision.c.id)).where(mine).correlate(comment).scalar_subquery()
    times = select(func.count()).where(mine).correlate(comment).scalar_subquery()
    person = select(decision.c.id).where(mine & (decision.c.decided_by == "PERSON")).correlate(comment).exists()
    parent = comment.alias("parent")
    last_one = decision.alias("last_one")
    joined = (
        remote_check.join(comment, comment.c.id == remote_check.c.comment_id)
        .join(thread, comment.c.thread_id == thread.c.id)
        .join(site, comment.c.site_id == site.c.id)
        .join(last_one, last_one.c.id == last)
        .outerjoin(parent, parent.c.id == comment.c.parent_id)
    )
    told = (remote_check.c.asked_at, thread.c.article, parent.c.text.label("parent_text"), site.c.hold_answer)
    found = (
        select(comment, *told, last_one.c.evidence)
        .select_from(joined)
        .where(remote_check.c.callback.is_not(None) & (remote_check.c.asked_at >= since) & ~person)
        .where(comment.c.state.in_(("PUBLISHED", "HELD", "SPAM")) & (last_one.c.model == model) & (times <= most))
    )
    if after is not None:
        found = found.where(_place > tuple_(*after))
    order = (remote_check.c.asked_at, remote_check.c.comment_id)
    return list(connection.execute(found.order_by(*order).limit(limit)))
