"""Queries on what other systems asked, counted by site and month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.sqlite import insert as upsert

from chaffinch.store.schema import usage

COUNTS = ("spam", "ham", "missed_spam", "false_positives")
"""The columns that count."""


def add(connection: Connection, site_id: str, month: str, changes: dict[str, int]) -> None:
    """Add to the counts of one month; a change may be negative, and a name outside `COUNTS` has no column."""
    made = upsert(usage).values(site_id=site_id, month=month, **{name: changes.get(name, 0) for name in COUNTS})
    grown = {name: usage.c[name] + made.excluded[name] for name in changes}
    connection.execute(made.on_conflict_do_update(index_elements=["site_id", "month"], set_=grown))


def of_site(connection: Connection, site_id: str, since: str = "", until: str = "9999-12") -> list[Row[Any]]:
    """Return the months of a site, oldest first, both ends included."""
    found = select(usage).where((usage.c.site_id == site_id) & usage.c.month.between(since, until))
    return list(connection.execute(found.order_by(usage.c.month)))
