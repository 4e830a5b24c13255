"""Queries on what data pages have said since when, and on what sweeps deleted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from chaffinch.store.schema import disclosure, remote_check, site, sweep, usage


def of_site(connection: Connection, site_id: str, limit: int) -> list[Row[Any]]:
    """Return what the page of a site has said, the newest first."""
    found = select(disclosure).where(disclosure.c.site_id == site_id).order_by(disclosure.c.id.desc()).limit(limit)
    return list(connection.execute(found))


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Write what a page says from now on."""
    connection.execute(insert(disclosure).values(values))


def add_sweep(connection: Connection, ended_at: int, counts: str, before: int) -> int:
    """Write what a sweep has deleted, and forget sweeps that ended before a moment; return its number."""
    connection.execute(delete(sweep).where(sweep.c.ended_at < before))
    return int(
        connection.execute(insert(sweep).values(ended_at=ended_at, counts=counts).returning(sweep.c.id)).scalar_one()
    )


def count_sweep(connection: Connection, number: int, counts: str) -> None:
    """Write what a sweep has deleted by now."""
    connection.execute(update(sweep).where(sweep.c.id == number).values(counts=counts))


def sweeps(connection: Connection, since: int) -> list[Row[Any]]:
    """Return the sweeps that ended since a moment, the newest first."""
    found = select(sweep).where(sweep.c.ended_at >= since).order_by(sweep.c.ended_at.desc(), sweep.c.id.desc())
    return list(connection.execute(found))


def has_coral(connection: Connection, site_id: str) -> bool:
    """Return whether Coral asks about the comments of a site: whether a secret for its questions is kept."""
    mine = (site.c.id == site_id) & site.c.coral_secret.is_not(None)
    return connection.execute(select(site.c.id).where(mine)).first() is not None


def is_asked(connection: Connection, site_id: str) -> bool:
    """Return whether another system has ever asked about a comment of a site."""
    return connection.execute(select(usage.c.site_id).where(usage.c.site_id == site_id).limit(1)).first() is not None


def is_called_back(connection: Connection, site_id: str) -> bool:
    """Return whether an address is kept at which a site's system is told of late verdicts."""
    mine = (remote_check.c.site_id == site_id) & remote_check.c.callback.is_not(None)
    return connection.execute(select(remote_check.c.comment_id).where(mine).limit(1)).first() is not None
