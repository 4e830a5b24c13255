"""Why: the learner's sums told as sentences, with the words that weighed most and where they stand.

Nothing here is a second opinion: weights are the very summands of the margin (a linear model has no others).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.features import Block, Parsed, Rows, word_hashes
from chaffinch.engine.hashing import I64, U32
from chaffinch.engine.signals import Signal
from chaffinch.engine.types import Evidence, Span

F64 = NDArray[np.float64]
Look = Callable[[U32, I64], I64]

MIN_BLOCK = 0.5
"""Logits from which a family of features is named: below, it changes no decision worth telling."""
MIN_WORD = 0.12
"""Logits from which a word is marked in the text."""
MAX_WORDS = 6
MAX_SPANS = 3

_SENTENCES: dict[Block, tuple[str, str, str]] = {
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
    for at in np.flatnonzero(np.abs(logits) >= MIN_BLOCK):
        code, towards_spam, towards_ham = _SENTENCES[Block(int(rows.blocks[at]))]
        weight = float(logits[at])
        sentence = towards_spam if weight > 0 else towards_ham
        told[rows.rows[at]].append(Evidence(code, round(weight, 2), sentence))
    return told


def word_evidence(parsed: Parsed, sources: list[str], look: Look, unit: F64) -> list[list[Evidence]]:
    """Return, per submission, the words and pairs that weighed most, with where they stand in the source.

    `look(hashes, rows)` gives signed weights; `unit` (count,) turns them into logits of the row they are in.
    """
    words = parsed.words
    single, pairs = word_hashes(words)
    told: list[list[Evidence]] = [[] for _ in sources]
    found: list[list[tuple[float, str]]] = [[] for _ in sources]
    for hashes, length in ((single, 1), (pairs, 2)):
        logits = look(hashes, words.rows) * unit[words.rows]
        for at in np.flatnonzero((np.abs(logits) >= MIN_WORD) & (hashes != 0)):
            end = words.ends[at + length - 1]
            surface = _surface(parsed, int(words.starts[at]), int(end))
            found[words.rows[at]].append((float(logits[at]), surface))
    for row, candidates in enumerate(found):
        strongest = sorted(set(candidates), key=lambda c: (-abs(c[0]), c[1]))[:MAX_WORDS]
        for weight, surface in strongest:
            direction = "spam" if weight > 0 else "real comments"
            sentence = f"“{surface}” is more frequent in {direction}."
            told[row].append(Evidence("word", round(weight, 2), sentence, _spans(surface, sources[row])))
    return told


def signal_evidence(signals: tuple[Signal, ...]) -> list[Evidence]:
    """Return the evidence of the rules that hold."""
    return [Evidence(signal.name, signal.weight, signal.sentence) for signal in signals]


def _surface(parsed: Parsed, start: int, end: int) -> str:
    codes = parsed.texts.codes[start:end]
    return codes.astype("<u4").tobytes().decode("utf-32-le", "replace")


def _spans(surface: str, source: str) -> tuple[Span, ...]:
    """Find the words in the source as it came in. What was folded or split by markup is not found: then no span."""
    pattern = r"\W+".join(re.escape(word) for word in surface.split())
    spans = []
    for match in re.finditer(pattern, source, re.IGNORECASE):
        spans.append(Span(match.start(), match.end()))
        if len(spans) == MAX_SPANS:
            break
    return tuple(spans)
