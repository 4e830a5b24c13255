"""What is told of a comment in numbers: how the name and the addresses are built, its structure, its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chaffinch.engine import contacts, relevance, shape
from chaffinch.engine.hashing import I64, U64, Words
from chaffinch.engine.parsing import Parsed
from chaffinch.engine.types import Context, Submission


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers, each a fact: `values` uint64, all of the names, of the addresses, of shape, of relevance.

    `sizes`: int64 (4 * count,), how many each comment has of each.
    """

    values: U64
    sizes: I64


def facts_of(parsed: Parsed, submissions: Sequence[Submission], contexts: Sequence[Context]) -> Facts:
    """Return the facts of a batch."""
    counts, capitals = shape.kind_counts(parsed.everything, len(submissions))
    words = parsed.words
    word_counts = np.bincount(words.rows, minlength=len(submissions)).tolist()
    reached = [
        contacts.contacts(low, of_kind[shape.DIGIT]) for low, of_kind in zip(parsed.lowered, counts, strict=True)
    ]
    shapes = [
        shape.shape_facts(seen, of_kind, capital_count, word_count, by, bool(submission.author_url))
        for seen, of_kind, capital_count, word_count, by, submission in zip(
            parsed.plains, counts, capitals, word_counts, reached, submissions, strict=True
        )
    ]
    ways = [seen.link_count + sum(by) for seen, by in zip(parsed.plains, reached, strict=True)]
    relevances = _relevances(parsed, words, counts, ways, contexts)
    told = [*parsed.name_facts, *parsed.address_facts, *shapes, *relevances]
    values = [fact for facts in told for fact in facts]
    return Facts(np.array(values, np.uint64), np.fromiter(map(len, told), np.int64, len(told)))


def _relevances(
    parsed: Parsed, words: Words, counts: list[list[int]], ways: list[int], contexts: Sequence[Context]
) -> list[list[int]]:
    if not any(context.article or context.parent for context in contexts):
        return [[] for _ in contexts]
    long_words = relevance.long_words(parsed.everything, words, len(contexts))
    found: list[list[int]] = []
    for context, some, of_kind, reached in zip(contexts, long_words, counts, ways, strict=True):
        page = " ".join(filter(None, (context.article, context.parent)))
        found.append(relevance.relevance_facts(page, some, shape.main_script(of_kind), reached) if page else [])
    return found
