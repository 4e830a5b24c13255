"""Sites and their keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

from chaffinch.engine.promise import NOTHING, Promise, agreeing
from chaffinch.errors import InputError, NotFoundError
from chaffinch.service.clock import Clock, Entropy
from chaffinch.service.secret import ServerSecret
from chaffinch.service.site_address import canonical_url
from chaffinch.store import feedback
from chaffinch.store import sites as store
from chaffinch.store.database import Connection, Database, Row

_KEY = re.compile(r"[0-9a-f]{12}")
AUDIT_SHARE = Fraction(1, 50)
"""Share of its comments that is drawn for audits on a site that set no other, once it promises anything."""
_CORAL_SECRET = re.compile(r"[!-~]{16,200}")


@dataclass(frozen=True, slots=True)
class Site:
    """One customer of the server.

    `hold_answer`: what Akismet clients are told on HOLD in the end (True: "true", spam). `recheck`: those that can be
    called back are asked to wait first. `is_reachable`: the last message to it got through, or none was sent yet.
    `audit_share`: so many of its comments are drawn at random and shown to a person, while anything is promised.
    `audit_generation` grows whenever an answer to such an audit comes, changes or ends.
    `shares`: what it learns counts for other sites where several agree, and theirs for it.
    """

    id: str
    url: str
    name: str
    hold_answer: bool
    allow_discard: bool
    created_at: int
    recheck: bool = True
    is_reachable: bool = True
    promise: Promise = NOTHING
    audit_share: Fraction = AUDIT_SHARE
    audit_generation: int = 0
    shares: bool = True


class Sites:
    """Adds, lists and finds sites."""

    def __init__(self, database: Database, secret: ServerSecret, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock
        self._entropy = entropy

    def add(
        self, url: str, name: str | None = None, key: str | None = None, *, shares: bool = True
    ) -> tuple[Site, str]:
        """Register a site and return it with its key.

        Raises:
            InputError: odd address or key, or either is taken.

        """
        place = canonical_url(url)
        if key is not None and not _KEY.fullmatch(key):
            raise InputError("a key is 12 lower-case hexadecimal digits: leave out --key to have one made")
        chosen = key or self._entropy(6).hex()
        made, called = self._clock(), name or urlsplit(place).netloc
        site = Site(self._entropy(16).hex(), place, called, True, False, made, shares=shares)
        self._database.write(lambda connection: self._insert(connection, site, chosen))
        return site, chosen

    def _insert(self, connection: Connection, site: Site, key: str) -> None:
        if store.by_url(connection, site.url) is not None:
            raise InputError(f"{site.url} is registered already: see `chaffinch site list`")
        if store.is_key_known(connection, self._lookup(key)):
            raise InputError("this key opens or opened another site: give another, or none to have one made")
        given = ("id", "url", "name", "hold_answer", "allow_discard", "created_at", "shares")
        store.insert_site(connection, {name: getattr(site, name) for name in given})
        self._insert_key(connection, site.id, key)
        if not site.shares:
            feedback.fold_site_anew(connection, site.id)

    def _insert_key(self, connection: Connection, site_id: str, key: str) -> None:
        lookup, encrypted = self._lookup(key), self._secret.encrypt("site-key", key)
        now = self._clock()
        store.insert_key(
            connection,
            {"site_id": site_id, "key_lookup": lookup, "key_encrypted": encrypted, "created_at": now},
        )

    def list(self) -> list[Site]:
        """Return all sites, oldest first."""
        with self._database.read() as connection:
            return [as_site(row) for row in store.every(connection)]

    def rotate_key(self, url: str) -> str:
        """Retire a site's keys and return a new one; the old one answers `invalid` at once.

        Raises:
            NotFoundError: no such site.

        """
        site = self.named(url)
        key = self._entropy(6).hex()

        def rotate(connection: Connection) -> None:
            store.retire_keys(connection, site.id, self._clock())
            self._insert_key(connection, site.id, key)

        self._database.write(rotate)
        return key

    def remove(self, url: str) -> None:
        """Remove a site and everything kept of it: keys, pages, comments, labels. Filters fold anew without its labels.

        Raises:
            NotFoundError: no such site.

        """
        site = self.named(url)
        self._database.write(lambda connection: store.delete_site(connection, site.id))
        self._database.empty_log()

    def count_comments(self, site_id: str) -> int:
        """Return how many comments are kept of a site, in all states."""
        with self._database.read() as connection:
            return store.count_comments(connection, site_id)

    def configure(
        self,
        site_id: str,
        *,
        hold_answer: bool | None = None,
        allow_discard: bool | None = None,
        recheck: bool | None = None,
        shares: bool | None = None,
    ) -> Site:
        """Set what HOLD means to Akismet clients, and whether blatant spam may be discarded; None stays as it is.

        Return the site as it is now. When it begins or ceases to share, filters fold anew: what it gave to others is
        there, or is gone, as if it had never been otherwise.

        Raises:
            NotFoundError: it has been removed.

        """
        told = {"hold_answer": hold_answer, "allow_discard": allow_discard, "recheck": recheck, "shares": shares}
        values = {name: value for name, value in told.items() if value is not None}

        def write(connection: Connection) -> Site:
            before = store.by_id(connection, site_id)
            if before is None:
                raise NotFoundError(f"no site {site_id!r}: it has been removed")
            if values:
                store.update_site(connection, site_id, values)
            if shares is not None and shares != before.shares:
                feedback.fold_site_anew(connection, site_id)
            return _maybe(store.by_id(connection, site_id)) or as_site(before)

        return self._database.write(write)

    def promise(self, site_id: str, promise: Promise, audit_share: Fraction) -> None:
        """Set what a site promises about its honest comments, and what share of all is drawn for audits (0: none).

        Raises:
            PromiseError: one promise contradicts the other.

        """
        agreeing(promise)
        told = {"lose_at_most": promise.lose_at_most, "hold_at_most": promise.hold_at_most}
        values = {name: None if share is None else str(share) for name, share in told.items()}
        values["audit_share"] = str(audit_share)
        self._database.write(lambda connection: store.update_site(connection, site_id, values))

    def set_coral_secret(self, site_id: str, secret: str | None) -> None:
        """Keep the secret under which Coral signs its questions about a site's comments, encrypted; None forgets it.

        Raises:
            InputError: nobody would sign with that.

        """
        if secret is not None and not _CORAL_SECRET.fullmatch(secret):
            raise InputError(
                "a signing secret of Coral is 16 to 200 letters, digits and signs without blanks: copy it from the "
                "phase's page in Coral, under Configure, Moderation, External moderation phases"
            )
        encrypted = None if secret is None else self._secret.encrypt("coral-secret", secret)
        self._database.write(lambda connection: store.update_site(connection, site_id, {"coral_secret": encrypted}))

    def with_coral_secret(self, site_id: str) -> tuple[Site, str] | None:
        """Return a site and the secret under which Coral signs, None where either is missing.

        Raises:
            SecretError: the server secret is another one.

        """
        with self._database.read() as connection:
            row = store.by_id(connection, site_id)
        if row is None or row.coral_secret is None:
            return None
        return as_site(row), self._secret.decrypt("coral-secret", row.coral_secret)

    def by_key(self, key: str) -> Site | None:
        """Return the site that a key opens. The key is found by its HMAC: no comparison depends on it byte by byte."""
        lookup = self._lookup(key.strip().lower())
        with self._database.read() as connection:
            return _maybe(store.by_key(connection, lookup))

    def by_id(self, site_id: str) -> Site | None:
        """Return a site."""
        with self._database.read() as connection:
            return _maybe(store.by_id(connection, site_id))

    def by_url(self, url: str) -> Site | None:
        """Return the site registered with an address."""
        with self._database.read() as connection:
            return _maybe(store.by_url(connection, canonical_url(url)))

    def named(self, url: str) -> Site:
        """Return the site registered with an address.

        Raises:
            InputError: no site has such an address.
            NotFoundError: no such site.

        """
        site = self.by_url(url)
        if site is None:
            raise NotFoundError(f"no site {url!r}: see `chaffinch site list`")
        return site

    def key_of(self, site_id: str) -> str:
        """Return the living key of a site.

        Raises:
            NotFoundError: it has none.
            SecretError: the server secret is another one.

        """
        with self._database.read() as connection:
            encrypted = store.living_key(connection, site_id)
        if encrypted is None:
            raise NotFoundError(f"site {site_id!r} has no key: make one with `chaffinch site rotate-key`")
        return self._secret.decrypt("site-key", encrypted)

    def _lookup(self, key: str) -> str:
        return self._secret.lookup("site-key", key)


def as_site(row: Row[Any]) -> Site:
    """Return the site in a row of its table."""
    return Site(
        row.id,
        row.url,
        row.name,
        row.hold_answer,
        row.allow_discard,
        row.created_at,
        recheck=row.recheck,
        is_reachable=row.is_reachable,
        promise=Promise(_share(row.lose_at_most), _share(row.hold_at_most)),
        audit_share=Fraction(row.audit_share),
        audit_generation=row.audit_generation,
        shares=row.shares,
    )


def _share(told: str | None) -> Fraction | None:
    return None if told is None else Fraction(told)


def _maybe(row: Row[Any] | None) -> Site | None:
    return None if row is None else as_site(row)
