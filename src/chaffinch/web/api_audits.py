"""Audits and promises: from the values of the services to those of the native API's JSON."""

from __future__ import annotations

from chaffinch.service.desk import QueueItem, QueuePage
from chaffinch.service.promise_words import words
from chaffinch.service.standing import Kept, Standing
from chaffinch.wire import native_audits as given


def audits(page: QueuePage) -> given.Audits:
    """Return part of the drawn comments that wait, without what the filter thinks of them."""
    return given.Audits(audits=[_audit(item) for item in page.items], next=page.next)


def _audit(item: QueueItem) -> given.Audit:
    return given.Audit(
        id=item.id,
        text=item.text,
        author=item.author,
        author_url=item.author_url,
        permalink=item.permalink,
        title=item.thread_title,
        created_at=item.created_at,
    )


def promises(standing: Standing) -> given.Promises:
    """Return how a site's promises stand."""
    held_to = standing.thresholds
    return given.Promises(
        lose=_promise(standing, standing.lose),
        hold=_promise(standing, standing.hold),
        thresholds=given.Thresholds(hold_at=held_to.hold_at, spam_at=held_to.spam_at, discard_at=held_to.discard_at),
        audit=float(standing.site.audit_share),
        answered=standing.answered,
        missed=standing.missed,
        waiting=standing.waiting,
        words=list(words(standing)),
    )


def _promise(standing: Standing, kept: Kept | None) -> given.Promise | None:
    if kept is None:
        return None
    return given.Promise(
        asked=float(kept.asked),
        count=kept.count,
        found=kept.found,
        ruled=kept.ruled,
        low=kept.low,
        high=kept.high,
        needed=kept.needed,
        more=kept.more,
        days=standing.pace.days(kept.more, kept.needed),
        is_guarantee=kept.is_guarantee,
    )
