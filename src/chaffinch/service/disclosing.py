"""Makes the disclosure of a site: from the schema's purposes, the running settings and what the database holds now."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

from chaffinch.service import disclosure_words as words
from chaffinch.service import privacy
from chaffinch.service.clock import DAY, Clock
from chaffinch.service.controller import Controller
from chaffinch.service.disclosure import (
    Answered,
    Audited,
    Backups,
    Disclosure,
    Machine,
    Measured,
    Person,
    Recipient,
    Sharing,
    Stated,
    Swept,
    Thresholds,
    Where,
)
from chaffinch.service.disclosure_history import digest_of, digests, history, note
from chaffinch.service.judging import Judge
from chaffinch.service.promise_words import words as promised
from chaffinch.service.retention import Retention
from chaffinch.service.sites import Site
from chaffinch.service.standing import Standing, Standings
from chaffinch.service.usage import Usage
from chaffinch.store import disclosures as store
from chaffinch.store.database import Connection, Database
from chaffinch.store.purposes import INTERESTS, Basis, Purpose
from chaffinch.store.schema import metadata

SHOWN = 20
"""Changes that a page tells; all are kept."""


class Disclosures:
    """Tells how the comment data of a site is processed, and keeps since when that is told so."""

    def __init__(
        self,
        database: Database,
        judge: Judge,
        standings: Standings,
        controller: Controller,
        retention: Retention,
        clock: Clock,
        host: str,
    ) -> None:
        self._database = database
        self._judge = judge
        self._standings = standings
        self._controller = controller
        self._retention = retention
        self._clock = clock
        self._host = host

    def of(self, site: Site) -> Disclosure:
        """Return what is told about a site now, with its history; where it is news, it is written down first.

        Raises:
            StateError: the state cannot be read or written.

        """
        told = self._now(site)
        parts = digests(told)
        note(self._database, site.id, parts, self._clock())
        return self._dated(told, parts)

    def peek(self, site: Site) -> Disclosure:
        """Return the same without writing: for papers, which nobody is shown yet.

        Raises:
            StateError: the state cannot be read.

        """
        told = self._now(site)
        return self._dated(told, digests(told))

    def _dated(self, told: Disclosure, parts: dict[str, str]) -> Disclosure:
        return replace(told, digest=digest_of(parts), history=history(self._database, told.site.id, SHOWN))

    def _now(self, site: Site) -> Disclosure:
        standing = self._standings.standing(site) if site.promise.is_made else None
        with self._database.read() as connection:
            recipients = self._recipients(connection, site)
            swept = self._swept(connection)
        stated = self._controller
        told = Disclosure(
            language="en",
            site=Where(site.id, site.url, site.name, self._host),
            controller=Person(
                _stated("name", stated.name), _stated("contact", stated.contact), _stated("officer", stated.officer)
            ),
            authority=_stated("authority", stated.authority),
            given=words.GIVEN,
            kept=(*privacy.data_page(self._retention), privacy.counted()),
            never_kept=never_kept(),
            recipients=recipients,
            others=_stated("recipients", _others(stated)),
            machine=self._machine(site),
            sharing=_sharing(site),
            backups=Backups(stated.backup_days, "controller.backup_days"),
            rights=words.RIGHTS,
            missing=(),
            thresholds=self._thresholds(site, standing),
            measured=Measured(_audited(standing), self._answered(site), promised(standing) if standing else ()),
            swept=swept,
        )
        return replace(told, missing=_missing(told))

    def _recipients(self, connection: Connection, site: Site) -> tuple[Recipient, ...]:
        """Return who gets data: each line is there because something is so now, and leaves when it is not."""
        outside = (
            (words.ASKER, store.is_asked(connection, site.id)),
            (words.CALLED_BACK, store.is_called_back(connection, site.id)),
            (words.CORAL, store.has_coral(connection, site.id)),
        )
        always = (Recipient(*one, country=None, is_stated=False, is_outside=False) for one in words.ALWAYS)
        running = (
            Recipient(name.format(url=site.url), what, country=None, is_stated=False, is_outside=True)
            for (name, what), is_so in outside
            if is_so
        )
        stated = (
            Recipient(one.name, one.what, one.country, is_stated=True, is_outside=True)
            for one in self._controller.recipients or ()
        )
        return (*always, *running, *stated)

    def _swept(self, connection: Connection) -> Swept | None:
        rows = store.sweeps(connection, self._clock() - 30 * DAY)
        if not rows:
            return None
        total: Counter[str] = Counter(dict.fromkeys(words.ENDED, 0))
        for row in rows:
            total.update(json.loads(row.counts))
        return Swept(rows[0].ended_at, json.loads(rows[0].counts), dict(total))

    def _machine(self, site: Site) -> Machine:
        card = self._judge.card
        rows, trained = card.get("rows"), card.get("date")
        answer = "\u201cspam\u201d" if site.hold_answer else "\u201cnot spam\u201d"
        first = ", or at first \u201cwait\u201d where it can be called back" if site.recheck else ""
        outcomes = [words.PUBLISHED, words.HELD, words.REFUSED]
        if site.allow_discard:
            outcomes.append(words.DISCARDED)
        return Machine(
            model=self._judge.model,
            rows=rows if isinstance(rows, int) else None,
            trained=str(trained) if trained else None,
            looks_at=words.LOOKS_AT,
            never_looks_at=words.NEVER_LOOKS_AT,
            outcomes=(*outcomes, words.IN_DOUBT.format(answer=answer, first=first)),
            person=words.PERSON,
        )

    def _thresholds(self, site: Site, standing: Standing | None) -> Thresholds:
        held_to = standing.thresholds if standing else self._judge.thresholds
        return Thresholds(held_to.hold_at, held_to.spam_at, held_to.discard_at if site.allow_discard else None)

    def _answered(self, site: Site) -> Answered | None:
        months = Usage(self._database, self._clock).by_month(site.id, 12).values()
        rows = [(month.spam, month.ham, month.false_positives, month.missed_spam) for month in months]
        total = [sum(column) for column in zip(*rows, strict=True)]
        return Answered(*total) if total and total[0] + total[1] else None


def never_kept() -> tuple[str, ...]:
    """Return what is never kept: a claim leaves as soon as the schema has a column for it."""
    columns = {one.name for table in metadata.tables.values() for one in table.columns}
    return tuple(what for what, names in words.NEVER_KEPT.items() if columns.isdisjoint(names))


def _stated(name: str, value: str) -> Stated:
    return Stated(value or None, f"controller.{name}")


def _others(stated: Controller) -> str:
    if stated.recipients is None:
        return ""
    return ", ".join(f"{one.name} ({one.country})" for one in stated.recipients) or "none"


def _missing(told: Disclosure) -> tuple[str, ...]:
    said = (told.controller.name, told.controller.contact, told.controller.officer, told.authority, told.others)
    settings = [one.setting for one in said if one.value is None]
    return (*settings, told.backups.setting) if told.backups.days is None else tuple(settings)


def _sharing(site: Site) -> Sharing:
    how = words.SHARES if site.shares else words.SHARES_NOT
    basis = Basis.LEGITIMATE_INTEREST.value
    return Sharing(site.shares, Purpose.SHARE.value, basis, INTERESTS[Purpose.SHARE], how)


def _audited(standing: Standing | None) -> Audited | None:
    kept = standing.lose if standing else None
    return Audited(kept.count, kept.found, kept.low, kept.high) if kept and kept.count else None
