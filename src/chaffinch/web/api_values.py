"""Between the values of the services and those of the native API's JSON."""

from __future__ import annotations

from collections.abc import Sequence

from chaffinch.engine import types as engine
from chaffinch.engine.flips import Flip
from chaffinch.engine.types import Action, Label, Submission
from chaffinch.service import checking, desk, reading, site_desk, sites
from chaffinch.service.auditing import Audit
from chaffinch.service.checking import Checked
from chaffinch.service.explaining import Why
from chaffinch.service.records import Record
from chaffinch.service.site_desk import KeptVerdict
from chaffinch.service.states import BY_MACHINE, Decider, Source, State
from chaffinch.wire import native_given as given
from chaffinch.wire import native_taken as taken

STATES: dict[State, given.StateName] = {
    State.PUBLISHED: "PUBLISHED",
    State.HELD: "HELD",
    State.SPAM: "SPAM",
    State.DISCARDED: "DISCARDED",
}
SOURCES: dict[Source, given.SourceName] = {Source.FORM: "FORM", Source.AKISMET: "AKISMET", Source.API: "API"}
AUDITS: dict[Audit, given.AuditName] = {Audit.WAITING: "WAITING", Audit.ANSWERED: "ANSWERED"}
PARTS: dict[str, given.PartName] = {
    "links": "links",
    "website": "website",
    "name": "name",
    "word": "word",
    "seen": "seen",
    "trap": "trap",
}
DECIDERS: dict[Decider, given.DeciderName] = {Decider.MACHINE: "MACHINE", Decider.PERSON: "PERSON"}


def check_of(told: taken.Said) -> checking.Check:
    """Return what the service takes for a comment, with the claims where it is a check."""
    claims = {}
    if isinstance(told, taken.Check):
        names = ("is_administrator", "is_honeypot_filled", "is_test", "is_recheck")
        claims = {name: getattr(told, name) for name in names}
    return checking.Check(
        submission=Submission(told.text, told.author or None, told.author_url or None),
        permalink=told.permalink.strip() if told.permalink else None,
        article=told.article,
        source=Source.API,
        title=told.title or "",
        parent=told.parent,
        **claims,
    )


def checked(one: Checked, *, is_test: bool) -> given.Verdict:
    """Return the answer to a check."""
    decided_by = Decider.MACHINE if one.decided is None else Decider.PERSON
    state = one.decided or BY_MACHINE[one.verdict.action]
    return _verdict(None if is_test else one.guid, one.verdict, STATES[state], DECIDERS[decided_by])


def kept_verdict(kept: KeptVerdict) -> given.Verdict:
    """Return a verdict that was given before."""
    return _verdict(kept.comment_id, kept.verdict, STATES[kept.state], DECIDERS[kept.decided_by])


def _verdict(
    comment_id: str | None, verdict: engine.Verdict, state: given.StateName, decided_by: given.DeciderName
) -> given.Verdict:
    return given.Verdict(
        id=comment_id,
        action=verdict.action,
        score=verdict.score,
        evidence=_evidence(verdict.evidence),
        model=verdict.model,
        state=state,
        decided_by=decided_by,
    )


def _evidence(evidence: Sequence[engine.Evidence]) -> list[given.Evidence]:
    return [
        given.Evidence(
            code=one.code,
            weight=one.weight,
            sentence=one.sentence,
            spans=[given.Span(start=span.start, end=span.end) for span in one.spans],
        )
        for one in evidence
    ]


def comment(item: desk.QueueItem) -> given.Comment:
    """Return a comment as moderators see it."""
    return given.Comment(
        id=item.id,
        state=STATES[item.state],
        source=SOURCES[item.source],
        text=item.text,
        author=item.author,
        author_url=item.author_url,
        permalink=item.permalink,
        title=item.thread_title,
        score=item.score,
        evidence=_evidence(item.evidence),
        history=[
            given.Decision(decided_by=DECIDERS[one.decided_by], action=Action[one.action], created_at=one.created_at)
            for one in item.history
        ],
        created_at=item.created_at,
        audit=item.audit and AUDITS[item.audit],
    )


def why(comment_id: str, told: Why) -> given.Why:
    """Return what a moderator is told beside the reasons."""
    return given.Why(
        id=comment_id,
        evidence=[_reason(*pair) for pair in zip(told.evidence, told.records, strict=True)],
        readings=[given.Reading(start=one.span.start, end=one.span.end, words=one.words) for one in told.readings],
        flips=[_flip(one) for one in told.flips],
        now=told.now,
    )


def _reason(evidence: engine.Evidence, record: Record | None) -> given.Reason:
    (one,) = _evidence([evidence])
    done = None if record is None else _record(evidence, record)
    return given.Reason(code=one.code, weight=one.weight, sentence=one.sentence, spans=one.spans, record=done)


def _record(evidence: engine.Evidence, record: Record) -> given.Record:
    shares = {"low": record.low, "high": record.high}
    return given.Record(spam=record.spam, count=record.count, **shares, sentence=record.told(evidence))


def _flip(flip: Flip) -> given.Flip:
    parts = [given.Part(kind=PARTS[one.kind], what=one.what, many=one.many) for one in flip.parts]
    return given.Flip(parts=parts, action=flip.action, score=flip.score, sentence=flip.told())


def comments(page: desk.QueuePage) -> given.Comments:
    """Return part of a queue."""
    return given.Comments(comments=[comment(item) for item in page.items], next=page.next)


def threads(listed: site_desk.ThreadList) -> given.Threads:
    """Return part of the threads of a site."""
    return given.Threads(
        threads=[
            given.Thread(permalink=t.permalink, title=t.title, published=t.published, created_at=t.created_at)
            for t in listed.threads
        ],
        next=listed.next,
    )


def thread_page(permalink: str, page: reading.ThreadPage) -> given.ThreadPage:
    """Return part of what readers see under a page."""
    shown = [
        given.PublishedComment(
            id=c.id,
            author=c.author,
            author_url=c.author_url,
            text=c.text,
            created_at=c.created_at,
            parent_id=c.parent_id,
        )
        for c in page.comments
    ]
    return given.ThreadPage(permalink=permalink, comments=shown, next=page.next)


def site(one: sites.Site) -> given.Site:
    """Return a site."""
    return given.Site(
        id=one.id,
        url=one.url,
        name=one.name,
        doubt=Label.SPAM if one.hold_answer else Label.HAM,
        discard=one.allow_discard,
        created_at=one.created_at,
    )
