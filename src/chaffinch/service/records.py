"""How each reason has done on a site: of the comments that had it and that people decided about, how many were spam.

Counted over the labels that live in the feedback log, each of which names the reasons its comment had. So what is
undone, corrected, erased, or has had its time, counts no longer, and nothing else is kept to be counted. These are
comments that people decided about, not a random sample: what nobody looked at says nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from chaffinch.engine.interval import clopper_pearson
from chaffinch.engine.sentences import ENGLISH, Language, record
from chaffinch.engine.types import Evidence, Label
from chaffinch.store import feedback
from chaffinch.store.database import Connection

ENOUGH = 10
"""Comments from which a record is told: of fewer, the interval spans more than half of all there could be (7 of 9: 40
to 97 %)."""
MOST = 5_000
"""Labels of a site that are counted, the newest: half as many as cost a tenth of a second, on two shared cores."""


@dataclass(frozen=True, slots=True)
class Record:
    """Of `count` comments that had a reason, people called `spam` spam: `low` to `high` of all such, at 95 %."""

    spam: int
    count: int
    low: float
    high: float

    def told(self, evidence: Evidence, language: Language = ENGLISH) -> str:
        """Return that as a sentence: of a reason that speaks for real comments, how many were such."""
        if evidence.weight < 0:
            return record("ham", self.count - self.spam, self.count, 1 - self.high, 1 - self.low, language)
        return record("spam", self.spam, self.count, self.low, self.high, language)


def name_of(evidence: Evidence) -> str:
    """Return how the log names a reason: its direction and code, and for a word a hash, as the row has one.

    Nothing for a word that an older program told: which one it was is not kept apart.

    >>> name_of(Evidence("wording", 1.5, "")), name_of(Evidence("word", -0.4, "", (), "bridge"))
    ('+wording', '-word:009d5712')
    """
    direction = "+" if evidence.weight > 0 else "-" if evidence.weight < 0 else "="
    if evidence.code != "word":
        return f"{direction}{evidence.code}"
    if not isinstance(evidence.about, str):
        return ""
    return f"{direction}word:{blake2b(evidence.about.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def names_of(evidence: Iterable[Evidence]) -> str:
    """Return the names of a comment's reasons, each once, as the log keeps them: between blanks."""
    return " ".join(dict.fromkeys(filter(None, map(name_of, evidence))))


class Records:
    """How the reasons of one site have done, read once; told from `enough` comments on."""

    def __init__(self, connection: Connection, site_id: str, enough: int = ENOUGH) -> None:
        self._enough = enough
        self._spam: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        for label, names in feedback.reasons(connection, site_id, MOST):
            told = names.split()
            self._all.update(told)
            if label == Label.SPAM.name:
                self._spam.update(told)

    def of(self, evidence: Evidence) -> Record | None:
        """Return how a reason has done, None where people have decided about too few comments that had it."""
        name = name_of(evidence)
        spam, count = self._spam[name], self._all[name]
        return Record(spam, count, *clopper_pearson(spam, count)) if count >= self._enough else None
