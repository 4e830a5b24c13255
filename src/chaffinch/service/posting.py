"""Comments that come in by our own form, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chaffinch.engine.types import Context, Submission, Verdict
from chaffinch.errors import NotFoundError
from chaffinch.service import arriving, auditing
from chaffinch.service.arriving import Arrival
from chaffinch.service.clock import Clock, Entropy
from chaffinch.service.judging import Judge
from chaffinch.service.matching import match_lookup
from chaffinch.service.promises import Promises
from chaffinch.service.secret import ServerSecret
from chaffinch.service.showing import Shown
from chaffinch.service.sites import Sites
from chaffinch.service.states import Decider, Source, State
from chaffinch.service.watching import Origin
from chaffinch.store import comments as store
from chaffinch.store.database import Connection, Database


@dataclass(frozen=True, slots=True)
class Posting:
    """One filled-in form. `form_token` makes sending it twice one comment.

    `network`: the part of the network it was sent from, counted under a key for some hours and never kept.
    """

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
    network: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a form. `verdict` is None when the same form had been posted before."""

    comment_id: str
    state: State
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class CommentStatus:
    """A comment as its author sees it."""

    id: str
    state: State
    author: str
    author_url: str | None
    text: str
    created_at: int
    parent_id: str | None
    decided_by: Decider


class Comments(Shown):
    """Takes postings, tells what became of them, and shows threads."""

    def __init__(
        self,
        database: Database,
        judge: Judge,
        sites: Sites,
        secret: ServerSecret,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        super().__init__(database)
        self._judge = judge
        self._sites = sites
        self._secret = secret
        self._clock = clock
        self._entropy = entropy
        self._promises = Promises(database, judge)

    def post(self, posting: Posting) -> Posted:
        """Judge a form and write what became of it; returns once that is durable.

        Raises:
            NotFoundError: no such site, or the comment it answers is not on this page.
            StateError: it could not be written; nothing was kept, and the form may be sent again.

        """
        site = self._sites.by_id(posting.site_id)
        if site is None:
            raise NotFoundError(f"no site {posting.site_id!r} is registered here: see `chaffinch site list`")
        submission = Submission(posting.text, posting.author or None, posting.author_url)
        context = Context(
            site=posting.site_id,
            article=posting.article[: arriving.MAX_ARTICLE] or None,
            parent=self._parent(posting),
            is_honeypot_filled=posting.is_honeypot_filled,
            allow_discard=site.allow_discard,
        )
        context = self._promises.bound(site, context)
        lookup = match_lookup(self._secret, posting.site_id, submission)
        origin = Origin(posting.site_id, lookup, posting.network)
        verdict = arriving.judge_or_hold(self._judge, submission, context, origin)
        comment_id = self._entropy(16).hex()
        is_drawn = auditing.is_drawn(self._secret, site, comment_id)
        verdict = auditing.kept(verdict) if is_drawn else verdict
        arrival = Arrival(
            id=comment_id,
            site_id=posting.site_id,
            source=Source.FORM,
            permalink=posting.permalink,
            title=posting.title,
            article=posting.article,
            submission=submission,
            lookup=lookup,
            now=self._clock(),
            form_token=self._secret.lookup("form-token", posting.form_token),
            parent_id=posting.parent_id,
            is_drawn=is_drawn,
        )
        return self._database.write(lambda connection: self._write(connection, arrival, verdict))

    def _parent(self, posting: Posting) -> str | None:
        """Return the text of the comment that is answered."""
        if posting.parent_id is None:
            return None
        answered = self.one(posting.site_id, posting.permalink, posting.parent_id)
        if answered is None:
            raise NotFoundError("the comment you answer is no longer on this page: answer another, or none")
        return answered.text

    def _write(self, connection: Connection, arrival: Arrival, verdict: Verdict) -> Posted:
        earlier = store.by_form_token(connection, arrival.form_token or "")
        if earlier is not None:
            return Posted(earlier.id, State[earlier.state], None)
        if arrival.parent_id is not None and store.by_id(connection, arrival.parent_id) is None:
            arrival = replace(arrival, parent_id=None)  # erased since we looked
        return Posted(arrival.id, arriving.write(connection, arrival, verdict), verdict)

    def status(self, comment_id: str) -> CommentStatus | None:
        """Return what became of a comment, None where it is no longer there."""
        with self._database.read() as connection:
            row = store.by_id(connection, comment_id)
            if row is None:
                return None
            last = store.decisions(connection, [comment_id])[-1]
        said = row.author, row.author_url or None, row.text
        return CommentStatus(row.id, State[row.state], *said, row.created_at, row.parent_id, Decider[last.decided_by])
