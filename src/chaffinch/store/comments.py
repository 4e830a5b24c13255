"""Queries on threads, comments and the decisions about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from chaffinch.store import answers, audits
from chaffinch.store.places import place_of, untracked
from chaffinch.store.schema import audit, comment, decision, site, thread

_place = tuple_(comment.c.created_at, comment.c.id)
"""The order of comments, compared as one value: SQLite then seeks in an index instead of reading what it skips."""


def thread_id(connection: Connection, values: dict[str, Any]) -> int:
    """Return the thread of a page, made with its first comment; what is known of the article is filled in later."""
    values = values | {"permalink": untracked(values["permalink"]), "place": place_of(values["permalink"])}
    made = upsert(thread).values(values)
    kept = {name: made.excluded[name] for name in ("title", "article") if values[name]}
    index = ["site_id", "place"]
    made = made.on_conflict_do_update(index_elements=index, set_=kept) if kept else made.on_conflict_do_nothing()
    connection.execute(made)
    where = (thread.c.site_id == values["site_id"]) & (thread.c.place == values["place"])
    return int(connection.execute(select(thread.c.id).where(where)).scalar_one())


def insert_comment(connection: Connection, values: dict[str, Any]) -> None:
    """Add a comment."""
    connection.execute(insert(comment).values(values))


def insert_decision(connection: Connection, values: dict[str, Any]) -> None:
    """Add a decision to a comment's history."""
    connection.execute(insert(decision).values(values))


def insert_decisions(connection: Connection, decisions: list[dict[str, Any]]) -> None:
    """Add one decision each to the history of several comments."""
    if decisions:
        connection.execute(insert(decision), decisions)


def decided_by_machine(connection: Connection, comment_ids: list[str]) -> list[Row[Any]]:
    """Return id, state and time of those of some comments that no person has decided about."""
    people = select(decision.c.comment_id).where(
        decision.c.comment_id.in_(comment_ids) & (decision.c.decided_by == "PERSON")
    )
    mine = comment.c.id.in_(comment_ids) & comment.c.id.not_in(people)
    return list(connection.execute(select(comment.c.id, comment.c.state, comment.c.decided_at).where(mine)))


def by_id(connection: Connection, comment_id: str) -> Row[Any] | None:
    """Return a comment."""
    return connection.execute(select(comment).where(comment.c.id == comment_id)).one_or_none()


def by_form_token(connection: Connection, token: str) -> Row[Any] | None:
    """Return the comment a form has already made."""
    return connection.execute(select(comment).where(comment.c.form_token == token)).one_or_none()


def by_match(connection: Connection, site_id: str, lookup: str, permalink: str) -> Row[Any] | None:
    """Return the comment with the same author and text that another system has asked about; None if there is none.

    Of several the newest on that page, or else the newest; `is_same_page` says which.
    """
    is_same_page = thread.c.place == place_of(permalink)
    same = (comment.c.site_id == site_id) & (comment.c.match_lookup == lookup) & (comment.c.source != "FORM")
    found = select(comment, is_same_page.label("is_same_page")).join(thread, comment.c.thread_id == thread.c.id)
    nearest = found.where(same).order_by(is_same_page.desc(), comment.c.created_at.desc(), comment.c.id).limit(1)
    return connection.execute(nearest).one_or_none()


def ids_by_match(connection: Connection, site_id: str, lookup: str) -> list[str]:
    """Return every comment with the same author and text, oldest first."""
    same = (comment.c.site_id == site_id) & (comment.c.match_lookup == lookup)
    return list(connection.execute(select(comment.c.id).where(same).order_by(comment.c.created_at)).scalars())


def set_words(connection: Connection, comment_id: str, words: dict[str, str]) -> None:
    """Write what was said anew: author, author's URL and text."""
    connection.execute(update(comment).where(comment.c.id == comment_id).values(words))


def wipe_words(connection: Connection, comment_id: str) -> None:
    """Keep nothing of what was said, nor reasons that quote it."""
    set_words(connection, comment_id, {"author": "", "author_url": "", "text": ""})
    connection.execute(update(decision).where(decision.c.comment_id == comment_id).values(evidence="[]"))
    answers.empty_those_about(connection, comment_id)


def set_state(connection: Connection, comment_id: str, state: str, now: int, score: float | None = None) -> None:
    """Move a comment to a state; a new score only where the machine decided again."""
    values = {"state": state, "decided_at": now} | ({} if score is None else {"score": score})
    connection.execute(update(comment).where(comment.c.id == comment_id).values(values))


def set_counted(connection: Connection, comment_id: str, counted: str) -> None:
    """Write as what a comment counts in its site's usage."""
    connection.execute(update(comment).where(comment.c.id == comment_id).values(counted=counted))


def _with_place() -> Select[Any]:
    joined = comment.join(thread, comment.c.thread_id == thread.c.id).join(site, comment.c.site_id == site.c.id)
    told = (
        thread.c.title.label("thread_title"),
        thread.c.permalink,
        site.c.name.label("site_name"),
        site.c.url.label("site_url"),
        site.c.hold_answer,
    )
    return select(comment, *told).select_from(joined)


