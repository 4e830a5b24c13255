"""Since when a data page says what it says, and which part changed: one check sum for each part is kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from chaffinch.service.disclosure import Change, Disclosure
from chaffinch.service.disclosure_words import PARTS
from chaffinch.store import disclosures as store
from chaffinch.store.database import Connection, Database


def digests(told: Disclosure) -> dict[str, str]:
    """Return a check sum of each part whose change is told (SHA-256, 64 bits); what is measured has none."""
    values = asdict(told)
    return {part: _sum(values[part])[:16] for part in PARTS}


def digest_of(parts: dict[str, str]) -> str:
    """Return the check sum of all those parts together."""
    return _sum(parts)


def note(database: Database, site_id: str, parts: dict[str, str], now: int) -> bool:
    """Write what a page says from now on, unless it is what it said last; return whether it was news."""
    digest, content = digest_of(parts), json.dumps(parts, sort_keys=True)

    def is_news(connection: Connection) -> bool:
        last = store.of_site(connection, site_id, 1)
        return not last or last[0].digest != digest

    def write(connection: Connection) -> bool:
        if is_news(connection):  # asked again: another reader was perhaps faster
            store.add(connection, {"site_id": site_id, "since": now, "digest": digest, "parts": content})
            return True
        return False

    with database.read() as connection:
        if not is_news(connection):
            return False
    return database.write(write)


def history(database: Database, site_id: str, limit: int) -> tuple[Change, ...]:
    """Return the changes of a page, the newest first; the first one of all names no parts."""
    with database.read() as connection:
        rows = store.of_site(connection, site_id, limit + 1)
    told = [json.loads(row.parts) for row in rows]
    changes = [
        Change(row.since, tuple(part for part in PARTS if new.get(part) != old.get(part)))
        for row, new, old in zip(rows, told, told[1:], strict=False)
    ]
    if rows and len(rows) <= limit:
        changes.append(Change(rows[-1].since, ()))
    return tuple(changes)


def changes_since(told: Disclosure, moment: int) -> tuple[Change, ...]:
    """Return what changed after a moment, the beginning of the record left out."""
    return tuple(one for one in told.history if one.parts and one.since > moment)


def _sum(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
