"""Checks and feedback of other systems, over Akismet's protocol and the native API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from chaffinch.delivery import destination
from chaffinch.engine.types import Action, Context, Label, Submission, Verdict
from chaffinch.errors import InternalError, StateError
from chaffinch.service import arriving, auditing, labelling, matching, telling, usage
from chaffinch.service.arriving import Arrival
from chaffinch.service.clock import SECOND, Clock, Entropy
from chaffinch.service.judging import Judge
from chaffinch.service.labelling import Decided
from chaffinch.service.once import Keep, keep_nothing, kept
from chaffinch.service.promises import Promises
from chaffinch.service.secret import ServerSecret
from chaffinch.service.sites import Site
from chaffinch.service.states import BY_MACHINE, Decider, Source, State
from chaffinch.service.telling import RECHECK_SECONDS, Answer, answer_of
from chaffinch.service.watching import Origin
from chaffinch.store import audits
from chaffinch.store import comments as store
from chaffinch.store.database import Connection, Database, Row

REPEATED_WITHIN = 10 * 60 * SECOND
"""A client of PyPI's gives up after a second and may ask again; WordPress itself refuses what is said twice."""


@dataclass(frozen=True, slots=True)
class Check:
    """One comment another system asks about. A test is answered, and leaves no trace.

    `parent` is what somebody else wrote: it is judged with, and never kept. `network`: the part of the network it was
    sent from, counted under a key for some hours and never kept.
    """

    submission: Submission
    permalink: str | None = None
    article: str | None = None
    parent: str | None = None
    is_administrator: bool = False
    is_guaranteed_spam: bool = False
    is_honeypot_filled: bool = False
    is_test: bool = False
    is_recheck: bool = False
    callback: str | None = None
    source: Source = Source.AKISMET
    title: str = ""
    network: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer. `guid` is the comment's id; `is_spam` is what the site's setting makes of HOLD.

    `recheck_after`: seconds, where the answer is not final: by then the site is told, whatever has come to pass.
    `decided` is what a person decided about the same comment before; then that is the answer, not the verdict.
    """

    guid: str
    verdict: Verdict
    is_spam: bool
    is_discard: bool
    recheck_after: int | None = None
    decided: State | None = None


class Checks:
    """Answers checks and takes feedback."""

    def __init__(self, database: Database, judge: Judge, secret: ServerSecret, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self._judge = judge
        self._secret = secret
        self._clock = clock
        self._entropy = entropy
        self._promises = Promises(database, judge)

    def check(self, site: Site, check: Check) -> Checked:
        """Judge a comment; unless it is a test, comment and decision are durable before this returns.

        A recheck of a comment we hold is the same comment: it keeps its id. So is the same check on the same page
        within minutes: a client that did not wait for our answer sends it again. Where a person has decided about it,
        that is the answer; otherwise the comment moves with the new verdict.

        Raises:
            StateError: something could not be read or written: the caller must answer neither spam nor ham. Nothing is
                kept, since whoever asks will ask again.

        """
        origin = self._origin(site, check)
        verdict = arriving.judge_or_hold(self._judge, check.submission, self._context(site, check), origin)
        if arriving.is_unreadable(verdict):
            raise StateError("no verdict: the filter could not read what it needs")
        return self._written(site, [check], [origin], [verdict])[0]

    def check_all(
        self, site: Site, checks: Sequence[Check], keep: Keep[tuple[Checked, ...]] = keep_nothing
    ) -> tuple[Checked, ...]:
        """Do the same for many, judged as one batch and written in one transaction: all of them, or none.

        Where the filter cannot read what it needs, the comments are kept and held: whoever asks here knows HOLD.

        Raises:
            StateError: nothing could be written.

        """
        contexts = [self._context(site, check) for check in checks]
        origins = [self._origin(site, check) for check in checks]
        verdicts = arriving.judge_all_or_hold(self._judge, [check.submission for check in checks], contexts, origins)
        return self._written(site, checks, origins, verdicts, keep)

    def _written(
        self,
        site: Site,
        checks: Sequence[Check],
        origins: Sequence[Origin],
        verdicts: Sequence[Verdict],
        keep: Keep[tuple[Checked, ...]] = keep_nothing,
    ) -> tuple[Checked, ...]:
        judged = [self._arrived(site, *one) for one in zip(checks, origins, verdicts, strict=True)]
        if all(check.is_test for check in checks):
            return tuple(_untouched(site, arrival, verdict) for _, arrival, verdict in judged)
        return self._database.write(kept(lambda c: tuple(self._write(c, site, *one) for one in judged), keep))

    def _arrived(self, site: Site, check: Check, origin: Origin, verdict: Verdict) -> tuple[Check, Arrival, Verdict]:
        arrival = self._arrival(site, check, origin.lookup)
        is_new = not check.is_test and not check.is_recheck
        is_drawn = is_new and auditing.is_drawn(self._secret, site, arrival.id)
        verdict = auditing.kept(verdict) if is_drawn else verdict
        return check, replace(arrival, counted=usage.counted_as(site, verdict), is_drawn=is_drawn), verdict

    def _write(self, connection: Connection, site: Site, check: Check, arrival: Arrival, verdict: Verdict) -> Checked:
        """Write a comment or the new verdict on one we hold, and what is answered; the answer is a person's, if any."""
        if check.is_test:
            return _untouched(site, arrival, verdict)
        guid, state, is_by_person = self._place(connection, arrival, verdict, check)
        final = answer_of(state, site.hold_answer)
        callback = _callback(site, check)
        may_wait = callback is not None and site.recheck and site.is_reachable and not check.is_recheck
        answer = Answer.PENDING if may_wait and state is State.HELD else final
        if check.source is Source.AKISMET:  # a program asks for the verdict again, it is not called
            telling.answered(connection, site.id, guid, callback, answer, arrival.now)
        if answer is Answer.PENDING:
            # WordPress approves by itself what it hears no more of within twice that time.
            telling.tell(connection, {guid: final}, arrival.now, wait=RECHECK_SECONDS * SECOND)
        told = verdict if state is State.DISCARDED or is_by_person else auditing.kept(verdict)
        return _checked(guid, told, answer, decided=state if is_by_person else None)

    def _place(
        self, connection: Connection, arrival: Arrival, verdict: Verdict, check: Check
    ) -> tuple[str, State, bool]:
        """Return the comment's id, where it stands, and whether a person has put it there."""
        earlier = store.by_match(connection, arrival.site_id, arrival.lookup, arrival.permalink)
        if earlier is None or not (check.is_recheck or _is_repeated(earlier, arrival, check)):
            return arrival.id, arriving.write(connection, arrival, verdict), False
        history = store.decisions(connection, [earlier.id])
        if history[-1].decided_by == Decider.PERSON.name:
            return str(earlier.id), State[earlier.state], True
        if audits.by_comment(connection, earlier.id) is not None:
            verdict = auditing.kept(verdict)  # it was drawn when it first came: a person must still see its words
        arriving.write_again(connection, earlier.id, arrival, verdict)
        return str(earlier.id), BY_MACHINE[verdict.action], False

    def submit(self, site: Site, check: Check, label: Label) -> None:
        """Take a person's label from another system, unless it is a test; see `label`."""
        if not check.is_test:
            self.label(site, check, label)

    def label(self, site: Site, check: Check, label: Label, keep: Keep[Decided] = keep_nothing) -> Decided:
        """Take a person's label from another system; durable and learned, exactly once, before this returns.

        It is matched to its check by author and text; without one, the comment is written now. Of comments that
        cannot be told apart by that, one carries the label: a contradiction replaces it wherever it was. Those of them
        that were drawn are decided about as well, so that it answers their audits.

        Raises:
            StateError: it could not be written.

        """
        context = self._context(site, check)
        verdict = arriving.judge_or_hold(self._judge, check.submission, context)
        row = self._judge.feature_row(check.submission, context)
        arrival = self._arrival(site, check, matching.match_lookup(self._secret, site.id, check.submission))
        job = kept(lambda connection: self._label(connection, arrival, verdict, label, row), keep)
        decided = self._database.write(job)
        self._judge.follow()
        return decided

    def _label(self, connection: Connection, arrival: Arrival, verdict: Verdict, label: Label, row: bytes) -> Decided:
        comment = store.by_match(connection, arrival.site_id, arrival.lookup, arrival.permalink)
        if comment is None:
            arriving.write(connection, arrival, verdict)
            comment = store.by_id(connection, arrival.id)
        if comment is None:
            raise InternalError("a comment that was just written is not there")
        if comment.state == State.DISCARDED.name:
            arriving.restore_words(connection, comment.id, arrival.submission)
        is_known = matching.settle(connection, comment, label)
        decided = self._decide(connection, comment, label, row, arrival.now, is_known=is_known)
        for drawn in audits.contradicted(connection, comment.site_id, comment.match_lookup, comment.id, label.name):
            self._decide(connection, drawn, label, row, arrival.now, is_known=True)
        return decided

    def _decide(
        self, connection: Connection, comment: Row[Any], label: Label, row: bytes, now: int, *, is_known: bool
    ) -> Decided:
        decided = labelling.decide(connection, comment, label, row, self._judge.model, now, is_known=is_known)
        telling.heard(connection, comment.site_id, comment.id, answer_of(decided.state, False), now)
        return decided

    def _context(self, site: Site, check: Check) -> Context:
        context = Context(
            site=site.id,
            article=check.article[: arriving.MAX_ARTICLE] if check.article else None,
            parent=check.parent or None,
            is_administrator=check.is_administrator,
            is_guaranteed_spam=check.is_guaranteed_spam,
            is_honeypot_filled=check.is_honeypot_filled,
            allow_discard=site.allow_discard,
        )
        return self._promises.bound(site, context)

    def _origin(self, site: Site, check: Check) -> Origin:
        """Return where a check comes from. A test, and one that was asked before, is not counted as an arrival."""
        lookup = matching.match_lookup(self._secret, site.id, check.submission)
        return Origin(site.id, lookup, check.network, is_counted=not (check.is_test or check.is_recheck))

    def _arrival(self, site: Site, check: Check, lookup: str) -> Arrival:
        permalink, article = check.permalink or site.url, check.article or ""
        guid, now = self._entropy(16).hex(), self._clock()
        return Arrival(guid, site.id, check.source, permalink, check.title, article, check.submission, lookup, now)


