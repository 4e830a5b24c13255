"""The author's name as evidence: people have names, advertisers have keywords."""

from __future__ import annotations

import re
from zlib import crc32

_WORDS = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_SYMBOLS = re.compile(r"[|/:&!?$<>\[\]]")
_NO_WORD, _COUNT, _CASE, _SHAPE, _LENGTH, _TRAITS, _LAST = (what << 32 for what in range(1, 8))


def author_facts(author: str, lowered: str, text: str) -> list[int]:
    """Return as numbers, one a fact, how a name is built. `lowered`: it, and `text`: the comment, in lower case.

    The words of a name are features of their own (see `features`); here is what they do not tell.
    """
    words = _WORDS.findall(lowered)
    if not words:
        return [_NO_WORD]
    count = min(len(words), 6)
    case = _case(author, lowered)
    facts = [
        _COUNT + count,
        _CASE + case,
        _SHAPE + case * 8 + count,
        _LENGTH + min(len(author) // 4, 10),
        _LAST + crc32(words[-1].encode("utf-8", "surrogatepass")),
    ]
    if not author.isascii():
        facts.append(_TRAITS + 1)
    if _DIGIT.search(author):
        facts.append(_TRAITS + 2)
    if "." in author and " " not in author:
        facts.append(_TRAITS + 3)
    if _SYMBOLS.search(author):
        facts.append(_TRAITS + 4)
    if count > 1 and lowered in text:
        facts.append(_TRAITS + 5)
    return facts


def _case(author: str, lowered: str) -> int:
    """Return 1 for small letters only, 2 for capitals only, 3 for Each Word Capitalised, 4 for others, 5 without."""
    if author == lowered:
        return 1 if author.islower() else 5
    if author.isupper():
        return 2
    return 3 if author.istitle() else 4
