"""Submissions -> sparse rows, in blocks. Each block is binary and brought to length one, then scaled.

The recipe of blocks and scales was found by leaving one site out at a time; docs/how-it-decides.md tells it.
A field that is absent makes no feature at all: absence is a site's habit, not an author's intent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from chaffinch.engine import hashing
from chaffinch.engine.author import author_tokens, author_words
from chaffinch.engine.hashing import I64, U32, U64, Column, Words
from chaffinch.engine.links import address_tokens, split_address
from chaffinch.engine.relevance import relevance_tokens
from chaffinch.engine.shape import kind_counts, shape_tokens
from chaffinch.engine.text import PlainText, plain
from chaffinch.engine.types import Context, Submission

FEATURE_VERSION = 1
"""Changes whenever the same submission gives another row. Stored rows carry it (see `rows`)."""

MAX_TEXT = 16_000
"""Code points of a text that are judged; a longer comment is judged by its beginning."""


class Block(IntEnum):
    """The families of features. The numbers are part of the stored row (feature version 1)."""

    TEXT = 1
    WORDS = 2
    AUTHOR = 3
    AUTHOR_SHAPE = 4
    URL = 5
    URL_PARTS = 6
    SHAPE = 7
    RELEVANCE = 8


SCALES: dict[Block, float] = {
    Block.TEXT: 1.0,
    Block.WORDS: 1.0,
    Block.AUTHOR: 0.3,
    Block.AUTHOR_SHAPE: 0.3,
    Block.URL: 0.5,
    Block.URL_PARTS: 0.5,
    Block.SHAPE: 0.4,
    Block.RELEVANCE: 0.5,
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows of `count` submissions, feature by feature, sorted by row and block, each feature once.

    `hashes`: uint32 (features,). A run of one row and block begins at `starts` (runs,) and has `sizes` (runs,);
    `rows`, `blocks`: whose it is, int64 (runs,).
    """

    count: int
    hashes: U32
    starts: I64
    sizes: I64
    rows: I64
    blocks: I64


@dataclass(frozen=True, slots=True)
class Parsed:
    """A batch on its way to rows: what the explanation needs to point back into the text.

    `singles`, `pairs`: the feature of each word, and of each word with the next of its text (0 for the last), uint32.
    """

    plains: list[PlainText]
    texts: Column
    words: Words
    singles: U32
    pairs: U32


def parse(submissions: Sequence[Submission]) -> Parsed:
    """Return the plain texts of a batch as one column with its words."""
    plains = [plain(s.text[:MAX_TEXT]) for s in submissions]
    texts = hashing.column([p.text for p in plains])
    words = hashing.words(texts)
    return Parsed(plains, texts, words, *_word_hashes(words))


def extract(parsed: Parsed, submissions: Sequence[Submission], contexts: Sequence[Context]) -> Rows:
    """Return the sparse rows of a parsed batch."""
    texts, words = parsed.texts, parsed.words
    counts = kind_counts(texts)
    has_url = np.fromiter((bool(s.author_url) for s in submissions), np.bool_, len(submissions))
    names, addresses, name_tokens, address_parts = _claims(parsed, submissions)
    articles = [" ".join(filter(None, (c.article, c.parent))) for c in contexts]
    found: list[tuple[Block, I64, U32]] = [
        (Block.TEXT, *hashing.ngrams(texts, range(3, 6), Block.TEXT)),
        (Block.SHAPE, *_folded(shape_tokens(parsed.plains, texts, words, counts, has_url), Block.SHAPE)),
    ]
    if any(names):
        found.append((Block.AUTHOR, *hashing.ngrams(hashing.column(names), range(2, 5), Block.AUTHOR)))
        found.append((Block.AUTHOR_SHAPE, *_string_features(name_tokens, Block.AUTHOR_SHAPE)))
    if any(addresses):
        found.append((Block.URL, *hashing.ngrams(hashing.column(addresses), range(3, 5), Block.URL)))
        found.append((Block.URL_PARTS, *_string_features(address_parts, Block.URL_PARTS)))
    if any(articles):
        found.append((Block.RELEVANCE, *_folded(relevance_tokens(articles, texts, words, counts), Block.RELEVANCE)))
    rows, blocks, hashes = _joined(found)
    is_pair = parsed.pairs != 0
    word_rows = np.concatenate((words.rows, words.rows[is_pair]))
    return _sorted_rows(
        len(submissions),
        np.concatenate((rows, word_rows)),
        np.concatenate((blocks, np.full(word_rows.size, int(Block.WORDS), np.uint64))),
        np.concatenate((hashes, parsed.singles, parsed.pairs[is_pair])),
    )


