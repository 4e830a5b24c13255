"""Queries on campaigns: which comments are of one, and how many of them wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Function, Integer, Row, cast, func, select, tuple_, update

from chaffinch.store import audits
from chaffinch.store.schema import comment, decision, site, thread


def of_match(connection: Connection, site_id: str, prefix: str, since: int) -> list[str]:
    """Return the ids of comments since a moment whose match begins so, on one site."""
    lookup = comment.c.match_lookup
    found = select(comment.c.id).where((comment.c.site_id == site_id) & (lookup >= prefix) & (lookup < prefix + "g"))
    return list(connection.execute(found.where(comment.c.created_at >= since)).scalars())


def join(connection: Connection, comment_ids: Sequence[str], campaign: str) -> None:
    """Write of which campaign comments are."""
    connection.execute(update(comment).where(comment.c.id.in_(comment_ids)).values(campaign=campaign))


def undecided(
    connection: Connection,
    campaign: str,
    states: Sequence[str],
    limit: int,
    *,
    after: tuple[int, str] | None = None,
    with_audits: bool = True,
) -> list[Row[Any]]:
    """Return comments of a campaign in some states that no person has decided about, oldest first, behind `after`.

    Those whose audit waits only `with_audits`: such an answer is given for each by itself, and without the verdict.

    With each come article, parent's text, the site's word on doubt, and evidence and model of the last decision.
    """
    last_one, parent = decision.alias("last_one"), comment.alias("parent")
    mine = decision.c.comment_id == comment.c.id
    last = select(func.max(decision.c.id)).where(mine).correlate(comment).scalar_subquery()
    joined = (
        comment.join(thread, comment.c.thread_id == thread.c.id)
        .join(site, comment.c.site_id == site.c.id)
        .join(last_one, last_one.c.id == last)
        .outerjoin(parent, parent.c.id == comment.c.parent_id)
    )
    told = (thread.c.article, parent.c.text.label("parent_text"), site.c.hold_answer)
    found = select(comment, *told, last_one.c.evidence, last_one.c.model).select_from(joined)
    of_it = (comment.c.campaign == campaign) & comment.c.state.in_(states) & ~_has_spoken()
    if not with_audits:
        of_it &= ~audits.is_waiting(comment.c.id)
    place = tuple_(comment.c.created_at, comment.c.id)
    if after is not None:
        of_it &= place > tuple_(*after)
    return list(connection.execute(found.where(of_it).order_by(comment.c.created_at, comment.c.id).limit(limit)))


def _has_spoken() -> ColumnElement[bool]:
    """Return whether a person has decided about a comment."""
    spoken = (decision.c.comment_id == comment.c.id) & (decision.c.decided_by == "PERSON")
    return select(decision.c.id).where(spoken).correlate(comment).exists()


def waiting(connection: Connection, limit: int) -> list[Row[Any]]:
    """Return campaigns of which a comment is held, those aside whose audit waits; the newest first.

    Of each its name, how many comments it has, from how many authors on how many sites, how many are held and how many
    published, and when the first and the last came.
    """
    found = select(
        comment.c.campaign,
        func.count().label("times"),
        func.count(comment.c.author.distinct()).label("sources"),
        func.count(comment.c.site_id.distinct()).label("sites"),
        _number_of("HELD").label("held"),
        _number_of("PUBLISHED").label("published"),
        func.min(comment.c.created_at).label("first"),
        func.max(comment.c.created_at).label("last"),
    ).where(comment.c.campaign.is_not(None) & ~audits.is_waiting(comment.c.id))
    held = found.group_by(comment.c.campaign).having(_number_of("HELD") > 0)
    return list(connection.execute(held.order_by(func.max(comment.c.created_at).desc()).limit(limit)))


def _number_of(state: str) -> Function[int]:
    return func.sum(cast(comment.c.state == state, Integer))


def decided_at(connection: Connection, campaign: str, at: int) -> list[str]:
    """Return the ids of comments of a campaign of which the last decision is a person's of that moment."""
    mine = decision.c.comment_id == comment.c.id
    last = select(func.max(decision.c.id)).where(mine).correlate(comment).scalar_subquery()
    found = select(comment.c.id).join(decision, decision.c.id == last).where(comment.c.campaign == campaign)
    by_person = (decision.c.decided_by == "PERSON") & (decision.c.created_at == at)
    return list(connection.execute(found.where(by_person).order_by(comment.c.id)).scalars())


def example(connection: Connection, campaign: str) -> str:
    """Return the text of the newest comment of a campaign of which one is kept."""
    found = select(comment.c.text).where((comment.c.campaign == campaign) & (comment.c.text != ""))
    return connection.execute(found.order_by(comment.c.created_at.desc()).limit(1)).scalar_one_or_none() or ""
