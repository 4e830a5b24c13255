"""What a batch of submissions says, ready to be turned into features: texts, names and addresses as one column.

A field that is absent makes no feature at all: absence is a site's habit, not an author's intent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chaffinch.engine import hashing
from chaffinch.engine.author import author_facts
from chaffinch.engine.disguises import uncover
from chaffinch.engine.hashing import I64, U64, Column, Words
from chaffinch.engine.homographs import unmasked
from chaffinch.engine.links import address_facts
from chaffinch.engine.quotes import own_words, reaches
from chaffinch.engine.text import PlainText, plains
from chaffinch.engine.types import Submission

MAX_TEXT = 16_000
"""Code points of a text that are judged; a longer comment is judged by its beginning."""
MAX_NAME = 100
"""Code points of a name that are judged."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A batch on its way to rows: what the explanation needs to point back into the text.

    `everything`: the texts, then the names, then the addresses of all comments, as one column; `all_words`: its words;
    `grams` and `gram_counts`: its n-grams, as `hashing.words_and_grams` gives them. `lowered`: the texts in lower case.
    `name_facts`, `address_facts`: a list of numbers for each comment.
    """

    plains: list[PlainText]
    lowered: list[str]
    everything: Column
    all_words: Words
    grams: U64
    gram_counts: I64
    name_facts: list[list[int]]
    address_facts: list[list[int]]

    @property
    def words(self) -> Words:
        """The words of the texts alone, as a view."""
        return self.all_words.head(len(self.plains))


def parse(submissions: Sequence[Submission]) -> Parsed:
    """Return what a batch says: its plain texts and claims as one column, and the words of it."""
    texts = [submission.text[:MAX_TEXT] for submission in submissions]
    seen = [_own(one, text, _bounded(read)) for one, text, read in zip(submissions, texts, plains(texts), strict=True)]
    lowered = [one.text.lower() for one in seen]
    names: list[str] = []
    addresses: list[str] = []
    name_facts: list[list[int]] = []
    all_address_facts: list[list[int]] = []
    for submission, one, low in zip(submissions, seen, lowered, strict=True):
        name = " ".join(_name(submission.author).split())[:MAX_NAME] if submission.author else ""
        small = name.lower()
        names.append(name)
        name_facts.append(author_facts(name, small, low) if name else [])
        told: list[int] = []
        spelled: list[str] = []
        if submission.author_url:
            spelled.append(address_facts(unmasked(submission.author_url)[0], 1, small, told))
        for link in one.links:
            spelled.append(address_facts(link.target, 2, small, told, link))
        addresses.append(" ".join(spelled))
        all_address_facts.append(told)
    everything = hashing.column([*(one.text for one in seen), *names, *addresses])
    return Parsed(seen, lowered, everything, *hashing.words_and_grams(everything), name_facts, all_address_facts)


def _own(submission: Submission, text: str, seen: PlainText) -> PlainText:
    """Return a text without what it quotes; one that leads somewhere, or holds nothing but quotations, stays whole."""
    own = text if seen.link_count or submission.author_url else own_words(text)
    if own is text or reaches(submission.author or ""):
        return seen
    read = _bounded(plains([own])[0])
    return seen._replace(text=read.text) if read.text and not read.link_count else seen


def _bounded(seen: PlainText) -> PlainText:
    """Return a text cut off once more: one character can unfold into eighteen (U+FDFA), and then cost as many."""
    return seen if len(seen.text) <= MAX_TEXT else seen._replace(text=seen.text[:MAX_TEXT])


def _name(claimed: str) -> str:
    """Return a name without disguise; of an endless one no more than is looked at."""
    return claimed if claimed.isascii() else uncover(claimed[:MAX_TEXT]).text
