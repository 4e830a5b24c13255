"""What folding disguises away does to honest writing: counted by kind and word, and compared by script.

The counts are what `PlainText` itself tells. The comparison trusts no count: the letters, marks and figures of a
comment are set against those of the text as it is folded.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chaffinch.engine import hashing
from chaffinch.engine.characters import Kind
from chaffinch.engine.markup import LINK_MARK, lift
from chaffinch.engine.shape import kind_counts, main_script
from chaffinch.engine.text import BESIDE_MARK, PlainText, plains
from chaffinch.engine.types import Label
from chaffinch.evaluation.corpus import Row

BATCH = 500
KINDS = ("invisible", "mixed", "styled", "spelled", "stretched", "broken", "homographs")
"""What `PlainText` counts of disguises."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What folding does to the comments of one corpus and label: of each kind, in how many comments; and to words."""

    corpus: str
    label: str
    comments: int
    words: int
    folded_words: int
    folded: dict[str, int]


@dataclass(frozen=True, slots=True)
class OfScript:
    """Comments of one script, of Latin ones of one language: how many there are, and how many read otherwise folded."""

    script: str
    comments: int
    differs: int


def touched(name: str, rows: Sequence[Row], label: Label) -> Touched:
    """Return what folding does to the rows of a label."""
    seen = [
        one for at in range(0, len(rows), BATCH) for one in plains([r.submission.text for r in rows[at : at + BATCH]])
    ]
    folded = {kind: sum(getattr(one, kind) > 0 for one in seen) for kind in KINDS}
    words = sum(len(one.text.split()) for one in seen)
    return Touched(name, label.name, len(seen), words, sum(map(_folded_words, seen)), folded)


def _folded_words(seen: PlainText) -> int:
    return seen.mixed + seen.styled + seen.spelled + seen.stretched


def by_script(rows: Sequence[Row]) -> list[OfScript]:
    """Return, for each script most letters of a comment are of, in how many comments folding changes any word.

    A second reading beside counts as a change. Comments without letters are left out.
    """
    comments: Counter[str] = Counter()
    differs: Counter[str] = Counter()
    for at in range(0, len(rows), BATCH):
        some = rows[at : at + BATCH]
        texts = [row.submission.text for row in some]
        for row, text, seen in zip(some, texts, plains(texts), strict=True):
            written = _as_written(text)
            if script := _script(written, row.lang):
                comments[script] += 1
                differs[script] += _signs(written) != _signs(seen.text)
    return [OfScript(script, count, differs[script]) for script, count in sorted(comments.items())]


def totals(found: Sequence[OfScript]) -> list[OfScript]:
    """Return one sum for each script, the largest first."""
    scripts = {one.script: [o for o in found if o.script == one.script] for one in found}
    sums = [
        OfScript(name, sum(o.comments for o in some), sum(o.differs for o in some)) for name, some in scripts.items()
    ]
    return sorted(sums, key=lambda one: (-one.comments, one.script))


def _as_written(source: str) -> str:
    """Return a text without markup and links, and nothing else done to it but what makes letters comparable (NFKC)."""
    return unicodedata.normalize("NFKC", lift(html.unescape(source)).text)


_UNSEEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\x00-\x08]")
"""Parts no word, and is none: hyphens that are not there, directions, variants of emoji."""


def _signs(text: str) -> list[str]:
    """Return runs of letters, marks and figures, and the mark of second readings."""
    seen = _UNSEEN.sub("", text.replace(LINK_MARK, " "))
    return "".join(c if c == BESIDE_MARK or unicodedata.category(c)[0] in "LMN" else " " for c in seen).split()


def _script(text: str, lang: str | None) -> str | None:
    counts, _ = kind_counts(hashing.column([text]), 1)
    found = main_script(counts[0])
    if not found:
        return None
    name = Kind(found).name.lower().replace("_", " ")
    return f"{name}, {lang or 'language unknown'}" if found == Kind.LATIN else name
