"""Queries on the feedback log and the checkpoints made of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from chaffinch.errors import InternalError
from chaffinch.store.schema import checkpoint, comment, feedback, server, thread

_PARAMETERS = 10_000
"""Values in one statement; SQLite takes 32,766."""


def of_comment(connection: Connection, comment_id: str) -> Row[Any] | None:
    """Return the living label of a comment."""
    return connection.execute(select(feedback).where(feedback.c.comment_id == comment_id)).one_or_none()


def of_match(connection: Connection, site_id: str, lookup: str) -> list[Row[Any]]:
    """Return the living labels of all comments with the same author and text that another system has asked about."""
    same = (comment.c.site_id == site_id) & (comment.c.match_lookup == lookup) & (comment.c.source != "FORM")
    found = select(feedback).join(comment, feedback.c.comment_id == comment.c.id)
    return list(connection.execute(found.where(same)))


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
        for at in range(0, len(positions), _PARAMETERS):
            some = positions[at : at + _PARAMETERS]
            connection.execute(delete(feedback).where(feedback.c.position.in_(some)))
        _fold_anew(connection, min(positions))


def _fold_anew(connection: Connection, first: int | None) -> None:
    """Let all readers fold anew, with no checkpoint from position `first` on; None: every checkpoint stands."""
    if first is not None:
        connection.execute(delete(checkpoint).where(checkpoint.c.position >= first))
    connection.execute(update(server).values(log_generation=server.c.log_generation + 1))


def fold_site_anew(connection: Connection, site_id: str) -> None:
    """Let all readers learn anew what a site has taught: from now on it counts otherwise."""
    first = select(func.min(feedback.c.position)).where(feedback.c.site_id == site_id)
    _fold_anew(connection, connection.execute(first).scalar_one())


def count_of_other_versions(connection: Connection, feature_version: int) -> int:
    """Return how many living labels have a row of another feature version."""
    return sum(counts_of_other_versions(connection, feature_version).values())


def counts_of_other_versions(connection: Connection, feature_version: int) -> dict[str, int]:
    """Return how many living labels have a row of another feature version, by the label; none where there is none."""
    others = select(feedback.c.label, func.count()).where(feedback.c.feature_version != feature_version)
    return {row[0]: row[1] for row in connection.execute(others.group_by(feedback.c.label))}


def of_other_versions(connection: Connection, feature_version: int, after: int, limit: int) -> list[Row[Any]]:
    """Return living labels whose row is of another feature version and whose comment is still there, in order.

    With position: the comment's words, the article under which it stands and the text it answers.
    """
    answered = comment.alias()
    joined = feedback.join(comment, feedback.c.comment_id == comment.c.id)
    joined = joined.join(thread, comment.c.thread_id == thread.c.id)
    joined = joined.outerjoin(answered, comment.c.parent_id == answered.c.id)
    words = (comment.c.author, comment.c.author_url, comment.c.text)
    around = (feedback.c.site_id, thread.c.article, answered.c.text.label("parent_text"))
    is_other = (feedback.c.feature_version != feature_version) & (feedback.c.position > after)
    found = select(feedback.c.position, *words, *around).select_from(joined)
    found = found.where(is_other & (comment.c.state != "DISCARDED"))  # of those no word was kept
    return list(connection.execute(found.order_by(feedback.c.position).limit(limit)))


def write_anew(connection: Connection, rows: dict[int, bytes], feature_version: int) -> int:
    """Put rows of a feature version in the place of others, by position, and return how many labels still had others.

    The labels keep their places; what was learned from their first one on is learned anew.
    """
    changed = []
    for position, row in rows.items():
        is_other = (feedback.c.position == position) & (feedback.c.feature_version != feature_version)
        values = {"row": row, "feature_version": feature_version}
        if connection.execute(update(feedback).where(is_other).values(values)).rowcount:
            changed.append(position)
    if changed:
        _fold_anew(connection, min(changed))
    return len(changed)


def reasons(connection: Connection, site_id: str, limit: int) -> list[tuple[str, str]]:
    """Return label and named reasons of a site's newest living labels, where reasons were kept."""
    found = select(feedback.c.label, feedback.c.reasons).order_by(feedback.c.position.desc()).limit(limit)
    mine = (feedback.c.site_id == site_id) & feedback.c.reasons.is_not(None)
    return [(row.label, row.reasons) for row in connection.execute(found.where(mine))]


def generation(connection: Connection) -> int:
    """Return how often entries have ended: a reader whose number is older folds anew."""
    return int(connection.execute(select(server.c.log_generation)).scalar_one())


def after(connection: Connection, position: int, limit: int) -> list[Row[Any]]:
    """Return living entries after a position, in order."""
    entries = select(feedback).where(feedback.c.position > position).order_by(feedback.c.position).limit(limit)
    return list(connection.execute(entries))


def checkpoints(connection: Connection, model: str) -> list[Row[Any]]:
    """Return the checkpoints on top of a base model, newest first. All stand: those of ended entries are gone."""
    mine = select(checkpoint).where(checkpoint.c.model == model)
    return list(connection.execute(mine.order_by(checkpoint.c.position.desc())))


def put_checkpoint(connection: Connection, values: dict[str, Any], if_generation: int, keep: int) -> bool:
    """Write a checkpoint, so that `keep` are left, none on another base model.

    Refused when an entry has ended since it was made: its weights would hold what nobody keeps.
    """
    if generation(connection) != if_generation:
        return False
    position = checkpoint.c.position
    connection.execute(
        delete(checkpoint).where((checkpoint.c.model != values["model"]) | (position == values["position"]))
    )
    connection.execute(insert(checkpoint).values(values))
    positions = list(connection.execute(select(position).order_by(position.desc())).scalars())
    connection.execute(delete(checkpoint).where(position.in_(_spare(positions, keep))))
    return True


def _spare(positions: list[int], keep: int) -> list[int]:
    """Return which of falling positions to drop: newer ones stand close, older ones ever wider apart.

    The gap to drop is the narrowest one compared with its age, so a label of any age is unlearned by replaying about
    as much as came after it.
    """
    kept = list(positions)
    while len(kept) > keep:
        ratios = [(kept[0] - kept[at + 1]) / (kept[0] - kept[at - 1] + 1) for at in range(1, len(kept) - 1)]
        del kept[ratios.index(min(ratios)) + 1]
    return sorted(set(positions) - set(kept))


def end_older_than(connection: Connection, moment: int, limit: int) -> int:
    """End entries written before a moment, at most `limit` of them, and return how many."""
    old = select(feedback.c.position).where(feedback.c.created_at < moment).order_by(feedback.c.position).limit(limit)
    positions = list(connection.execute(old).scalars())
    end(connection, positions)
    return len(positions)
