"""Queries on audits: comments drawn at random when they came, and what people said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from chaffinch.store.schema import audit, comment, site

_is_open = audit.c.label.is_(None) & select(comment.c.id).where(comment.c.id == audit.c.comment_id).exists()
"""A person can still answer: the comment is there."""


def draw(connection: Connection, values: dict[str, Any], most_open: int) -> bool:
    """Add an audit, unless `most_open` of its site wait already; return whether it was added."""
    if count_open(connection, values["site_id"]).get(values["site_id"], 0) >= most_open:
        return False
    connection.execute(insert(audit).values(values))
    return True


def answer(connection: Connection, comment_id: str, label: str | None) -> None:
    """Write what a person says a comment is, None where that was taken back; nothing where it was never drawn."""
    _changed(connection, audit.c.comment_id == comment_id)
    connection.execute(update(audit).where(audit.c.comment_id == comment_id).values(label=label))


def by_comment(connection: Connection, comment_id: str) -> Row[Any] | None:
    """Return the audit of a comment, None where it was not drawn."""
    return connection.execute(select(audit).where(audit.c.comment_id == comment_id)).one_or_none()


def labels(connection: Connection, comment_ids: Sequence[str]) -> dict[str, str | None]:
    """Return what was said of those of some comments that were drawn, None where nothing was."""
    found = select(audit.c.comment_id, audit.c.label).where(audit.c.comment_id.in_(comment_ids))
    return {row[0]: row[1] for row in connection.execute(found)}


def contradicted(connection: Connection, site_id: str, lookup: str, comment_id: str, label: str) -> list[Row[Any]]:
    """Return other drawn comments with the same author and text, asked about by another system, that lack a label."""
    same = (comment.c.site_id == site_id) & (comment.c.match_lookup == lookup)
    other = (comment.c.source != "FORM") & (comment.c.id != comment_id)
    open_or_else = audit.c.label.is_(None) | (audit.c.label != label)
    found = select(comment).join(audit, audit.c.comment_id == comment.c.id)
    return list(connection.execute(found.where(same & other & open_or_else)))


def erase(connection: Connection, comment_id: str) -> bool:
    """Remove the audit of a comment, and return whether there was one."""
    return bool(_delete(connection, audit.c.comment_id == comment_id))


def end_older_than(connection: Connection, moment: int) -> int:
    """End audits drawn before a moment, and return how many."""
    return _delete(connection, audit.c.drawn_at < moment)


def ham_scores(connection: Connection, site_id: str, model: str) -> list[float]:
    """Return the scores a base model gave to a site's drawn comments that are ham, ascending."""
    mine = (audit.c.site_id == site_id) & (audit.c.model == model) & (audit.c.label == "HAM")
    return list(connection.execute(select(audit.c.score).where(mine).order_by(audit.c.score)).scalars())


def counts(connection: Connection, site_id: str, model: str) -> tuple[int, int]:
    """Return how many of a site's audits with a base model were answered, and how many ended without an answer."""
    mine = (audit.c.site_id == site_id) & (audit.c.model == model)
    answered = func.count().filter(audit.c.label.is_not(None)).label("answered")
    missed = func.count().filter(audit.c.label.is_(None) & ~_is_open).label("missed")
    row = connection.execute(select(answered, missed).select_from(audit).where(mine)).one()
    return int(row[0]), int(row[1])


def count_open(connection: Connection, site_id: str | None = None) -> dict[str, int]:
    """Return how many audits wait for an answer, by site."""
    found = select(audit.c.site_id, func.count()).where(_is_open).group_by(audit.c.site_id)
    if site_id is not None:
        found = found.where(audit.c.site_id == site_id)
    return {row[0]: row[1] for row in connection.execute(found)}


def is_waiting(comment_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the claim, for other queries, that the audit of a comment waits for an answer."""
    return select(audit.c.comment_id).where((audit.c.comment_id == comment_id) & audit.c.label.is_(None)).exists()


def _delete(connection: Connection, which: ColumnElement[bool]) -> int:
    _changed(connection, which)
    return connection.execute(delete(audit).where(which)).rowcount


def _changed(connection: Connection, which: ColumnElement[bool]) -> None:
    """Let whoever has read the answers of these sites read them anew."""
    sites = select(audit.c.site_id).where(which)
    connection.execute(update(site).where(site.c.id.in_(sites)).values(audit_generation=site.c.audit_generation + 1))