def _is_repeated(earlier: Row[Any], arrival: Arrival, check: Check) -> bool:
    """Whether a check is the earlier one again.

    What a rule decides about is not: an administrator is somebody else. Nor is a program's: it has idempotency keys.
    """
    is_by_rule = check.is_administrator or check.is_guaranteed_spam or check.is_honeypot_filled
    is_recent = earlier.is_same_page and earlier.created_at > arrival.now - REPEATED_WITHIN
    return bool(is_recent and not is_by_rule and check.source is Source.AKISMET)


def _untouched(site: Site, arrival: Arrival, verdict: Verdict) -> Checked:
    """Return the answer to a test."""
    return _checked(arrival.id, verdict, answer_of(BY_MACHINE[verdict.action], site.hold_answer))


def _checked(guid: str, verdict: Verdict, answer: Answer, *, decided: State | None = None) -> Checked:
    return Checked(
        guid,
        verdict,
        is_spam=answer is Answer.SPAM,
        is_discard=verdict.action is Action.DISCARD and decided is None,
        recheck_after=RECHECK_SECONDS if answer is Answer.PENDING else None,
        decided=decided,
    )


def _callback(site: Site, check: Check) -> str | None:
    """Return where the site can be told, if what the client named lies under the site's own origin."""
    if check.callback is None or destination.under(site.url, check.callback) is None:
        return None
    return check.callback
