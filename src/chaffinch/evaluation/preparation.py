"""What is done to corpora before training on them: traps taken out, sources balanced.

- Near-duplicates are capped, or one campaign teaches its words only.
- Author-less ham borrows name and address from other ham, or "no author" becomes a word of ham.
- Blogs weigh more than other sources, spam as much as ham, and a large site less than its size.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chaffinch.engine import hashing
from chaffinch.engine.text import plains
from chaffinch.engine.types import Label, Submission
from chaffinch.evaluation.corpus import Row

CAP = 5
"""Near-duplicates kept a site and label in training."""
MAX_GROUP = 4000
"""Rows of one site and label: beyond, a large corpus adds time and no accuracy elsewhere."""
BLOG_FACTOR = 15.0
"""How much more a row of a blog counts. Six blogs left out, mean 1-ROCA %: 6 gave 1.24, 15 gave 1.19, 40 gave 1.18."""
SIZE_EXPONENT = 0.5
"""A (site, label) group of n rows weighs n**0.5 in all. Languages are not balanced, because that was measured and lost.

Groups by (language, label) instead, by all three, or sites first and then languages by the root of what they weigh
would lift the small languages. Fifteen corpora were left out in two folds, the recipe as it ships, seed 2; means over
the six blogs with both labels (1-ROCA %), six sets of ham in other languages against the spam of the fold's blogs
(1-ROCA %), and the share of blog spam caught at the threshold that loses 1 % of ham, averaged over sites (%):

    groups                  blogs   other languages   caught
    site, label              2.38         8.45         70.3
    language, label          3.04         9.74         68.0
    site, language, label    2.63        11.00         68.3
    site, then language      3.00        11.49         67.5

