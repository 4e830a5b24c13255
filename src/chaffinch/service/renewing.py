"""Labels whose rows were made by a program with other features: made anew from the comments that are still there.

A row is what was seen in a comment, as numbers; features that change make other numbers, which mean nothing to the
weights of before. So at the start of a program with other features

- a label whose comment is still kept gets a row of this program, in its old place in the log;
- one whose comment has gone is set aside: kept until its end and not learned, for its row cannot be made anew
  (refused comments go sooner than published ones, so more spam than ham is set aside: the log tells how many of each);
- checkpoints stand on another base model, and are never read.

Rows are written in small transactions, each with the new generation of the log: whoever is killed in between goes on
with what is left at the next start. It is the same in both directions: an older program that knows this makes its
own rows of what a newer one has written, and learns again what it had set aside.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Context, Label, Submission
from chaffinch.store import feedback
from chaffinch.store.database import Database, Row

PAGE = 500
"""Labels read, and written, at once."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many labels got a row of this program's features, and how many are set aside."""

    made_anew: int
    set_aside: int


def renew(database: Database, spam_filter: Filter) -> Renewed:
    """Make rows of other feature versions anew where that can be done, and tell the log what became of them.

    Raises:
        StateError: the database cannot be read or written.

    """
    made_anew = position = 0
    while True:
        with database.read() as connection:
            some = feedback.of_other_versions(connection, FEATURE_VERSION, position, PAGE)
        if not some:
            break
        made = partial(feedback.write_anew, rows=_rows(spam_filter, some), feature_version=FEATURE_VERSION)
        made_anew += database.write(made)
        position = some[-1].position
    with database.read() as connection:
        counts = feedback.counts_of_other_versions(connection, FEATURE_VERSION)
    set_aside = sum(counts.values())
    if made_anew:
        _LOG.warning("the filter's features have changed: %d labels were made anew from their comments", made_anew)
    if set_aside:
        told = "%d labels were made for other features, and their comments have gone: not learned (%d ham, %d spam)"
        _LOG.warning(told, set_aside, *(counts.get(label.name, 0) for label in (Label.HAM, Label.SPAM)))
    return Renewed(made_anew, set_aside)


def _rows(spam_filter: Filter, labels: Sequence[Row[Any]]) -> dict[int, bytes]:
    submissions = [Submission(one.text, one.author or None, one.author_url or None) for one in labels]
    contexts = [Context(one.site_id, one.article or None, one.parent_text or None) for one in labels]
    made = spam_filter.features(submissions, contexts)
    return {label.position: row for label, row in zip(labels, made, strict=True)}
