"""Comments that come in by our own form, and what readers see of them."""

from __future__ import annotations

from dataclasses import dataclass

from chaffinch.engine.types import Context, Submission, Verdict
from chaffinch.service import arriving
from chaffinch.service.arriving import Arrival
from chaffinch.service.clock import Clock, Entropy
from chaffinch.service.judging import Judge
from chaffinch.service.secret import ServerSecret
from chaffinch.service.sites import Sites
from chaffinch.service.states import Decider, Source, State
from chaffinch.store import comments as store
from chaffinch.store.database import Connection, Database

MAX_SHOWN = 500
"""Comments on one page."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One filled-in form. `form_token` makes sending it twice one comment."""

    site_id: str
    permalink: str
    title: str
    article: str
    author: str
    author_url: str | None
    text: str
    form_token: str
    is_honeypot_filled: bool = False
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a form. `verdict` is None when the same form had been posted before."""

    comment_id: str
    state: State
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A comment as readers see it. `created_at`: Unix milliseconds."""

    id: str
    author: str
    author_url: str | None
    text: str
    created_at: int


@dataclass(frozen=True, slots=True)
class CommentStatus:
    """A comment as its author sees it."""

    id: str
    state: State
    author: str
    text: str
    created_at: int
    decided_by: Decider


class Comments:
    """Takes postings and shows threads."""

    def __init__(
        self,
        database: Database,
        judge: Judge,
        sites: Sites,
        secret: ServerSecret,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        self._database = database
        self._judge = judge
        self._sites = sites
        self._secret = secret
        self._clock = clock
        self._entropy = entropy

    def post(self, posting: Posting) -> Posted:
        """Judge a form and write what became of it; returns once that is durable.

        Raises:
            StateError: it could not be written; nothing was kept, and the form may be sent again.

        """
        site = self._sites.by_id(posting.site_id)
        submission = Submission(posting.text, posting.author or None, posting.author_url)
        context = Context(
            site=posting.site_id,
            article=posting.article or None,
            is_honeypot_filled=posting.is_honeypot_filled,
            allow_discard=site is not None and site.allow_discard,
        )
        verdict = arriving.judge_or_hold(self._judge, submission, context)
        arrival = Arrival(
            id=self._entropy(16).hex(),
            site_id=posting.site_id,
            source=Source.FORM,
            permalink=posting.permalink,
            title=posting.title,
            article=posting.article,
            submission=submission,
            now=self._clock(),
            form_token=self._secret.lookup("form-token", posting.form_token),
            parent_id=posting.parent_id,
        )
        return self._database.write(lambda connection: self._write(connection, arrival, verdict))

    def _write(self, connection: Connection, arrival: Arrival, verdict: Verdict) -> Posted:
        earlier = store.by_form_token(connection, arrival.form_token or "")
        if earlier is not None:
            return Posted(earlier.id, State[earlier.state], None)
        return Posted(arrival.id, arriving.write(connection, self._secret, arrival, verdict), verdict)

    def published(self, site_id: str, permalink: str) -> list[PublishedComment]:
        """Return the comments under a page, oldest first."""
        with self._database.read() as connection:
            rows = store.published(connection, site_id, permalink, MAX_SHOWN)
        return [PublishedComment(r.id, r.author, r.author_url or None, r.text, r.created_at) for r in rows]

    def status(self, comment_id: str) -> CommentStatus | None:
        """Return what became of a comment, None where it is no longer there."""
        with self._database.read() as connection:
            row = store.by_id(connection, comment_id)
            if row is None:
                return None
            last = store.decisions(connection, [comment_id])[-1]
        return CommentStatus(row.id, State[row.state], row.author, row.text, row.created_at, Decider[last.decided_by])
