"""Queries on sign-in links, sessions, and the one row about the server itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from chaffinch.store.schema import server, session, sign_in_link


def insert_link(connection: Connection, lookup: str, expires_at: int) -> None:
    """Add a one-time link."""
    connection.execute(insert(sign_in_link).values(lookup=lookup, expires_at=expires_at))


def use_link(connection: Connection, lookup: str, now: int) -> bool:
    """Use a link up; False when it is unknown, used or expired."""
    usable = (sign_in_link.c.lookup == lookup) & sign_in_link.c.used_at.is_(None) & (sign_in_link.c.expires_at > now)
    return connection.execute(update(sign_in_link).where(usable).values(used_at=now)).rowcount == 1


def insert_session(connection: Connection, lookup: str, csrf: str, expires_at: int) -> None:
    """Open a session."""
    connection.execute(insert(session).values(lookup=lookup, csrf=csrf, expires_at=expires_at))


def living_session(connection: Connection, lookup: str, now: int) -> Row[Any] | None:
    """Return a session that has not ended."""
    return connection.execute(
        select(session).where((session.c.lookup == lookup) & (session.c.expires_at > now))
    ).one_or_none()


def end_session(connection: Connection, lookup: str) -> None:
    """End a session."""
    connection.execute(delete(session).where(session.c.lookup == lookup))


def server_row(connection: Connection) -> Row[Any] | None:
    """Return the row about this server, None before the first start."""
    return connection.execute(select(server)).one_or_none()


def insert_server(connection: Connection, secret_check: str, now: int) -> None:
    """Write the row about this server."""
    connection.execute(insert(server).values(id=1, secret_check=secret_check, created_at=now))
