"""Queries on sites and their keys."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from chaffinch.store import feedback as log
from chaffinch.store.schema import (
    answer,
    audit,
    comment,
    disclosure,
    feedback,
    outbox,
    site,
    site_key,
    thread,
    usage,
)


def insert_site(connection: Connection, values: dict[str, Any]) -> None:
    """Add a site."""
    connection.execute(insert(site).values(values))


def insert_key(connection: Connection, values: dict[str, Any]) -> None:
    """Add a key to a site."""
    connection.execute(insert(site_key).values(values))


def retire_keys(connection: Connection, site_id: str, now: int) -> None:
    """Retire all keys of a site."""
    keys = (site_key.c.site_id == site_id) & site_key.c.retired_at.is_(None)
    connection.execute(update(site_key).where(keys).values(retired_at=now))


def by_id(connection: Connection, site_id: str) -> Row[Any] | None:
    """Return a site, None where there is none."""
    return connection.execute(select(site).where(site.c.id == site_id)).one_or_none()


def by_url(connection: Connection, url: str) -> Row[Any] | None:
    """Return a site by its canonical address."""
    return connection.execute(select(site).where(site.c.url == url)).one_or_none()


def by_key(connection: Connection, lookup: str) -> Row[Any] | None:
    """Return the site a living key opens."""
    found = select(site).join(site_key).where((site_key.c.key_lookup == lookup) & site_key.c.retired_at.is_(None))
    return connection.execute(found).one_or_none()


def is_key_known(connection: Connection, lookup: str) -> bool:
    """Whether a key opens or ever opened a site."""
    return connection.execute(select(site_key.c.id).where(site_key.c.key_lookup == lookup)).first() is not None


def living_key(connection: Connection, site_id: str) -> bytes | None:
    """Return the encrypted living key of a site."""
    keys = (site_key.c.site_id == site_id) & site_key.c.retired_at.is_(None)
    newest = select(site_key.c.key_encrypted).where(keys).order_by(site_key.c.id.desc()).limit(1)
    key: bytes | None = connection.execute(newest).scalar_one_or_none()
    return key


def every(connection: Connection) -> list[Row[Any]]:
    """Return all sites, oldest first."""
    return list(connection.execute(select(site).order_by(site.c.created_at, site.c.id)))


def update_site(connection: Connection, site_id: str, values: dict[str, Any]) -> None:
    """Change settings of a site."""
    connection.execute(update(site).where(site.c.id == site_id).values(values))


def apart(connection: Connection) -> list[str]:
    """Return the sites that share nothing of what they learn, and take nothing."""
    return list(connection.execute(select(site.c.id).where(~site.c.shares)).scalars())


def set_reachable(connection: Connection, site_id: str, is_reachable: bool) -> None:
    """Write whether the last message to a site got through."""
    connection.execute(update(site).where(site.c.id == site_id).values(is_reachable=is_reachable))


def count_comments(connection: Connection, site_id: str) -> int:
    """Return how many comments name a site."""
    counted = select(func.count()).select_from(comment).where(comment.c.site_id == site_id)
    return int(connection.execute(counted).scalar_one())


def delete_site(connection: Connection, site_id: str) -> None:
    """Remove a site with everything that names it."""
    labels = select(feedback.c.position).where(feedback.c.site_id == site_id)
    log.end(connection, list(connection.execute(labels).scalars()))
    connection.execute(update(comment).where(comment.c.site_id == site_id).values(parent_id=None))
    for table in (comment, thread, outbox, usage, answer, audit, disclosure, site_key):
        connection.execute(delete(table).where(table.c.site_id == site_id))
    connection.execute(delete(site).where(site.c.id == site_id))