def _word_hashes(words: Words) -> tuple[U32, U32]:
    singles = hashing.scramble(hashing.folded(words.hashes, Block.WORDS))
    pairs = np.zeros_like(singles)
    if singles.size > 1:
        both = words.hashes[:-1] * np.uint64(0x9FB21C651E98DF25) + words.hashes[1:]
        pairs[:-1] = hashing.scramble(hashing.folded(both, Block.WORDS + 16))
        pairs[:-1][words.rows[:-1] != words.rows[1:]] = 0
    return singles, pairs


def _joined(found: Sequence[tuple[Block, I64, U32]]) -> tuple[I64, U64, U32]:
    """Put the features of all blocks behind each other; scrambling them once costs less than block by block."""
    blocks = np.array([int(block) for block, _, _ in found], np.uint64)
    sizes = [hashes.size for _, _, hashes in found]
    hashes = hashing.scramble(np.concatenate([hashes for _, _, hashes in found]))
    return np.concatenate([rows for _, rows, _ in found]), np.repeat(blocks, sizes), hashes


def _claims(
    parsed: Parsed, submissions: Sequence[Submission]
) -> tuple[list[str], list[str], list[list[str]], list[list[str]]]:
    """Return per submission: the author's name, all addresses as one text, tokens of the name and of the addresses."""
    names: list[str] = []
    addresses: list[str] = []
    name_tokens: list[list[str]] = []
    address_parts: list[list[str]] = []
    for submission, seen in zip(submissions, parsed.plains, strict=True):
        author = " ".join((submission.author or "").split())[:100]
        words = author_words(author) if author else []
        name_tokens.append(author_tokens(author, words, seen.text.lower()) if author else [])
        names.append(f" {author} " if author else "")
        told = [("a", submission.author_url)] if submission.author_url else []
        told += [("t", link.target) for link in seen.links]
        parts: list[str] = []
        spelled: list[str] = []
        for role, address in told:
            parts += address_tokens(address, role, words)
            spelled.append("".join(split_address(address)))
        address_parts.append(parts)
        addresses.append(" ".join(spelled))
    return names, addresses, name_tokens, address_parts


def _string_features(tokens: Sequence[Sequence[str]], block: Block) -> tuple[I64, U32]:
    sizes = np.fromiter(map(len, tokens), np.int64, len(tokens))
    flat = [token for many in tokens for token in many]
    return np.repeat(np.arange(len(tokens)), sizes), hashing.folded(hashing.hash_strings(flat), block)


def _folded(features: tuple[I64, U64], block: Block) -> tuple[I64, U32]:
    return features[0], hashing.folded(features[1], block)


def _sorted_rows(count: int, rows: I64, blocks: U64, hashes: U32) -> Rows:
    """Sort by row, block and hash, keep each feature once. One 64-bit key holds all three: sorting is the cost."""
    keys = (rows.astype(np.uint64) << np.uint64(36)) | (blocks << np.uint64(32)) | hashes
    keys.sort()
    is_new = np.empty(keys.size, np.bool_)
    is_new[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
    keys = keys[is_new]
    owner = keys >> np.uint64(32)
    is_start = np.empty(keys.size, np.bool_)
    is_start[:1] = True
    np.not_equal(owner[1:], owner[:-1], out=is_start[1:])
    starts = is_start.nonzero()[0]
    sizes = np.diff(starts, append=keys.size)
    runs = owner[starts].astype(np.int64)
    return Rows(count, keys.astype(np.uint32), starts, sizes, runs >> 4, runs & 15)
