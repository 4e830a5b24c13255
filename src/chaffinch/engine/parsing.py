"""What a batch of submissions says, ready to be turned into features: texts, names and addresses as one column.

A field that is absent makes no feature at all: absence is a site's habit, not an author's intent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chaffinch.engine import hashing
from chaffinch.engine.author import author_tokens, author_words
from chaffinch.engine.blocks import Block
from chaffinch.engine.disguises import uncover
from chaffinch.engine.hashing import I64, U32, U64, Column, Words
from chaffinch.engine.homographs import unmasked
from chaffinch.engine.links import address_tokens, split_address
from chaffinch.engine.text import PlainText, plains
from chaffinch.engine.types import Submission

MAX_TEXT = 16_000
"""Code points of a text that are judged; a longer comment is judged by its beginning."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What one comment claims beside its text: the author's name, all addresses as one text, and the tokens of both."""

    name: str
    addresses: str
    name_tokens: list[str]
    address_tokens: list[str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A batch on its way to rows: what the explanation needs to point back into the text.

    `everything`: the texts, then the names, then the addresses of all comments, as one column; `texts`: the first part
    of it. `words` are those of the texts. `token_hashes`: of all tokens of names, then of addresses, uint64, in no
    namespace yet. `word_hashes`: of each word, then of each pair of neighbours in a text, uint32, not yet scrambled;
    `first_words`: the word that each begins with, int64.
    """

    plains: list[PlainText]
    claims: list[Claims]
    everything: Column
    texts: Column
    words: Words
    token_hashes: U64
    word_hashes: U32
    first_words: I64


def parse(submissions: Sequence[Submission]) -> Parsed:
    """Return what a batch says: its plain texts and claims as one column, and the words of the texts."""
    seen = [_bounded(one) for one in plains([s.text[:MAX_TEXT] for s in submissions])]
    claims = [_claims(s, p) for s, p in zip(submissions, seen, strict=True)]
    spelled = [p.text for p in seen]
    tokens = [token for c in claims for token in c.name_tokens]
    tokens += [token for c in claims for token in c.address_tokens]
    everything = hashing.column([*spelled, *(c.name for c in claims), *(c.addresses for c in claims)], tokens)
    texts = everything.head(len(spelled))
    words, token_hashes = hashing.words_and_strings(texts, everything, tokens)
    return Parsed(seen, claims, everything, texts, words, token_hashes, *_word_hashes(words))


def _bounded(seen: PlainText) -> PlainText:
    """Return a text cut off once more: one character can unfold into eighteen (U+FDFA), and then cost as many."""
    return seen if len(seen.text) <= MAX_TEXT else seen._replace(text=seen.text[:MAX_TEXT])


def _claims(submission: Submission, seen: PlainText) -> Claims:
    author = " ".join(_name(submission.author or "").split())[:100]
    words = author_words(author) if author else []
    told = [("a", unmasked(submission.author_url)[0])] if submission.author_url else []
    told += [("t", link.target) for link in seen.links]
    return Claims(
        name=f" {author} " if author else "",
        addresses=" ".join("".join(split_address(address)) for _, address in told),
        name_tokens=author_tokens(author, words, seen.text.lower()) if author else [],
        address_tokens=[token for role, address in told for token in address_tokens(address, role, words)],
    )


def _name(claimed: str) -> str:
    """Return a name without disguise; of an endless one no more than is looked at."""
    return claimed if claimed.isascii() else uncover(claimed[:MAX_TEXT]).text


def _word_hashes(words: Words) -> tuple[U32, I64]:
    """Return the hashes of words, then of pairs of neighbours, and the word that each begins with."""
    count = words.hashes.size
    pair_starts = (words.rows[:-1] == words.rows[1:]).nonzero()[0]
    pairs = (words.hashes[:-1] * np.uint64(0x9FB21C651E98DF25) + words.hashes[1:])[pair_starts]
    hashes = hashing.halved(np.concatenate((words.hashes, pairs)))
    hashes[:count] += _WORD_NAMESPACE
    hashes[count:] += _PAIR_NAMESPACE
    return hashes, np.concatenate((np.arange(count), pair_starts))


_WORD_NAMESPACE = hashing.namespace(Block.WORDS)
_PAIR_NAMESPACE = hashing.namespace(Block.WORDS + 16)
