"""Why: the learner's sums told as sentences, with the words that weighed most and where they stand.

Nothing here is a second opinion: weights are the very summands of the margin (a linear model has no others).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.blocks import Block, Rows
from chaffinch.engine.hashing import I64, U32
from chaffinch.engine.parsing import Parsed
from chaffinch.engine.signals import Signal
from chaffinch.engine.types import Context, Evidence, Span, Submission

F64 = NDArray[np.float64]
Look = Callable[[U32, I64], I64]

MIN_BLOCK = 0.5
"""Logits from which a family of features is named: below, it changes no decision worth telling."""
MIN_WORD = 0.15
"""Logits from which a word is marked in the text."""
MAX_WORDS = 6
MAX_SPANS = 3

_SENTENCES: dict[int, tuple[str, str, str]] = {
    Block.TEXT: ("wording", "The wording resembles spam.", "The wording resembles real comments."),
    Block.WORDS: ("words", "Its words are frequent in spam.", "Its words are frequent in real comments."),
    Block.AUTHOR: (
        "author-name",
        "The author's name resembles those on spam.",
        "The author's name looks like a person's.",
    ),
    Block.AUTHOR_SHAPE: (
        "author-shape",
        "The author's name is built like an advertiser's.",
        "The author's name is built like a person's.",
    ),
    Block.URL: ("address", "An address resembles those that spam leads to.", "The addresses look harmless."),
    Block.URL_PARTS: (
        "address-parts",
        "An address is built like those that spam leads to.",
        "The addresses are built like harmless ones.",
    ),
    Block.SHAPE: (
        "shape",
        "Length, links and layout are typical of spam.",
        "Length, links and layout are typical of real comments.",
    ),
    Block.RELEVANCE: (
        "relevance",
        "The comment has little to do with the article.",
        "The comment takes up words of the article.",
    ),
}


def block_evidence(rows: Rows, logits: F64) -> list[list[Evidence]]:
    """Return, per submission, evidence for each block that weighs; `logits`: float64 (runs,), one a run."""
    told: list[list[Evidence]] = [[] for _ in range(rows.count)]
    at = (np.abs(logits) >= MIN_BLOCK).nonzero()[0]
    for row, block, weight in zip(rows.rows[at].tolist(), rows.blocks[at].tolist(), logits[at].tolist(), strict=True):
        code, towards_spam, towards_ham = _SENTENCES[block]
        told[row].append(Evidence(code, round(weight, 2), towards_spam if weight > 0 else towards_ham))
    return told


def word_evidence(
    parsed: Parsed, hashes: U32, sources: Sequence[Submission], look: Look, unit: F64
) -> list[list[Evidence]]:
    """Return, per submission, the words and pairs that weighed most, with where they stand in the source.

    `hashes`: the features of the words, as `extract_with_words` gives them. `look(hashes, rows)` gives signed weights;
    `unit` (count,) turns them into logits of the row they are in.
    """
    words = parsed.words
    told: list[list[Evidence]] = [[] for _ in sources]
    found: list[list[tuple[float, int, int]]] = [[] for _ in sources]
    first = parsed.first_words
    rows = words.rows[first]
    logits = look(hashes, rows) * unit[rows]
    at = (np.abs(logits) >= MIN_WORD).nonzero()[0]
    starts, last = first[at], first[at] + (at >= words.rows.size)
    for row, weight, start, end in zip(
        rows[at].tolist(), logits[at].tolist(), words.starts[starts].tolist(), words.ends[last].tolist(), strict=True
    ):
        found[row].append((weight, start, end))
    letters = parsed.texts.codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "replace")
    for row, candidates in enumerate(found):
        if candidates:
            told[row] = _words_told(letters, candidates, sources[row].text)
    return told


def _words_told(letters: str, candidates: list[tuple[float, int, int]], source: str) -> list[Evidence]:
    """Return evidence for the strongest candidates (weight, start, end); `letters` is the whole column as text."""
    candidates.sort(key=_by_strength)
    strongest: dict[str, float] = {}
    for weight, start, end in candidates[: 2 * MAX_WORDS]:
        surface = letters[start:end]
        if _is_telling(surface):
            strongest.setdefault(surface, weight)
    lowered = source.lower()
    told = []
    for surface, weight in islice(strongest.items(), MAX_WORDS):
        direction = "spam" if weight > 0 else "real comments"
        sentence = f"“{surface}” is more frequent in {direction}."
        told.append(Evidence("word", round(weight, 2), sentence, _spans(surface, lowered, len(source))))
    return told


def _by_strength(candidate: tuple[float, int, int]) -> tuple[float, int]:
    return -abs(candidate[0]), candidate[1]


def _is_telling(surface: str) -> bool:
    """Whether a word means something to a reader: "the" and "I" weigh, and explain nothing."""
    return len(surface) > 3 or not surface.isascii()


def signal_evidence(signals: tuple[Signal, ...], context: Context) -> list[Evidence]:
    """Return the evidence of the rules that hold, with the numbers of the context that made them hold."""
    return [Evidence(signal.name, signal.weight, signal.told(context)) for signal in signals]


def _spans(surface: str, lowered: str, length: int) -> tuple[Span, ...]:
    """Find the words in the source as it came in. What was folded or split by markup is not found: then no span.

    Lower case of a few letters is longer than the letter (Turkish dotted I); there positions would be off, so none.
    """
    if len(lowered) != length:
        return ()
    spans: list[Span] = []
    at = lowered.find(surface)
    while at >= 0 and len(spans) < MAX_SPANS:
        end = at + len(surface)
        if not (lowered[max(0, at - 1) : at].isalnum() or lowered[end : end + 1].isalnum()) or not surface.isascii():
            spans.append(Span(at, end))
        at = lowered.find(surface, end)
    return tuple(spans)
