"""Queries on what other systems asked, counted by site and month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from chaffinch.store.schema import usage

COUNTS = ("spam", "ham", "missed_spam", "false_positives")
"""The columns that count."""


# Made once: SQLAlchemy would compile an upsert anew for every check, in twice the time of all the rest here.
_MORE = (
    update(usage)
    .where((usage.c.site_id == bindparam("of_site")) & (usage.c.month == bindparam("of_month")))
    .values({name: usage.c[name] + bindparam(f"more_{name}") for name in COUNTS})
)


def add(connection: Connection, site_id: str, month: str, changes: dict[str, int]) -> None:
    """Add to the counts of one month; a change may be negative."""
    steps = {f"more_{name}": changes.get(name, 0) for name in COUNTS}
    if connection.execute(_MORE, {"of_site": site_id, "of_month": month, **steps}).rowcount == 0:
        counts = dict.fromkeys(COUNTS, 0) | changes
        connection.execute(insert(usage).values(site_id=site_id, month=month, **counts))


def of_site(connection: Connection, site_id: str, since: str = "", until: str = "9999-12") -> list[Row[Any]]:
    """Return the months of a site, oldest first, both ends included."""
    found = select(usage).where((usage.c.site_id == site_id) & usage.c.month.between(since, until))
    return list(connection.execute(found.order_by(usage.c.month)))
