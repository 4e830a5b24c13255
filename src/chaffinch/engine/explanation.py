"""Why: the learner's sums told as sentences, with the words that weighed most and where they stand.

Nothing here is a second opinion: weights are the very summands of the margin (a linear model has no others).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.blocks import BLOCKS, Block
from chaffinch.engine.features import Told
from chaffinch.engine.hashing import I64
from chaffinch.engine.parsing import Parsed
from chaffinch.engine.sentences import SENTENCES
from chaffinch.engine.signals import Signal
from chaffinch.engine.types import Context, Evidence, Span, Submission

F64 = NDArray[np.float64]

MIN_BLOCK = 0.5
"""Logits from which a family of features is named: below, it changes no decision worth telling."""
MIN_WORD = 0.15
"""Logits from which a word is marked in the text."""
MAX_WORDS = 6
MAX_SPANS = 3

CODES: dict[int, str] = {
    Block.TEXT: "wording",
    Block.WORDS: "words",
    Block.AUTHOR: "author-name",
    Block.AUTHOR_SHAPE: "author-shape",
    Block.URL: "address",
    Block.URL_PARTS: "address-parts",
    Block.SHAPE: "shape",
    Block.RELEVANCE: "relevance",
}
"""The evidence of each block."""

_TOLD = [(CODES[block], *SENTENCES[CODES[block]]) for block in BLOCKS]
_SPAM_WORD, _HAM_WORD = (side.split("{what}") for side in SENTENCES["word"])


def block_evidence(logits: F64) -> list[list[Evidence]]:
    """Return, per submission, evidence for each block that weighs; `logits`: float64 (blocks, count)."""
    count = logits.shape[1]
    told: list[list[Evidence]] = [[] for _ in range(count)]
    flat = logits.ravel()
    weights = (np.rint(flat * 100) / 100).tolist()
    for at in (np.abs(flat) >= MIN_BLOCK).nonzero()[0].tolist():
        weight = weights[at]
        block, row = divmod(at, count)
        code, towards_spam, towards_ham = _TOLD[block]
        told[row].append(Evidence(code, weight, towards_spam if weight > 0 else towards_ham))
    return told


def add_word_evidence(
    evidence: list[list[Evidence]], parsed: Parsed, told: Told, sources: Sequence[Submission], weights: I64, unit: F64
) -> None:
    """Append, per submission, the words and pairs that weighed most, with where they stand in the source.

    `weights`: of all features, int64; `unit` (count,) turns them into logits of the row they are in.
    """
    words = parsed.all_words
    first = np.concatenate((told.words, told.pairs))
    logits = np.concatenate((weights[told.word_features], weights[told.pair_features])) * unit[words.rows.take(first)]
    at = (np.abs(logits) >= MIN_WORD).nonzero()[0]
    if not at.size:
        return
    chosen = first.take(at)
    strength, rows = logits.take(at), words.rows.take(chosen)
    order = np.lexsort((-np.abs(strength), rows))
    at, chosen = at.take(order), chosen.take(order)
    letters = parsed.everything.codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "replace")
    candidates = zip(
        rows.take(order).tolist(),
        words.starts.take(chosen).tolist(),
        words.ends.take(chosen + (at >= told.words.size)).tolist(),
        strength.take(order).tolist(),
        strict=True,
    )
    for row, some in groupby(candidates, key=_ROW):
        evidence[row] += _words_told(letters, [*some], sources[row].text)


_ROW = itemgetter(0)


def _words_told(letters: str, candidates: list[tuple[int, int, int, float]], source: str) -> list[Evidence]:
    """Return evidence for candidates (row, start, end, weight), strongest first; `letters`: the whole column."""
    told: dict[str, Evidence] = {}
    padded = padded_source(source)
    for _, start, end, weight in candidates[: 2 * MAX_WORDS]:
        surface = letters[start:end]
        if surface not in told and _is_telling(surface):
            before, behind = _SPAM_WORD if weight > 0 else _HAM_WORD
            sentence = f"{before}{surface}{behind}"
            told[surface] = Evidence("word", round(weight, 2), sentence, spans_of(surface, padded), surface)
            if len(told) == MAX_WORDS:
                break
    return [*told.values()]


def _is_telling(surface: str) -> bool:
    """Whether a word means something to a reader: "the" and "I" weigh, and explain nothing."""
    return len(surface) > 3 or not surface.isascii()


def by_strength(evidence: Evidence) -> float:
    """Return what sorts the strongest evidence first, and before it what decides without a weight."""
    return -abs(evidence[1]) or -math.inf


def signal_evidence(signals: tuple[Signal, ...], context: Context) -> list[Evidence]:
    """Return the evidence of the rules that hold, with the numbers of the context that made them hold."""
    return [Evidence(one.name, one.weight, one.told(context), (), one.about(context)) for one in signals]


def padded_source(source: str) -> str:
    """Return a source in lower case between two blanks, to look for words in; nothing where that has other places.

    Lower case of a few letters is longer than the letter (Turkish dotted I): there positions would be off.
    """
    padded = f" {source.lower()} "
    return padded if len(padded) == len(source) + 2 else ""


def spans_of(surface: str, padded: str, most: int = MAX_SPANS) -> tuple[Span, ...]:
    """Find words in a source as it came in. What was folded or split by markup is not found: then no span.

    `surface`: in lower case; `padded`: of `padded_source`.
    """
    spans: list[Span] = []
    size = len(surface)
    at = padded.find(surface)
    while at > 0 and len(spans) < most:
        end = at + size
        if not (padded[at - 1].isalnum() or padded[end].isalnum()) or not surface.isascii():
            spans.append(Span(at - 1, end - 1))
        at = padded.find(surface, end)
    return tuple(spans)