def with_place(connection: Connection, comment_id: str) -> Row[Any] | None:
    """Return a comment with its page and site."""
    return connection.execute(_with_place().where(comment.c.id == comment_id)).one_or_none()


def queue(
    connection: Connection,
    state: str,
    site_id: str | None,
    before: tuple[int, str] | None,
    limit: int,
    *,
    with_audits: bool = True,
    campaign: str | None = None,
    with_campaigns: bool = True,
    is_reported: bool = False,
) -> list[Row[Any]]:
    """Return comments of a state with their page and site, newest first, older than the keyset `before`.

    `campaign`: only those of one; otherwise those of any only `with_campaigns`. `is_reported`: only what readers
    reported since a person last decided.
    """
    found = _with_place().where(comment.c.state == state)
    if is_reported:
        found = found.where(comment.c.reports > 0)
    if campaign is not None:
        found = found.where(comment.c.campaign == campaign)
    elif not with_campaigns:
        found = found.where(comment.c.campaign.is_(None))
    if not with_audits:
        found = found.where(~audits.is_waiting(comment.c.id))
    if site_id is not None:
        found = found.where(comment.c.site_id == site_id)
    if before is not None:
        found = found.where(_place < tuple_(*before))
    order = (comment.c.created_at.desc(), comment.c.id.desc())
    return list(connection.execute(found.order_by(*order).limit(limit)))


def drawn(connection: Connection, site_id: str | None, after: tuple[int, str] | None, limit: int) -> list[Row[Any]]:
    """Return comments whose audit waits for an answer, with page and site, in the order in which they were drawn.

    Those that come after the keyset `after`.
    """
    found = _with_place().add_columns(audit.c.drawn_at).join(audit, audit.c.comment_id == comment.c.id)
    found = found.where(audit.c.label.is_(None))
    place = tuple_(audit.c.drawn_at, audit.c.comment_id)
    if site_id is not None:
        found = found.where(audit.c.site_id == site_id)
    if after is not None:
        found = found.where(place > tuple_(*after))
    return list(connection.execute(found.order_by(audit.c.drawn_at, audit.c.comment_id).limit(limit)))


def with_site(connection: Connection, comment_id: str) -> Row[Any] | None:
    """Return a comment with its site's name and word on doubt."""
    joined = comment.join(site, comment.c.site_id == site.c.id)
    told = (site.c.name.label("site_name"), site.c.hold_answer)
    return connection.execute(
        select(comment, *told).select_from(joined).where(comment.c.id == comment_id)
    ).one_or_none()


def decisions(connection: Connection, comment_ids: list[str]) -> list[Row[Any]]:
    """Return all decisions about some comments, oldest first."""
    return list(
        connection.execute(select(decision).where(decision.c.comment_id.in_(comment_ids)).order_by(decision.c.id))
    )


def count_reported(connection: Connection) -> int:
    """Return how many published comments readers have reported since a person last decided."""
    found = select(func.count()).where((comment.c.state == "PUBLISHED") & (comment.c.reports > 0))
    return int(connection.execute(found).scalar_one())


def counts(connection: Connection) -> dict[str, int]:
    """Return how many comments are in each state, those left out whose audit waits for an answer."""
    found = select(comment.c.state, func.count()).group_by(comment.c.state)
    waiting = found.join(audit, audit.c.comment_id == comment.c.id).where(audit.c.label.is_(None))
    count = Counter({row[0]: row[1] for row in connection.execute(found)})
    count.subtract({row[0]: row[1] for row in connection.execute(waiting)})
    return dict(count)


def count_since(connection: Connection, site_id: str, states: Sequence[str], moment: int) -> int:
    """Return how many comments of a site came after a moment and stand in one of some states."""
    mine = (comment.c.site_id == site_id) & comment.c.state.in_(states) & (comment.c.created_at > moment)
    return int(connection.execute(select(func.count()).select_from(comment).where(mine)).scalar_one())


def surroundings(connection: Connection, one: Row[Any]) -> tuple[str | None, str | None]:
    """Return what is kept of the article under which a comment stands, and the text of the comment it answers."""
    article = connection.execute(select(thread.c.article).where(thread.c.id == one.thread_id)).scalar_one()
    parent = connection.execute(select(comment.c.text).where(comment.c.id == one.parent_id)).scalar_one_or_none()
    return article or None, parent or None


def delete_last_decision(connection: Connection, decision_id: int) -> None:
    """Take back one decision."""
    connection.execute(delete(decision).where(decision.c.id == decision_id))


def delete_comment(connection: Connection, comment_id: str) -> None:
    """Remove a comment and its history; replies lose their parent, and keep their place."""
    answers.empty_those_about(connection, comment_id)
    connection.execute(update(comment).where(comment.c.parent_id == comment_id).values(parent_id=None))
    connection.execute(delete(comment).where(comment.c.id == comment_id))