Seed 1 with two epochs gave the same order of the first against the rest (2.60, 3.55, 3.07, 3.61 on blogs). Portuguese
alone gained (1.78 to 1.20); German, French, Arabic and Vietnamese lost. What is known of a language here is mostly
one site, so balancing languages makes single sites loud: it undoes what balancing sites is for.
"""
_BORROW_NAME, _BORROW_ADDRESS, _INVENT_ADDRESS = 0.60, 0.08, 0.12


@dataclass(frozen=True, slots=True)
class Corpus:
    """The labelled rows of one source, near-duplicates capped, large groups thinned; `site` of each row is its name."""

    name: str
    rows: tuple[Row, ...]
    read: int


def corpus(name: str, rows: Sequence[Row], seed: int) -> Corpus:
    """Return the rows of one file made ready for training. Unlabelled rows are left out."""
    labelled = [replace(row, site=name) for row in rows if row.label is not None]
    kept = capped(labelled)
    dice = random.Random(f"{seed}:{name}")  # noqa: S311 - not a secret, a reproducible draw
    chosen: set[int] = set()
    for label in Label:
        group = [n for n, row in enumerate(kept) if row.label is label]
        chosen.update(dice.sample(group, MAX_GROUP) if len(group) > MAX_GROUP else group)
    return Corpus(name, tuple(row for n, row in enumerate(kept) if n in chosen), len(rows))


def labels_of(corpora: Sequence[Corpus]) -> set[Label]:
    """Return the labels that occur in corpora."""
    return {row.label for one in corpora for row in one.rows if row.label is not None}


def near_duplicates(rows: Sequence[Row]) -> list[int]:
    """Return for each row how many earlier rows of its site and label are near-duplicates of it (0: it is the first).

    Fingerprint: the smallest hashes of the pairs of words under two orders (Broder 1997, "On the resemblance and
    containment of documents"); alike in either is near. Short texts have few pairs and match when they are alike.
    """
    seen: Counter[tuple[str, str, int, int]] = Counter()
    found: list[int] = []
    for at in range(0, len(rows), 512):
        some = rows[at : at + 512]
        for row, prints in zip(some, _fingerprints([r.submission.text for r in some]), strict=True):
            keys = [(row.site, str(row.label), n, p) for n, p in enumerate(prints)]
            found.append(max((seen[key] for key in keys), default=0))
            seen.update(keys)
    return found


def _fingerprints(texts: Sequence[str]) -> list[list[int]]:
    words = hashing.words(hashing.column([seen.text for seen in plains(texts)]))
    rows, hashes = words.rows, words.hashes
    follows = np.append(rows[1:] == rows[:-1], False) if rows.size else np.zeros(0, np.bool_)
    pairs = np.where(follows, hashes * np.uint64(3) + np.roll(hashes, -1), hashes)
    prints: list[list[int]] = [[] for _ in texts]
    if pairs.size:
        first = np.flatnonzero(np.append(True, rows[1:] != rows[:-1]))
        for salt in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F):
            mixed = (pairs ^ np.uint64(salt)) * np.uint64(0xBF58476D1CE4E5B9)
            smallest = np.minimum.reduceat(mixed ^ (mixed >> np.uint64(29)), first)
            for row, value in zip(rows[first], smallest, strict=True):
                prints[row].append(int(value))
    return prints


def capped(rows: Sequence[Row], cap: int = CAP) -> list[Row]:
    """Return the rows without all but the first `cap` of each group of near-duplicates."""
    return [row for row, earlier in zip(rows, near_duplicates(rows), strict=True) if earlier < cap]


def with_borrowed_authors(rows: Sequence[Row], seed: int) -> list[Row]:
    """Return the rows, author-less ham lent names and addresses of other ham at the measured rates.

    Donors are among the rows given, so a left-out site never lends. Deterministic for a seed.
    """
    dice = random.Random(seed)  # noqa: S311 - not a secret, a reproducible draw
    ham = [row for row in rows if row.label is Label.HAM]
    names = [row.submission.author for row in ham if row.submission.author]
    addresses = [row.submission.author_url for row in ham if row.submission.author_url]
    return [_lend(row, names, addresses, dice) for row in rows]


def _lend(row: Row, names: Sequence[str], addresses: Sequence[str], dice: random.Random) -> Row:
    name_draw, address_draw = dice.random(), dice.random()
    if row.label is not Label.HAM or row.submission.author or not names:
        return row
    author = dice.choice(names) if name_draw < _BORROW_NAME else None
    address = row.submission.author_url
    if author and not address and address_draw < _BORROW_ADDRESS and addresses:
        address = dice.choice(addresses)
    elif author and not address and address_draw < _BORROW_ADDRESS + _INVENT_ADDRESS:
        address = _home_page(author, dice)
    return replace(row, submission=Submission(row.submission.text, author, address))


def _home_page(author: str, dice: random.Random) -> str:
    name = "".join(c for c in author.lower() if c.isascii() and c.isalnum()) or "home"
    return dice.choice(("https://{}.com", "http://www.{}.net/", "https://{}.github.io", "https://{}.org/")).format(name)


def weights(rows: Sequence[Row]) -> list[float]:
    """Return how much each row counts in training; their mean is one, spam and ham weigh the same in all."""
    groups = Counter((row.site, row.label) for row in rows)
    raw = [
        groups[row.site, row.label] ** (SIZE_EXPONENT - 1.0) * (BLOG_FACTOR if row.site.startswith("blog") else 1.0)
        for row in rows
    ]
    totals = {label: sum(w for w, row in zip(raw, rows, strict=True) if row.label is label) for label in Label}
    return [w * len(rows) / (2 * totals[row.label or Label.HAM]) for w, row in zip(raw, rows, strict=True)]


def unsaid(rows: Sequence[Row], weights: Sequence[float]) -> list[float]:
    """Return how often nothing shall be learned of a row's words, 0 to 1: where a language has less ham than spam.

    Else the language itself is learned as spam, and its honest comments pay for it. Rows of no known language are one
    language. All corpora were left out in six folds, sets of ham together with every set that is mostly in their
    language. At the threshold that holds 3 % of the average page's ham, held fell from 70 to 8 % of a Russian chat
    (`telegram_umputun`), from 10 to 5 % of a Portuguese blog, from 5.8 to 2.4 % of German news; spam of six blogs
    stopped there rose from 86.0 to 88.6 % (with another seed 85.7 to 88.5), their mean 1-ROCA % went from 1.27 to 1.25
    (1.24 to 1.28). Leaving out words, but not the shape, which knows the script: 24, 5, 2.8, 85.9 % and 1.36. All spam
    of such a language, however much ham there is: 5, 5, 2, 88.8 % and 1.28. Ham of languages without spam likewise,
    half the time: 16, 3, 4.2, 89.2 % and 1.22, but 6 % of an Indonesian chat in place of 2.
    """
    ham: dict[str | None, float] = defaultdict(float)
    spam: dict[str | None, float] = defaultdict(float)
    for row, weight in zip(rows, weights, strict=True):
        (spam if row.label is Label.SPAM else ham)[row.lang] += weight
    return [max(0.0, 1.0 - ham[row.lang] / spam[row.lang]) if row.label is Label.SPAM else 0.0 for row in rows]
